"""A card as PDF with fonts of its own: letters of every script, joined and in their order.

HarfBuzz shapes, fpdf2 orders, embeds what is used of each font, and keeps the text to be searched
and copied (docs/decisions/0061).
"""

from __future__ import annotations

import logging
import unicodedata
from typing import TYPE_CHECKING

from aeo_exchange.errors import MissingExtra
from aeo_exchange.operations.cards.fonts import WESTERN, Fonts, is_western, weight_of
from aeo_exchange.operations.cards.forms import FontFile
from aeo_exchange.operations.cards.layout import CODE, HEIGHT, WIDTH, CardLine, Drawing

if TYPE_CHECKING:
    from fpdf import FPDF

__all__ = ["shaped_card_pdf"]

POINTS = 72 / 25.4  # to a millimetre
GREY, BLACK = 69, 0
PLAIN = "Helvetica"


def shaped_card_pdf(drawing: Drawing, fonts: Fonts) -> bytes:
    """Return the document of one page; raises WrongChoice for a letter that no font shows.

    Raises MissingExtra where the extra `card` is not installed.
    """
    try:
        from fpdf import FPDF  # noqa: PLC0415 an extra
    except ImportError as cause:
        raise MissingExtra(
            "a PDF card in letters that are not of Western Europe", "card"
        ) from cause
    # Both tell what they leave out of a font, which is no news to whoever draws a card.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    page = FPDF(unit="mm", format=(WIDTH, HEIGHT))
    page.set_creation_date(drawing.signed_at)  # and so the same card has the same bytes
    page.set_title(drawing.title)
    page.set_lang("en")
    page.set_auto_page_break(auto=False)
    page.c_margin = 0
    page.core_fonts_encoding = WESTERN
    page.add_page()
    _draw_code(page, drawing)
    printed = _CardPage(page, fonts)
    for line in drawing.lines:
        printed.write(line)
    return bytes(page.output())


def _draw_code(page: FPDF, drawing: Drawing) -> None:
    module = CODE.width / drawing.side
    page.set_fill_color(BLACK)
    for run in drawing.runs:
        left, top = CODE.left + run.left * module, CODE.top + run.top * module
        page.rect(left, top, run.length * module, module, style="F")


class _CardPage:
    """A page, and the fonts that it has so far."""

    def __init__(self, page: FPDF, fonts: Fonts) -> None:
        self._page = page
        self._fonts = fonts
        self._families: dict[FontFile, str] = {}

    def write(self, line: CardLine) -> None:
        """Set a line at its place."""
        page, text = self._page, unicodedata.normalize("NFC", line.text)
        size = line.size * POINTS
        page.set_text_color(GREY if line.grey else BLACK)
        if is_western(text):
            page.set_text_shaping(use_shaping_engine=False)
            page.set_font(PLAIN, size=size)
        else:
            self._choose(text, line, size)
        width = line.left if line.from_right else WIDTH - line.left
        left = 0.0 if line.from_right else line.left
        # The baseline of a cell lies this far below its middle, whatever the font.
        page.set_xy(left, line.baseline - (0.5 + 0.3) * line.size)
        page.cell(width, line.size, text, align="R" if line.from_right else "L")

    def _choose(self, text: str, line: CardLine, size: float) -> None:
        first, *others = [self._family(font) for font in self._fonts.of(text, line.language)]
        self._page.set_font(first, size=size)
        self._page.set_fallback_fonts(others)
        direction = "rtl" if line.from_right else "ltr"
        self._page.set_text_shaping(use_shaping_engine=True, direction=direction)

    def _family(self, font: FontFile) -> str:
        if font not in self._families:
            name = f"card{len(self._families)}"
            self._page.add_font(
                name,
                fname=font.path,
                variations=weight_of(font) or None,
                collection_font_number=font.index,
            )
            self._families[font] = name
        return self._families[font]
