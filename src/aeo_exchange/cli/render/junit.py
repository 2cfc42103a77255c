"""Reports as JUnit XML: a suite for each source, a case for each record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import click
from msgspec import UNSET

from aeo_exchange.cli.render.style import Style
from aeo_exchange.cli.render.text import finding_lines, left_out_words
from aeo_exchange.junit import TestCase, TestOutcome, TestSuite, junit_pieces
from aeo_exchange.report import Report, Severity, Verdict
from aeo_exchange.safe_text import visible

__all__ = ["as_junit"]

OUTCOMES = {
    Verdict.VALID: TestOutcome.PASSED,
    Verdict.NOT_VALID: TestOutcome.FAILURE,
    Verdict.UNDETERMINED: TestOutcome.ERROR,
}


def as_junit(reports: Iterable[Report], _style: Style) -> Iterator[str]:
    """Yield one document; only the records of one source are held at a time."""
    by_source = groupby(reports, key=lambda report: report.source)
    suites = (_suite(source, list(of_source)) for source, of_source in by_source)
    return junit_pieces("aeo validate", suites)


def _suite(source: str, reports: list[Report]) -> TestSuite:
    profiles = {report.profile for report in reports if report.profile is not UNSET}
    return TestSuite(
        name=visible(source),
        cases=tuple(_case(report, number) for number, report in enumerate(reports, 1)),
        properties=tuple(("profile", visible(profile)) for profile in sorted(profiles)),
    )


def _case(report: Report, number: int) -> TestCase:
    name = f"record {number}" if report.record_id is UNSET else report.record_id
    lines = [line for finding in report.findings for line in finding_lines(report.source, finding)]
    if report.findings and report.left_out is not UNSET:
        lines.append(left_out_words(report.left_out))
    outcome = OUTCOMES[report.verdict] if report.findings else TestOutcome.PASSED
    errors = (finding for finding in report.findings if finding.severity is Severity.ERROR)
    first = None if outcome is TestOutcome.PASSED else next(errors)
    return TestCase(
        classname=visible(report.source),
        name=visible(name),
        outcome=outcome,
        kind=first.code if first else "",
        message=visible(first.message) if first else "",
        text=click.unstyle("".join(lines)),
    )
