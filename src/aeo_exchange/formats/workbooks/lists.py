"""Rows of text to a workbook of one sheet that a person reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from xlsxwriter import Workbook

from aeo_exchange.formats.workbooks.appearance import HEADER, WIDE
from aeo_exchange.formats.workbooks.writing import MADE, OPTIONS
from aeo_exchange.formats.workbooks.written_texts import writable

__all__ = ["write_list"]

MOST_TEXT = 32_767  # characters of a cell


def write_list(
    name: str, header: Sequence[str], rows: Iterable[Sequence[str]], stream: BinaryIO
) -> None:
    """Write a sheet with a header that stays in sight, a filter, and every cell as a text."""
    book = Workbook(stream, OPTIONS)
    book.set_properties({"created": MADE})
    text = book.add_format({"num_format": "@", "quote_prefix": True, "valign": "top"})
    sheet = book.add_worksheet(name)
    heading = book.add_format(HEADER)
    for index, title in enumerate(header):
        sheet.set_column(index, index, WIDE // 2, text)
        sheet.write_string(0, index, title, heading)
    sheet.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(rows, 1):
        for index, cell in enumerate(row):
            sheet.write_string(last, index, writable(cell[:MOST_TEXT]))
    sheet.autofilter(0, 0, max(last, 1), len(header) - 1)
    book.close()
