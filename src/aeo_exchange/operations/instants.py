"""What a person writes for an instant or a day, and what to write where it is neither."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from aeo_exchange.errors import InvalidInstant
from aeo_exchange.model.instants import Instant, date_of, instant, is_date, zone_hint

__all__ = ["OTHER_INSTANT", "YEARS", "date_of", "instant_in_words", "is_date"]

YEARS = "years run from 1000 to 9999"
_FORMS = "give an instant as 2026-11-21T09:30:00Z or a date as 2026-11-21"
# For what is written well, and leads out of the calendar or to a day that a zone left out.
OTHER_INSTANT = (
    f"{YEARS.capitalize()}. What follows from an instant, such as the next update, has to be in "
    "them, and so has a date in each zone: the first date is 1000-01-02, the last 9999-12-30."
)
_LOOSE = re.compile(
    r"(?P<date>(?P<year>[0-9]{4,6})-[0-9]{2}-[0-9]{2})"
    r"(T(?P<hour>[0-9]{2}):[0-9]{2}(:(?P<second>[0-9]{2})(?P<fraction>[.,][0-9]+)?)?"
    r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?)?",
    re.ASCII,
)


def instant_in_words(text: str) -> Instant:
    """Return the instant that a text writes; a date stands for its 00:00:00Z.

    Raises InvalidInstant, which says what to write.
    """
    try:
        return instant(f"{text}T00:00:00Z" if is_date(text) else text)
    except InvalidInstant as cause:
        hint = zone_hint(text, of_date=False) or _hint(text)
        raise InvalidInstant(f"{hint}; {_FORMS}" if hint else _FORMS) from cause


def _hint(text: str) -> str:
    """Return what is wrong with a text that looks like an instant and what to write, or nothing."""
    written = _LOOSE.fullmatch(text)
    if written is None:
        return ""
    if not _is_year(written["year"]):
        return YEARS
    if not is_date(written["date"]):
        return f"there is no {written['date']}"
    if written["hour"] == "24":
        return "hours go to 23: write 00:00:00 of the next day"
    if written["hour"] and written["second"] is None:
        return "seconds are written too"
    if written["second"] == "60":
        return f"there are no leap seconds: write {_beside_leap_second(text)}"
    return "seconds are whole: leave out what is behind them" if written["fraction"] else ""


def _is_year(digits: str) -> bool:
    return len(digits) == len("9999") and not digits.startswith("0")


def _beside_leap_second(text: str) -> str:
    """Return the seconds before and behind one that the standard does not have."""
    before = text.replace(":60", ":59", 1)
    try:
        first = instant(before)
        behind = instant(datetime.fromisoformat(before) + timedelta(seconds=1))
    except (InvalidInstant, OverflowError):
        return before
    return f"{first} or {behind}"
