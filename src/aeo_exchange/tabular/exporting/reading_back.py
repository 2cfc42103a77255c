"""Rows as who gets the file reads them, before it is written: through the reader of its kind."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import UNSET

from aeo_exchange.formats.content import Content
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind, SheetRow
from aeo_exchange.model.tree import Tree
from aeo_exchange.tabular.data_rows import DataRows, RowKind
from aeo_exchange.tabular.exporting.written_layout import WrittenLayout
from aeo_exchange.tabular.header import SheetHeader
from aeo_exchange.tabular.readers.json_members import opened_json
from aeo_exchange.tabular.rows import UNTYPED, SourceRow

__all__ = ["RowReader", "cells_of_row", "json_document"]


class RowReader:
    """Reads rows of one layout as an import of the file would."""

    def __init__(self, arrangement: WrittenLayout) -> None:
        self._arrangement = arrangement
        is_book = arrangement.layout.file.kind == "xlsx"
        # A text of a workbook is known for one; of other tables nobody knows what a cell was.
        self._code = "@" if is_book else UNTYPED
        header = SheetHeader(0, dict(enumerate(arrangement.headers, 1)), [], iter(()), 1)
        self._rows = DataRows.of(header, arrangement.layout, UNSET)

    def read(self, rows: Sequence[Mapping[str, str]]) -> Iterator[SourceRow]:
        """Yield the rows that are read of what is written; one that is taken for no data is not."""
        for number, row in enumerate(rows, 1):
            if self._arrangement.layout.file.kind == "json":
                yield from _of_document(row, self._arrangement)
            else:
                read = self._rows.read(self._sheet_row(row, number))
                if read is RowKind.END:
                    return
                if isinstance(read, SourceRow):
                    yield read

    def _sheet_row(self, row: Mapping[str, str], number: int) -> SheetRow:
        cells = enumerate(cells_of_row(row, number, self._arrangement), 1)
        held = [
            Cell(column, text, CellKind.TEXT, code=self._code) for column, text in cells if text
        ]
        return SheetRow(number, held)


def _of_document(row: Mapping[str, str], arrangement: WrittenLayout) -> Iterator[SourceRow]:
    held = json.dumps(json_document(row, arrangement)).encode()
    with opened_json(Content(name="row", held=held), arrangement.layout) as opened:
        yield from (row for row in opened.rows if isinstance(row, SourceRow))


def cells_of_row(row: Mapping[str, str], number: int, arrangement: WrittenLayout) -> list[str]:
    """Return the cells of a row in the order of the header, its number first where it counts."""
    count = [str(number)] if arrangement.layout.export.count else []
    return [*count, *(row.get(name, "") for name, _fields in arrangement.columns)]


def json_document(row: Mapping[str, str], arrangement: WrittenLayout) -> Tree:
    """Return the document of JSON that a row is, with what is the same in all of its dialect."""
    root: dict[str, Tree] = {}
    dialect = arrangement.dialect
    for way, text in (*dialect.constants.items(), *_in_lists(row, dialect.lists)):
        _put(root, way.split("/"), text)
    return _closed(root)


def _in_lists(row: Mapping[str, str], lists: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the texts of a row by their names, with a number behind what is a list."""
    for name, text in row.items():
        way = name
        for begun in lists:
            if way.startswith(f"{begun}/"):
                way = f"{begun}/1{way[len(begun) :]}"
        yield way, text


def _put(root: dict[str, Tree], names: list[str], text: str) -> None:
    inner = root
    for name in names[:-1]:
        held = inner.setdefault(name, {})
        assert isinstance(held, dict)
        inner = held
    inner[names[-1]] = text


def _closed(value: Tree) -> Tree:
    """Return a tree with a list where its members are numbers."""
    if not isinstance(value, dict):
        return value
    if value and all(name.isdecimal() for name in value):
        return [_closed(value[name]) for name in sorted(value, key=int)]
    return {name: _closed(inner) for name, inner in value.items()}
