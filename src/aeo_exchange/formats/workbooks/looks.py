"""How cells of an annotated copy look: number format, and colour with a second sign beside it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from aeo_exchange.formats.workbooks.appearance import HEADER
from aeo_exchange.formats.workbooks.written_texts import runs
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
Manner: TypeAlias = Literal["quoted", "lines"]
MANNERS: dict[Manner, dict[str, object]] = {
    "quoted": {"quote_prefix": True},
    "lines": {"text_wrap": True, "valign": "top"},
}


class Looks:
    """The formats of a workbook that is written, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self.heading = book.add_format(HEADER)
        self.link = book.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top"})
        self._made: dict[tuple[str, Severity | None, tuple[Manner, ...]], Format] = {}

    def look(self, code: str, severity: Severity | None = None) -> Format:
        """Return the format of a cell by its number format."""
        return self._format(code, severity)

    def of_text(self, text: str, severity: Severity | None = None) -> Format:
        """Return the format of a text; one that would run stays a text when somebody edits it."""
        return self.quoted(severity) if runs(text) else self._format(TEXT, severity)

    def of_lines(self, text: str, severity: Severity | None = None) -> Format:
        """Return the same of a text that may have several lines, which begin at the top."""
        manners: tuple[Manner, ...] = ("quoted", "lines") if runs(text) else ("lines",)
        return self._format(TEXT, severity, *manners)

    def quoted(self, severity: Severity | None = None) -> Format:
        """Return the format of a text that stays one whatever it is."""
        return self._format(TEXT, severity, "quoted")

    def _format(self, code: str, severity: Severity | None, *manners: Manner) -> Format:
        key = code, severity, manners
        if key not in self._made:
            look: dict[str, object] = dict(COLOURS[severity])
            if code != GENERAL and len(code) <= MOST_CODE:
                look["num_format"] = code
            for manner in manners:
                look |= MANNERS[manner]
            self._made[key] = self._book.add_format(look)
        return self._made[key]
