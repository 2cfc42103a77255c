"""The instant of the question: --at, then SOURCE_DATE_EPOCH, then the clock."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime

import click

from aeo_exchange.errors import InvalidInstant
from aeo_exchange.model.instants import Instant, instant, zone_hint
from aeo_exchange.model.texts import CALENDAR

__all__ = ["DATE", "InstantOption", "instant_of"]

DATE = re.compile(CALENDAR, re.ASCII)


class InstantOption(click.ParamType[str]):
    """An instant in UTC or with an offset, or a date that stands for its 00:00:00Z."""

    name = "instant"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the instant as the standard writes it."""
        text = str(value)
        try:
            return instant(f"{text}T00:00:00Z" if DATE.fullmatch(text) else text)
        except InvalidInstant:
            advice = "give an instant as 2026-11-21T09:30:00Z or a date as 2026-11-21"
            hint = zone_hint(text, of_date=False)
            self.fail("; ".join(filter(None, (hint, advice))), param, ctx)


def instant_of(wish: str | None) -> Instant:
    """Return the instant asked about; raises click.UsageError for a broken SOURCE_DATE_EPOCH."""
    if wish:
        return instant(wish)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
        return instant(now)
    except (ValueError, OverflowError, OSError) as cause:
        raise click.UsageError("SOURCE_DATE_EPOCH is no number of seconds") from cause
