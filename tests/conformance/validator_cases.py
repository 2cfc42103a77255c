"""The cases of validators, and what this implementation answers about them.

An answer is worked out once in each process, since several laws ask for it. Tests go by subject
(a rule, or an item that goes far), and tell every case of it that fails.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

from aeo_exchange.formats import Content, Limits
from aeo_exchange.operations.reading import read
from aeo_exchange.operations.validate import judged_readings, numbered
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Finding, Verdict, worst
from aeo_exchange.rules import Context, RecordSet, Station, all_rules

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "conformance" / "cases"
REFERENCE = ReferenceData()
TOGETHER = "validate-together"
NOTHING: frozenset[str] = frozenset()
# What cannot be opened cannot be a file of the suite.
NOT_A_FILE = "AEO-SYN-00"
TESTED = {
    code: rule
    for code, rule in sorted(all_rules().items())
    if code != NOT_A_FILE and rule.station is not Station.VERIFIER
}

Found = list[tuple[int, Finding]]  # each finding with the place of its record
Answer = tuple[Verdict, Found]


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


def subject(name: str) -> str:
    """Return what a case is about: AEO-COD-01 of AEO-COD-01.n02."""
    return name.partition(".")[0]


SUBJECTS = sorted({subject(name) for name in ALL})


def cases_of(about: str) -> dict[str, dict]:
    return {name: case for name, case in ALL.items() if subject(name) == about}


@cache
def answers(name: str) -> dict[str, Answer]:
    """Return the answer about each input of a case, by the name of the input."""
    return answers_without(name, NOTHING)


def answers_without(name: str, without: frozenset[str]) -> dict[str, Answer]:
    return {each.name: _answer(ALL[name], each, without) for each in ALL[name]["contents"]}


def _answer(case: dict, content: Content, without: frozenset[str]) -> Answer:
    """Return the verdict over all records, and the findings with the place of their record."""
    context = Context(at=case["at"], reference=REFERENCE, without=without)
    seen = RecordSet() if case["operation"] == TOGETHER else None
    reports = numbered(judged_readings(read(content, Limits()), context, seen))
    return worst({each.verdict for _, each in reports}), [
        (number, finding) for number, report in reports for finding in report.findings
    ]


def places(case: dict, found: Found, allowed: list[str]) -> Counter[tuple]:
    """Count findings by record, code, severity and path; the record counts where it is asked."""
    return Counter(
        (place if case["operation"] == TOGETHER else None, each.code, str(each.severity), each.path)
        for place, each in found
        if each.code not in allowed
    )


def named(name: str) -> set[str]:
    """Return the codes of the findings that a case expects."""
    return {each["code"] for each in ALL[name]["expect"]["findings"]}


@cache
def told(name: str) -> frozenset[str]:
    """Return the codes of all that is said about any input of a case, expected or not."""
    return frozenset(each.code for _, found in answers(name).values() for _, each in found)


def wrong(name: str, answered: dict[str, Answer]) -> list[str]:
    """Return how the answers about the inputs of a case differ from what it expects."""
    return [
        f"{name} {content}: {difference}"
        for content, (verdict, found) in answered.items()
        for difference in _differences(ALL[name], verdict, found)
    ]


def _differences(case: dict, verdict: Verdict, found: Found) -> list[str]:
    expect = case["expect"]
    wanted = Counter(
        (each.get("record"), each["code"], each["severity"], each["path"])
        for each in expect["findings"]
    )
    got = places(case, found, expect["allow"])
    return [
        *([f"verdict {verdict}"] if verdict != expect["verdict"] else []),
        *(f"missing {each}" for each in (wanted - got)),
        *(f"unexpected {each}" for each in (got - wanted)),
        *(f"forbidden {each.code}" for _, each in found if each.code in expect["forbid"]),
    ]
