"""How cells of an annotated copy look: number format, and colour with a second sign beside it."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from aeo_exchange.formats.workbooks.appearance import HEADER
from aeo_exchange.report import Severity

__all__ = ["TEXT", "Looks"]

TEXT = "@"
GENERAL = "General"
MOST_CODE = 255  # characters of a number format
# Colours alone would say nothing to who cannot tell them apart: fonts differ too.
COLOURS: dict[Severity | None, dict[str, object]] = {
    None: {},
    Severity.ERROR: {"bg_color": "#FFC7CE", "font_color": "#9C0006", "bold": True},
    Severity.WARNING: {"bg_color": "#FFEB9C", "font_color": "#7F6000", "italic": True},
    Severity.INFO: {"bg_color": "#DDEBF7", "font_color": "#1F4E79", "underline": 1},
}


class Looks:
    """The formats of a workbook that is written, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self.heading = book.add_format(HEADER)
        self.link = book.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top"})
        self._made: dict[tuple[str, Severity | None, bool, bool], Format] = {}

    def look(
        self,
        code: str,
        severity: Severity | None = None,
        *,
        is_quoted: bool = False,
        is_listed: bool = False,
    ) -> Format:
        """Return the format of a cell; a quoted text stays a text when somebody edits it.

        What is listed may have several lines, which begin at the top.
        """
        key = code, severity, is_quoted, is_listed
        if key not in self._made:
            look: dict[str, object] = dict(COLOURS[severity])
            if code != GENERAL and len(code) <= MOST_CODE:
                look["num_format"] = code
            if is_quoted:
                look["quote_prefix"] = True
            if is_listed:
                look |= {"text_wrap": True, "valign": "top"}
            self._made[key] = self._book.add_format(look)
        return self._made[key]
