"""Rows of text as CSV that a spreadsheet opens: with its mark, and without a cell that runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from aeo_exchange.formats.tables.cells import guarded

__all__ = ["MARK", "csv_row"]

MARK = "\ufeff"  # without it a spreadsheet takes UTF-8 for the code page of the country


def csv_row(cells: Sequence[str]) -> str:
    """Return a row, of which no cell is taken for a formula."""
    line = io.StringIO()
    csv.writer(line).writerow(map(guarded, cells))
    return line.getvalue()
