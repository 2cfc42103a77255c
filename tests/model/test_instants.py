"""An instant of a caller is read once, or refused with advice; this machine's zone never counts."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

import aeo_exchange
from aeo_exchange.errors import AeoError, InvalidInstant
from aeo_exchange.model import status_at
from aeo_exchange.model.instants import (
    calendar_day,
    date_of,
    day_somewhere,
    instant,
    shifted,
    whole_date,
    zone_hint,
)
from aeo_exchange.operations.attestations.sign import Order
from aeo_exchange.operations.reading import read_record
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.resources import published
from aeo_exchange.rules import Context
from aeo_exchange.signing.dates import numeric_date, numeric_date_instant
from aeo_exchange.signing.keys import read_private_key
from aeo_exchange.trust.question import Question
from rows import for_each_row

KEY = published("conformance") / "keys" / "hk.private.pem"
HONG_KONG = timezone(timedelta(hours=8))
NO_INSTANTS = [
    "foo",
    "",
    "31/12/1999",
    "2026-11-01",
    "2026-11-01T00:00:00",
    "2026-11-01T00:00:00z",
    "2026-11-01T00:00:00Z\n",
    " 2026-11-01T00:00:00Z",
    "2026-11-01 00:00:00Z",
    "2026-11-01T00:00:00.5Z",
    "2026-02-30T00:00:00Z",
    "2026-11-01T24:00:00Z",
    "2026-11-01T00:00:00+24:00",
    "٢٠٢٦-11-01T00:00:00Z",
    "1000-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    datetime(2026, 11, 1),  # noqa: DTZ001 what is refused
    datetime.min.replace(tzinfo=UTC),
    20261101,
    None,
]


@for_each_row(
    "given",
    [
        "2025-03-05T15:00:00Z",
        "2025-03-05T23:00:00+08:00",
        "2025-03-05T05:00:00-10:00",
        datetime(2025, 3, 5, 15, tzinfo=UTC),
        datetime(2025, 3, 5, 23, 0, 0, 999_999, tzinfo=HONG_KONG),
    ],
)
def test_each_way_to_say_an_instant_gives_one_text(given: str | datetime) -> None:
    assert instant(given) == "2025-03-05T15:00:00Z"


@for_each_row("given", NO_INSTANTS, ids=repr)
def test_what_is_no_instant_is_refused_with_advice(given: str) -> None:
    with pytest.raises(InvalidInstant) as refused:
        instant(given)
    assert refused.value.code == "invalid-instant"
    assert "2026-11-21T09:30:00Z" in refused.value.advice
    assert isinstance(refused.value, AeoError)


@for_each_row("given", NO_INSTANTS[:5], ids=repr)
def test_no_entrance_takes_what_is_no_instant(given: str) -> None:
    record = read_record((published("samples") / "records/HK-AEO/TIER1.aeo.json").read_bytes())
    with pytest.raises(InvalidInstant):
        status_at(record, at=given, known_at="2026-11-01T00:00:00Z")
    with pytest.raises(InvalidInstant):
        status_at(record, at="2026-11-01T00:00:00Z", known_at=given)
    with pytest.raises(InvalidInstant):
        Context(at=given, reference=ReferenceData())
    with pytest.raises(InvalidInstant):
        Question(at=given)
    with pytest.raises(InvalidInstant):
        numeric_date(given)


def test_what_a_context_and_a_question_keep_is_the_form_of_records() -> None:
    given = "2025-03-05T23:00:00+08:00"
    assert Context(at=given, reference=ReferenceData()).at == "2025-03-05T15:00:00Z"
    assert Question(at=given).at == "2025-03-05T15:00:00Z"


def test_the_time_zone_of_the_machine_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Hong_Kong")
    time.tzset()
    try:
        assert numeric_date("1970-01-01T08:00:00+08:00") == 0
        with pytest.raises(InvalidInstant):
            numeric_date("2026-11-01")
    finally:
        os.environ.pop("TZ", None)
        monkeypatch.undo()
        time.tzset()


def test_the_date_of_an_instant_is_that_in_utc() -> None:
    assert date_of("2026-11-01T07:59:59+08:00").isoformat() == "2026-10-31"
    assert date_of("2026-11-01T08:00:00+08:00").isoformat() == "2026-11-01"


def test_a_date_spans_fifty_hours_where_its_zone_is_not_known() -> None:
    assert whole_date("2026-11-01") == ("2026-10-31T10:00:00Z", "2026-11-02T11:59:59Z")
    assert whole_date("2026-11-01", timedelta(hours=8)) == (
        "2026-10-31T16:00:00Z",
        "2026-11-01T15:59:59Z",
    )
    for edge in ("1000-01-01", "9999-12-31", "2026-02-30", "foo"):
        with pytest.raises(InvalidInstant):
            whole_date(edge)


@for_each_row(
    ("given", "of_date", "said"),
    [
        ("2026-11-01+08:00", True, "write 2026-11-01"),
        ("2026-11-01Z", True, "write 2026-11-01"),
        ("2026-11-01T00:00:00+08:00", True, "write the date alone"),
        ("2026-11-01T00:00:00+08:00", False, "2026-10-31T16:00:00Z"),
        ("2026-11-01+08:00", False, "2026-10-31T16:00:00Z"),
        ("2026-11-01Z", False, "2026-11-01T00:00:00Z"),
        ("2026-11-01T00:00:00", False, "has no time zone"),
    ],
)
def test_a_zone_is_told_with_what_to_write(given: str, of_date: bool, said: str) -> None:  # noqa: FBT001 a column of the table
    assert said in zone_hint(given, of_date=of_date)


@pytest.mark.parametrize("given", ["foo", "2026-13-01", "9999-12-31T23:59:59-12:00"])
def test_what_has_no_zone_gets_no_such_hint(given: str) -> None:
    assert not zone_hint(given, of_date=False)


@pytest.mark.parametrize("given", [None, 3, "2026-11-01", "2026-11-01T00:00:00"])
def test_what_must_be_an_instant_is_never_left_out(given):
    for ask in (lambda: Context(at=given), lambda: Question(at=given), lambda: order(given)):
        with pytest.raises(InvalidInstant):
            ask()


def order(at):
    return Order(key=read_private_key(KEY.read_bytes()), at=at)


# What no date and no instant says; a datetime is an instant, though Python calls it a date.
NO_DAYS = ["foo", "2026-02-30", "31/12/1999", datetime(2026, 11, 1), 20261101]  # noqa: DTZ001
LATE = datetime(2026, 11, 2, 7, 59, tzinfo=HONG_KONG)


@for_each_row("given", [date(2026, 11, 1), "2026-11-01", "2026-11-01T23:59:59Z", LATE], ids=repr)
def test_each_way_to_say_a_day_gives_one(given: date | str) -> None:
    assert calendar_day(given) == date(2026, 11, 1)


# Rows with dates are compared with the day; without, it would never be looked at.
ASKED: list[Callable[[date | str], object]] = [
    lambda day: aeo_exchange.check_identifier("BR-CNPJ", "00000000000191", day=day),
    lambda day: aeo_exchange.make_tin("BR-CNPJ", "00000000000191", day=day),
    lambda day: aeo_exchange.guess_schemes("00000000000191", day=day),
    lambda day: aeo_exchange.classify("EU-2003-361", {"headcount": 3}, at=day),
    lambda day: ReferenceData().look_up("HK-AEO").tiers_at(day),
    lambda day: ReferenceData().look_up("HK-AEO").at(day),
    lambda day: ReferenceData().sizes.look_up("EU-2003-361").version_at(day),
]


@pytest.mark.parametrize("ask", ASKED)
def test_each_entrance_takes_a_day_as_any_other_does(ask: Callable[[date | str], object]) -> None:
    assert ask(LATE) == ask("2026-11-01") == ask(date(2026, 11, 1))
    for given in NO_DAYS:
        with pytest.raises(InvalidInstant):
            ask(given)


def test_an_instant_is_refused_before_the_first_answer_is_asked_for() -> None:
    with pytest.raises(InvalidInstant):
        aeo_exchange.validate(b"{}", at="foo")
    with pytest.raises(InvalidInstant):
        aeo_exchange.Verifier(trust=(), roots=()).verify_each(b"eyJ", at="foo")


def test_the_last_day_that_has_begun_is_that_of_the_first_zone_and_the_calendar_has_one() -> None:
    assert day_somewhere(instant("2026-11-30T09:59:59Z")) == "2026-11-30"
    assert day_somewhere(instant("2026-11-30T10:00:00Z")) == "2026-12-01"
    assert day_somewhere(instant("9999-12-31T23:59:59Z")) == "9999-12-31"


def test_an_instant_behind_the_calendar_is_refused_and_no_fault_of_the_program() -> None:
    assert shifted(instant("2026-11-30T09:00:00Z"), timedelta(hours=-10)) == "2026-11-29T23:00:00Z"
    for moment, span in (("9999-12-31T23:59:59Z", 1), ("1000-01-01T00:00:00Z", -1)):
        with pytest.raises(InvalidInstant, match="edge of the calendar"):
            shifted(instant(moment), timedelta(seconds=span))
    for number in (253402300800, 10**30, -(10**30)):
        with pytest.raises(InvalidInstant, match="edge of the calendar"):
            numeric_date_instant(number)
