"""What was read of an element, kept for the next one that is written as it is.

Brokers and importers come again and again. How much is kept is bounded, whatever a file has in it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from aeo_exchange.declarations.readers.elements import Written, length_of

__all__ = ["read_once"]

MOST = 4096  # elements that are kept
LONGEST = 512  # characters of one; the longest of any form has fewer
Value = TypeVar("Value")


def read_once(read: Callable[[str, Written], Value]) -> Callable[[str, Written], Value]:
    """Make a function that reads an element of a name read what is written alike once."""
    known: dict[tuple[str, Written], Value] = {}

    @wraps(read)
    def reading(name: str, parts: Written) -> Value:
        key = (name, parts)
        try:
            return known[key]
        except KeyError:
            value = read(name, parts)
        if length_of(parts) <= LONGEST:
            if len(known) == MOST:
                known.clear()
            known[key] = value
        return value

    return reading
