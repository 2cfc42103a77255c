"""Workbooks to documents: a sheet of records, and one for each list of groups in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache, lru_cache, partial
from typing import BinaryIO

from msgspec import Struct

from aeo_exchange.errors import MalformedDocument, ReadError, UnknownFormat
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.limits import Limits
from aeo_exchange.formats.tables.columns import (
    KEY,
    RECORDS,
    SheetTable,
    TableColumn,
    csv_columns_by_name,
    workbook_tables,
)
from aeo_exchange.formats.tables.plain import PlainRow, plain_record, plain_row
from aeo_exchange.formats.tables.rows import Filled, places_of, tree_of
from aeo_exchange.formats.workbooks.cells import Cell, CellKind
from aeo_exchange.formats.workbooks.header import HeadedRow, headed_rows
from aeo_exchange.formats.workbooks.package import Package, opened
from aeo_exchange.formats.workbooks.sheet import cell_name
from aeo_exchange.formats.xlsx_alone import rows_alone, table_alone
from aeo_exchange.formats.xlsx_lists import Element, elements_of
from aeo_exchange.model.document import CellPlace, Document, Fault, Place
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import pointer
from aeo_exchange.reader_codes import BEYOND_HEADER, FORMULA, LOOSE_ROW, NUMBER_FORM, UNKNOWN_FORMAT

__all__ = ["read_xlsx"]

MOST_KNOWN = 1024
KEYS = (KEY, "recordId")


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
    if alone := table_alone(package):
        yield from _of_sheet_alone(package, alone)
        return
    main, *others = workbook_tables()
    if main.name not in package.sheets:
        raise MalformedDocument(
            UNKNOWN_FORMAT,
            f"the workbook has no sheet {RECORDS!r} with a row for each record, and is not a table "
            "of one sheet whose header names recordId",
        )
    further = elements_of(package, others)
    keys = _keys(package, main)
    reader = _RowReader({})
    for row in headed_rows(package, main):
        key = _key(row)
        if key and keys[key] > 1:
            yield _same_key(row, key)
        else:
            yield from reader.documents([Element(main, (), row), *further.of(key)])
    if not keys:
        yield UnknownFormat(UNKNOWN_FORMAT, f"the sheet {RECORDS!r} holds no record")
    yield from (_orphan(key, element) for key, element in further.of_none_of(keys))


def _of_sheet_alone(package: Package, table: SheetTable) -> Iterator[Document | ReadError]:
    reader, is_empty = _RowReader({}), True
    for row in rows_alone(package, table):
        is_empty = False
        yield from reader.documents([Element(table, (), row)])
    if is_empty:
        yield UnknownFormat(UNKNOWN_FORMAT, f"the sheet {table.name!r} holds no record")


def _keys(package: Package, main: SheetTable) -> Counter[str]:
    """Return how often each record is named, as far as the sheet can be read."""
    keys: Counter[str] = Counter()
    with suppress(ReadError):  # which is told when its rows are read
        keys.update(map(_key, headed_rows(package, main)))
    return keys


def _key(row: HeadedRow) -> str:
    return next(filter(None, map(row.text, KEYS)), "")


class _RowReader(Struct):
    """Makes documents of rows, having learnt how those are written that have the same cells."""

    known: dict[tuple[object, ...], PlainRow | None]

    def documents(self, elements: list[Element]) -> Iterator[Document | ReadError]:
        """Yield the document of a record, or all that could not be read of it.

        The first of its rows is that of the sheet of records.
        """
        unread = [element.row.fault or element.fault for element in elements]
        if any(unread):
            yield from filter(None, unread)
            return
        locate = partial(_locate, elements)
        faults = tuple(_faults(elements))
        plain = None if faults else self._plain(elements)
        if plain is None:
            yield Document(tree=tree_of(_filled(elements)), locate=locate, faults=faults)
        else:
            yield Document(record=plain[0], compact=plain[1], locate=locate)

    def _plain(self, elements: list[Element]) -> tuple[AeoRecord, bytes] | None:
        form = tuple(
            [(element.table.name, element.steps, element.row.names) for element in elements]
        )
        if form not in self.known:
            if len(self.known) == MOST_KNOWN:
                self.known.clear()
            filled = list(_filled(elements))
            is_whole = all(column is not None for _, _, column, _ in filled)
            cells = ((steps, column) for _, steps, column, _ in filled if column is not None)
            self.known[form] = plain_row(cells) if is_whole else None
        plain = self.known[form]
        if plain is None:
            return None
        texts: list[str] = []
        for element in elements:
            texts += [element.row.texts[at] for at, _ in _items(element.table, element.row.names)]
        return plain_record(plain, texts)


def _items(table: SheetTable, names: tuple[str, ...]) -> tuple[tuple[int, TableColumn], ...]:
    """Return which cells of a row hold items, and which; the others say where it belongs."""
    return _items_of_alone(names) if table.is_alone else _items_of_sheet(table.name, names)


@lru_cache(maxsize=1024)
def _items_of_alone(names: tuple[str, ...]) -> tuple[tuple[int, TableColumn], ...]:
    columns = csv_columns_by_name()
    return tuple((at, columns[name]) for at, name in enumerate(names) if name in columns)


@lru_cache(maxsize=1024)
def _items_of_sheet(sheet: str, names: tuple[str, ...]) -> tuple[tuple[int, TableColumn], ...]:
    columns = _columns()[sheet]
    return tuple((at, columns[name]) for at, name in enumerate(names) if name in columns)


@cache
def _columns() -> dict[str, dict[str, TableColumn]]:
    return {
        table.name: {column.name: column for column in table.columns} for table in workbook_tables()
    }


def _filled(elements: Iterable[Element]) -> Iterator[Filled]:
    for table, steps, row, _ in elements:
        items = _items(table, row.names)
        for at, column in items:
            place = CellPlace(table.name, row.number, row.columns[at])
            yield place, (*steps, *column.steps), column, row.texts[at]
        if steps and not items:
            yield CellPlace(table.name, row.number, 1), steps, None, ""


def _faults(elements: list[Element]) -> Iterator[Fault]:
    """Yield what the cells of a record show that its tree cannot."""
    for element in elements:
        if element.row.beyond is not None:
            place = cell_name(element.row.number, element.row.beyond.column)
            message = f"the cell {place} of the sheet {element.table.name!r} is under no name"
            yield Fault(BEYOND_HEADER, pointer(element.steps), message, element.row.beyond.text)
    if any(element.row.odd for element in elements):
        # The longest path of a cell is that of its item, and comes last.
        paths = {place: path for path, place in _by_length(places_of(_filled(elements)))}
        for element in elements:
            for cell in element.row.odd:
                path = paths.get(CellPlace(element.table.name, element.row.number, cell.column))
                yield from _of_odd(cell, path) if cell.text else _of_bare(cell, element)


def _by_length(places: Mapping[str, object]) -> list[tuple[str, object]]:
    return sorted(places.items(), key=lambda item: item[0].count("/"))


def _of_odd(cell: Cell, path: str | None) -> Iterator[Fault]:
    if path is None:
        return  # it says where a row belongs, and is no item
    if cell.kind is CellKind.ERROR:
        yield Fault(NUMBER_FORM, path, "the cell shows an error, and has no value", cell.text)
    if cell.formula:
        message = "the cell holds a formula; the value stored beside it was read"
        yield Fault(FORMULA, path, message, cell.formula)


def _of_bare(cell: Cell, element: Element) -> Iterator[Fault]:
    place = cell_name(element.row.number, cell.column)
    message = (
        f"the cell {place} of the sheet {element.table.name!r} holds a formula without a stored "
        "value, and was read as empty"
    )
    yield Fault(FORMULA, pointer(element.steps), message, cell.formula)


def _locate(elements: list[Element], paths: Iterable[str]) -> Mapping[str, Place]:
    places = places_of(_filled(elements))
    table, _, row, _ = elements[0]
    return {path: _nearest(places, path, CellPlace(table.name, row.number, 1)) for path in paths}


def _nearest(places: Mapping[str, object], path: str, row: CellPlace) -> CellPlace:
    """Return the cell of the item at a path, or of the nearest group that has one."""
    while path and path not in places:
        path = path.rpartition("/")[0]
    return places[path] if path else row  # type: ignore[return-value]  # as _filled gives them


def _same_key(row: HeadedRow, key: str) -> MalformedDocument:
    return MalformedDocument(
        LOOSE_ROW,
        f"several rows of the sheet {RECORDS!r} are named {key[:80]!r}; give each a name of its "
        f"own in the column {KEY!r}, and let rows of further sheets name that",
        cell=(RECORDS, f"A{row.number}"),
    )


def _orphan(key: str, element: Element) -> MalformedDocument:
    return MalformedDocument(
        LOOSE_ROW,
        f"row {element.row.number} of the sheet {element.table.name!r} names the record "
        f"{key[:80]!r}, which the sheet {RECORDS!r} does not have",
        cell=(element.table.name, f"A{element.row.number}"),
    )
