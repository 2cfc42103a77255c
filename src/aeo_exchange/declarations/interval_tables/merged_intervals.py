"""What is told from when until when: neighbouring intervals that tell the same are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from aeo_exchange.exchange.recognition.intervals import AnswerInterval

__all__ = ["MergedInterval", "Saying", "merged_intervals"]


class Saying(NamedTuple):
    """What is told from a moment on: whose the number is, and the number of the answer."""

    tin: str
    holders: int
    weight: int
    said: int


class MergedInterval(NamedTuple):
    """From when until when, by days or by instants, one thing is told."""

    by_day: bool
    from_: str
    until: str
    saying: Saying


def merged_intervals(
    said: Iterable[tuple[AnswerInterval, Saying | None]],
) -> Iterator[MergedInterval]:
    """Yield intervals without those that lead to nobody; neighbours that say the same are one."""
    held: MergedInterval | None = None
    for interval, saying in said:
        if held is not None and _goes_on(held, interval, saying):
            held = held._replace(until=interval.until)
            continue
        if held is not None:
            yield held
        held = None
        if saying is not None:
            held = MergedInterval(interval.by_day, interval.from_, interval.until, saying)
    if held is not None:
        yield held


def _goes_on(held: MergedInterval, interval: AnswerInterval, saying: Saying | None) -> bool:
    """Say whether an interval begins where another ends, and the same is told in it."""
    return held.by_day is interval.by_day and held.until == interval.from_ and held.saying == saying
