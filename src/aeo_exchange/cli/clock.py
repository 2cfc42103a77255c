"""The instant of the question: --at, then SOURCE_DATE_EPOCH, then the clock."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime

import click

from aeo_exchange import Instant, instant
from aeo_exchange.errors import InvalidInstant, StateError
from aeo_exchange.operations.instants import YEARS, instant_in_words, is_date

__all__ = ["DayOption", "InstantOption", "instant_of", "require_clock"]


class InstantOption(click.ParamType[str]):
    """An instant in UTC or with an offset, or a date that stands for its 00:00:00Z."""

    name = "instant"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the instant as the standard writes it."""
        try:
            return instant_in_words(str(value))
        except InvalidInstant as cause:
            self.fail(str(cause), param, ctx)


class DayOption(InstantOption):
    """An instant, or a date that stands for every instant of it."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the date as it is, or the instant as the standard writes it."""
        text = str(value)
        return text if is_date(text) else super().convert(value, param, ctx)


def instant_of(wish: str | None) -> Instant:
    """Return the instant asked about; raises click.UsageError for a broken SOURCE_DATE_EPOCH.

    Raises StateError where it is asked of a clock that nobody can read.
    """
    if wish:
        return instant(wish)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        require_clock()
        return instant(datetime.now(UTC))
    try:
        return instant(datetime.fromtimestamp(int(epoch), UTC))
    except (ValueError, OverflowError, OSError) as cause:
        fault = f"SOURCE_DATE_EPOCH is not a number of seconds since 1970; {YEARS}"
        raise click.UsageError(fault) from cause


def require_clock() -> None:
    """Raise StateError where the clock of the machine is past what Python can read of one.

    It counts nanoseconds in 64 bits, to 11 April 2262: behind it `datetime` stands still without a
    word, and libraries fail wherever they ask.
    """
    try:
        time.time()
    except OverflowError as cause:
        error = StateError("the clock of this machine stands past 2262-04-11, and cannot be read")
        error.advice = "Set it right."
        raise error from cause
