"""What a verifier says in words: something of every check and of every rule."""

from __future__ import annotations

import re

from aeo_exchange.rules import Station, all_rules
from aeo_exchange.trust.answer import CheckName, CheckResult, Outcome
from aeo_exchange.trust.words import ASKS, REFUSALS, UNDECIDED, Refusal
from rows import for_each_row

CODES = sorted(code for code, rule in all_rules().items() if rule.station is Station.VERIFIER)


def test_every_rule_of_a_verifier_has_words_and_a_next_step() -> None:
    assert sorted(REFUSALS) == CODES


def test_every_check_asks_something_in_the_order_of_answers() -> None:
    assert list(ASKS) == [str(name) for name in CheckName]
    assert all(question.endswith("?") for question in ASKS.values())


@for_each_row("refusal", [*REFUSALS.values(), *UNDECIDED.values()])
def test_words_are_one_short_sentence_and_the_next_step_is_some(refusal: Refusal) -> None:
    words, hint = refusal
    assert re.fullmatch(r"[A-Z][^.]*\.", words)
    assert len(words) <= 80
    assert re.fullmatch(r"[A-Z].*\.", hint)


def test_a_refusal_says_them_and_what_passed_does_not() -> None:
    refused = CheckResult(name=CheckName.STATUS, outcome=Outcome.FAIL, code="AEO-STA-08")
    assert (refused.words, refused.hint) == REFUSALS["AEO-STA-08"]
    passed = CheckResult(name=CheckName.STATUS, outcome=Outcome.PASS)
    assert not passed.words
    assert not passed.hint


@for_each_row("code", sorted(UNDECIDED))
def test_what_is_undetermined_is_said_in_other_words_than_a_refusal(code: str) -> None:
    said = {
        outcome: CheckResult(name=CheckName.TIN, outcome=outcome, code=code)
        for outcome in (Outcome.FAIL, Outcome.UNDETERMINED)
    }
    assert (said[Outcome.FAIL].words, said[Outcome.FAIL].hint) == REFUSALS[code]
    undetermined = said[Outcome.UNDETERMINED]
    assert (undetermined.words, undetermined.hint) == UNDECIDED[code]
    assert undetermined.words != said[Outcome.FAIL].words


def test_no_refusal_says_that_nobody_can_tell() -> None:
    assert not [code for code, refusal in REFUSALS.items() if "nobody can tell" in refusal.words]


def test_a_code_that_is_no_rule_has_no_words() -> None:
    unread = CheckResult(name=CheckName.FORMAT, outcome=Outcome.UNDETERMINED, code="AEO-SYN-00")
    assert not unread.words
