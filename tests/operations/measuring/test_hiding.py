"""What is hidden cannot be worked out from what is shown."""

from __future__ import annotations

import random
from itertools import product

import pytest

from aeo_exchange.operations.measuring.hiding import hidden_counts
from worked_out import told_by_sums

Cell = tuple[str, str]


def table(rows: list[list[int]]) -> tuple[dict[Cell, int], list[list[Cell]]]:
    """A table with its totals, `*`, and which cells add up to which."""
    names, columns = [str(place) for place in range(len(rows))], list("abcdef"[: len(rows[0])])
    counts = {
        (name, column): rows[place][other]
        for place, name in enumerate(names)
        for other, column in enumerate(columns)
    }
    for name in names:
        counts[name, "*"] = sum(counts[name, column] for column in columns)
    for column in (*columns, "*"):
        counts["*", column] = sum(counts[name, column] for name in names)
    sums = [[(name, column) for column in (*columns, "*")] for name in (*names, "*")]
    sums += [[(name, column) for name in (*names, "*")] for column in (*columns, "*")]
    return counts, sums


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    counts, sums = table([[10, 20], [0, 5]])
    assert hidden_counts(counts, sums, 5) == frozenset()


@pytest.mark.parametrize(("count", "is_hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_count_is_small_from_one_to_below_the_least(count, is_hidden) -> None:
    assert (("one",) in hidden_counts({("one",): count}, [], 5)) == is_hidden


def test_one_hidden_count_has_others_hidden_with_it_in_its_row_and_its_column() -> None:
    counts, sums = table([[3, 20, 30], [40, 50, 60], [70, 80, 90]])
    hidden = hidden_counts(counts, sums, 5)
    assert hidden == {("0", "a"), ("0", "b"), ("1", "a"), ("1", "b")}


def test_two_small_counts_that_their_sum_tells_have_a_third_hidden_with_them() -> None:
    counts, sums = table([[1, 1, 30], [40, 50, 60]])
    assert {("0", "a"), ("0", "b"), ("0", "c")} <= hidden_counts(counts, sums, 5)


def test_a_total_that_two_tables_share_is_hidden_in_both() -> None:
    counts = {"total": 4, "left": 4, "right": 4, "nothing": 0}
    hidden = hidden_counts(counts, [["left", "total"], ["right", "nothing", "total"]], 5)
    assert {"total", "left", "right"} <= hidden


def test_a_least_of_one_hides_nothing() -> None:
    counts, sums = table([[1, 2], [3, 4]])
    assert hidden_counts(counts, sums, 1) == frozenset()


def other_readings(
    counts: dict[Cell, int], sums: list[list[Cell]], hidden: frozenset[Cell], most: int
) -> dict[Cell, set[int]]:
    """Every value that each hidden cell has in some table that looks the same."""
    cells = sorted(hidden)
    values: dict[Cell, set[int]] = {cell: set() for cell in cells}
    for tried in product(range(most), repeat=len(cells)):
        reading = counts | dict(zip(cells, tried, strict=True))
        if all(sum(reading[cell] for cell in of[:-1]) == reading[of[-1]] for of in sums):
            for cell in cells:
                values[cell].add(reading[cell])
    return values


def test_every_hidden_count_has_several_readings_in_tables_of_chance() -> None:
    chance, seen = random.Random(15), 0  # noqa: S311 no secret
    while seen < 3:
        counts, sums = table([[chance.choice((1, 4, 5, 6, 7, 8)) for _ in "ab"] for _ in "ab"])
        hidden = hidden_counts(counts, sums, 3)
        if not hidden or any("*" in cell for cell in hidden):
            continue
        seen += 1
        values = other_readings(counts, sums, hidden, 10)
        assert all(len(some) > 1 for some in values.values()), (counts, hidden)


def test_no_sums_together_tell_a_hidden_count() -> None:
    chance = random.Random(60)  # noqa: S311 no secret
    for _ in range(40):
        counts, sums = table([[chance.choice((0, 1, 4, 9, 30)) for _ in "abcd"] for _ in "abcd"])
        hidden = hidden_counts(counts, sums, 5)
        assert {cell for cell, count in counts.items() if 0 < count < 5} <= hidden
        assert told_by_sums(sums, hidden) == set(), counts


def test_a_count_that_joins_two_hidden_blocks_would_be_told() -> None:
    """No line has a lone hidden cell, and the cell between the blocks is told all the same."""
    blocks = [
        (row, column)
        for part in ("01", "23")
        for row in part
        for column in "abcd"[int(part[0]) :][:2]
    ]
    joined = frozenset([*blocks, ("1", "c")])
    _, sums = table([[9] * 4] * 4)
    assert told_by_sums(sums, joined) == {("1", "c")}
    counts, sums = table([[6, 6, 90, 90], [6, 6, 1, 90], [90, 90, 6, 6], [90, 90, 6, 6]])
    hidden = hidden_counts(counts, sums, 5)
    assert told_by_sums(sums, hidden) == set()
