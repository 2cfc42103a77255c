"""The instant of the question: --at, then SOURCE_DATE_EPOCH, then the clock."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime

import click

from aeo_exchange.model.texts import CALENDAR

__all__ = ["InstantOption", "instant_of"]

_FORM = re.compile(rf"(?P<day>{CALENDAR})(T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ)?\Z", re.ASCII)


class InstantOption(click.ParamType[str]):
    """An instant in UTC, or a date that stands for its 00:00:00Z."""

    name = "instant"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the instant as the standard writes it."""
        text = str(value)
        if not _FORM.match(text):
            self.fail("give an instant as 2026-11-21T09:30:00Z or a date as 2026-11-21", param, ctx)
        return text if text.endswith("Z") else f"{text}T00:00:00Z"


def instant_of(wish: str | None) -> str:
    """Return the instant asked about; raises click.UsageError for a broken SOURCE_DATE_EPOCH."""
    if wish:
        return wish
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as cause:
        raise click.UsageError("SOURCE_DATE_EPOCH is no number of seconds") from cause
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")
