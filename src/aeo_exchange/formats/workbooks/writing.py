"""Records to a workbook that is pleasant to open: one row at a time, and no cell is a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from msgspec import to_builtins
from xlsxwriter.worksheet import Worksheet

from aeo_exchange.formats.tables.cells import written_cell
from aeo_exchange.formats.tables.columns import SheetTable, Step, TableColumn, workbook_tables
from aeo_exchange.formats.workbooks.appearance import Appearance, dressed
from aeo_exchange.formats.workbooks.book import put, written_book
from aeo_exchange.formats.workbooks.header import names_of
from aeo_exchange.formats.workbooks.written_texts import as_literal
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree

__all__ = ["write_workbook"]


def write_workbook(
    records: Iterable[AeoRecord], stream: BinaryIO, appearance: Appearance | None = None
) -> None:
    """Write a sheet of records, and a sheet for each list of groups, empty ones too."""
    with written_book(stream) as book:
        text = book.add_format({"num_format": "@", "quote_prefix": True})
        sheets = [
            (table, dressed(book, table, text, appearance or Appearance()), [0])
            for table in workbook_tables()
        ]
        met: set[str] = set()
        for number, record in enumerate(records, 1):
            tree: Tree = to_builtins(record)
            id_ = record.record_id
            key = id_ if id_ not in met else f"{id_}#{number}"
            met.add(id_)
            for table, sheet, last in sheets:
                for numbers, element in _elements(tree, table):
                    last[0] += 1
                    is_named = bool(table.lists) or key != id_
                    _write_row(sheet, last[0], [key if is_named else "", *numbers], element, table)
        for table, sheet, last in sheets:
            sheet.autofilter(0, 0, max(last[0], 1), len(names_of(table)) - 1)


def _elements(tree: Tree, table: SheetTable) -> Iterator[tuple[list[str], Tree]]:
    """Yield the elements that a sheet has a row for, with the numbers of those around each."""
    held: list[tuple[list[str], Tree]] = [([], tree)]
    for steps in table.lists:
        held = [
            ([*numbers, str(number)], inner)
            for numbers, outer in held
            for number, inner in enumerate(_at(outer, steps) or (), 1)  # type: ignore[arg-type]
        ]
    for numbers, element in held:
        yield numbers[:-1], element


def _at(tree: Tree, steps: tuple[Step, ...]) -> Tree:
    """Return what stands at some steps in a tree, None where it is absent."""
    for step in steps:
        if isinstance(step, int):
            if not isinstance(tree, list | tuple) or step >= len(tree):
                return None
            tree = tree[step]
        elif isinstance(tree, dict):
            tree = tree.get(step)
        else:
            return None
    return tree


def _write_row(
    sheet: Worksheet, row: int, keys: list[str], element: Tree, table: SheetTable
) -> None:
    own = [_text(element, column) for column in table.columns]
    for index, text in enumerate([*keys, *own] if table.lists else [*own, *keys]):
        if text:
            put(sheet, row, index, as_literal(text))


def _text(element: Tree, column: TableColumn) -> str:
    value = _at(element, column.steps)
    return "" if value is None or value in ([], ()) else written_cell(value, column)
