"""Text of vendors and products as it may stand on a terminal or in a document."""

from __future__ import annotations

__all__ = ["shortened", "writable"]

LONGEST = 300  # characters of what a product says in one place


def writable(text: str) -> str:
    """Return a text that a report can hold: half a character becomes its number."""
    return text.encode("utf-8", "backslashreplace").decode()


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return a text, or the beginning of one that is too long to be shown."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
