"""Rows to records at the speed of JSON: the row is written as compact JSON, and read as that.

What does not come out as it went in is no plain row: the caller makes a tree of it, and finds out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from aeo_exchange.formats.json_tree import compact_record
from aeo_exchange.formats.tables.columns import Step, TableColumn
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.shape import BooleanType, Group, record_shape
from aeo_exchange.model.texts import IntegerType

__all__ = ["PlainRow", "bound", "plain_record", "plain_row"]

# What JSON writes otherwise than a cell does.
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_Numbered: TypeAlias = "dict[Step, TableColumn | _Numbered]"


class PlainRow(NamedTuple):
    """How rows are written in which the same cells are filled.

    `template` has a place for each cell, in the order of the record; `order` brings the cells into
    it. `lists` tells which of them, so ordered, hold lists of codes.
    """

    template: str
    order: Callable[[Sequence[Any]], tuple[Any, ...]]
    lists: tuple[int, ...]


def plain_row(cells: Iterable[tuple[Sequence[Step], TableColumn]]) -> PlainRow | None:
    """Return how rows are written in which these columns are filled; None where none is."""
    held = list(cells)
    if not held:
        return None
    order = sorted(range(len(held)), key=lambda index: _rank(tuple(held[index][0])))
    root: _Numbered = {}
    for index in order:
        steps, column = held[index]
        inner = root
        for step in steps[:-1]:
            inner = inner.setdefault(step, {})  # type: ignore[assignment]  # groups lie between
        inner[steps[-1]] = column
    lists = tuple(at for at, index in enumerate(order) if held[index][1].is_joined)
    # One index alone would give no sequence; what is behind the last place is left.
    return PlainRow(_template(root), itemgetter(*order, order[0]), lists)


def bound(row: PlainRow, texts: Sequence[str | int]) -> PlainRow | None:
    """Return how rows are written in which some cells have always the same texts.

    Of the others `texts` has the index among the cells that remain. None where JSON writes a text
    otherwise than a cell does.
    """
    remaining: list[int] = []
    lists: list[int] = []
    written: list[str] = []
    for at, text in enumerate(row.order(texts)[:-1]):
        if isinstance(text, int):
            if at in row.lists:
                lists.append(len(remaining))
            remaining.append(text)
            written.append("%s")
        elif _ESCAPED.search(text):
            return None
        else:
            same = text.replace(" ", '","') if at in row.lists else text
            written.append(same.replace("%", "%%"))
    order = itemgetter(*remaining, remaining[0])
    return PlainRow(row.template % tuple(written), order, tuple(lists))


def plain_record(row: PlainRow, texts: Sequence[str]) -> tuple[AeoRecord, bytes] | None:
    """Return the record that cells hold and its compact JSON; None for no plain row."""
    values = row.order(texts)[:-1]
    if _ESCAPED.search("".join(values)):
        return None
    if row.lists:
        several = list(values)
        for index in row.lists:
            several[index] = several[index].replace(" ", '","')
        values = tuple(several)
    content = (row.template % values).encode()
    record = compact_record(content)
    return None if record is None else (record, content)


@cache
def _rank(steps: tuple[Step, ...]) -> tuple[int, ...]:
    """Return where an item stands in a record, to be sorted by."""
    group: Group | None = record_shape()
    rank: list[int] = []
    for step in steps:
        if isinstance(step, int):
            rank.append(step)
            continue
        assert group is not None
        names = [field.name for field in group.fields]
        field = group.fields[names.index(step)]
        rank.append(names.index(step))
        group = field.kind if isinstance(field.kind, Group) else None
    return tuple(rank)


def _template(value: TableColumn | _Numbered) -> str:
    if isinstance(value, TableColumn):
        return _cell(value)
    if isinstance(next(iter(value)), int):
        return f"[{','.join(map(_template, value.values()))}]"
    members = ",".join(f'"{name}":{_template(inner)}' for name, inner in value.items())
    return f"{{{members}}}"


def _cell(column: TableColumn) -> str:
    if column.is_joined:
        return '["%s"]'
    return "%s" if isinstance(column.field.kind, IntegerType | BooleanType) else '"%s"'
