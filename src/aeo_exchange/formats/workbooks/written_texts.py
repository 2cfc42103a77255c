"""Foreign text to what XlsxWriter writes as that very text."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

__all__ = ["as_literal", "runs", "xlsx_text"]

_BEGIN, _END = "<r>", "</r>"
_MOST_TEXT = 32_767  # characters of a cell
_UNWRITABLE = re.compile("[\ud800-\udfff]")  # halves of a character
_RUNS = ("=", "+", "-", "@", "\t", "\r")


def as_literal(text: str) -> str:
    """Return what is handed to XlsxWriter for a text of any content.

    It takes a text between `<r>` and `</r>` for finished markup and writes it unescaped, so that
    a name could add cells of its own. Such a text is handed over as the markup that it is.
    """
    if not (text.startswith(_BEGIN) and text.endswith(_END)):
        return text
    markup = f'{_BEGIN}<t xml:space="preserve">{escape(text)}</t>{_END}'
    # One that would be cut is no longer markup at its end, and loses its end either way.
    return markup if len(markup) <= _MOST_TEXT else text[: -len(_END)]


def xlsx_text(text: str) -> str:
    """Return what is handed to XlsxWriter for a text that nobody has checked."""
    return as_literal(_UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text))


def runs(text: str) -> bool:
    """Say whether a spreadsheet would run a text that somebody types again."""
    return text.startswith(_RUNS)
