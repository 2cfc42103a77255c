"""Files of reference data held to their schema, and to what a schema cannot say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import msgspec

from aeo_exchange.errors import ReferenceDataError
from aeo_exchange.reference.files import read_toml
from aeo_exchange.reference.shapes import shape_faults

if TYPE_CHECKING:
    from aeo_exchange.model.tree import Tree

__all__ = [
    "Faults",
    "file_faults",
    "read_checked",
]

Facts = TypeVar("Facts")
Faults: TypeAlias = Iterator[tuple[str, str]]


def file_faults(
    tree: Tree, schema: Path, convert: Callable[[Tree], Facts], further: Callable[[Facts], Faults]
) -> Faults:
    """Yield the faults of a file, each with its JSON Pointer; a wrong shape ends it.

    `convert` makes facts of a tree that has the shape of the schema, `further` finds what the
    schema cannot say of them.
    """
    if wrong_shape := shape_faults(tree, schema):
        yield from wrong_shape
        return
    try:
        facts = convert(tree)
    except msgspec.ValidationError as cause:  # a day that the calendar lacks
        yield "", str(cause)
        return
    yield from further(facts)


def read_checked(
    file: Path, faults: Callable[[Tree], Faults], convert: Callable[[Tree], Facts]
) -> Facts:
    """Return the facts of a local file; raises ReferenceDataError with file and place."""
    tree = read_toml(file)
    for place, message in faults(tree):
        fault = f"{file}: {place or '/'}: {message}"
        raise ReferenceDataError(fault)
    return convert(tree)
