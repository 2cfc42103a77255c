"""Text of documents and products as it may stand in XML and HTML."""

from __future__ import annotations

from html import escape

__all__ = ["escaped"]

BREAKS = "\n\t"


def escaped(text: str) -> str:
    """Return a text for element or attribute, with a mark for what XML 1.0 cannot write."""
    visible = "".join(
        each if each in BREAKS or (each.isprintable() and each not in "\ufffe\uffff") else "�"
        for each in text
    )
    return escape(visible, quote=True)
