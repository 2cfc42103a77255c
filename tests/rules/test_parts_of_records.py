"""A rule that is not asked about a record, for want of its part, finds nothing in it."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest
from hypothesis import given

from aeo_exchange.formats import Content, Limits
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.reading import read
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.resources import published
from aeo_exchange.rules import Context, Rule, Subject, all_rules, breaches_of
from aeo_exchange.rules.rule import Breach
from strategies import records

CONTEXT = Context(at="2026-11-01T00:00:00Z", reference=ReferenceData())
CHECKED = [rule for rule in all_rules().values() if rule.check]
ABOUT = {rule.code for rule in CHECKED if rule.about}
FILES = sorted(published("conformance/cases").rglob("input*.json"))


@cache
def records_of_cases() -> tuple[AeoRecord, ...]:
    """Return every record that a case in JSON holds, right or wrong."""
    contents = [Content(name=path.name, path=path) for path in FILES]
    readings = [reading for each in contents for reading in read(each, Limits())]
    return tuple(reading.record for reading in readings if reading.record is not None)


def told(record: AeoRecord) -> list[tuple[str, Breach]]:
    """Return what the rules find that are asked about the parts a record has."""
    encoded = msgspec.json.encode(record)
    (with_text,) = breaches_of([Subject(record, encoded)], CONTEXT)
    (without,) = breaches_of([Subject(record)], CONTEXT)
    assert _shown(with_text) == _shown(without)
    return _shown(with_text)


def all_told(record: AeoRecord) -> list[tuple[str, Breach]]:
    """Return what all rules find, each asked about every record."""
    return _shown(
        [(rule, breach) for rule in CHECKED if rule.check for breach in rule.check(record, CONTEXT)]
    )


def _shown(broken: list[tuple[Rule, Breach]]) -> list[tuple[str, Breach]]:
    """Return breaches that compare: the advice may be a function that was made anew."""
    return [(rule.code, breach._replace(hint="")) for rule, breach in broken]


@pytest.mark.parametrize("step", [4, 1])
def test_every_record_of_the_cases_breaks_the_same_rules_whichever_are_asked(step: int) -> None:
    asked = records_of_cases()[::step]
    assert len(asked) > 200
    assert [record for record in asked if told(record) != all_told(record)] == []


def test_each_rule_about_a_part_is_broken_by_some_record_of_the_cases() -> None:
    broken = {code for record in records_of_cases() for code, _ in told(record)}
    assert broken >= ABOUT


@given(records())
def test_any_record_breaks_the_same_rules_whichever_are_asked(record: AeoRecord) -> None:
    assert told(record) == all_told(record)
