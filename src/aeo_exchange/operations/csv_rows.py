"""Rows of text as CSV that a spreadsheet opens: with its mark, and without a cell that runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from aeo_exchange.formats.tables.cells import guarded_row

__all__ = ["MARK", "csv_row", "csv_text", "csv_text_behind"]

END = "\r\n"
MARK = "\ufeff"  # without it a spreadsheet takes UTF-8 for the code page of the country


def csv_row(cells: Sequence[str]) -> str:
    """Return a row, of which no cell is taken for a formula."""
    return csv_text((cells,))


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows, of which no cell is taken for a formula."""
    return "".join([_line(guarded_row(cells)) for cells in rows])


def csv_text_behind(front: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows that begin with the same cells, at which is looked once; all have two or more."""
    begun = _line(guarded_row(front)).removesuffix(END)
    return "".join([f"{begun},{_line(guarded_row(cells))}" for cells in rows])


def _line(cells: Iterable[str]) -> str:
    """Return a row with its end; one without a cell to be quoted is joined in a tenth of the time.

    The writer of the library looks each character up.
    """
    row = tuple(cells)
    line = ",".join(row)
    has_marks = '"' in line or "\n" in line or "\r" in line
    if line and not has_marks and line.count(",") == len(row) - 1:
        return line + END
    written = io.StringIO()
    csv.writer(written, lineterminator=END).writerow(row)
    return written.getvalue()
