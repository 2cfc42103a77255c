"""A report as Markdown: for a comment on a change, or a page about a product."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET

from aeo_exchange.conformance.lists import State
from aeo_exchange.conformance.render.text import (
    QUIET_STATES,
    claim_of,
    command_of,
    other_reasons,
    product_of,
)
from aeo_exchange.conformance.run_report import CaseResult, RunReport
from aeo_exchange.conformance.suite import Suite

__all__ = ["as_markdown"]

SHOWN = 50


def as_markdown(report: RunReport, _suite: Suite | None) -> Iterator[str]:
    """Yield the document line by line."""
    yield f"# Conformance of {_cell(product_of(report))}\n\n"
    yield (
        f"{claim_of(report)}. Suite {report.suite.version} of AEO Status Exchange "
        f"{report.suite.spec}, seed {report.seed}, {report.at}.\n\n"
    )
    for role in report.results:
        answer = "conformant" if role.conformant else f"not conformant: {', '.join(role.reasons)}"
        yield f"- **{role.role}, level {role.level}**: {_cell(answer)}\n"
    for reason in other_reasons(report):
        yield f"- no statement can rest on this run: {_cell(reason)}\n"
    yield (
        f"- syntaxes compared in {report.parity.cases} cases, {report.parity.mismatches} differ\n\n"
    )
    yield from _counts(report)
    yield from _not_passed(report)


def _counts(report: RunReport) -> Iterator[str]:
    states = [state for state in State if any(each.states.get(state, 0) for each in report.counts)]
    yield f"| role | level | {' | '.join(states)} |\n|---|---|{'---:|' * len(states)}\n"
    for each in report.counts:
        cells = " | ".join(str(each.states.get(state, 0)) for state in states)
        yield f"| {each.role} | {each.level} | {cells} |\n"


def _not_passed(report: RunReport) -> Iterator[str]:
    found = [each for each in report.cases if each.state not in QUIET_STATES]
    if not found:
        return
    yield "\n## Not passed\n\n| case | state | what | difference |\n|---|---|---|---|\n"
    for case in found[:SHOWN]:
        yield f"| `{case.id}` | {case.state} | {_cell(case.title)} | {_cell(_why(case))} |\n"
    if len(found) > SHOWN:
        yield f"\n{SHOWN} of {len(found)} shown.\n"
    yield f"\nOne of them again:\n\n```\n{command_of(report, found[0])}\n```\n"


def _why(case: CaseResult) -> str:
    if case.reason is not UNSET:
        return f"known: {case.reason}"
    return next(
        (f"{each.path}: {each.differences[0]}" for each in case.inputs if each.differences), ""
    )


def _cell(text: str) -> str:
    """Return a text that ends no cell and begins no markup."""
    plain = " ".join(text.split())
    for sign in "\\|`*_<[":
        plain = plain.replace(sign, f"\\{sign}")
    return plain
