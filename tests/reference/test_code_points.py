"""The published code point lists decide, and form C by them is form C of every newer library."""

from __future__ import annotations

import csv
import io
import unicodedata
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aeo_exchange.reference.code_points import (
    is_hidden,
    is_other_letter,
    is_unassigned,
    unicode_normal_form,
)
from aeo_exchange.resources import published
from rows import for_each_row

S_BASE, L_BASE, V_BASE, T_BASE = 0xAC00, 0x1100, 0x1161, 0x11A7
L_COUNT, V_COUNT, T_COUNT = 19, 21, 28


class Row:
    """What normal-form.csv says of a code point."""

    def __init__(self, row: dict[str, str]) -> None:
        self.combining = int(row["combiningClass"])
        self.parts = [int(part, 16) for part in row["decomposition"].split()]
        self.composes = row["composes"] == "yes"


@cache
def rows() -> dict[int, Row]:
    """Return the published list."""
    text = published("schemas/1.0/unicode/normal-form.csv").read_text("ascii")
    return {int(row["codePoint"], 16): Row(row) for row in csv.DictReader(io.StringIO(text))}


@cache
def pairs() -> dict[tuple[int, int], int]:
    """Return which two code points join."""
    return {
        (row.parts[0], row.parts[1]): point
        for point, row in rows().items()
        if row.composes and len(row.parts) > 1
    }


def combining(point: int) -> int:
    """Return the combining class of a code point."""
    return rows()[point].combining if point in rows() else 0


def apart(point: int) -> list[int]:
    """Return the full canonical decomposition of a code point."""
    if 0 <= (place := point - S_BASE) < L_COUNT * V_COUNT * T_COUNT:
        first, rest = divmod(place, V_COUNT * T_COUNT)
        last = place % T_COUNT
        return [L_BASE + first, V_BASE + rest // T_COUNT, *([T_BASE + last] if last else [])]
    parts = rows()[point].parts if point in rows() else []
    return [inner for part in parts for inner in apart(part)] or [point]


def joined(first: int, second: int) -> int | None:
    """Return what two code points join to."""
    if 0 <= first - L_BASE < L_COUNT and 0 <= second - V_BASE < V_COUNT:
        return S_BASE + ((first - L_BASE) * V_COUNT + second - V_BASE) * T_COUNT
    is_open = 0 <= first - S_BASE < L_COUNT * V_COUNT * T_COUNT and not (first - S_BASE) % T_COUNT
    if is_open and 0 < second - T_BASE < T_COUNT:
        return first + second - T_BASE
    return pairs().get((first, second))


def form_c(text: str) -> str:
    """Return form C by the published list alone (Unicode Annex 15)."""
    points = [part for letter in text for part in apart(ord(letter))]
    for i in range(1, len(points)):
        while i and points[i] and 0 < combining(points[i]) < combining(points[i - 1]):
            points[i - 1], points[i] = points[i], points[i - 1]
            i -= 1  # noqa: PLW2901 insertion sort
    done: list[int] = []
    starter, last = None, 0
    for point in points:
        own = combining(point)
        if starter is not None:
            blocked = len(done) - 1 > starter and (last >= own or last == 0)
            composed = None if blocked else joined(done[starter], point)
            if composed is not None:
                done[starter] = composed
                continue
        if own == 0:
            starter = len(done)
        last = own
        done.append(point)
    return "".join(map(chr, done))


known = st.characters(codec="utf-8").filter(lambda letter: not is_unassigned(letter))
telling = st.sampled_from([chr(point) for point in rows()] + ["\u1100", "\u1161", "\u11a8", "a"])


@given(st.text(st.one_of(known, telling), max_size=8))
def test_form_c_of_the_published_list_is_that_of_any_newer_library(text: str) -> None:
    assert form_c(text) == unicode_normal_form(text) == unicodedata.normalize("NFC", text)


# Every code point where laws have many examples; otherwise those listed, and some of the rest.
STEP = 1 if settings.default.max_examples >= 60 else 13


@pytest.mark.long
def test_every_code_point_has_the_form_that_the_list_gives_it() -> None:
    for point in {*rows(), *range(0, 0x110000, STEP)}:
        letter = chr(point)
        if not 0xD800 <= point <= 0xDFFF and not is_unassigned(letter):
            assert form_c(letter) == unicode_normal_form(letter)


@pytest.mark.parametrize("text", ["\u0315\u1dfa", "\U000105d2\u0307", "e\U0001e290\u0301"])
def test_what_was_assigned_later_joins_and_moves_nothing(text: str) -> None:
    assert unicode_normal_form(text) == text == form_c(text)


@for_each_row(
    ("letter", "hidden", "unassigned", "other"),
    [
        ("\u30fc", False, False, True),
        ("\u0640", False, False, True),
        ("\u00b5", False, False, False),
        ("\u02bb", False, False, False),
        ("\U0001e290", False, True, False),
        ("\ufdef", True, False, False),
        ("\ufdcf", False, True, False),
        ("\U0010fffd", False, True, False),
        ("\U0010ffff", True, False, False),
        ("\u00ad", True, False, False),
        ("\u200c", False, False, False),
        ("\u061d", False, True, False),
        (" ", False, False, False),
        ("a", False, False, False),
        ("\u0430", False, False, True),
    ],
)
def test_a_code_point_is_in_its_list(
    letter: str, *, hidden: bool, unassigned: bool, other: bool
) -> None:
    assert (is_hidden(letter), is_unassigned(letter), is_other_letter(letter)) == (
        hidden,
        unassigned,
        other,
    )
