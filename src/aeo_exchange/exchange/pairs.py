"""Two rows of things in the order of their keys, side by side and one pair in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

__all__ = ["Keyed", "in_pairs"]


class Keyed(Protocol):
    """What stands under a key."""

    @property
    def key(self) -> str:
        """The key by which it stands in its state."""


First = TypeVar("First", bound=Keyed)
Second = TypeVar("Second", bound=Keyed)


def in_pairs(
    first: Iterable[First], second: Iterable[Second]
) -> Iterator[tuple[First | None, Second | None]]:
    """Yield what stands under each key on either side; both sides rise by their keys."""
    left, right = iter(first), iter(second)
    one, other = next(left, None), next(right, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one.key < other.key):
            yield one, None
            one = next(left, None)
        elif one is None or other.key < one.key:
            yield None, other
            other = next(right, None)
        else:
            yield one, other
            one, other = next(left, None), next(right, None)
