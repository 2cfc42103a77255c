"""The acceptance of a declaration, as any form writes it, to the T of a question (DEC-2-1)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from aeo_exchange.errors import InvalidInstant
from aeo_exchange.exchange.days import day_in
from aeo_exchange.model.instants import instant, is_date

__all__ = ["moment_written", "question_moment", "zone_has_day"]

# UN/EDIFACT 2379, without marks: a day, to the minute, to the second, and with a zone behind.
_COMPACT = re.compile(
    r"(?P<day>\d{8})(?:(?P<clock>\d{4}(?:\d{2})?)(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII,
)
_EXTENDED = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[T ](?P<clock>\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,9})?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_DAY_WITH_ZONE = re.compile(r"(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})", re.ASCII)
UTC_NAMES = frozenset({"Z", "UTC", "GMT"})


LONGEST = 64  # characters of a moment; a text that is longer is none, and is not kept


def moment_written(text: str) -> str:
    """Return an instant in UTC, a day, or a time without a zone; nothing where it is none."""
    text = text.strip()
    return _moment(text) if len(text) <= LONGEST else ""


@lru_cache(maxsize=1 << 14)  # declarations of one day come together
def _moment(text: str) -> str:
    if _DAY_WITH_ZONE.fullmatch(text):
        return ""  # a day of another zone than the one that asks
    match = _EXTENDED.fullmatch(text) or _COMPACT.fullmatch(text)
    if match is None:
        return ""
    digits = match["day"].replace("-", "")
    day = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    if not is_date(day):
        return ""
    if match["clock"] is None:
        return day
    clock = match["clock"].replace(":", "").ljust(6, "0")
    written = f"{day}T{clock[:2]}:{clock[2:4]}:{clock[4:]}"
    return _with_zone(written, match["zone"] or "")


def _with_zone(written: str, zone: str) -> str:
    offset = f"{zone[:3]}:{zone[3:].lstrip(':') or '00'}" if zone else ""
    if zone in UTC_NAMES:
        offset = "Z"
    try:
        if offset:
            return instant(written + offset)
        instant(f"{written}Z")  # is there such a time at all
    except InvalidInstant:
        return ""
    return written


@lru_cache(maxsize=1 << 14)  # as above
def question_moment(written: str, zone: str) -> str | None:
    """Return the instant or the day that is asked about; None for a time that a zone has not once.

    `written` is as `moment_written` returns it.
    """
    if is_date(written) or written.endswith("Z"):
        return written
    local = datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone))
    try:
        first, second = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        # Where the two differ, the time was there twice, or not at all.
        return instant(first) if first == second else None
    except (InvalidInstant, OverflowError):
        return None


@lru_cache(maxsize=1 << 14)  # as above
def zone_has_day(zone: str, written: str) -> bool:
    """Say whether a zone has a day: not one that it left out, nor either end of the calendar."""
    try:
        day_in(zone, written)
    except InvalidInstant:
        return False
    return True
