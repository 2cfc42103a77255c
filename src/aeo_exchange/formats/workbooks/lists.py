"""Rows of text to a workbook of one sheet that a person reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from aeo_exchange.formats.workbooks.appearance import HEADER, WIDE
from aeo_exchange.formats.workbooks.book import MOST_TEXT, put, written_book
from aeo_exchange.formats.workbooks.written_texts import xlsx_text

__all__ = ["write_list"]

CUT = "…"  # ends a text that is longer than a cell, and was cut


def write_list(
    name: str, header: Sequence[str], rows: Iterable[Sequence[str]], stream: BinaryIO
) -> None:
    """Write a sheet with a header that stays in sight, a filter, and every cell as a text."""
    with written_book(stream) as book:
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
                put(sheet, last, index, xlsx_text(_fitting(cell)))
        sheet.autofilter(0, 0, max(last, 1), len(header) - 1)


def _fitting(text: str) -> str:
    """Return a text that a cell has place for, with a sign where it was cut."""
    return text if len(text) <= MOST_TEXT else text[: MOST_TEXT - len(CUT)] + CUT
