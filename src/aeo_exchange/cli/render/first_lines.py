"""The first of many lines of text, and how many more there are, so that a screen can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

__all__ = ["WITHOUT_LIMIT", "first_lines"]

MOST_TOLD = 20
IN_JSON = "--format json has them all"
WITHOUT_LIMIT = "--max-errors 0 shows all"

Item = TypeVar("Item")


def first_lines(
    items: Sequence[Item],
    line: Callable[[Item], str],
    most: int = MOST_TOLD,
    otherwise: str = IN_JSON,
    count: int = 0,
) -> Iterator[str]:
    """Yield a line for each of the first items, then how many more there are; `most` 0 yields all.

    `otherwise` says to a person how the others are had; `count` is how many there are where more
    were counted than are at hand.
    """
    shown = items[: most or None]
    for item in shown:
        yield f"    {line(item)}\n"
    if (left := max(count, len(items)) - len(shown)) > 0:
        yield f"    and {left:,} more; {otherwise}\n"
