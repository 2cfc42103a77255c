"""Local programme files held to the schema and to what a schema cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aeo_exchange.errors import ReferenceDataError
from aeo_exchange.model.tree import walk
from aeo_exchange.reference.facts import Programme
from aeo_exchange.reference.files import HERE, in_camel_case, read_toml, to_facts
from aeo_exchange.reference.shapes import shape_faults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from aeo_exchange.model.tree import Tree

SCHEMA = HERE / "programme.schema.json"


def read_local_programme(file: Path, code: str) -> Programme:
    """Return the programme of a local file; raises ReferenceDataError with file and place."""
    tree = read_toml(file)
    check_programme_file(tree, code, str(file))
    return to_facts(in_camel_case(tree), Programme, file)


def check_programme_file(tree: Tree, code: str, file: str) -> None:
    """Raise ReferenceDataError with file and place at the first fault of a programme file."""
    for place, message in programme_faults(tree, code):
        fault = f"{file}: {place or '/'}: {message}"
        raise ReferenceDataError(fault)


def programme_faults(tree: Tree, code: str) -> Iterator[tuple[str, str]]:
    """Yield the faults of a programme file, each with its JSON Pointer; a wrong shape ends it."""
    wrong_shape = shape_faults(tree, SCHEMA)
    yield from wrong_shape
    if wrong_shape or not isinstance(tree, dict):
        return
    if tree["code"] != code:
        yield "/code", f"is not the name of the file, {code}"
    yield from _dangling(tree)
    yield from _empty_intervals(tree)


def _dangling(tree: dict[str, Tree]) -> Iterator[tuple[str, str]]:
    """Yield the rows that name a source or a tier the file does not have."""
    tiers = {row["code"] for _, row in _rows(tree, "/tiers/")}
    sources = tree["sources"] if isinstance(tree["sources"], dict) else {}
    for place, row in _rows(tree):
        if row["source"] not in sources:
            yield f"{place}/source", f"names no source of the file: {row['source']}"
        if "tier" in row and row["tier"] not in tiers:
            yield f"{place}/tier", f"names no tier of the file: {row['tier']}"


def _empty_intervals(tree: dict[str, Tree]) -> Iterator[tuple[str, str]]:
    """Yield the rows that end before they begin; dates as text compare as dates."""
    for place, row in _rows(tree):
        if "from" in row and "until" in row and str(row["from"]) >= str(row["until"]):
            yield f"{place}/until", "is not after from"


def _rows(tree: dict[str, Tree], under: str = "/") -> Iterator[tuple[str, dict[str, Tree]]]:
    """Yield the rows of a file that has its shape, each with its JSON Pointer."""
    for place, value in walk(tree):
        if isinstance(value, dict) and "source" in value and place.startswith(under):
            yield place, value
