"""Reports as JUnit XML: a suite for each source, a case for each record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

import click
from msgspec import UNSET

from aeo_exchange.cli.render.style import Style
from aeo_exchange.cli.render.text import finding_lines, left_out_words
from aeo_exchange.report import Report, Severity, Verdict, visible

__all__ = ["as_junit"]

OUTCOMES = {Verdict.NOT_VALID: "failure", Verdict.UNDETERMINED: "error"}


def as_junit(reports: Iterable[Report], _style: Style) -> Iterator[str]:
    """Yield one document; only the records of one source are held at a time."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="aeo validate">\n'
    for source, of_source in groupby(reports, key=lambda report: report.source):
        found = list(of_source)
        failures = sum(report.verdict is Verdict.NOT_VALID for report in found)
        errors = sum(report.verdict is Verdict.UNDETERMINED for report in found)
        yield (
            f'  <testsuite name="{_attribute(source)}" tests="{len(found)}" '
            f'failures="{failures}" errors="{errors}" skipped="0">\n'
        )
        profiles = {report.profile for report in found if report.profile is not UNSET}
        for profile in sorted(profiles):
            yield (
                '    <properties><property name="profile" '
                f'value="{_attribute(profile)}"/></properties>\n'
            )
        for number, report in enumerate(found, 1):
            yield from _case(report, number)
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _case(report: Report, number: int) -> Iterator[str]:
    name = f"record {number}" if report.record_id is UNSET else report.record_id
    start = f'    <testcase classname="{_attribute(report.source)}" name="{_attribute(name)}"'
    if not report.findings:
        yield f"{start}/>\n"
        return
    yield f"{start}>\n"
    lines = [line for each in report.findings for line in finding_lines(report.source, each)]
    if report.left_out is not UNSET:
        lines.append(left_out_words(report.left_out))
    text = _text(click.unstyle("".join(lines)))
    outcome = OUTCOMES.get(report.verdict)
    if outcome:
        first = next(each for each in report.findings if each.severity is Severity.ERROR)
        yield (
            f'      <{outcome} type="{first.code}" message="{_attribute(first.message)}">'
            f"{text}</{outcome}>\n"
        )
    else:
        yield f"      <system-out>{text}</system-out>\n"
    yield "    </testcase>\n"


def _attribute(text: str) -> str:
    return escape(visible(text), quote=True)


def _text(text: str) -> str:
    return escape(_printable(text), quote=False)


def _printable(text: str) -> str:
    """Return a text without what XML 1.0 cannot write."""
    return "".join(
        c if c in "\n\t" or (c.isprintable() and c not in "\ufffe\uffff") else "�" for c in text
    )
