"""A number with its noun, as a person is told it: `1 record`, `2 records`, `1,024 entries`."""

from __future__ import annotations

__all__ = ["how_many"]


def how_many(count: float, noun: str, nouns: str = "") -> str:
    """Return a number with its noun; `nouns` is the plural where it is not the noun with an s."""
    number = f"{count:,}" if isinstance(count, int) else f"{count:g}"
    return f"{number} {noun if count == 1 else nouns or noun + 's'}"
