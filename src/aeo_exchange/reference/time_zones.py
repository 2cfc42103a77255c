"""A programme and an administration to the time zone whose midnight is meant."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import UNSET

from aeo_exchange.reference.programme_facts import Programme

__all__ = ["time_zone_of"]


def time_zone_of(programme: Programme | None, administration: str) -> ZoneInfo | None:
    """Return the time zone of an administration under a programme, where one alone is known."""
    rows = programme.time_zones if programme else ()
    own = {row.zone for row in rows if row.administration in {administration, UNSET}}
    if len(own) != 1:
        return None
    try:
        return ZoneInfo(own.pop())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
