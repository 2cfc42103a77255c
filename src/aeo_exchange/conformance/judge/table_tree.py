"""Cells of a table to the tree that its JSON would have, by the names of their columns.

Nothing is mended and nothing passed over: what the standard does not have is refused.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from aeo_exchange.model.shape import BooleanType, Group, ItemShape, record_shape
from aeo_exchange.model.texts import IntegerType
from aeo_exchange.model.tree import Tree

__all__ = [
    "MARK",
    "Column",
    "column_of",
    "csv_trees",
    "filled",
    "inner_lists",
    "looks_like_csv",
    "put_cell",
]

MARK = b"\xef\xbb\xbf"
BOOLEANS = {"true": True, "false": False}
RUNS = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"
# How many elements of a list CSV has columns for (TAB-2-3); by the names without numbers.
ROOM = {
    "authorisation.criteria": 13,
    "authorisation.replaces": 2,
    "authorisation.terms": 4,
    "consents": 4,
    "extensions": 4,
    "history": 12,
    "holder.contacts": 2,
    "holder.formerTins": 2,
    "holder.identifiers": 8,
    "holder.otherNames": 4,
    "holder.sites": 4,
    "holder.sites.identifiers": 2,
    "msme.basis": 4,
    "recognitions": 4,
    "recognitions.identifiers": 4,
}
_WHOLE = re.compile(r"(0|[1-9][0-9]{0,17})\Z")
_NUMBER = re.compile(r"[1-9][0-9]?\Z")
_ERROR = re.compile(r"#[^ ]*[!?]|#N/A|#N/D|#NV|#YOK|#GETTING_DATA", re.DOTALL)


class Column(NamedTuple):
    """The steps to the item of a column, numbers of elements as `#1`, and what the item is."""

    steps: tuple[str, ...]
    field: ItemShape
    is_joined: bool


def looks_like_csv(content: bytes) -> bool:
    """Say whether the first line names columns, as no other syntax does."""
    first = content.removeprefix(MARK).lstrip(b" \t\r\n").split(b"\n", 1)[0]
    return b"recordId" in first and first[:1] not in b"{[<"


def csv_trees(content: bytes) -> list[dict[str, Tree]]:
    """Return the trees of the records of CSV as a writer has to write it; raises ValueError."""
    if not content.startswith(MARK):
        raise ValueError("the output has no byte order mark (TAB-2-1)")
    text = content.removeprefix(MARK).decode()
    if text.count("\n") != text.count("\r\n"):
        raise ValueError("a row does not end with CR LF (TAB-2-1)")
    try:
        header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    except csv.Error as cause:
        raise ValueError(f"it is not CSV: {cause}") from cause
    if len(set(header)) < len(header):
        raise ValueError("a column stands twice")
    columns = [column_of(name, record_shape(), has_room=True) for name in header]
    return [_tree(columns, row) for row in rows if any(row)]


def _tree(header: list[Column], row: list[str]) -> dict[str, Tree]:
    if len(row) > len(header):
        raise ValueError("a row has more cells than the header")
    tree: dict[str, Tree] = {}
    for column, cell in zip(header, row, strict=False):
        if cell:
            put_cell(tree, column, _unguarded(cell))
    return filled(tree)


def _unguarded(cell: str) -> str:
    if cell.startswith(RUNS) or _ERROR.fullmatch(cell):
        raise ValueError(f"{cell[:40]!r} has no apostrophe before it (TAB-2-2)")
    return cell.removeprefix(GUARD)


def put_cell(tree: dict[str, Tree], column: Column, text: str) -> None:
    """Put the item of one cell at its place; lists are kept by their numbers until `filled`."""
    *way, last = column.steps
    for step in way:
        inner = tree.setdefault(step, {})
        assert isinstance(inner, dict)
        tree = inner
    tree[last] = list(text.split(" ")) if column.is_joined else _value(column.field, text)


@cache
def column_of(name: str, shape: Group, *, has_room: bool = False) -> Column:
    """Return the column of a name in a table of a shape; raises ValueError where there is none.

    With `has_room` a list of groups has the numbers of CSV; else it has a sheet of its own.
    """
    steps = name.split(".")
    way: list[str] = []
    told: list[str] = []
    while steps and (field := shape.by_name.get(steps[0])):
        way.append(field.name)
        told.append(steps.pop(0))
        if not isinstance(field.kind, Group):
            return _leaf(name, field, way, steps)
        shape = field.kind
        if field.is_list:
            way.append(_numbered(name, steps, ROOM[".".join(told)] if has_room else 0))
    raise ValueError(f"there is no column {name!r}")


def _leaf(name: str, field: ItemShape, way: list[str], rest: list[str]) -> Column:
    if field.is_list and field.most is not None:
        way.append(_numbered(name, rest, field.most))
    if rest:
        raise ValueError(f"there is no column {name!r}")
    return Column(tuple(way), field, field.is_list and field.most is None)


def _numbered(name: str, steps: list[str], most: int) -> str:
    """Take the number of an element off the steps that are left."""
    number = steps.pop(0) if steps else ""
    if not _NUMBER.match(number) or int(number) > most:
        raise ValueError(f"there is no column {name!r}")
    return f"#{number}"


def _value(field: ItemShape, text: str) -> Tree:
    if isinstance(field.kind, IntegerType):
        if not _WHOLE.match(text):
            raise ValueError(f"{field.name} is not a whole number")
        return int(text)
    if isinstance(field.kind, BooleanType):
        if text not in BOOLEANS:
            raise ValueError(f"{field.name} is neither true nor false")
        return BOOLEANS[text]
    return text


def filled(tree: dict[str, Tree]) -> dict[str, Tree]:
    """Return a tree with a list where elements were kept by number, in their order."""
    return {name: _closed(inner) for name, inner in tree.items()}


def _closed(value: Tree) -> Tree:
    if not isinstance(value, dict):
        return value
    if value and all(name.startswith("#") for name in value):
        return [_closed(value[name]) for name in sorted(value, key=_number_of)]
    return filled(value)


def _number_of(name: str) -> int:
    return int(name[1:])


def inner_lists(
    shape: Group, steps: tuple[str, ...] = ()
) -> Iterable[tuple[tuple[str, ...], Group]]:
    """Yield the steps to each list of groups that lies in a group, not within another list."""
    for field in shape.fields:
        if isinstance(field.kind, Group):
            here = (*steps, field.name)
            if field.is_list:
                yield here, field.kind
            else:
                yield from inner_lists(field.kind, here)
