"""What a case expects, what was answered and what else is allowed, each in one line of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import UNSET

from aeo_exchange.conformance.legible import shortened
from aeo_exchange.conformance.report.run_report import CaseResult, Got, InputResult, RunReport
from aeo_exchange.conformance.suite.lists import State
from aeo_exchange.counting import how_many

__all__ = ["allowed", "answered", "asked_inputs", "expected", "left_out", "rule_of"]

SHOWN = 5  # findings of an answer that are told in a line
MOST = 20  # checks, and digests; a verifier of ours makes fewer


def expected(case: CaseResult) -> str:
    """Return what had to be answered."""
    expect = case.expect
    told = [str(expect.verdict)]
    told += [
        f"{finding.severity} {finding.code} at {finding.path!r}" for finding in expect.findings
    ]
    if expect.checks is not UNSET:
        told += [f"check {check.name}: {check.outcome}" for check in expect.checks]
    if expect.digests is not UNSET:
        told += [f"digest {digest}" for digest in expect.digests]
    told += [f"never {code}" for code in expect.forbid]
    return ", ".join(told)


def allowed(case: CaseResult) -> str:
    """Return which findings may stand beside the expected; an empty text where none may."""
    return ", ".join(case.expect.allow)


def answered(result: InputResult) -> str:
    """Return what a product answered about one document."""
    got = result.got
    if not isinstance(got, Got) or got.verdict is UNSET:
        return "nothing that could be compared"
    told = [str(got.verdict)]
    for finding in got.findings[:SHOWN]:
        code = "a finding without code" if finding.code is UNSET else finding.code
        place = "" if finding.path is UNSET else f" at {finding.path!r}"
        told.append(shortened(f"{finding.severity} {code}{place}"))
    if len(got.findings) > SHOWN:
        told.append(f"and {how_many(len(got.findings) - SHOWN, 'more finding')}")
    checks = [
        f"check {check.name}: {check.outcome}" for check in got.checks if check.outcome != "pass"
    ]
    digests = [] if got.digests is UNSET else [f"digest {digest}" for digest in got.digests]
    told += [shortened(line) for line in (*checks[:MOST], *digests[:MOST])]
    if more := len(checks[MOST:]) + len(digests[MOST:]):
        told.append(f"and {how_many(more, 'more check or digest', 'more checks or digests')}")
    return ", ".join(told)


def asked_inputs(case: CaseResult) -> list[InputResult]:
    """Return the documents that the product was asked; the others take one line of the report."""
    return [input_ for input_ in case.inputs if input_.state is not State.NOT_APPLICABLE]


def left_out(report: RunReport) -> Iterator[str]:
    """Yield what a product does not claim, with how many documents were left out for it."""
    reasons = Counter(
        str(input_.got.message if isinstance(input_.got, Got) else "")
        for case in report.cases
        for input_ in case.inputs
        if input_.state is State.NOT_APPLICABLE
    )
    for reason, count in sorted(reasons.items()):
        told = shortened(reason) or "the product does not support the operation"
        yield f"{told}: {how_many(count, 'document')} left out"


def rule_of(case: CaseResult) -> str:
    """Return the rule or the kind that a case is about, which its id begins with."""
    return case.id.partition(".")[0]
