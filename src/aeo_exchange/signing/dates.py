"""NumericDate of tokens (RFC 7519, section 2) to the instants of records and back."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

__all__ = ["instant_of", "numeric_date"]


@lru_cache(maxsize=4096)
def instant_of(date: int) -> str:
    """Return the instant of a NumericDate of ten digits."""
    return datetime.fromtimestamp(date, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(maxsize=4096)
def numeric_date(instant: str) -> int:
    """Return the NumericDate of an instant: whole seconds since 1970-01-01T00:00:00Z."""
    return int(datetime.fromisoformat(instant).timestamp())
