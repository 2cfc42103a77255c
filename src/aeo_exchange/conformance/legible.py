"""Text of vendors and products as it may stand on a terminal or in a document."""

from __future__ import annotations

from html import escape

__all__ = ["escaped", "legible", "marked"]

BREAKS = "\n\t"
MARK = "\N{REPLACEMENT CHARACTER}"


def legible(text: str) -> str:
    """Return a text as one line that steers no terminal: what cannot be printed, by its number."""
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in text)


def marked(text: str) -> str:
    """Return a text, of any number of lines, with a mark for what XML 1.0 cannot write."""
    return "".join(
        each if each in BREAKS or (each.isprintable() and each not in "\ufffe\uffff") else MARK
        for each in text
    )


def escaped(text: str) -> str:
    """Return a text for element or attribute of XML and HTML."""
    return escape(marked(text), quote=True)
