"""A day in a time zone: from the first instant that has its date there to that of the next."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aeo_exchange.errors import InvalidInstant
from aeo_exchange.model.instants import Instant, instant

__all__ = ["Day", "day_in", "is_zone"]


class Day(NamedTuple):
    """An interval of instants: `from_` inclusive, `until` exclusive."""

    from_: Instant
    until: Instant


def day_in(zone: str, written: str) -> Day:
    """Return a day, `YYYY-MM-DD`, in a zone: 23, 24, 25 hours long or what the zone makes of it.

    Raises InvalidInstant for a day at either end of the calendar, and for one that the zone left
    out, as Samoa did with 30 December 2011.
    """
    day = date.fromisoformat(written)
    try:
        whole_day = Day(_beginning(day, zone), _beginning(day + timedelta(days=1), zone))
    except OverflowError as cause:
        raise InvalidInstant(f"{written} is at the end of the calendar") from cause
    if whole_day.from_ == whole_day.until:
        raise InvalidInstant(f"there was no {written} in {zone}")
    return whole_day


def is_zone(zone: str) -> bool:
    """Say whether the time zone database at hand has a name."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _beginning(day: date, zone: str) -> Instant:
    # A midnight that was left out counts by the offset before it, which is the first instant after.
    return instant(datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC))
