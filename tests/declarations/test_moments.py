from __future__ import annotations

from aeo_exchange.declarations.moments import moment_written, question_moment
from rows import for_each_row


@for_each_row(
    ("written", "means"),
    [
        ("2026-11-01", "2026-11-01"),
        ("20261101", "2026-11-01"),
        ("202611010930", "2026-11-01T09:30:00"),
        ("20261101093015", "2026-11-01T09:30:15"),
        ("20261101093015Z", "2026-11-01T09:30:15Z"),
        ("20261101093015UTC", "2026-11-01T09:30:15Z"),
        ("20261101093015+09", "2026-11-01T00:30:15Z"),
        ("202611010930+0900", "2026-11-01T00:30:00Z"),
        (" 2026-11-01T09:30:15Z ", "2026-11-01T09:30:15Z"),
        ("2026-11-01T09:30:15.123Z", "2026-11-01T09:30:15Z"),
        ("2026-11-01T09:30:15+09:00", "2026-11-01T00:30:15Z"),
        ("2026-11-01T09:30:15", "2026-11-01T09:30:15"),
        ("2026-11-01 09:30", "2026-11-01T09:30:00"),
    ],
)
def test_an_acceptance_is_an_instant_a_day_or_a_time_of_day(written: str, means: str) -> None:
    assert moment_written(written) == means


@for_each_row(
    "written",
    [
        *("", "yesterday", "2026-02-30", "20260230", "2026-11-01T24:00:00Z", "01/11/2026"),
        *("2026-11-01Z", "2026-11-01+09:00", "5/28/19", "20261101093015EST", "٢٠٢٦١١٠١"),
        *("2026-11-01T09:30:15+25:00", "0001-01-01", "2026-11-01T09:61:00"),
    ],
)
def test_what_is_none_is_none(written: str) -> None:
    assert moment_written(written) == ""


def test_a_time_without_a_zone_is_that_of_the_side_that_asks() -> None:
    assert question_moment("2026-11-01T09:30:15", "Asia/Tokyo") == "2026-11-01T00:30:15Z"
    assert question_moment("2026-11-01T09:30:15Z", "Asia/Tokyo") == "2026-11-01T09:30:15Z"
    assert question_moment("2026-11-01", "Asia/Tokyo") == "2026-11-01"


def test_a_time_that_a_zone_has_twice_or_never_is_none() -> None:
    assert question_moment("2026-10-25T02:30:00", "Europe/Berlin") is None
    assert question_moment("2026-03-29T02:30:00", "Europe/Berlin") is None
    assert question_moment("2026-03-29T03:00:00", "Europe/Berlin") == "2026-03-29T01:00:00Z"
