"""Text of vendors and products as it may stand on a terminal or in a document."""

from __future__ import annotations

from html import escape

from aeo_exchange.report import writable_in_xml

__all__ = ["legible", "markup_escaped", "shortened", "writable"]

LONGEST = 300  # characters of what a product says in one place


def legible(text: str) -> str:
    """Return a text as one line that steers no terminal: what cannot be printed, by its number."""
    return "".join(
        character if character.isprintable() else f"\\u{ord(character):04x}" for character in text
    )


def writable(text: str) -> str:
    """Return a text that a report can hold: half a character becomes its number."""
    return text.encode("utf-8", "backslashreplace").decode()


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return a text, or the beginning of one that is too long to be shown."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def markup_escaped(text: str) -> str:
    """Return a text for element or attribute of XML and HTML."""
    return escape(writable_in_xml(text), quote=True)
