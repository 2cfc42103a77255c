"""A test over many rows fails for each row that does, and names it."""

from __future__ import annotations

import inspect

import pytest

from rows import for_each_row


def test_every_row_that_fails_is_told_by_its_name_and_no_other() -> None:
    @for_each_row("number", range(5), ids=lambda number: f"N{number}")
    def is_small(number: int) -> None:
        assert number < 3

    with pytest.raises(
        BaseExceptionGroup, match="2 of 5 rows: in the row N3, in the row N4"
    ) as told:
        is_small()
    assert len(told.value.exceptions) == 2


def test_what_should_have_been_raised_and_was_not_is_a_failure() -> None:
    @for_each_row("number", [1])
    def is_refused(number: int) -> None:
        with pytest.raises(ValueError, match="no"):
            int(number)

    with pytest.raises(BaseExceptionGroup, match="1 of 1 rows"):
        is_refused()


def test_rows_of_several_values_and_fixtures_come_together() -> None:
    met = []

    @for_each_row("one", "ab", ids=["first", "second"])
    @for_each_row(("two", "three"), [(1, 2), (3, 4)])
    def notes(fixture: list[object], one: str, two: int, three: int) -> None:
        fixture.append((one, two, three))

    assert list(inspect.signature(notes).parameters) == ["fixture"]
    notes(fixture=met)
    assert met == [("a", 1, 2), ("a", 3, 4), ("b", 1, 2), ("b", 3, 4)]


def test_without_rows_there_is_no_test() -> None:
    with pytest.raises(AssertionError, match="no row"):
        for_each_row("number", [])
