"""The cases of validators, and what this implementation answers about them.

An answer is worked out once in each process, since several laws ask for it. Tests go by subject
(a rule, or an item that goes far), and tell every case of it that fails.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from aeo_exchange import rules
from aeo_exchange.formats import Content, Limits
from aeo_exchange.operations.reading import read
from aeo_exchange.operations.records.validate import judged_readings, numbered_reports
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Finding, Report, Verdict, verdict_of, worst
from aeo_exchange.rules import Context, RecordSet, Station, all_rules, sets

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "conformance" / "cases"
REFERENCE = ReferenceData()
# Asked of other things than a record alone.
ELSEWHERE = {Station.VERIFIER, Station.RECEIVER, Station.PUBLISHER, Station.PARTNER_PROFILE}
TOGETHER = "validate-together"
NOTHING: frozenset[str] = frozenset()
# What cannot be opened cannot be a file of the suite.
NOT_A_FILE = "AEO-SYN-00"
TESTED = {
    code: rule
    for code, rule in sorted(all_rules().items())
    if code != NOT_A_FILE
    and rule.station
    not in {Station.VERIFIER, Station.RECEIVER, Station.PUBLISHER, Station.PARTNER_PROFILE}
}

PlacedFindings = list[tuple[int, Finding]]  # each finding with the place of its record
Answer = tuple[Verdict, PlacedFindings]


FOLDERS = {path.parent.name: path.parent for path in CASES.glob("*/*/case.json")}
EVERY = {name: json.loads((FOLDERS[name] / "case.json").read_bytes()) for name in sorted(FOLDERS)}
# The cases of validators; those of verifiers and converters have their own tests.
ALL = {name: case for name, case in EVERY.items() if case["operation"] in ("validate", TOGETHER)}


def subject(name: str) -> str:
    """Return what a case is about: AEO-COD-01 of AEO-COD-01.n02."""
    return name.partition(".")[0]


SUBJECTS = sorted({subject(name) for name in ALL})


@cache
def _by_subject() -> dict[str, dict[str, dict]]:
    grouped: dict[str, dict[str, dict]] = {}
    for name, case in ALL.items():
        grouped.setdefault(subject(name), {})[name] = case
    return grouped


def cases_of(about: str) -> dict[str, dict]:
    return _by_subject().get(about, {})


def contents(name: str) -> list[Content]:
    """Return the inputs of a case; they are read when it is asked, and not by every worker."""
    return [
        Content(name=document["path"], held=(FOLDERS[name] / document["path"]).read_bytes())
        for document in EVERY[name]["inputs"]
    ]


@cache
def answers(name: str) -> dict[str, Answer]:
    """Return the answer about each input of a case, by the name of the input."""
    return answers_without(name, NOTHING)


@cache
def first_answer(name: str) -> Answer:
    """Return the answer about the first input of a case; that of the others is held to be alike."""
    first, *_ = contents(name)
    with switched_off(NOTHING):
        return _answer(ALL[name], first, NOTHING)


def answers_without(name: str, without: frozenset[str]) -> dict[str, Answer]:
    with switched_off(without):
        return {content.name: _answer(ALL[name], content, without) for content in contents(name)}


@contextmanager
def switched_off(codes: frozenset[str]) -> Iterator[None]:
    """Take the checks of rules out of the implementation."""
    checks = rules._checks()  # noqa: SLF001 what is no rule any more is not checked
    kept = tuple(row for row in checks if row[0].code not in codes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "_checks", lambda: kept)
        # Put in place whole: rules taken out and put back would stand, and speak, in another order.
        left = {code: row for code, row in sets.SET_RULES.items() if code not in codes}
        patch.setattr(sets, "SET_RULES", left)
        yield


def _answer(case: dict, content: Content, without: frozenset[str]) -> Answer:
    """Return the verdict over all records, and the findings with the place of their record."""
    context = Context(at=case["at"], reference=REFERENCE)
    seen = RecordSet() if case["operation"] == TOGETHER else None
    reports = numbered_reports(judged_readings(read(content, Limits()), context, seen))
    answers = [(number, *_kept(report, without)) for number, report in reports]
    return worst({verdict for _, verdict, _ in answers}), [
        (number, finding) for number, _, findings in answers for finding in findings
    ]


def _kept(report: Report, without: frozenset[str]) -> tuple[Verdict, list[Finding]]:
    """Return what a report says, but for what readers and schema found by rules switched off."""
    kept = [finding for finding in report.findings if finding.code not in without]
    if len(kept) == len(report.findings):
        return report.verdict, kept
    return verdict_of(kept), kept


def places(case: dict, findings: PlacedFindings, allowed: list[str]) -> Counter[tuple]:
    """Count findings by record, code, severity and path; the record counts where it is asked."""
    return Counter(
        (
            place if case["operation"] == TOGETHER else None,
            finding.code,
            str(finding.severity),
            finding.path,
        )
        for place, finding in findings
        if finding.code not in allowed
    )


def named(name: str) -> set[str]:
    """Return the codes of the findings that a case expects."""
    return {finding["code"] for finding in ALL[name]["expect"]["findings"]}


@cache
def told(name: str) -> frozenset[str]:
    """Return the codes of all that is said about any input of a case, expected or not."""
    return frozenset(
        finding.code for _, findings in answers(name).values() for _, finding in findings
    )


def wrong(name: str, answered: dict[str, Answer]) -> list[str]:
    """Return how the answers about the inputs of a case differ from what it expects."""
    return [
        f"{name} {content}: {difference}"
        for content, (verdict, findings) in answered.items()
        for difference in _differences(ALL[name], verdict, findings)
    ]


def _differences(case: dict, verdict: Verdict, findings: PlacedFindings) -> list[str]:
    expect = case["expect"]
    wanted = Counter(
        (finding.get("record"), finding["code"], finding["severity"], finding["path"])
        for finding in expect["findings"]
    )
    got = places(case, findings, expect["allow"])
    return [
        *([f"verdict {verdict}"] if verdict != expect["verdict"] else []),
        *(f"missing {finding}" for finding in (wanted - got)),
        *(f"unexpected {finding}" for finding in (got - wanted)),
        *(
            f"forbidden {finding.code}"
            for _, finding in findings
            if finding.code in expect["forbid"]
        ),
    ]
