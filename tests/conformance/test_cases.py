"""The conformance cases against this implementation, and against themselves."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from importlib import import_module
from pkgutil import iter_modules

import definitions
import jsonschema_rs
import pytest

from conformance.validator_cases import (
    ALL,
    CASES,
    EVERY,
    ROOT,
    SUBJECTS,
    TESTED,
    TOGETHER,
    answers,
    cases_of,
    contents,
    named,
    places,
    wrong,
)
from rows import for_each_row

ONLY_IN_JSON = frozenset({"AEO-SYN-02"})
ONLY_IN_XML = frozenset({"AEO-HOS-01", *(f"AEO-SYN-{number:02}" for number in range(6, 11))})
ONLY_IN_TABLES = frozenset({f"AEO-SYN-{number}" for number in range(12, 16)})
AREAS = sorted(path.name for path in CASES.iterdir())


def defined_in(name: str) -> str:
    """Return the module that defines a case, for who must change it."""
    for row in iter_modules(definitions.__path__):
        module = import_module(f"{definitions.__name__}.{row.name}")
        if any(case.id == name for case in getattr(module, "CASES", ())):
            return f"tools/cases/definitions/{row.name}.py"
    return "no module"


def _paths(case: dict) -> list[str]:
    return [document["path"] for document in case["inputs"]]


@for_each_row("area", AREAS)
def test_every_case_keeps_to_the_schema_of_cases(area: str) -> None:
    schema = json.loads((ROOT / "conformance" / "schema" / "case.schema.json").read_bytes())
    valid = jsonschema_rs.Draft202012Validator(schema)
    cases = {
        path.parent.name: json.loads(path.read_bytes())
        for path in CASES.glob(f"{area}/*/case.json")
    }
    assert cases
    misses = [
        f"{name}: {miss.message}" for name in cases for miss in valid.iter_errors(cases[name])
    ]
    assert not misses, "\n".join(misses)


def test_who_must_change_a_case_is_told_where_it_is_defined() -> None:
    assert defined_in("FAR-ISSUEDAT.p01") == "tools/cases/definitions/far.py"
    assert defined_in("AEO-LIF-06.n01") == "tools/cases/definitions/lif.py"
    assert defined_in("FAR-NOTHING.p01") == "no module"


def test_every_case_carries_the_name_of_its_folder() -> None:
    assert {name: case["id"] for name, case in EVERY.items()} == {name: name for name in EVERY}


@pytest.mark.parametrize("about", SUBJECTS)
def test_the_cases_are_answered_as_they_expect_in_every_syntax(about: str) -> None:
    """And alike in each, with what a case lets be said but does not expect."""
    misses = {name: wrong(name, answers(name)) for name in cases_of(about)}
    told = [
        f"{miss} (the case is of {defined_in(name)})"
        for name, missed in misses.items()
        for miss in missed
    ]
    assert not told, "\n".join(told)
    differing = []
    for name, case in cases_of(about).items():
        answered = {
            content: (verdict, places(case, findings, []))
            for content, (verdict, findings) in answers(name).items()
        }
        first = next(iter(answered.values()))
        if any(answer != first for answer in answered.values()):
            differing.append(f"{name}: {answered}")
    assert not differing, "\n".join(differing)


def _xpath_expected(about: str) -> list[str]:
    return [
        name
        for name, case in cases_of(about).items()
        if any("xpath" in finding for finding in case["expect"]["findings"])
    ]


@pytest.mark.parametrize("about", [subject for subject in SUBJECTS if _xpath_expected(subject)])
def test_a_finding_in_xml_carries_the_xpath_that_the_case_expects(about: str) -> None:
    misses = []
    for name in _xpath_expected(about):
        case = ALL[name]
        wanted = {
            (finding.get("record"), finding["code"], finding["path"]): finding["xpath"]
            for finding in case["expect"]["findings"]
            if "xpath" in finding
        }
        _, findings = answers(name)["input.xml"]
        got = {
            (
                place if case["operation"] == TOGETHER else None,
                finding.code,
                finding.path,
            ): finding.xpath
            for place, finding in findings
        }
        misses += [
            f"{name} {place}: {got.get(place)}, not {xpath}"
            for place, xpath in wanted.items()
            if got.get(place) != xpath
        ]
    assert not misses, "\n".join(misses)


@for_each_row("code", TESTED)
def test_a_rule_has_a_case_that_passes_and_two_that_fail_in_each_syntax(code: str) -> None:
    for syntax, elsewhere in (
        ("json", ONLY_IN_XML | ONLY_IN_TABLES),
        ("xml", ONLY_IN_JSON | ONLY_IN_TABLES),
        ("csv", frozenset(TESTED) - {"AEO-SYN-12", "AEO-SYN-13"}),
        ("xlsx", frozenset(TESTED) - ONLY_IN_TABLES),
    ):
        kinds = Counter(
            name.split(".")[1][0]
            for name, case in cases_of(code).items()
            if f"input.{syntax}" in _paths(case)
        )
        least = (0, 0) if code in elsewhere else (1, 2)
        is_enough = kinds["p"] >= least[0] and kinds["n"] >= least[1]
        assert is_enough, (
            f"{code} has {kinds['p']} passing and {kinds['n']} failing cases in {syntax}, and needs"
            f" {least[0]} and {least[1]}: CASES of tools/cases/definitions, then make cases"
        )


def test_a_case_says_why_a_syntax_is_missing() -> None:
    unsaid = [
        f"{name}: {syntax}"
        for name, case in ALL.items()
        for syntax, path in (("JSON", "json"), ("XML", "input.xml"))
        if not any(path in document for document in _paths(case)) and syntax not in case["why"]
    ]
    assert not unsaid, "\n".join(unsaid)


@for_each_row("code", TESTED)
def test_a_failing_case_expects_its_own_rule_and_a_passing_one_nothing(code: str) -> None:
    for name in cases_of(code):
        if ".n" in name:
            assert code in named(name), name
        else:
            assert named(name) == set(), name


def test_no_two_failing_cases_of_a_rule_have_one_input() -> None:
    inputs = Counter(
        (case["id"].split(".")[0], content.name, content.held, case["at"])
        for name, case in ALL.items()
        if ".n" in name
        for content in contents(name)
        if content.held
    )
    assert [key[0] for key, times in inputs.items() if times > 1] == []


@pytest.mark.long
def test_the_cases_on_disk_are_those_of_the_definitions() -> None:
    tool = ROOT / "tools" / "cases" / "write_cases.py"
    ran = subprocess.run(
        [sys.executable, str(tool), "--check"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
