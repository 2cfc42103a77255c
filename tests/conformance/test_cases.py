"""The conformance cases against this implementation, and against themselves."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from aeo_exchange.formats import Content, Limits
from aeo_exchange.operations.validate import validate
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Finding, Verdict, worst
from aeo_exchange.rules import Context, Station, all_rules

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "conformance" / "cases"
# What cannot be opened cannot be a file of the suite.
NOT_A_FILE = "AEO-SYN-00"
REFERENCE = ReferenceData()


def _case(folder: Path) -> dict:
    case = json.loads((folder / "case.json").read_bytes())
    case["contents"] = [
        Content(name=each["path"], held=(folder / each["path"]).read_bytes())
        for each in case["inputs"]
    ]
    return case


EVERY = {path.parent.name: _case(path.parent) for path in sorted(CASES.glob("*/*/case.json"))}
# The cases of validators; those of verifiers and converters have their own tests.
ALL = {name: case for name, case in EVERY.items() if case["operation"].startswith("validate")}
ONLY_IN_JSON = frozenset({"AEO-SYN-02"})
ONLY_IN_XML = frozenset({"AEO-HOS-01", *(f"AEO-SYN-{number:02}" for number in range(6, 11))})
TESTED = sorted(
    code
    for code, rule in all_rules().items()
    if code != NOT_A_FILE and rule.station is not Station.VERIFIER
)


TOGETHER = "validate-together"


def _answer(
    case: dict, content: Content, without: frozenset[str] = frozenset()
) -> tuple[Verdict, list[tuple[int, Finding]]]:
    """Return the verdict over all records, and the findings with the place of their record."""
    context = Context(at=case["at"], reference=REFERENCE, without=without)
    together = case["operation"] == TOGETHER
    reports = list(validate([content], context, Limits(), together=together))
    return worst({each.verdict for each in reports}), [
        (place, finding) for place, report in enumerate(reports) for finding in report.findings
    ]


def _places(case: dict, found: list[tuple[int, Finding]], allowed: list[str]) -> Counter[tuple]:
    """Count findings by record, code, severity and path; the record counts where it is asked."""
    return Counter(
        (place if case["operation"] == TOGETHER else None, each.code, str(each.severity), each.path)
        for place, each in found
        if each.code not in allowed
    )


def _wrong(case: dict, without: frozenset[str] = frozenset()) -> list[str]:
    """Return how the answers about each input differ from what the case expects."""
    return [
        f"{content.name}: {difference}"
        for content in case["contents"]
        for difference in _differences(case, *_answer(case, content, without))
    ]


def _differences(case: dict, verdict: Verdict, found: list[tuple[int, Finding]]) -> list[str]:
    expect = case["expect"]
    wanted = Counter(
        (each.get("record"), each["code"], each["severity"], each["path"])
        for each in expect["findings"]
    )
    got = _places(case, found, expect["allow"])
    return [
        *([f"verdict {verdict}"] if verdict != expect["verdict"] else []),
        *(f"missing {each}" for each in (wanted - got)),
        *(f"unexpected {each}" for each in (got - wanted)),
        *(f"forbidden {each.code}" for _, each in found if each.code in expect["forbid"]),
    ]


@cache
def _red_cases_without(code: str) -> frozenset[str]:
    return (
        frozenset(name for name, case in ALL.items() if _wrong(case, frozenset({code})))
        - _red_cases()
    )


@cache
def _red_cases() -> frozenset[str]:
    return frozenset(name for name, case in ALL.items() if _wrong(case))


def _paths(case: dict) -> list[str]:
    return [each["path"] for each in case["inputs"]]


def _named(case: dict) -> set[str]:
    return {each["code"] for each in case["expect"]["findings"]}


@pytest.mark.parametrize("name", EVERY)
def test_every_case_keeps_to_the_schema_of_cases(name: str) -> None:
    case = {member: value for member, value in EVERY[name].items() if member != "contents"}
    schema = json.loads((ROOT / "conformance" / "schema" / "case.schema.json").read_bytes())
    jsonschema.Draft202012Validator(schema).validate(case)


def test_every_case_carries_the_name_of_its_folder() -> None:
    assert {name: case["id"] for name, case in EVERY.items()} == {name: name for name in EVERY}


@pytest.mark.parametrize("name", ALL)
def test_a_case_is_answered_as_it_expects_in_every_syntax(name: str) -> None:
    assert _wrong(ALL[name]) == []


@pytest.mark.parametrize("name", [name for name, case in ALL.items() if len(case["inputs"]) > 1])
def test_the_inputs_of_a_case_get_one_answer(name: str) -> None:
    case = ALL[name]
    answers = []
    for content in case["contents"]:
        verdict, found = _answer(case, content)
        answers.append((verdict, _places(case, found, [])))
    assert all(answer == answers[0] for answer in answers), answers


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, case in ALL.items()
        if any("xpath" in each for each in case["expect"]["findings"])
    ],
)
def test_a_finding_in_xml_carries_the_xpath_that_the_case_expects(name: str) -> None:
    case = ALL[name]
    content = next(each for each in case["contents"] if each.name == "input.xml")
    _, found = _answer(case, content)
    wanted = {
        (each.get("record"), each["code"], each["path"]): each["xpath"]
        for each in case["expect"]["findings"]
        if "xpath" in each
    }
    got = {
        (place if case["operation"] == TOGETHER else None, each.code, each.path): each.xpath
        for place, each in found
    }
    assert {place: got.get(place) for place in wanted} == wanted


@pytest.mark.parametrize("code", TESTED)
def test_a_rule_has_a_case_that_passes_and_two_that_fail_in_each_syntax(code: str) -> None:
    for syntax, elsewhere in (("json", ONLY_IN_XML), ("xml", ONLY_IN_JSON)):
        kinds = Counter(
            name.split(".")[1][0]
            for name, case in ALL.items()
            if name.startswith(code) and f"input.{syntax}" in _paths(case)
        )
        least = (0, 0) if code in elsewhere else (1, 2)
        assert kinds["p"] >= least[0], syntax
        assert kinds["n"] >= least[1], syntax


@pytest.mark.parametrize("name", ALL)
def test_a_case_says_why_a_syntax_is_missing(name: str) -> None:
    paths = _paths(ALL[name])
    for syntax, path in (("JSON", "json"), ("XML", "input.xml")):
        assert any(path in each for each in paths) or syntax in ALL[name]["why"], syntax


@pytest.mark.parametrize("code", TESTED)
def test_a_failing_case_expects_its_own_rule_and_a_passing_one_nothing(code: str) -> None:
    for name in (each for each in ALL if each.startswith(code)):
        if ".n" in name:
            assert code in _named(ALL[name]), name
        else:
            assert _named(ALL[name]) == set(), name


@pytest.mark.parametrize("code", TESTED)
def test_a_rule_switched_off_turns_one_of_its_own_cases_red(code: str) -> None:
    assert [name for name in _red_cases_without(code) if name.startswith(code)]


@pytest.mark.parametrize("code", TESTED)
def test_a_rule_switched_off_turns_no_case_red_that_does_not_name_it(code: str) -> None:
    assert [name for name in _red_cases_without(code) if code not in _named(ALL[name])] == []


def test_no_two_failing_cases_of_a_rule_have_one_input() -> None:
    inputs = Counter(
        (case["id"].split(".")[0], content.name, content.held, case["at"])
        for name, case in ALL.items()
        if ".n" in name
        for content in case["contents"]
        if content.held
    )
    assert [key[0] for key, times in inputs.items() if times > 1] == []


def test_the_cases_on_disk_are_those_of_the_definitions() -> None:
    tool = ROOT / "tools" / "cases" / "write_cases.py"
    ran = subprocess.run(
        [sys.executable, str(tool), "--check"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
