"""Size definition files held to their schema and to what a schema cannot say."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET

from aeo_exchange.model.codes import SizeClass
from aeo_exchange.model.tree import walk
from aeo_exchange.reference.file_faults import Faults, file_faults, read_checked
from aeo_exchange.reference.files import HERE
from aeo_exchange.reference.size_facts import SizeDefinition, SizeVersion

if TYPE_CHECKING:
    from aeo_exchange.model.tree import Tree

__all__ = [
    "read_local_sizes",
    "size_faults",
]

SCHEMA = HERE / "size.schema.json"


def read_local_sizes(file: Path, code: str) -> SizeDefinition:
    """Return the definition of a local file; raises ReferenceDataError with file and place."""
    return read_checked(file, lambda tree: size_faults(tree, code), _definition)


def size_faults(tree: Tree, code: str) -> Faults:
    """Yield the faults of a definition file with their JSON Pointers; a wrong shape ends it."""
    return file_faults(tree, SCHEMA, _definition, partial(_further, tree, code))


def _definition(tree: Tree) -> SizeDefinition:
    return msgspec.convert(tree, SizeDefinition)


def _further(tree: Tree, code: str, definition: SizeDefinition) -> Faults:
    if definition.code != code:
        yield "/code", f"is not the name of the file, {code}"
    yield from _dangling_sources(tree, definition)
    yield from _periods(definition)
    for index, version in enumerate(definition.versions):
        yield from _version_faults(version, f"/versions/{index}")


def _dangling_sources(tree: Tree, definition: SizeDefinition) -> Faults:
    """Yield the rows that name a source the file does not have."""
    for place, row in walk(tree):
        if isinstance(row, dict) and "source" in row and row["source"] not in definition.sources:
            yield f"{place}/source", f"names no source of the file: {row['source']}"


def _periods(definition: SizeDefinition) -> Faults:
    """Yield versions that end before they begin, and a version that begins before the last ends."""
    for index, version in enumerate(definition.versions):
        ends_early = (
            version.from_ is not UNSET
            and version.until is not UNSET
            and version.until <= version.from_
        )
        if ends_early:
            yield f"/versions/{index}/until", "is not after from"
    names = [version.version for version in definition.versions]
    if len(set(names)) < len(names):
        yield "/versions", "has two versions of one name"
    for index, (old, new) in enumerate(pairwise(definition.versions), start=1):
        if old.until is UNSET or new.from_ is UNSET or new.from_ < old.until:
            yield f"/versions/{index}/from", "is before the end of the version above"


def _version_faults(version: SizeVersion, place: str) -> Faults:
    """Yield what is wrong within one version."""
    yield from _unknown_names(version, place)
    yield from _out_of_order(version, place)
    yield from _unmatched(version, place)
    yield from _falling(version, place)
    money = {row.measure for row in version.thresholds} - {"headcount", "score"}
    weighed = {row.measure for row in version.score} - {"headcount"}
    if (money or weighed) and version.currency is UNSET and version.index_unit is UNSET:
        yield place, "has ceilings of money but neither currency nor index_unit"


def _unknown_names(version: SizeVersion, place: str) -> Faults:
    """Yield the thresholds whose sector or class is not a row of the version."""
    sectors = {row.code for row in version.sectors}
    classes = {row.class_ for row in version.classes}
    for index, row in enumerate(version.thresholds):
        if row.sector is not UNSET and row.sector not in sectors:
            yield f"{place}/thresholds/{index}/sector", f"names no sector: {row.sector}"
        if row.class_ not in classes:
            yield f"{place}/thresholds/{index}/class", f"has no test: {row.class_}"


def _out_of_order(version: SizeVersion, place: str) -> Faults:
    """Yield the classes that do not stand above the one before."""
    order = list(SizeClass)
    for index, (smaller, larger) in enumerate(pairwise(version.classes), start=1):
        if order.index(smaller.class_) >= order.index(larger.class_):
            yield f"{place}/classes/{index}/class", "is not larger than the class above it"


def _unmatched(version: SizeVersion, place: str) -> Faults:
    """Yield the tests without a ceiling for a measure, and the ceilings that no test asks for."""
    for index, size_class in enumerate(version.classes):
        asked = set(size_class.test.measures())
        there = {row.measure for row in version.thresholds if row.class_ is size_class.class_}
        for measure in sorted(asked - there):
            yield f"{place}/classes/{index}/test", f"has no threshold for {measure}"
        for measure in sorted(there - asked):
            yield f"{place}/classes/{index}/test", f"does not use its threshold for {measure}"
        if "score" in asked and not version.score:
            yield f"{place}/score", "is missing"


def _falling(version: SizeVersion, place: str) -> Faults:
    """Yield the ceilings that are lower than that of a smaller class, or stated twice."""
    order = [row.class_ for row in version.classes]
    highest: dict[tuple[str, str], tuple[int, Decimal]] = {}
    rows = [row for row in enumerate(version.thresholds) if row[1].class_ in order]
    for index, row in sorted(rows, key=lambda pair: order.index(pair[1].class_)):
        key = (row.measure, row.sector or "")
        rank, value = highest.get(key, (-1, Decimal(0)))
        if order.index(row.class_) == rank:
            yield f"{place}/thresholds/{index}", "states a ceiling a second time"
        elif Decimal(row.value) < value:
            yield f"{place}/thresholds/{index}/value", "is below that of a smaller class"
        highest[key] = (order.index(row.class_), Decimal(row.value))
