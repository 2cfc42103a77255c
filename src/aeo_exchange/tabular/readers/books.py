"""Workbooks of other kinds (xls, xlsb, ods) to rows, by calamine, which tells no number formats."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from aeo_exchange.counting import how_many
from aeo_exchange.errors import LimitExceeded, MalformedDocument
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind, SheetRow
from aeo_exchange.reader_codes import MALFORMED, TOO_LARGE
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.readers.sheets import Sheets

__all__ = ["book_sheets"]

MOST_BYTES = 1 << 28  # of the file
MOST_UNPACKED = 1 << 29  # of all that is packed in it; the library holds a sheet in memory
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
FROM_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 no zone; the days of a sheet have none


@contextmanager
def book_sheets(content: Content, _layout: Layout) -> Iterator[Sheets]:
    """Give the sheets of a workbook; raises ReadError."""
    from python_calamine import (  # noqa: PLC0415 start-up time is felt
        CalamineError,
        CalamineWorkbook,
        PasswordError,
    )

    with content.open() as stream:
        held = stream.read(MOST_BYTES + 1)
    _refuse_bombs(held)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(held))
        yield Sheets(names=tuple(book.sheet_names), rows=lambda name: _rows(book, name))
    except PasswordError as cause:
        raise MalformedDocument(
            MALFORMED, "the workbook is encrypted; ask for it without a password, or save it so"
        ) from cause
    except CalamineError as cause:
        raise MalformedDocument(MALFORMED, f"not a whole workbook: {cause}") from cause


def _refuse_bombs(held: bytes) -> None:
    if len(held) > MOST_BYTES:
        raise LimitExceeded(TOO_LARGE, f"the workbook has more than {MOST_BYTES:,} bytes")
    if not zipfile.is_zipfile(io.BytesIO(held)):
        return
    with zipfile.ZipFile(io.BytesIO(held)) as archive:
        size = sum(part.file_size for part in archive.infolist())
    if size > MOST_UNPACKED:
        raise LimitExceeded(
            TOO_LARGE,
            f"the workbook unpacks to {how_many(size, 'byte')}; {MOST_UNPACKED:,} are taken",
        )


def _rows(book: object, name: str) -> Iterator[SheetRow]:
    sheet = book.get_sheet_by_name(name)  # type: ignore[attr-defined]  # a CalamineWorkbook
    if sheet.start is None:
        return
    left = sheet.start[1]
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [
            cell
            for column, value in enumerate(row, left + 1)
            if (cell := _cell(column, value)) is not None
        ]
        if cells:
            yield SheetRow(number, cells)


def _cell(column: int, value: object) -> Cell | None:
    match value:
        case bool():
            return Cell(column, "true" if value else "false", CellKind.BOOLEAN)
        case int() | float():
            text = str(int(value)) if value == int(value) else repr(value)
            return Cell(column, text, CellKind.NUMBER, text, "General")
        case datetime():
            is_day = not (value.hour or value.minute or value.second)
            text = value.date().isoformat() if is_day else value.replace(microsecond=0).isoformat()
            return Cell(column, text, CellKind.DATE, _serial(value), DAY if is_day else MOMENT)
        case date():
            serial = str((value - FROM_1900.date()).days)
            return Cell(column, value.isoformat(), CellKind.DATE, serial, DAY)
        case _:
            text = str(value)
            return Cell(column, text, CellKind.TEXT) if text.strip() else None


def _serial(moment: datetime) -> str:
    """Return the number by which a spreadsheet that counts from 1900 stores a day and time."""
    since = moment.replace(microsecond=0, tzinfo=None) - FROM_1900
    return repr(since / timedelta(days=1)) if since.seconds else str(since.days)
