"""Cells to the tree of a record, and a record to cells.

In a table the elements of a list have numbers, and a number may be left out; in the tree they
follow each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from msgspec import to_builtins

from aeo_exchange.formats.row import Loss
from aeo_exchange.formats.tables.cells import read_cell, written_cell
from aeo_exchange.formats.tables.columns import Step, TableColumn, csv_columns
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree, pointer

__all__ = ["Filled", "cells_of", "losses_in_csv", "places_of", "tree_of"]

# A cell that is not empty: where it stands (whatever its reader calls a place), column, text.
# A row of a further sheet without any has no column: it is a group without items.
Filled = tuple[object, tuple[Step, ...], TableColumn | None, str]
_Numbered = dict[Step, object]


def tree_of(cells: Iterable[Filled]) -> Tree:
    """Return the tree of the record that cells make up."""
    root: _Numbered = {}
    for _place, steps, column, text in cells:
        _put(root, steps, {} if column is None else read_cell(text, column))
    return _closed(root)


def _put(root: _Numbered, steps: Sequence[Step], value: Tree) -> None:
    inner = root
    for step in steps[:-1]:
        inner = inner.setdefault(step, {})  # type: ignore[assignment]  # only groups lie between
    inner[steps[-1]] = value


def _closed(value: object) -> Tree:
    """Return a tree with a list where elements were numbered, in the order of the numbers."""
    if not isinstance(value, dict):
        return value  # type: ignore[return-value]  # what read_cell gave
    if value and isinstance(next(iter(value)), int):
        return [_closed(value[number]) for number in sorted(value)]
    return {name: _closed(inner) for name, inner in value.items()}


def places_of(cells: Iterable[Filled]) -> dict[str, object]:
    """Return the place of each item, by its JSON Pointer; of groups and lists the first cell's."""
    places: dict[str, object] = {}
    held = list(cells)
    numbers = _followed(steps for _place, steps, _column, _text in held)
    for place, steps, _column, _text in held:
        told = tuple(
            numbers[steps[: i + 1]] if isinstance(step, int) else step
            for i, step in enumerate(steps)
        )
        for length in range(len(told), -1, -1):
            places.setdefault(pointer(told[:length]), place)
    return places


def _followed(paths: Iterable[tuple[Step, ...]]) -> dict[tuple[Step, ...], int]:
    """Return the index in the tree of each numbered element, by its steps in the table."""
    numbers_at: dict[tuple[Step, ...], set[int]] = {}
    for steps in paths:
        for i, step in enumerate(steps):
            if isinstance(step, int):
                numbers_at.setdefault(steps[:i], set()).add(step)
    return {
        (*before, number): index
        for before, numbers in numbers_at.items()
        for index, number in enumerate(sorted(numbers))
    }


def cells_of(record: AeoRecord) -> list[str]:
    """Return the cells of the row of CSV that holds a record, an empty one for what is absent."""
    cells = [""] * len(csv_columns())
    places = _columns_by_steps()
    for steps, value in _items(to_builtins(record), ()):
        index = places.get(steps)
        if index is not None:
            cells[index] = written_cell(value, csv_columns()[index])
    return cells


def losses_in_csv(record: AeoRecord) -> list[Loss]:
    """Return the items of a record that the columns of CSV have no place for, in its order."""
    places = _columns_by_steps()
    return [
        Loss(path=pointer(steps), value=value)
        for steps, value in _items(to_builtins(record), ())
        if steps not in places
    ]


@cache
def _columns_by_steps() -> dict[tuple[Step, ...], int]:
    return {column.steps: index for index, column in enumerate(csv_columns())}


def _items(value: Tree, steps: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], Tree]]:
    """Yield the items of a tree that stand in cells of their own, lists of codes whole."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _items(inner, (*steps, name))
    elif (
        isinstance(value, list | tuple)
        and value
        and (isinstance(value[0], dict) or (*steps, 0) in _columns_by_steps())
    ):
        for index, inner in enumerate(value):
            yield from _items(inner, (*steps, index))
    elif value not in ((), []):
        yield steps, value
