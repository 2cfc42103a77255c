"""One question to its answers over all time: intervals of instants, and of days of a zone.

Between two turning points nothing changes; a day in which one lies is an interval by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aeo_exchange.errors import InvalidInstant
from aeo_exchange.exchange.days import Day, day_in
from aeo_exchange.exchange.recognition.case import RecognitionCase
from aeo_exchange.exchange.recognition.outcome import outcome_at
from aeo_exchange.exchange.recognition.recognise import (
    EARLIEST,
    SpanOutcome,
    span_outcome,
    turning_points,
)
from aeo_exchange.model.instants import Instant

__all__ = ["FIRST", "LAST", "AnswerInterval", "answer_intervals"]

FIRST, LAST = "", "~"  # before and behind every instant and day, as text is compared


class AnswerInterval(NamedTuple):
    """What is told from an instant or a day on, inclusive, until another, exclusive."""

    by_day: bool
    from_: str
    until: str
    outcome: SpanOutcome


def answer_intervals(case: RecognitionCase, zone: str) -> Iterator[AnswerInterval]:
    """Yield the answers about every instant, in their order, and then about every day of a zone.

    A day that the zone has not is in one of the intervals, and nobody can ask about it.
    """
    turns = turning_points(case)
    starts = [turns[0] if turns and turns[0] < EARLIEST else EARLIEST, *turns]
    told = [span_outcome(case, [outcome_at(case, start)]) for start in starts]
    bounds = [FIRST, *turns, LAST]
    for (from_, until), one in zip(pairwise(bounds), told, strict=True):
        yield AnswerInterval(by_day=False, from_=from_, until=until, outcome=one)
    yield from _days(case, zone, turns, told)


def _days(
    case: RecognitionCase, zone: str, turns: Sequence[str], told: Sequence[SpanOutcome]
) -> Iterator[AnswerInterval]:
    """Yield whole days by what is told from their first instant on, others by all in them."""
    from_, whole = FIRST, told[0]
    place = 0
    while place < len(turns):
        day = _day_of(turns[place], zone)
        behind = place
        while behind < len(turns) and _day_of(turns[behind], zone).written == day.written:
            behind += 1
        if from_ < day.written:
            yield AnswerInterval(by_day=True, from_=from_, until=day.written, outcome=whole)
        from_, whole = day.written, told[behind]
        if turns[behind - 1] > day.bounds.from_:
            first = place + (turns[place] == day.bounds.from_)
            over = span_outcome(case, [one.at_each[0] for one in told[first : behind + 1]])
            from_ = day.next_written
            yield AnswerInterval(by_day=True, from_=day.written, until=from_, outcome=over)
        place = behind
    yield AnswerInterval(by_day=True, from_=from_, until=LAST, outcome=whole)


class _LocalDay(NamedTuple):
    """A day of a zone as it is written, the one behind it, and its instants."""

    written: str
    next_written: str
    bounds: Day


@lru_cache(maxsize=65_536)  # firms turn on the same days
def _day_of(turn: str, zone: str) -> _LocalDay:
    """Return the day in which an instant lies; at the ends of the calendar one without inside."""
    try:
        day = datetime.fromisoformat(turn).astimezone(ZoneInfo(zone)).date()
        written = day.isoformat()
        return _LocalDay(written, (day + timedelta(days=1)).isoformat(), day_in(zone, written))
    except (InvalidInstant, OverflowError):
        return _LocalDay(turn[:10], LAST, Day(Instant(LAST), Instant(LAST)))
