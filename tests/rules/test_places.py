"""Where the findings of a rule stand: at the items that its `at` names, as docs/rules.md prints."""

from __future__ import annotations

import re
from collections import Counter

from aeo_exchange.model.shape import Group, record_shape
from aeo_exchange.report import Finding
from aeo_exchange.rules import Rule, Station, all_rules
from conformance.validator_cases import cases_of, first_answer
from rows import for_each_row

PLACED = {
    code: rule
    for code, rule in all_rules().items()
    if rule.station in {Station.RECORD, Station.SET}
}
AGREED = Station.PARTNER_PROFILE


def _fits(path: str, rule: Rule) -> bool:
    return any(re.fullmatch(_pattern(place), path) for place in rule.at.split())


def _pattern(place: str) -> str:
    steps = {"**": ".+", "*": "[0-9]+"}
    return "/".join(steps.get(step, re.escape(step)) for step in place.split("/"))


def _findings(code: str) -> list[tuple[str, int, Finding]]:
    """Return what is found in the failing cases of a rule, with the case and the record.

    In their first inputs: conformance/test_cases.py asks that the others have the same places.
    """
    return [
        (name, place, finding)
        for name in cases_of(code)
        if ".n" in name
        for place, finding in first_answer(name)[1]
    ]


@for_each_row("code", PLACED)
def test_a_rule_on_records_or_sets_says_where_its_findings_stand(code: str) -> None:
    assert PLACED[code].at


def test_no_other_rule_does_but_those_of_a_partner_profile() -> None:
    agreed = {code for code, rule in all_rules().items() if rule.station is AGREED}
    assert all(all_rules()[code].at for code in agreed)
    placed = {code: rule.at for code, rule in all_rules().items() if rule.at}
    assert {code: at for code, at in placed.items() if code not in agreed} == {
        code: rule.at for code, rule in PLACED.items()
    }


@for_each_row("code", PLACED)
def test_each_place_of_a_rule_is_an_item_of_the_record(code: str) -> None:
    for place in PLACED[code].at.split():
        if place == "/**":
            continue
        kind: object = record_shape()
        is_list = False
        for step in place.split("/")[1:]:
            if step == "*" or step.isdecimal():
                assert is_list, place
                is_list = False
                continue
            assert isinstance(kind, Group), place
            assert not is_list, place
            kind, is_list = kind.by_name[step].kind, kind.by_name[step].is_list


@for_each_row("code", PLACED)
def test_every_finding_of_a_failing_case_stands_where_its_rule_says(code: str) -> None:
    placed = [(case, finding) for case, _, finding in _findings(code) if finding.code in PLACED]
    assert {finding.code for _, finding in placed} >= {code}
    assert [
        (case, finding.code, finding.path)
        for case, finding in placed
        if not _fits(finding.path, PLACED[finding.code])
    ] == []


@for_each_row(
    "code", [code for code, rule in all_rules().items() if rule.station is not Station.VERIFIER]
)
def test_at_one_path_of_a_record_a_code_is_given_once(code: str) -> None:
    given = Counter(
        (case, record, finding.code, finding.path) for case, record, finding in _findings(code)
    )
    assert [key for key, times in given.items() if times > 1] == []
