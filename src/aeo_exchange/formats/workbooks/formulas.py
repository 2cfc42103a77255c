"""The formulas of a sheet that is copied: kept as text on a sheet of their own, and none runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from aeo_exchange.formats.workbooks.looks import TEXT, Looks
from aeo_exchange.formats.workbooks.sheet import SheetRow
from aeo_exchange.formats.workbooks.written_texts import xlsx_text

__all__ = ["Formulas"]

MOST_KEPT = 100_000
HEADER = ("sheet", "cell", "formula, as text")
WIDTHS = (20, 10, 80)


class Formulas:
    """The formulas that were met: the copy has the values that were stored beside them."""

    def __init__(self) -> None:
        self._kept: list[tuple[str, str, str]] = []
        self._count = 0

    def passing(self, sheet: str, rows: Iterable[SheetRow]) -> Iterator[SheetRow]:
        """Hand rows on, and note their formulas."""
        for row in rows:
            for cell in row.cells:
                if cell.formula:
                    self._count += 1
                    if self._count <= MOST_KEPT:
                        name = xl_rowcol_to_cell(row.number - 1, cell.column - 1)
                        self._kept.append((sheet, name, xlsx_text(cell.formula)))
            yield row

    def write(self, book: Workbook, name: str, looks: Looks) -> None:
        """Add a sheet with the formulas, where there was one."""
        if not self._count:
            return
        sheet = book.add_worksheet(name)
        for index, (title, width) in enumerate(zip(HEADER, WIDTHS, strict=True)):
            sheet.set_column(index, index, width, looks.look(TEXT))
            sheet.write_string(0, index, title, looks.heading)
        for number, cells in enumerate(self._kept, 1):
            for index, text in enumerate(cells):
                look = looks.quoted() if index > 1 else looks.look(TEXT)
                sheet.write_string(number, index, text, look)
        if self._count > MOST_KEPT:
            more = f"and {self._count - MOST_KEPT:,} more"
            sheet.write_string(MOST_KEPT + 1, 0, more)
