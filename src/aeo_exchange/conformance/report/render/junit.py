"""A report as JUnit XML: a suite for each area of a role, a case for each case."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from msgspec import UNSET

from aeo_exchange.conformance.legible import escaped
from aeo_exchange.conformance.report.render.text import command_of
from aeo_exchange.conformance.report.render.words import allowed, answered, asked_inputs, expected
from aeo_exchange.conformance.report.run_report import CaseResult, RunReport
from aeo_exchange.conformance.suite.cases import Suite
from aeo_exchange.conformance.suite.lists import State

__all__ = ["as_junit"]

# An unexpected pass is a failure: somebody has to look at the list.
OUTCOMES = {
    State.FAIL: "failure",
    State.XPASS: "failure",
    State.ERROR: "error",
    State.TIMEOUT: "error",
    State.UNSUPPORTED: "skipped",
    State.NOT_APPLICABLE: "skipped",
    State.XFAIL: "skipped",
    State.NOT_RUN: "skipped",
}


def as_junit(report: RunReport, _suite: Suite | None) -> Iterator[str]:
    """Yield the document piece by piece."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="aeo conformance">\n'
    ordered = sorted(report.cases, key=lambda each: (each.role, each.area, each.id))
    for (role, area), of_area in groupby(ordered, key=lambda each: (each.role, each.area)):
        results = list(of_area)
        outcomes = [OUTCOMES.get(each.state) for each in results]
        yield (
            f'  <testsuite name="{role} {escaped(area)}" tests="{len(results)}" '
            f'failures="{outcomes.count("failure")}" errors="{outcomes.count("error")}" '
            f'skipped="{outcomes.count("skipped")}">\n'
        )
        for case in results:
            yield from _case(report, case)
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _case(report: RunReport, case: CaseResult) -> Iterator[str]:
    start = f'    <testcase classname="{case.role}" name="{escaped(case.id)}"'
    outcome = OUTCOMES.get(case.state)
    if outcome is None:
        yield f"{start}/>\n"
        return
    told = [f"{input_.path}: {text}" for input_ in case.inputs for text in input_.differences]
    known = "" if case.reason is UNSET else f"{case.reason}. "
    message = escaped(f"{known}{told[0] if told else case.state}")
    beside = [f"allowed in addition: {more}"] if (more := allowed(case)) else []
    answers = [
        f"{asked_input.path} answered: {answered(asked_input)}"
        for asked_input in asked_inputs(case)
    ]
    lines = [f"expected: {expected(case)}", *beside, *answers, *told, command_of(report, case)]
    text = escaped("\n".join([case.title, case.why, *lines]))
    yield f'{start}>\n      <{outcome} type="{case.state}" message="{message}">'
    yield f"{text}</{outcome}>\n    </testcase>\n"
