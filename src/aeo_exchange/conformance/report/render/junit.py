"""A report as JUnit XML: a suite for each area of a role, a case for each case."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from msgspec import UNSET

from aeo_exchange.conformance.report.render.text import command_of
from aeo_exchange.conformance.report.render.words import allowed, answered, asked_inputs, expected
from aeo_exchange.conformance.report.run_report import CaseResult, RunReport
from aeo_exchange.conformance.suite.cases import Suite
from aeo_exchange.conformance.suite.lists import State
from aeo_exchange.junit import TestCase, TestOutcome, TestSuite, junit_pieces

__all__ = ["as_junit"]

# An unexpected pass is a failure: somebody has to look at the list.
OUTCOMES = {
    State.PASS: TestOutcome.PASSED,
    State.FAIL: TestOutcome.FAILURE,
    State.XPASS: TestOutcome.FAILURE,
    State.ERROR: TestOutcome.ERROR,
    State.TIMEOUT: TestOutcome.ERROR,
    State.UNSUPPORTED: TestOutcome.SKIPPED,
    State.NOT_APPLICABLE: TestOutcome.SKIPPED,
    State.XFAIL: TestOutcome.SKIPPED,
    State.NOT_RUN: TestOutcome.SKIPPED,
}


def as_junit(report: RunReport, _suite: Suite | None) -> Iterator[str]:
    """Yield the document piece by piece."""
    ordered = sorted(report.cases, key=lambda case: (case.role, case.area, case.id))
    of_areas = groupby(ordered, key=lambda case: (case.role, case.area))
    suites = (
        TestSuite(name=f"{role} {area}", cases=tuple(_case(report, case) for case in results))
        for (role, area), results in of_areas
    )
    return junit_pieces("aeo conformance", suites)


def _case(report: RunReport, case: CaseResult) -> TestCase:
    outcome = OUTCOMES[case.state]
    if outcome is TestOutcome.PASSED:
        return TestCase(classname=case.role, name=case.id)
    told = [f"{input_.path}: {text}" for input_ in case.inputs for text in input_.differences]
    known = "" if case.reason is UNSET else f"{case.reason}. "
    return TestCase(
        classname=case.role,
        name=case.id,
        outcome=outcome,
        kind=case.state,
        message=f"{known}{told[0] if told else case.state}",
        text="\n".join(_lines(report, case, told)),
    )


def _lines(report: RunReport, case: CaseResult, told: list[str]) -> Iterator[str]:
    """Yield what was asked for, what was answered, and how to ask it again."""
    yield from (case.title, case.why, f"expected: {expected(case)}")
    if more := allowed(case):
        yield f"allowed in addition: {more}"
    for asked_input in asked_inputs(case):
        yield f"{asked_input.path} answered: {answered(asked_input)}"
    yield from told
    yield command_of(report, case)
