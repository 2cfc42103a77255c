"""What a person is told who writes an instant in another way: what to write in its place."""

from __future__ import annotations

import pytest

from aeo_exchange.errors import InvalidInstant
from aeo_exchange.operations.instants import instant_in_words
from rows import for_each_row

FORMS = "give an instant as 2026-11-21T09:30:00Z or a date as 2026-11-21"
NO_YEAR, NO_LEAP = "years run from 1000 to 9999; ", "there are no leap seconds: write "


@for_each_row(
    ("written", "said"),
    [
        ("0001-01-01", NO_YEAR),
        ("0999-12-31T23:59:59Z", NO_YEAR),
        ("10000-01-01", NO_YEAR),
        ("2026-02-29", "there is no 2026-02-29; "),
        ("2026-13-01T00:00:00Z", "there is no 2026-13-01; "),
        ("2026-11-01T24:00:00Z", "hours go to 23: write 00:00:00 of the next day; "),
        ("9999-12-31T24:00:00Z", "hours go to 23: write 00:00:00 of the next day; "),
        ("2016-12-31T23:59:60Z", f"{NO_LEAP}2016-12-31T23:59:59Z or 2017-01-01T00:00:00Z; "),
        ("2017-01-01T07:59:60+08:00", f"{NO_LEAP}2016-12-31T23:59:59Z or 2017-01-01T00:00:00Z; "),
        ("9999-12-31T23:59:60Z", f"{NO_LEAP}9999-12-31T23:59:59Z; "),
        ("2026-11-01T10:00:00.5Z", "seconds are whole: leave out what is behind them; "),
        ("2026-11-01T10:00Z", "seconds are written too; "),
        ("2026-11-01T10:00:00", "it has no time zone: write it in UTC, with a Z; "),
        ("2026-11-01Z", "it begins at 2026-11-01T00:00:00Z; "),
        ("2026-11-01T10:61:00Z", ""),
        ("٢٠٢٦-11-01", ""),
        ("yesterday", ""),
    ],
)
def test_who_writes_no_instant_is_told_what_to_write(written: str, said: str) -> None:
    with pytest.raises(InvalidInstant) as refused:
        instant_in_words(written)
    assert str(refused.value).endswith(f"{said}{FORMS}")
    assert bool(said) is (str(refused.value) != FORMS)
