"""One cell of somebody's sheet to the same cell of a copy, where it shows the same and runs not."""

from __future__ import annotations

import math

from xlsxwriter.worksheet import Worksheet

from aeo_exchange.formats.workbooks.looks import Looks
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.formats.workbooks.written_texts import xlsx_text
from aeo_exchange.report import Severity

__all__ = ["write_cell"]

_MOST_DIGITS = 15  # that a cell holds exactly


def write_cell(
    sheet: Worksheet, row: int, cell: Cell, severity: Severity | None, looks: Looks
) -> None:
    """Write a cell; what is no number, day or truth is a text, and so is a formula."""
    place = row - 1, cell.column - 1
    number = _number(cell)
    if number is not None:
        sheet.write_number(*place, number, looks.look(cell.code or "General", severity))
    elif cell.kind is CellKind.BOOLEAN:
        sheet.write_boolean(*place, cell.text == "true", looks.look("General", severity))
    else:
        text = cell.text or cell.formula
        look = looks.of_text(text, severity)
        sheet.write_string(*place, xlsx_text(text), look)


def _number(cell: Cell) -> float | None:
    """Return the number of a cell, None for a text and for one that a cell cannot hold exactly."""
    if cell.kind not in {CellKind.NUMBER, CellKind.DATE} or not cell.number:
        return None
    digits = cell.number.lstrip("-")
    if digits.isdecimal() and len(digits) > _MOST_DIGITS:
        return None
    try:
        number = float(cell.number)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
