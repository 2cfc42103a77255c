"""A report as Markdown: for a comment on a change, or a page about a product."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import UNSET

from aeo_exchange.conformance.report.render.text import (
    answer_of,
    claim_of,
    command_of,
    other_reasons,
    product_of,
)
from aeo_exchange.conformance.report.render.words import allowed, answered, expected
from aeo_exchange.conformance.report.run_report import CaseResult, RunReport
from aeo_exchange.conformance.suite.cases import Suite
from aeo_exchange.conformance.suite.lists import GOOD, State
from aeo_exchange.counting import how_many
from aeo_exchange.safe_text import writable_in_xml

__all__ = ["as_markdown"]

SHOWN = 50
SIGNS = re.compile(r"[\\|`*_~<>\[\]&]")
TICKS = re.compile("`+")


def as_markdown(report: RunReport, _suite: Suite | None) -> Iterator[str]:
    """Yield the document line by line."""
    yield f"# Conformance of {_cell(product_of(report))}\n\n"
    yield (
        f"{claim_of(report)}. Suite {_cell(report.suite.version)} of AEO Status Exchange "
        f"{_cell(report.suite.spec)}, seed {report.seed}, {_cell(report.at)}.\n\n"
    )
    for role in report.results:
        yield f"- **{role.role}, level {role.level}**: {_cell(answer_of(report, role))}\n"
    for reason in other_reasons(report):
        yield f"- no statement can rest on this run: {_cell(reason)}\n"
    compared = how_many(report.parity.cases, "case")
    yield f"- syntaxes compared in {compared}, {report.parity.mismatches} differ\n\n"
    yield from _counts(report)
    yield from _not_passed(report)


def _counts(report: RunReport) -> Iterator[str]:
    states = [
        state for state in State if any(count.states.get(state, 0) for count in report.counts)
    ]
    yield f"| role | level | {' | '.join(states)} |\n|---|---|{'---:|' * len(states)}\n"
    for count in report.counts:
        cells = " | ".join(str(count.states.get(state, 0)) for state in states)
        yield f"| {count.role} | {_cell(count.level)} | {cells} |\n"


def _not_passed(report: RunReport) -> Iterator[str]:
    failures = [case for case in report.cases if case.state not in GOOD]
    if not failures:
        return
    yield "\n## Not passed\n\n| case | state | what | difference |\n|---|---|---|---|\n"
    for case in failures[:SHOWN]:
        yield f"| {_code(case.id)} | {case.state} | {_cell(case.title)} | {_cell(_why(case))} |\n"
    if len(failures) > SHOWN:
        yield f"\n{SHOWN} of {len(failures)} shown.\n"
    first = failures[0]
    yield f"\nThe first of them expects: {_cell(expected(first))}.\n"
    if more := allowed(first):
        yield f"\nAllowed in addition: {_cell(more)}.\n"
    yield f"\nOne of them again:\n\n{_block(command_of(report, first))}"


def _why(case: CaseResult) -> str:
    if case.reason is not UNSET:
        return case.reason
    return next(
        (
            f"{input_.path}: {input_.differences[0]}; answered {answered(input_)}"
            for input_ in case.inputs
            if input_.differences
        ),
        "",
    )


def _cell(text: str) -> str:
    """Return a text that ends no cell and begins no markup."""
    return SIGNS.sub(r"\\\g<0>", _line(text))


def _code(text: str) -> str:
    """Return a text as code in a cell; a tick in it would end the code."""
    plain = _line(text).replace("`", "'").replace("|", "\\|")
    return f"`{plain}`"


def _block(text: str) -> str:
    """Return a text as a block of code, fenced by more ticks than it has in a row."""
    fence = "`" * max(3, *(len(ticks) + 1 for ticks in TICKS.findall(text)), 0)
    return f"{fence}\n{writable_in_xml(text)}\n{fence}\n"


def _line(text: str) -> str:
    return " ".join(writable_in_xml(text).split())
