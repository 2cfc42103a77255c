"""The score that a run prints, by package and of all."""

from __future__ import annotations

from run import MutantFate, scores, table


def _fates(*states: str) -> list[MutantFate]:
    return [MutantFate("toy.py", 1, "a -> b", state, "") for state in states]


def test_the_score_counts_what_no_case_reaches_apart():
    assert scores(_fates("caught", "survived", "caught", "unreached")) == (2, 3, 1)


def test_the_score_of_nothing_is_nothing():
    assert scores([]) == (0, 0, 0)


def test_the_table_has_a_row_for_each_package_in_their_order_and_one_for_all():
    fates = {"trust": _fates("caught", "survived"), "rules": _fates("caught", "unreached")}
    assert list(table(fates))[2:] == [
        "| trust | 1 | 2 | 0 |",
        "| rules | 1 | 1 | 1 |",
        "| all | 2 | 3 | 1 |",
    ]
