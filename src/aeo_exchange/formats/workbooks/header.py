"""The rows of a sheet of ours by the names of its header."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

from aeo_exchange.errors import MalformedDocument, ReadError
from aeo_exchange.formats.tables.columns import KEY, SheetTable
from aeo_exchange.formats.workbooks.package import Package
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind, SheetRow, cell_name, each_row
from aeo_exchange.reader_codes import HEADER

__all__ = ["NUMBER", "HeadedRow", "headed_rows", "names_of"]

NUMBER = "{}.number"  # the column that tells which element of an outer list a row is in


class HeadedRow(NamedTuple):
    """A row: its number in the sheet, and the columns, names and texts of its cells.

    `odd` holds the cells that are more, or less, than a text: formulas and errors. `beyond` is the
    first cell that stands under no name, `fault` what could not be read.
    """

    number: int
    columns: tuple[int, ...]
    names: tuple[str, ...]
    texts: tuple[str, ...]
    odd: tuple[Cell, ...]
    beyond: Cell | None
    fault: ReadError | None

    def text(self, name: str) -> str:
        """Return the text of a cell, an empty one where there is none."""
        return self.texts[self.names.index(name)] if name in self.names else ""


def names_of(table: SheetTable) -> list[str]:
    """Return the names of the columns of a sheet, from left to right.

    A row of a further sheet begins with its record. A record begins with its recordId, and seldom
    has a name beside it, which stands last.
    """
    own = [column.name for column in table.columns]
    outer = [NUMBER.format(steps[-1]) for steps in table.lists[:-1]]
    return [KEY, *outer, *own] if table.lists else [*own, KEY]


def headed_rows(package: Package, table: SheetTable) -> Iterator[HeadedRow]:
    """Yield the rows under the header of a sheet; raises MalformedDocument, LimitExceeded."""
    rows = each_row(package, table.name)
    header = _header(next(rows, SheetRow(1, [])), table)
    # Rows that have the same cells filled, nearly all, share what is alike.
    alike: dict[tuple[int, ...], tuple[tuple[int, ...], tuple[str, ...]]] = {}
    for number, cells, fault, _is_hidden in rows:
        named = [cell for cell in cells if cell.text and cell.column in header]
        beyond = None
        if len(named) < len(cells):
            others = (cell for cell in cells if cell.text and cell.column not in header)
            beyond = next(others, None)
        if not named and beyond is None and fault is None:
            continue  # formulas that show nothing
        at = tuple([cell.column for cell in named])
        columns, names = alike.setdefault(at, (at, tuple([header[column] for column in at])))
        odd = tuple([cell for cell in cells if cell.formula or cell.kind is CellKind.ERROR])
        texts = tuple([cell.text for cell in named])
        yield HeadedRow(number, columns, names, texts, odd, beyond, fault)


def _header(row: SheetRow, table: SheetTable) -> dict[int, str]:
    if row.fault is not None:
        raise row.fault
    known = names_of(table)
    names: dict[int, str] = {}
    for cell in row.cells:
        name = cell.text.strip()
        place = (table.name, cell_name(row.number, cell.column))
        if not name:
            continue
        if name not in known:
            near = get_close_matches(name, known, 1)
            meant = f"; perhaps {near[0]} is meant" if near else ""
            raise _refusal(table, f"{name[:40]!r}, which is not an item{meant}", place)
        if name in names.values():
            raise _refusal(table, f"{name} twice", place)
        names[cell.column] = name
    return names


def _refusal(table: SheetTable, what: str, place: tuple[str, str]) -> MalformedDocument:
    message = f"the header of the sheet {table.name!r} names {what}"
    return MalformedDocument(HEADER, message, cell=place)
