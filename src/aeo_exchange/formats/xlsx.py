"""Workbooks to documents: a sheet of records, and one for each list of groups in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import BinaryIO

from msgspec import Struct

from aeo_exchange.errors import MalformedDocument, ReadError
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.limits import Limits
from aeo_exchange.formats.tables.columns import KEY, RECORDS, Column, Step, Table, workbook_tables
from aeo_exchange.formats.tables.rows import Filled, places_of, tree_of
from aeo_exchange.formats.workbooks.header import NUMBER, HeadedRow, headed_rows
from aeo_exchange.formats.workbooks.package import Package, opened
from aeo_exchange.model.document import CellPlace, Document, Fault, Place

__all__ = ["read_xlsx"]

ORPHAN, FORMULA, NO_RECORDS = "AEO-SYN-14", "AEO-SYN-15", "AEO-SYN-05"


class _Row(Struct, frozen=True):
    """A row of a further sheet: its sheet, the steps to its element, its cells."""

    table: Table
    steps: tuple[Step, ...]
    row: HeadedRow


def read_xlsx(
    _content: Content, stream: BinaryIO, _limits: Limits
) -> Iterator[Document | ReadError]:
    """Yield the document of each row of the sheet of records, with its rows of further sheets.

    Rows of further sheets are held in memory, since a person may have sorted them. One that names
    no record is told behind the records.
    """
    try:
        with opened(stream) as package:
            yield from _documents(package)
    except ReadError as refusal:
        yield refusal


def _documents(package: Package) -> Iterator[Document | ReadError]:
    main, *others = workbook_tables()
    if main.name not in package.sheets:
        raise MalformedDocument(
            NO_RECORDS,
            f"the workbook has no sheet {RECORDS!r} with a row for each record",
        )
    further = _further(package, others)
    for row in headed_rows(package, main):
        key = row.texts.get(KEY) or row.texts.get("recordId", "")
        filled = list(_filled(main, (), row))
        for part in further.pop(key, ()):
            filled += _filled(part.table, part.steps, part.row)
        yield Document(
            tree=tree_of(filled),
            locate=partial(_locate, filled, CellPlace(main.name, row.number, 1)),
            faults=tuple(_formulas(filled)),
        )
    for key, parts in further.items():
        yield from (_orphan(key, part) for part in parts)


def _further(package: Package, tables: Iterable[Table]) -> dict[str, list[_Row]]:
    """Return the rows of the further sheets by the record that they name, in the sheets' order."""
    rows: dict[str, list[_Row]] = {}
    for table in tables:
        if table.name not in package.sheets:
            continue
        numbers: dict[tuple[str, ...], int] = {}
        for row in headed_rows(package, table):
            key = row.texts.get(KEY, "")
            steps = _steps(table, row, numbers)
            rows.setdefault(key, []).append(_Row(table, steps, row))
    return rows


def _steps(table: Table, row: HeadedRow, numbers: dict[tuple[str, ...], int]) -> tuple[Step, ...]:
    """Return the steps to the element that a row is, numbered as the rows stand."""
    *outer, last = table.lists
    steps: list[Step] = []
    for inner in outer:
        written = row.texts.get(NUMBER.format(inner[-1]), "")
        steps += [*inner, int(written) - 1 if written.isdecimal() and int(written) else 0]
    key = (row.texts.get(KEY, ""), *map(str, steps))
    numbers[key] = numbers.get(key, -1) + 1
    return (*steps, *last, numbers[key])


def _filled(table: Table, steps: tuple[Step, ...], row: HeadedRow) -> Iterator[Filled]:
    by_name: Mapping[str, Column] = {column.name: column for column in table.columns}
    if steps and not any(name in by_name for name in row.cells):
        first = next(iter(row.cells.values()))
        yield (CellPlace(table.name, row.number, first.column), first), steps, None, ""
    for name, cell in row.cells.items():
        if name in by_name:
            column = by_name[name]
            place = (CellPlace(table.name, row.number, cell.column), cell)
            yield place, (*steps, *column.steps), column, cell.text


def _formulas(filled: Iterable[Filled]) -> Iterator[Fault]:
    for path, place in places_of(filled).items():
        cell = place[1]  # type: ignore[index]  # as _filled pairs them
        if cell.formula and path.count("/"):
            message = "the cell holds a formula; the value stored beside it was read"
            yield Fault(FORMULA, path, message, cell.formula)


def _locate(filled: list[Filled], row: CellPlace, paths: Iterable[str]) -> Mapping[str, Place]:
    places = places_of(filled)
    return {path: _nearest(places, path, row) for path in paths}


def _nearest(places: Mapping[str, object], path: str, row: CellPlace) -> CellPlace:
    """Return the cell of the item at a path, or of the nearest group that has one."""
    while path and path not in places:
        path = path.rpartition("/")[0]
    return places[path][0] if path else row  # type: ignore[index]  # as _filled pairs them


def _orphan(key: str, part: _Row) -> MalformedDocument:
    return MalformedDocument(
        ORPHAN,
        f"row {part.row.number} of the sheet {part.table.name!r} names the record {key!r}, "
        f"which the sheet {RECORDS!r} does not have",
        cell=(part.table.name, f"A{part.row.number}"),
    )
