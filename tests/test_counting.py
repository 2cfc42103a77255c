"""A number has the noun that fits it."""

from __future__ import annotations

import pytest

from aeo_exchange.counting import how_many


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0 records"), (1, "1 record"), (2, "2 records"), (1024, "1,024 records")],
)
def test_a_noun_has_an_s_but_for_one(count, told):
    assert how_many(count, "record") == told


@pytest.mark.parametrize(("count", "told"), [(1, "1 entry"), (2, "2 entries"), (0, "0 entries")])
def test_a_plural_that_is_no_s_is_given(count, told):
    assert how_many(count, "entry", "entries") == told


@pytest.mark.parametrize(("count", "told"), [(1.0, "1 second"), (0.5, "0.5 seconds")])
def test_a_part_of_one_is_plural(count, told):
    assert how_many(count, "second") == told
