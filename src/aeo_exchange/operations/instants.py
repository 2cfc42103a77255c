"""What a person writes for an instant or a day, and what to write where it is neither."""

from __future__ import annotations

from aeo_exchange.errors import InvalidInstant
from aeo_exchange.model.instants import Instant, date_of, instant, is_date, zone_hint

__all__ = ["date_of", "instant_in_words", "is_date"]

_FORMS = "give an instant as 2026-11-21T09:30:00Z or a date as 2026-11-21"


def instant_in_words(text: str) -> Instant:
    """Return the instant that a text writes; a date stands for its 00:00:00Z.

    Raises InvalidInstant, which says what to write.
    """
    try:
        return instant(f"{text}T00:00:00Z" if is_date(text) else text)
    except InvalidInstant as cause:
        hint = zone_hint(text, of_date=False)
        raise InvalidInstant(f"{hint}; {_FORMS}" if hint else _FORMS) from cause
