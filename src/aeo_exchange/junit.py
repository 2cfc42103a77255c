"""JUnit XML: suites of test cases to the one document that servers of tests read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from html import escape

from msgspec import Struct

from aeo_exchange.safe_text import markup_escaped, writable_in_xml

__all__ = ["TestCase", "TestOutcome", "TestSuite", "junit_pieces"]


class TestOutcome(StrEnum):
    """What became of a test, by the name that JUnit has for it."""

    PASSED = "passed"
    FAILURE = "failure"
    ERROR = "error"
    SKIPPED = "skipped"


class TestCase(Struct, frozen=True, kw_only=True):
    """One test; `kind` and `message` say why it did not pass, `text` says more in any case."""

    classname: str
    name: str
    outcome: TestOutcome = TestOutcome.PASSED
    kind: str = ""
    message: str = ""
    text: str = ""


class TestSuite(Struct, frozen=True, kw_only=True):
    """Tests that are counted together, and what else is known of all of them."""

    name: str
    cases: tuple[TestCase, ...]
    properties: tuple[tuple[str, str], ...] = ()


def junit_pieces(name: str, suites: Iterable[TestSuite]) -> Iterator[str]:
    """Yield one document piece by piece; only one suite is held at a time."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="{markup_escaped(name)}">\n'
    for suite in suites:
        yield from _suite(suite)
    yield "</testsuites>\n"


def _suite(suite: TestSuite) -> Iterator[str]:
    outcomes = [case.outcome for case in suite.cases]
    yield (
        f'  <testsuite name="{markup_escaped(suite.name)}" tests="{len(outcomes)}" '
        f'failures="{outcomes.count(TestOutcome.FAILURE)}" '
        f'errors="{outcomes.count(TestOutcome.ERROR)}" '
        f'skipped="{outcomes.count(TestOutcome.SKIPPED)}">\n'
    )
    for name, value in suite.properties:
        held = f'name="{markup_escaped(name)}" value="{markup_escaped(value)}"'
        yield f"    <properties><property {held}/></properties>\n"
    for case in suite.cases:
        yield _case(case)
    yield "  </testsuite>\n"


def _case(case: TestCase) -> str:
    named = f'classname="{markup_escaped(case.classname)}" name="{markup_escaped(case.name)}"'
    start = f"    <testcase {named}"
    text = escape(writable_in_xml(case.text), quote=False)
    if case.outcome is not TestOutcome.PASSED:
        why = f'type="{markup_escaped(case.kind)}" message="{markup_escaped(case.message)}"'
        inside = f"<{case.outcome} {why}>{text}</{case.outcome}>"
    elif text:
        inside = f"<system-out>{text}</system-out>"
    else:
        return f"{start}/>\n"
    return f"{start}>\n      {inside}\n    </testcase>\n"
