"""The named text types hold what they promise, above all the calendar."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.model import texts
from aeo_exchange.model.shape import leaves, record_shape
from aeo_exchange.model.texts import CALENDAR, FREE_TEXT, TextType
from rows import for_each_row

TYPES = {leaf.name: leaf for leaf in leaves(record_shape()) if isinstance(leaf, TextType)}
CALENDAR_DATE = re.compile(CALENDAR)


def accepts(name: str, text: str) -> bool:
    """Say whether the model takes a text for a type of this name."""
    try:
        msgspec.convert(text, getattr(texts, name))
    except msgspec.ValidationError:
        return False
    return True


def is_date(text: str) -> bool:
    """Say what the standard library thinks of a date."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@for_each_row("year", [1000, 1900, 1999, 2000, 2001, 2024, 2100, 9999])
def test_the_calendar_has_the_days_of_the_year_and_no_others(year: int) -> None:
    for month in range(14):
        for day in range(33):
            text = f"{year}-{month:02}-{day:02}"
            assert (CALENDAR_DATE.fullmatch(text) is not None) == is_date(text), text


def test_the_calendar_knows_every_leap_year() -> None:
    for year in range(1000, 10000):
        text = f"{year}-02-29"
        assert (CALENDAR_DATE.fullmatch(text) is not None) == is_date(text), text


@for_each_row(
    "text",
    [
        "2024-02-30",
        "2023-02-29",
        "0000-01-01",
        "0999-12-31",
        "10000-01-01",
        "2024-1-1",
        "20240101",
        "2024-W01-1",
        "2024-001",
        "2024/01/01",
        "2024-01-01\n",
        "\n2024-01-01",
        " 2024-01-01",
        "2024-01-01 ",
        "2024-01-01Z",
        "+2024-01-01",
        "-2024-01-01",
        "٢٠٢٤-01-01",
        "2024\u201101\u201101",
        "",
    ],
)
def test_an_odd_date_is_refused(text: str) -> None:
    assert not accepts("Date", text)


@given(st.dates(dt.date(1000, 1, 1)), st.times())
def test_every_second_of_the_calendar_is_an_instant(date: dt.date, time: dt.time) -> None:
    assert accepts("Date", date.isoformat())
    assert accepts("Instant", f"{date.isoformat()}T{time:%H:%M:%S}Z")


@for_each_row(
    "text",
    [
        "2024-01-01T24:00:00Z",
        "2024-01-01T23:60:00Z",
        "2024-06-30T23:59:60Z",
        "2024-01-01T00:00:00",
        "2024-01-01T00:00:00+00:00",
        "2024-01-01T00:00:00.000Z",
        "2024-01-01T00:00Z",
        "2024-01-01t00:00:00Z",
        "2024-01-01T00:00:00z",
        "2024-01-01 00:00:00Z",
        "2024-02-30T00:00:00Z",
        "2024-01-01T00:00:00Z\n",
    ],
)
def test_an_odd_instant_is_refused(text: str) -> None:
    assert not accepts("Instant", text)


@for_each_row("text", ["0", "1", "-1", "0.5", "-0.05", "100", "9500000.5", "10.01"])
def test_a_decimal_has_this_form(text: str) -> None:
    assert accepts("DecimalText", text)


@for_each_row(
    "text",
    ["-0", "00", "01", "1.", ".5", "1.0", "0.0", "-0.0", "1.50", "+1", "1e3", "1,5", " 1", ""],
)
def test_a_decimal_has_no_second_form(text: str) -> None:
    assert not accepts("DecimalText", text)


@for_each_row("kind", TYPES.values(), ids=lambda kind: kind.name)
def test_a_type_accepts_its_example(kind: TextType) -> None:
    assert accepts(kind.name, kind.example)


@for_each_row("kind", TYPES.values(), ids=lambda kind: kind.name)
def test_a_type_refuses_the_empty_text_and_every_padding(kind: TextType) -> None:
    assert not accepts(kind.name, "")
    for blank in " \t\n\r\x00\u00a0\u2028\u3000":
        assert not accepts(kind.name, blank)
        assert not accepts(kind.name, blank + kind.example)
        assert not accepts(kind.name, kind.example + blank)


@for_each_row("kind", TYPES.values(), ids=lambda kind: kind.name)
def test_a_pattern_uses_only_what_all_dialects_read_alike(kind: TextType) -> None:
    outside = re.sub(r"\[\^?(?:[^\]\\]|\\.)*\]", "", kind.pattern)
    assert not re.search(r"[$^]|\(\?|[*+?}]\?|[*+?}]\+", outside)
    assert re.sub(r"\\\.", "", outside).count("\\") == 0
    assert re.sub(r"\\\.", "", outside).count(".") == 0


@for_each_row(
    "kind",
    [text_type for text_type in TYPES.values() if text_type.pattern == FREE_TEXT],
    ids=lambda kind: kind.name,
)
@for_each_row("letter", ["x", "é", "範", "𠮷", "😀", "\u200d"])
def test_a_length_counts_code_points(kind: TextType, letter: str) -> None:
    assert accepts(kind.name, letter * kind.longest)
    assert not accepts(kind.name, letter * (kind.longest + 1))


@for_each_row("text", ["a  b", " a", "a ", "a\tb", "a\nb", "a\u00a0b", "a\u2028b", "\x7f"])
def test_free_text_has_single_blanks_inside_and_nothing_that_breaks_a_line(text: str) -> None:
    assert not accepts("Name", text)


def test_every_type_that_the_model_uses_is_named_like_its_alias() -> None:
    for name, kind in TYPES.items():
        alias: Any = getattr(texts, name)
        assert alias.__metadata__[0].extra["type"] == kind
