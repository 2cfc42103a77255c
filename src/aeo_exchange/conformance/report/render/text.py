"""A report to the lines of a terminal."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from msgspec import UNSET

from aeo_exchange.conformance.legible import shortened
from aeo_exchange.conformance.report.render.words import (
    allowed,
    answered,
    expected,
    left_out,
    rule_of,
)
from aeo_exchange.conformance.report.run_report import CaseResult, RoleResult, RunReport
from aeo_exchange.conformance.suite.cases import Suite
from aeo_exchange.conformance.suite.lists import GOOD, State
from aeo_exchange.counting import how_many
from aeo_exchange.safe_text import visible

__all__ = [
    "answer_of",
    "as_text",
    "brief_lines",
    "claim_of",
    "command_of",
    "is_open",
    "other_reasons",
    "product_of",
    "summary_lines",
]

SHOWN = 20


def as_text(report: RunReport, _suite: Suite | None) -> Iterator[str]:
    """Yield the lines that a run prints."""
    for line in summary_lines(report):
        yield f"{line}\n"


def summary_lines(report: RunReport) -> Iterator[str]:
    """Yield what a run found: the product, what was not passed, each role, what can be claimed."""
    product = f"{product_of(report)}, suite {report.suite.version}, seed {report.seed}"
    yield from map(visible, (product, *_not_passed(report)))
    yield from brief_lines(report)


def brief_lines(report: RunReport) -> Iterator[str]:
    """Yield of what a run found each role, and what can be claimed."""
    return map(visible, _lines_of_roles(report))


def _lines_of_roles(report: RunReport) -> Iterator[str]:
    for row in report.counts:
        told = ", ".join(f"{count} {state}" for state, count in row.states.items() if count)
        yield f"{row.role} {row.level}: {told}"
    compared = how_many(report.parity.cases, "case")
    yield f"syntaxes compared in {compared}, {report.parity.mismatches} differ"
    for role in report.results:
        yield f"{role.role}, level {role.level}, depth {report.depth}: {answer_of(report, role)}"
    if report.certifies:
        yield "a statement of conformance can rest on this run"
    for reason in other_reasons(report):
        yield f"no statement can rest on this run: {reason}"


def answer_of(report: RunReport, role: RoleResult) -> str:
    """Return what a run says of a role; one that was not whole never that it is conformant."""
    if report.product is not UNSET and role.role not in report.product.roles:
        return f"the product does not claim {role.role}"
    if not role.conformant:
        return f"not conformant: {', '.join(role.reasons)}"
    if not is_open(report, role):
        return "conformant"
    asked = sum(
        case.role is role.role and case.state is not State.NOT_APPLICABLE for case in report.cases
    )
    return f"{how_many(asked, 'case')} asked, all passed (no claim can rest on it)"


def is_open(report: RunReport, role: RoleResult) -> bool:
    """Say whether a role has no result: not claimed, or nothing failed and not all was asked."""
    if report.product is not UNSET and role.role not in report.product.roles:
        return True
    return role.conformant and bool(report.filters or not report.variants)


def other_reasons(report: RunReport) -> list[str]:
    """Return why a run cannot support a claim, apart from failed cases."""
    return [
        reason
        for reason in report.reasons
        if not any(reason.startswith(f"{role.role}: ") for role in report.results)
    ]


def product_of(report: RunReport) -> str:
    """Return the product and its version, as it named itself; what is very long is cut."""
    if report.product is UNSET:
        return f"{shortened(report.adapter.name)} (did not start)"
    implementation = report.product.implementation
    language = (
        "" if implementation.language is UNSET else f" ({shortened(implementation.language)})"
    )
    return f"{implementation.title}{language}"


def claim_of(report: RunReport) -> str:
    """Return what was run, in a few words."""
    roles = ", ".join(report.roles) or "no role"
    return f"{roles}, level {report.level}, depth {report.depth}"


def command_of(report: RunReport, case: CaseResult) -> str:
    """Return the command that asks one case again, with the same variants."""
    words = ["aeo", "conformance", "run", "--adapter", report.adapter.name, "--role", case.role]
    words += ["--level", report.level, "--depth", report.depth, "--seed", str(report.seed)]
    words += [] if report.variants else ["--no-variants"]
    return shlex.join([*words, "--at", report.at, "--case", case.id])


def _not_passed(report: RunReport) -> Iterator[str]:
    """Yield the cases that were not passed, those of one rule together."""
    failures = sorted((case for case in report.cases if case.state not in GOOD), key=_order)
    whole = Counter(rule_of(failure) for failure in failures)
    for rule, group in groupby(failures[:SHOWN], key=rule_of):
        yield f"{rule}: {whole[rule]} not passed"
        for case in group:
            yield f"  {case.state:<12} {case.id}  {case.title} [{case.role}]"
            yield from _reasons(report, case)
    if len(failures) > SHOWN:
        more = Counter(rule_of(failure) for failure in failures[SHOWN:])
        yield f"{SHOWN} of {len(failures)} shown; the report has them all. Beside them:"
        yield "  " + ", ".join(f"{rule} {count}" for rule, count in more.items())
    yield from left_out(report)


def _order(case: CaseResult) -> tuple[str, str, str]:
    return rule_of(case), case.id, case.role


def _reasons(report: RunReport, case: CaseResult) -> Iterator[str]:
    """Yield what was expected, what was answered, how they differ, why, and how to ask again."""
    if case.reason is not UNSET:
        yield f"      {case.reason}"
    yield f"      expected: {expected(case)}"
    if more := allowed(case):
        yield f"      allowed in addition: {more}"
    for input_ in case.inputs:
        if input_.state in GOOD:
            continue
        variant = f" ({', '.join(input_.changes)})" if input_.changes else ""
        yield f"      {input_.path}{variant} answered: {answered(input_)}"
        for difference in input_.differences[:2]:
            yield f"        {difference}"
    yield f"      why: {case.why}"
    yield f"      again: {command_of(report, case)}"
