"""Local programme files held to the schema and to what a schema cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

import msgspec

from aeo_exchange.model.tree import walk
from aeo_exchange.reference.file_faults import Faults, file_faults, read_checked
from aeo_exchange.reference.files import HERE, in_camel_case
from aeo_exchange.reference.programme_facts import Programme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from aeo_exchange.model.tree import Tree

__all__ = [
    "programme_faults",
    "read_local_programme",
]

SCHEMA = HERE / "programme.schema.json"
Rows: TypeAlias = "dict[str, Tree]"


def read_local_programme(file: Path, code: str) -> Programme:
    """Return the programme of a local file; raises ReferenceDataError with file and place."""
    return read_checked(file, lambda tree: programme_faults(tree, code), _programme)


def programme_faults(tree: Tree, code: str) -> Faults:
    """Yield the faults of a programme file, each with its JSON Pointer; a wrong shape ends it."""
    return file_faults(tree, SCHEMA, _programme, lambda _: _further(cast("Rows", tree), code))


def _programme(tree: Tree) -> Programme:
    return msgspec.convert(in_camel_case(tree), Programme)


def _further(tree: Rows, code: str) -> Faults:
    if tree["code"] != code:
        yield "/code", f"is not the name of the file, {code}"
    yield from _dangling(tree)
    yield from _empty_intervals(tree)


def _dangling(tree: Rows) -> Faults:
    """Yield the rows that name a source or a tier the file does not have."""
    tiers = {row["code"] for _, row in _rows(tree, "/tiers/")}
    sources = tree["sources"] if isinstance(tree["sources"], dict) else {}
    for place, row in _rows(tree):
        if row["source"] not in sources:
            yield f"{place}/source", f"names no source of the file: {row['source']}"
        if "tier" in row and row["tier"] not in tiers:
            yield f"{place}/tier", f"names no tier of the file: {row['tier']}"


def _empty_intervals(tree: Rows) -> Faults:
    """Yield the rows that end before they begin; dates as text compare as dates."""
    for place, row in _rows(tree):
        if "from" in row and "until" in row and str(row["from"]) >= str(row["until"]):
            yield f"{place}/until", "is not after from"


def _rows(tree: Rows, under: str = "/") -> Iterator[tuple[str, dict[str, Tree]]]:
    """Yield the rows of a file that has its shape, each with its JSON Pointer."""
    for place, value in walk(tree):
        if isinstance(value, dict) and "source" in value and place.startswith(under):
            yield place, value
