"""The parts that a rule is about skip it only where it has nothing to say."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest
from hypothesis import given
from msgspec import UNSET

from aeo_exchange.formats import Content, Limits
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.reading import read_contents
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.resources import published
from aeo_exchange.rules import Context, Rule, Subject, all_rules, breaches_of
from aeo_exchange.rules.parts import Part
from aeo_exchange.rules.rule import Breach
from strategies import records

CONTEXT = Context(at="2026-11-01T00:00:00Z", reference=ReferenceData())
CHECKED = [rule for rule in all_rules().values() if rule.check]

Told = list[tuple[str, Breach]]


def asked_of_all(record: AeoRecord) -> Told:
    """Return what every rule says of a record, whatever it is about."""
    return told(
        [(rule, breach) for rule in CHECKED if rule.check for breach in rule.check(record, CONTEXT)]
    )


def asked(record: AeoRecord) -> Told:
    """Return what the rules say that are asked of a record, its text at hand or not."""
    alone, with_text = (
        told(breaches_of([subject], CONTEXT)[0])
        for subject in (Subject(record), Subject(record, msgspec.json.encode(record)))
    )
    assert alone == with_text
    return alone


def told(broken: list[tuple[Rule, Breach]]) -> Told:
    """Return breaches that compare: the advice may be a function that was made anew."""
    return [(rule.code, breach._replace(hint="")) for rule, breach in broken]


def skipped(record: AeoRecord) -> list[str]:
    """Return the codes of rules that speak of a record, and whose parts it is said to lack."""
    said, wanted = asked(record), asked_of_all(record)
    if said == wanted:
        return []
    return [code for code, breach in wanted if (code, breach) not in said] or ["others, or twice"]


@cache
def records_of_cases() -> tuple[AeoRecord, ...]:
    """Return every record that a case in JSON holds, right or wrong."""
    files = sorted(published("conformance/cases").rglob("input*.json"))
    contents = (Content(name=file.name, path=file) for file in files)
    readings = read_contents(contents, Limits())
    return tuple(reading.record for reading in readings if reading.record is not None)


@given(records())
def test_no_rule_is_skipped_that_speaks_of_a_generated_record(record: AeoRecord) -> None:
    assert skipped(record) == []


@pytest.mark.parametrize("step", [16, 1])
def test_no_rule_is_skipped_that_speaks_of_a_record_of_the_cases(step: int) -> None:
    cases = records_of_cases()[::step]
    assert len(cases) > 100
    assert {code for record in cases for code in skipped(record)} == set(), "see their `about`"


def test_each_rule_that_may_be_skipped_speaks_of_some_record_of_the_cases() -> None:
    answers = breaches_of([Subject(record) for record in records_of_cases()], CONTEXT)
    heard = {rule.code for answer in answers for rule, _ in answer}
    unheard = {rule.code for rule in CHECKED if rule.about} - heard
    assert unheard == set(), (
        f"each needs a case whose record breaks it at {CONTEXT.at}: one without an `at` of its own"
    )


def test_a_rule_that_is_about_too_much_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no record its view: the law must fail for the rules about views."""
    monkeypatch.setattr("aeo_exchange.rules.parts_present", lambda _record, _text: ~Part.VIEW)
    viewed = [record for record in records_of_cases() if record.view is not UNSET]
    heard = {code for record in viewed for code in skipped(record)}
    assert "AEO-SHR-06" in heard
