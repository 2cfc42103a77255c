"""An instant from outside, read once: what callers give becomes the one form that records use.

Records hold their instants in that form, which their pattern proves, so the two compare as texts.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import NewType

from msgspec.structs import force_setattr

from aeo_exchange.errors import InvalidInstant
from aeo_exchange.model.texts import CALENDAR

__all__ = [
    "Instant",
    "calendar_day",
    "date_of",
    "day_somewhere",
    "instant",
    "is_date",
    "normalise",
    "shifted",
    "whole_date",
    "zone_hint",
]

# Text `YYYY-MM-DDThh:mm:ssZ` that has been checked; only `instant` makes one.
Instant = NewType("Instant", str)

_CLOCK = r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_CANONICAL = re.compile(rf"{CALENDAR}{_CLOCK}Z", re.ASCII)
# Those that few texts are asked for are compiled when one is: start-up time is felt.
_WITH_OFFSET = rf"{CALENDAR}{_CLOCK}[+-]([01][0-9]|2[0-3]):[0-5][0-9]"
_DATE = re.compile(CALENDAR, re.ASCII)
_ZONE = r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
_DATE_WITH_ZONE = rf"(?P<date>{CALENDAR})(?P<zone>{_ZONE})"
_WITHOUT_ZONE = rf"{CALENDAR}{_CLOCK}"
_SHOWN = 40
# A date is one somewhere from its start at +14:00 to its end at -12:00 (CON-2-5).
_FIRST_OFFSET, _LAST_OFFSET = timedelta(hours=14), timedelta(hours=-12)


def instant(given: str | datetime) -> Instant:
    """Return an instant of a caller in UTC to the second; a fraction of a second is dropped.

    Takes a datetime with a time zone, or text in the form of records or with an offset, such as
    `2026-11-21T17:30:00+08:00`. Raises InvalidInstant for everything else, a datetime without
    time zone among it: the zone of this machine never counts.
    """
    if isinstance(given, str):
        if _CANONICAL.fullmatch(given):
            return Instant(given)
        if re.fullmatch(_WITH_OFFSET, given, re.ASCII):
            return _in_utc(datetime.fromisoformat(given))
        raise InvalidInstant(f"{given[:_SHOWN]!a} is not an instant")
    if not isinstance(given, datetime):
        raise InvalidInstant(f"a {type(given).__name__} is not an instant")
    if given.utcoffset() is None:
        raise InvalidInstant(f"{given.isoformat()} has no time zone")
    return _in_utc(given)


def normalise(made: object, *names: str, optional: tuple[str, ...] = ()) -> None:
    """Put each instant of a frozen Struct that is being made into the one form.

    Those of `optional` may be None; raises InvalidInstant for others that are.
    """
    for name in (*names, *optional):
        given = getattr(made, name)
        if given is not None or name in names:
            force_setattr(made, name, instant(given))  # type: ignore[arg-type]


def date_of(given: str | datetime) -> date:
    """Return the date of an instant in UTC."""
    return date.fromisoformat(instant(given)[:10])


def day_somewhere(moment: Instant) -> str:
    """Return the last day that has begun anywhere: the first zones are 14 hours before UTC."""
    try:
        return (datetime.fromisoformat(moment) + _FIRST_OFFSET).date().isoformat()
    except OverflowError:  # behind it there is no day
        return moment[:10]


def shifted(moment: Instant, span: timedelta) -> Instant:
    """Return the instant that is a span behind another, or before it where the span is negative.

    Raises InvalidInstant where the calendar has none, since a clock may stand at its end.
    """
    try:
        return instant(datetime.fromisoformat(moment) + span)
    except OverflowError as cause:
        raise InvalidInstant(f"{moment} is at the edge of the calendar") from cause


def calendar_day(given: date | str) -> date:
    """Return the day that a caller means: a date, text `YYYY-MM-DD`, or an instant's date in UTC.

    A datetime is an instant, though Python calls it a date too. Raises InvalidInstant.
    """
    if isinstance(given, str) and is_date(given):
        return date.fromisoformat(given)
    if isinstance(given, (datetime, str)):
        return date_of(given)
    if isinstance(given, date):
        return given
    raise InvalidInstant(f"{given!a:.{_SHOWN}} is not a day of the calendar")


def is_date(given: object) -> bool:
    """Say whether text is a date of the calendar alone, `YYYY-MM-DD`."""
    return isinstance(given, str) and _DATE.fullmatch(given) is not None


def whole_date(given: str, offset: timedelta | None = None) -> tuple[Instant, Instant]:
    """Return the first and the last instant of a date at an offset.

    Without an offset: from its start at +14:00 to its end at -12:00. Raises InvalidInstant.
    """
    if not _DATE.fullmatch(given):
        raise InvalidInstant(f"{given[:_SHOWN]!a} is not a date")
    start = datetime.fromisoformat(given).replace(tzinfo=UTC)
    first, last = (_FIRST_OFFSET, _LAST_OFFSET) if offset is None else (offset, offset)
    try:
        end = start + timedelta(days=1) - last - timedelta(seconds=1)
        return _in_utc(start - first), _in_utc(end)
    except (InvalidInstant, OverflowError) as cause:
        raise InvalidInstant(f"{given} is at the edge of the calendar") from cause


def zone_hint(given: str, *, of_date: bool) -> str:
    """Return what to write for a date or an instant with another zone than asked; else nothing."""
    if of_date:
        zoned = re.fullmatch(_DATE_WITH_ZONE, given, re.ASCII)
        if zoned:
            return f"it has a time zone, and a date has none: write {zoned['date']}"
        return "it is an instant: write the date alone" if _is_timed(given) else ""
    try:
        if zoned := re.fullmatch(_DATE_WITH_ZONE, given, re.ASCII):
            offset = zoned["zone"].replace("Z", "+00:00")
            start = instant(f"{zoned['date']}T00:00:00{offset}")
            return f"it is a date with a time zone, not an instant: it begins at {start}"
        if re.fullmatch(_WITH_OFFSET, given, re.ASCII):
            return f"it has the time zone {given[19:]}: write it in UTC, {instant(given)}"
    except InvalidInstant:
        return ""
    if re.fullmatch(_WITHOUT_ZONE, given, re.ASCII):
        return "it has no time zone: write it in UTC, with a Z"
    return ""


def _is_timed(given: str) -> bool:
    forms = (_CANONICAL.pattern, _WITH_OFFSET, _WITHOUT_ZONE)
    return any(re.fullmatch(form, given, re.ASCII) for form in forms)


def _in_utc(moment: datetime) -> Instant:
    try:
        text = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OverflowError as cause:
        raise InvalidInstant(f"{moment.isoformat()} is at the edge of the calendar") from cause
    if not _CANONICAL.fullmatch(text):
        raise InvalidInstant(f"{moment.isoformat()} is at the edge of the calendar")
    return Instant(text)
