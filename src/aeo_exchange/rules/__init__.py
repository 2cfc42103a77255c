"""Record to findings: every rule by its code, and the engine that runs them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from types import MappingProxyType, ModuleType
from typing import NamedTuple

from msgspec import UNSET

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.report import Finding, Severity, excerpt
from aeo_exchange.rules import (
    codes,
    dates,
    identifiers,
    identity,
    lifecycle,
    programmes,
    recognition,
    sharing,
    small_firms,
    structure,
    suspensions,
    texts,
)
from aeo_exchange.rules.attestations import ATTESTATION_RULES
from aeo_exchange.rules.declared import DECLARED
from aeo_exchange.rules.parts import parts_of
from aeo_exchange.rules.profile import NO_PROFILE, Profile, read_profile
from aeo_exchange.rules.rule import Breach, Check, Context, Level, Rule, Station
from aeo_exchange.rules.sets import SET_RULES, RecordSet

__all__ = [
    "Context",
    "Level",
    "Profile",
    "RecordSet",
    "Rule",
    "Station",
    "Subject",
    "all_rules",
    "changeable",
    "check",
    "check_many",
    "check_together",
    "finding_of",
    "read_profile",
]


class Subject(NamedTuple):
    """A record to be checked, with its compact JSON where a reader has it at hand."""

    record: AeoRecord
    compact: bytes | None = None


# A new rule goes into the module of its area; a new area is a module named here.
MODULES: tuple[ModuleType, ...] = (
    structure,
    codes,
    identity,
    identifiers,
    dates,
    lifecycle,
    suspensions,
    programmes,
    sharing,
    recognition,
    small_firms,
    texts,
)


@cache
def all_rules() -> MappingProxyType[str, Rule]:
    """Return every rule by its code, in the order of the codes."""
    found = [*DECLARED, *ATTESTATION_RULES, *(each for each, _ in SET_RULES.values())]
    for module in MODULES:
        found.extend(each for each in vars(module).values() if isinstance(each, Rule))
    return MappingProxyType({each.code: each for each in sorted(found, key=lambda each: each.code)})


def changeable() -> frozenset[str]:
    """Return the codes of the rules whose severity a profile may change."""
    stations = {Station.RECORD, Station.SET}
    return frozenset(code for code, rule in all_rules().items() if rule.station in stations)


def check(record: AeoRecord, context: Context) -> tuple[Finding, ...]:
    """Return the findings of all rules over one record."""
    return check_many([Subject(record)], context)[0]


def check_many(subjects: Sequence[Subject], context: Context) -> list[tuple[Finding, ...]]:
    """Return the findings of all rules over each of several records.

    Rule by rule and not record by record: the same answers in two thirds of the time, since a
    processor that has just run a rule runs it again at once.
    """
    parts = [parts_of(record, compact) for record, compact in subjects]
    having: dict[int, list[tuple[int, AeoRecord]]] = {}
    found: dict[int, list[Finding]] = {}
    for rule, run, needed in _checks(context.without):
        if needed not in having:
            having[needed] = [
                (i, subjects[i].record) for i, part in enumerate(parts) if part & needed == needed
            ]
        for i, record in having[needed]:
            for breach in run(record, context):
                found.setdefault(i, []).append(finding_of(rule, breach, context.profile))
    return [tuple(found.get(i, ())) for i in range(len(subjects))]


def check_together(record: AeoRecord, seen: RecordSet, context: Context) -> tuple[Finding, ...]:
    """Return the findings of the set rules over one record and those seen before it."""
    return tuple(
        finding_of(rule, breach, context.profile)
        for rule, breach in seen.breaches(record, context.without)
    )


def finding_of(rule: Rule, breach: Breach, profile: Profile = NO_PROFILE) -> Finding:
    """Return a breach as a finding of its rule, in the severity that the profile gives it."""
    severity = Severity.WARNING if breach.doubtful else rule.level.severity
    return Finding(
        code=rule.code,
        severity=profile.severities.get(rule.code, severity),
        path=breach.path,
        message=breach.message,
        got=excerpt(breach.got) if breach.got else UNSET,
        expected=breach.expected or UNSET,
        hint=breach.hint or UNSET,
    )


@cache
def _checks(without: frozenset[str]) -> tuple[tuple[Rule, Check, int], ...]:
    """Return the checks, each with the parts a record must have for it."""
    return tuple(
        (rule, rule.check, rule.about)
        for rule in all_rules().values()
        if rule.check and rule.code not in without
    )
