"""The parts that a rule is about skip it only where it has nothing to say."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from msgspec import UNSET

from aeo_exchange.formats import Content, Limits
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.reading import read_contents
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.resources import published
from aeo_exchange.rules import Context, Subject, all_rules, breaches_of
from aeo_exchange.rules.parts import Part
from strategies import records

CONTEXT = Context(at="2026-11-01T00:00:00Z", reference=ReferenceData())
CHECKS = [(rule.code, rule.check, rule.about) for rule in all_rules().values() if rule.check]


def asked_of_all(record: AeoRecord) -> list[tuple[str, str]]:
    """Return what every rule says of a record, whatever it is about."""
    return [(code, breach.path) for code, check, _ in CHECKS for breach in check(record, CONTEXT)]


def asked(several: Iterable[AeoRecord]) -> list[list[tuple[str, str]]]:
    """Return what the rules say that are asked of each record."""
    subjects = [Subject(record) for record in several]
    answers = breaches_of(subjects, CONTEXT)
    return [[(rule.code, breach.path) for rule, breach in answer] for answer in answers]


@cache
def records_of_cases() -> tuple[AeoRecord, ...]:
    """Return the record of each case of the suite that has one."""
    files = sorted(Path(published("conformance/cases")).rglob("input*.json"))
    contents = (Content(name=file.name, path=file) for file in files)
    readings = read_contents(contents, Limits())
    return tuple(reading.record for reading in readings if reading.record is not None)


@given(records())
def test_no_rule_is_skipped_that_speaks_of_a_generated_record(record: AeoRecord) -> None:
    assert asked([record]) == [asked_of_all(record)]


def test_no_rule_is_skipped_that_speaks_of_a_case_and_each_one_speaks() -> None:
    cases = records_of_cases()
    of_all = [asked_of_all(record) for record in cases]
    assert asked(cases) == of_all
    heard = {code for told in of_all for code, _ in told}
    assert {code for code, _, about in CHECKS if about} <= heard, "the law proves nothing of these"


def test_a_rule_that_is_about_too_much_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no record its view: the law must fail for the rules about views."""
    monkeypatch.setattr("aeo_exchange.rules.parts_present", lambda _record, _text: ~Part.VIEW)
    viewed = [record for record in records_of_cases() if record.view is not UNSET]
    assert asked(viewed) != [asked_of_all(record) for record in viewed]
