"""NumericDate of tokens (RFC 7519, section 2) to the instants of records and back."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from aeo_exchange.errors import InvalidInstant
from aeo_exchange.model.instants import Instant, instant

__all__ = ["numeric_date", "numeric_date_instant"]


@lru_cache(maxsize=4096)
def numeric_date_instant(date: int) -> Instant:
    """Return the instant of a NumericDate; raises InvalidInstant where the calendar has none."""
    try:
        return instant(datetime.fromtimestamp(date, UTC))
    except (ValueError, OverflowError) as cause:
        raise InvalidInstant(f"{date} seconds lead over the edge of the calendar") from cause


@lru_cache(maxsize=4096)
def numeric_date(given: str | datetime) -> int:
    """Return the NumericDate of an instant: whole seconds since 1970-01-01T00:00:00Z.

    Raises InvalidInstant for any other text, and for a datetime without a time zone.
    """
    return int(datetime.fromisoformat(instant(given)).timestamp())
