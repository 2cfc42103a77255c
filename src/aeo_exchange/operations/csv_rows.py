"""Rows of text as CSV that a spreadsheet opens: with its mark, and without a cell that runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from aeo_exchange.formats.tables.cells import guarded_row

__all__ = ["MARK", "csv_row", "csv_text"]

MARK = "\ufeff"  # without it a spreadsheet takes UTF-8 for the code page of the country


def csv_row(cells: Sequence[str]) -> str:
    """Return a row, of which no cell is taken for a formula."""
    return csv_text((cells,))


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows, of which no cell is taken for a formula."""
    lines = io.StringIO()
    csv.writer(lines).writerows(map(guarded_row, rows))
    return lines.getvalue()
