"""Results of cases to the report of a run: counts, parity, and whether a claim can rest on it."""

from __future__ import annotations

import hashlib
import platform
from collections import Counter
from typing import NamedTuple

from msgspec import UNSET, UnsetType

from aeo_exchange import __version__
from aeo_exchange.conformance.adapters.protocol import Hello
from aeo_exchange.conformance.adapters.transports import Adapter
from aeo_exchange.conformance.legible import writable
from aeo_exchange.conformance.report.run_report import (
    Adapted,
    CaseCounts,
    CaseResult,
    Parity,
    RoleResult,
    RunReport,
    Timings,
)
from aeo_exchange.conformance.run.plan import Choice
from aeo_exchange.conformance.suite.cases import Suite
from aeo_exchange.conformance.suite.lists import BAD, Depth, ProductRole, RunLevel, State

__all__ = ["RunMade", "counted", "parity_counted", "role_results", "summed_up"]

SLOWEST = 10


class RunMade(NamedTuple):
    """What a run was made of; `trouble` says why the product did not start."""

    suite: Suite
    adapter: Adapter
    choice: Choice
    roles: tuple[ProductRole, ...]
    depth: Depth
    hello: Hello | None
    trouble: str


def summed_up(
    run: RunMade, cases: list[CaseResult], times: list[tuple[str, float]], seconds: float
) -> RunReport:
    """Return the report; cases stand in the order of their ids, whatever the seed."""
    ordered = tuple(sorted(cases, key=lambda case: (case.role, case.id)))
    # A filter may leave a role without a case, which then says nothing about it.
    asked = {case.role for case in ordered}
    roles = tuple(role for role in run.roles if role in asked or not run.choice.filters)
    results = role_results(ordered, roles, run.choice.level)
    reasons = _against(run, results)
    return RunReport(
        format="1.0",
        suite=run.suite.release,
        runner=f"aeo-exchange {__version__}",
        adapter=Adapted(name=writable(run.adapter.name), digest=_digest(run.adapter)),
        product=run.hello or UNSET,
        at=run.choice.at,
        seed=run.choice.seed,
        roles=run.roles,
        level=run.choice.level,
        depth=run.depth,
        variants=run.choice.variants,
        filters=run.choice.filters,
        certifies=not reasons,
        reasons=reasons,
        results=results,
        counts=counted(ordered),
        parity=parity_counted(ordered),
        cases=ordered,
        timings=_timings(run.choice.at, times, seconds),
    )


def role_results(
    cases: tuple[CaseResult, ...], roles: tuple[ProductRole, ...], level: RunLevel
) -> tuple[RoleResult, ...]:
    """Return for each role whether nothing speaks against it, and what does."""
    counts = []
    for role in roles:
        states = Counter(case.state for case in cases if case.role is role)
        reasons = [
            f"{states[state]} {state}"
            for state in State
            if states[state] and (state in BAD or state is State.XFAIL)
        ]
        if not states[State.PASS] and not reasons:
            reasons.append("no case was passed")
        counts.append(
            RoleResult(role=role, level=level, conformant=not reasons, reasons=tuple(reasons))
        )
    return tuple(counts)


def counted(cases: tuple[CaseResult, ...]) -> tuple[CaseCounts, ...]:
    """Return how many cases of each role and level came out how."""
    states: dict[tuple[ProductRole, str], Counter[State]] = {}
    for case in cases:
        states.setdefault((case.role, case.level), Counter())[case.state] += 1
    return tuple(
        CaseCounts(
            role=role, level=level, states={state: states[role, level][state] for state in State}
        )
        for role, level in sorted(states)
    )


def parity_counted(cases: tuple[CaseResult, ...]) -> Parity:
    """Return in how many cases syntaxes were compared, and in how many they differed."""
    compared = [case.parity for case in cases if case.parity is not UNSET]
    return Parity(cases=len(compared), mismatches=compared.count(False))


def _against(run: RunMade, results: tuple[RoleResult, ...]) -> tuple[str, ...]:
    """Return what keeps a claim of conformance from resting on this run."""
    reasons = [f"the adapter did not start: {run.trouble}"] if run.trouble else []
    reasons += [
        f"{result.role}: {', '.join(result.reasons)}" for result in results if result.reasons
    ]
    if run.hello:
        strangers = [role for role in run.roles if role not in run.hello.roles]
        reasons += [f"the product does not claim {stranger}" for stranger in strangers]
    if not run.roles:
        reasons.append("no role was run")
    if run.choice.filters:
        reasons.append("the run was filtered, and a claim rests on every case")
    if not run.choice.variants:
        reasons.append("the run was made without variants")
    if not run.suite.is_release:
        reasons.append("the cases are not those that were published under this version")
    return tuple(reasons)


def _digest(adapter: Adapter) -> str | UnsetType:
    """Return the digest of the files that the command of an adapter names."""
    files = adapter.files()
    if not files:
        return UNSET
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _timings(at: str, times: list[tuple[str, float]], seconds: float) -> Timings:
    slowest = sorted(times, key=lambda timed: timed[1], reverse=True)[:SLOWEST]
    return Timings(
        started=at,
        seconds=round(seconds, 3),
        questions=len(times),
        platform=f"{platform.system()} {platform.machine()}",
        slowest=tuple((case, round(seconds, 4)) for case, seconds in slowest),
    )
