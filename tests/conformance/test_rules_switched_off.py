"""Each rule has cases that need it, and no case needs a rule that it does not name.

The rules that say nothing about a case are switched off for it in one go, which must change
nothing. So a rule need only be switched off alone where it speaks; but those over a set share
what they remember, and are switched off alone for every set.
"""

from __future__ import annotations

import pytest

from aeo_exchange.rules import Station
from conformance.validator_cases import (
    ALL,
    SUBJECTS,
    TESTED,
    TOGETHER,
    answers,
    answers_without,
    cases_of,
    named,
    subject,
    told,
    wrong,
)


@pytest.mark.parametrize("about", SUBJECTS)
def test_the_rules_that_say_nothing_about_a_case_change_nothing_when_all_are_off(
    about: str,
) -> None:
    changed = [
        f"{name}: {answer}, not {answers(name)}"
        for name in cases_of(about)
        if (answer := answers_without(name, frozenset(TESTED) - told(name))) != answers(name)
    ]
    assert not changed, "\n".join(changed)


def _asked(code: str) -> list[str]:
    """Return the cases that a rule could change: where it speaks, and all sets for a set rule."""
    over_sets = TESTED[code].station is Station.SET
    return [
        name
        for name, case in ALL.items()
        if code in told(name) or (over_sets and case["operation"] == TOGETHER)
    ]


@pytest.mark.parametrize("code", TESTED)
def test_a_rule_switched_off_turns_one_of_its_own_cases_red_and_none_that_does_not_name_it(
    code: str,
) -> None:
    off = frozenset({code})
    red = [
        name
        for name in _asked(code)
        if wrong(name, answers_without(name, off)) and not wrong(name, answers(name))
    ]
    assert [name for name in red if subject(name) == code], "no case needs the rule"
    assert [name for name in red if code not in named(name)] == []
