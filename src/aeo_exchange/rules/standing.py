"""What stands and what decides while a history is read event by event, for the rules of area LIF.

Each answer is what model.status says of the events so far, without going through them again: a
history of thousands of events is judged in the time of one pass.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable

from msgspec import UNSET

from aeo_exchange.model.codes import Status
from aeo_exchange.model.record import StatusEvent
from aeo_exchange.model.status import TERMINAL

__all__ = ["StandingEvents", "Suspensions"]

ANNULLED = Status.ANNULLED
HIGHEST = 1 << 62  # above every seq


class StandingEvents:
    """The events so far that stand, of some statuses or of all but annulled, by their seq."""

    def __init__(self, statuses: frozenset[Status] | None = None) -> None:
        self._statuses = statuses
        self._annulled: set[object] = set()
        self.by_seq: dict[int, list[StatusEvent]] = {}

    def add(self, event: StatusEvent) -> list[StatusEvent]:
        """Take the next event; return those that stand no longer, or never will."""
        if event.status is ANNULLED:
            self._annulled.add(event.annuls)
            return [] if event.annuls is UNSET else self.by_seq.pop(event.annuls, [])
        if event.seq in self._annulled:
            return [event]
        if self._statuses is None or event.status in self._statuses:
            self.by_seq.setdefault(event.seq, []).append(event)
        return []

    @property
    def last(self) -> StatusEvent | None:
        """The last of them in the order of the history."""
        return next(reversed(self.by_seq.values()))[-1] if self.by_seq else None


class _TierEvents:
    """The events about one tier, or about all, by the instants at which they take effect."""

    def __init__(self) -> None:
        self.ends: list[tuple[str, int, bool]] = []
        self.turns: list[tuple[str, int, bool]] = []

    def of(self, event: StatusEvent) -> list[tuple[str, int, bool]]:
        return self.ends if event.status in TERMINAL else self.turns


class Suspensions:
    """Which tiers the events so far suspend at an instant."""

    def __init__(self) -> None:
        self._standing = StandingEvents()
        self._of_all = _TierEvents()
        self._of_tier: dict[str, _TierEvents] = {}

    def add(self, event: StatusEvent) -> None:
        """Take the next event of the history."""
        fallen = self._standing.add(event)
        if event.status is not ANNULLED and not fallen:
            for line in self._lines(event):
                insort(line.of(event), _mark(event))
        elif event.status is ANNULLED:
            for gone in fallen:
                for line in self._lines(gone):
                    marks = line.of(gone)
                    del marks[bisect_left(marks, _mark(gone))]

    def hold(self, tier: str, at: str) -> bool:
        """Say whether a tier is suspended at an instant."""
        own = self._of_tier.get(tier)
        return _suspends([self._of_all] if own is None else [self._of_all, own], at)

    def any_of(self, tiers: frozenset[str], at: str) -> bool:
        """Say whether one of some tiers is suspended at an instant."""
        return any(self.hold(tier, at) for tier in self._told_apart(tiers))

    def all_of(self, tiers: frozenset[str], at: str) -> bool:
        """Say whether each of some tiers is suspended at an instant."""
        return all(self.hold(tier, at) for tier in self._told_apart(tiers))

    def _told_apart(self, tiers: frozenset[str]) -> Iterable[str]:
        """Yield the tiers that some event names, and one for all others, which are alike."""
        own = tiers & self._of_tier.keys()
        yield from own
        if len(own) < len(tiers):
            yield next(tier for tier in tiers if tier not in own)

    def _lines(self, event: StatusEvent) -> list[_TierEvents]:
        if event.applies_to is UNSET:
            return [self._of_all]
        return [self._of_tier.setdefault(tier, _TierEvents()) for tier in set(event.applies_to)]


def _mark(event: StatusEvent) -> tuple[str, int, bool]:
    return (event.effective_from, event.seq, event.status is Status.SUSPENDED)


def _suspends(lines: list[_TierEvents], at: str) -> bool:
    """Say whether a suspension decides: the latest in effect by then, and no end before it."""
    if any(line.ends and line.ends[0][0] <= at for line in lines):
        return False
    after = (at, HIGHEST, True)
    marks = [
        line.turns[place - 1] for line in lines if (place := bisect_right(line.turns, after)) > 0
    ]
    return max(marks)[2] if marks else False
