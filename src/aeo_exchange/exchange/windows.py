"""From which earlier heads a delta leads to a new one (XCH-6-5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from msgspec import UNSET

from aeo_exchange.exchange.heads import Head

__all__ = ["WINDOWS", "bases_before"]

WINDOWS = (1, 7, 30)  # heads before the new one


class StateOfHead(Protocol):
    """A state of the stream, with its head."""

    @property
    def head(self) -> Head:
        """Its head."""


State = TypeVar("State", bound=StateOfHead)


def bases_before(
    root: str, before: Iterable[State], windows: tuple[int, ...] = WINDOWS
) -> Iterator[State]:
    """Yield the states from which a delta leads to a root; `before` has the latest first.

    Of states with one root one suffices, and of those with the new root none is needed. None is
    from before a reset.
    """
    roots = {root}
    for place, state in enumerate(before, start=1):
        if place > max(windows):
            return
        if place in windows and state.head.root not in roots:
            roots.add(state.head.root)
            yield state
        if state.head.reset is not UNSET:
            return
