"""Rows to the bytes of a file: a text, a workbook, a page of HTML, or documents of JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from typing import TYPE_CHECKING, BinaryIO

from msgspec import UnsetType

from aeo_exchange.formats.tables.cells import guarded
from aeo_exchange.tabular.exporting.backwards import formatted_day
from aeo_exchange.tabular.exporting.exporter import Row
from aeo_exchange.tabular.exporting.reading_back import cells_of_row, json_document
from aeo_exchange.tabular.exporting.written_layout import WrittenLayout

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["write_rows"]

HEADER = {"bold": True, "bg_color": "#DDE6F0", "border": 1, "num_format": "@"}
TEXT = {"num_format": "@", "quote_prefix": True}
PAGE = '<!DOCTYPE html>\n<html>\n<head><meta charset="{}"><title>{}</title></head>\n<body>\n'


def write_rows(
    rows: Iterable[Row], arrangement: WrittenLayout, day: date, stream: BinaryIO
) -> None:
    """Write rows as the layout has them; `day` is the one that the file tells as its own."""
    match arrangement.layout.file.kind:
        case "csv":
            _write_text(rows, arrangement, day, stream)
        case "html":
            _write_page(rows, arrangement, day, stream)
        case "xlsx":
            _write_book(rows, arrangement, day, stream)
        case _:
            for row in rows:
                document = json.dumps(json_document(row, arrangement), ensure_ascii=False)
                stream.write(document.encode() + b"\n")


def _date_line(arrangement: WrittenLayout, day: date) -> str:
    """Return the line that tells the day of the file, or nothing."""
    form = arrangement.layout.export.as_of
    return formatted_day(form, day) if form else ""


def _cells(rows: Iterable[Row], arrangement: WrittenLayout) -> Iterator[list[str]]:
    for number, row in enumerate(rows, 1):
        yield cells_of_row(row, number, arrangement)


class _TextInEncoding:
    """Text to a stream of bytes, in one encoding whose mark stands before the first."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._encoding = encoding

    def write(self, text: str) -> int:
        """Write text; raises UnicodeEncodeError for what the encoding does not have."""
        count = self._stream.write(text.encode(self._encoding))
        self._encoding = self._encoding.removesuffix("-sig")
        return count


def _write_text(
    rows: Iterable[Row], arrangement: WrittenLayout, day: date, stream: BinaryIO
) -> None:
    mark = arrangement.layout.file.delimiter or ","
    writer = csv.writer(_TextInEncoding(stream, arrangement.encoding), delimiter=str(mark))
    for _skipped in range(arrangement.layout.file.skip_rows):
        writer.writerow([])
    if told := _date_line(arrangement, day):
        writer.writerow([guarded(told)])
    writer.writerow(map(guarded, arrangement.headers))
    for cells in _cells(rows, arrangement):
        writer.writerow(map(guarded, cells))


def _write_page(
    rows: Iterable[Row], arrangement: WrittenLayout, day: date, stream: BinaryIO
) -> None:
    out = _TextInEncoding(stream, arrangement.encoding)
    encoding = arrangement.encoding.removesuffix("-sig")
    out.write(PAGE.format(encoding, escape(arrangement.layout.title)))
    if told := _date_line(arrangement, day):
        out.write(f"<p>{escape(told)}</p>\n")
    out.write("<table>\n" + "<tr></tr>\n" * arrangement.layout.file.skip_rows)
    out.write(_line("th", arrangement.headers))
    for cells in _cells(rows, arrangement):
        out.write(_line("td", cells))
    out.write("</table>\n</body>\n</html>\n")


def _line(tag: str, cells: Iterable[str]) -> str:
    held = "".join(
        f"<{tag}>{escape(guarded(cell), quote=False).replace(chr(10), '<br>')}</{tag}>"
        for cell in cells
    )
    return f"<tr>{held}</tr>\n"


def _write_book(
    rows: Iterable[Row], arrangement: WrittenLayout, day: date, stream: BinaryIO
) -> None:
    from aeo_exchange.formats.workbooks.book import put, written_book  # noqa: PLC0415 start-up
    from aeo_exchange.formats.workbooks.written_texts import as_literal  # noqa: PLC0415 as above

    told = _date_line(arrangement, day)
    with written_book(stream) as book:
        sheet = _sheet_read(book, arrangement.layout.file.sheet)
        text = book.add_format(TEXT)
        first = arrangement.layout.file.skip_rows
        top = first + 1 if told else first
        headers = arrangement.headers
        sheet.set_column(0, len(headers) - 1, 24, text)
        if told:
            put(sheet, first, 0, as_literal(told))
        for column, name in enumerate(headers):
            sheet.write_string(top, column, name, book.add_format(HEADER))
        sheet.freeze_panes(top + 1, 0)
        last = top
        for last, cells in enumerate(_cells(rows, arrangement), top + 1):
            for column, cell in enumerate(cells):
                if cell:
                    put(sheet, last, column, as_literal(cell))
        sheet.autofilter(top, 0, max(last, top + 1), len(headers) - 1)


def _sheet_read(book: Workbook, wanted: str | int | UnsetType) -> Worksheet:
    """Return the sheet that the layout reads: by its name, or behind empty ones by its number."""
    if isinstance(wanted, str):
        return book.add_worksheet(wanted)
    for _before in range(1, 1 if isinstance(wanted, UnsetType) else wanted):
        book.add_worksheet()
    sheet = book.add_worksheet()
    sheet.activate()
    return sheet
