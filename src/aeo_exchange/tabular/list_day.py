"""The day of which a list says, above its header, that it is."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import UnsetType

from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.tabular.dates import day_of
from aeo_exchange.tabular.folding import cleaned
from aeo_exchange.tabular.layout import AsOf
from aeo_exchange.tabular.rows import GridRow

__all__ = ["day_of_list"]


def day_of_list(above: Iterable[GridRow], told: AsOf | UnsetType) -> str:
    """Return the day that a row above the header tells, or nothing."""
    if not told:
        return ""
    for row in above:
        for place, cell in enumerate(row.cells):
            for beginning in told.texts:
                before, mark, behind = cell.text.partition(beginning)
                if mark and (day := _day_in((behind, before), row.cells[place + 1 :], told)):
                    return day
    return ""


def _day_in(texts: Iterable[str], beside: Iterable[Cell], told: AsOf) -> str:
    """Return the day that texts tell, or else the cells beside them; nothing for none."""
    for text in texts:
        if day := day_of(cleaned(text), told.formats):
            return day
    for cell in beside:
        if cell.kind is CellKind.DATE:
            return cell.text[:10]
        if day := day_of(cleaned(cell.text), told.formats):
            return day
    return ""
