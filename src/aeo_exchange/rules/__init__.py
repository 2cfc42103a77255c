"""Record to findings: every rule by its code, and the engine that runs them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from types import MappingProxyType, ModuleType
from typing import NamedTuple, TypeAlias

from msgspec import UNSET

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.report import Finding, Severity
from aeo_exchange.rules import (
    codes,
    dates,
    identifiers,
    identity,
    intervals,
    lifecycle,
    programmes,
    recognition,
    sharing,
    small_firms,
    structure,
    suspensions,
    texts,
)
from aeo_exchange.rules.agreed import AGREED_RULES
from aeo_exchange.rules.attestations import ATTESTATION_RULES
from aeo_exchange.rules.declared import DECLARED
from aeo_exchange.rules.exchange import EXCHANGE_RULES
from aeo_exchange.rules.parts import parts_present
from aeo_exchange.rules.profile import NO_PROFILE, Profile, read_profile
from aeo_exchange.rules.rule import Breach, Check, Context, Level, Rule, Station
from aeo_exchange.rules.set_members import Origin
from aeo_exchange.rules.sets import SET_RULES, RecordSet
from aeo_exchange.safe_text import excerpt

__all__ = [
    "Broken",
    "Context",
    "Level",
    "Origin",
    "Profile",
    "RecordSet",
    "Rule",
    "Station",
    "Subject",
    "all_rules",
    "breaches_of",
    "breaches_together",
    "changeable",
    "check",
    "check_many",
    "finding_of",
    "read_profile",
    "severity_of",
]


class Subject(NamedTuple):
    """A record to be checked, with its compact JSON where a reader has it at hand."""

    record: AeoRecord
    compact: bytes | None = None


# A rule, with one place where a record breaks it.
Broken: TypeAlias = tuple[Rule, Breach]

# A new rule goes into the module of its area; a new area is a module named here.
MODULES: tuple[ModuleType, ...] = (
    structure,
    codes,
    identity,
    identifiers,
    intervals,
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
    rules = [
        *DECLARED,
        *ATTESTATION_RULES,
        *AGREED_RULES,
        *EXCHANGE_RULES,
        *(rule for rule, _ in SET_RULES.values()),
    ]
    for module in MODULES:
        rules.extend(value for value in vars(module).values() if isinstance(value, Rule))
    return MappingProxyType(
        {rule.code: rule for rule in sorted(rules, key=lambda known: known.code)}
    )


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
    return [
        tuple(finding_of(rule, breach, context.profile) for rule, breach in broken)
        for broken in breaches_of(subjects, context)
    ]


def breaches_of(subjects: Sequence[Subject], context: Context) -> list[list[Broken]]:
    """Return the breaches of all rules by each of several records, which findings are made of."""
    records = [record for record, _ in subjects]
    parts = [parts_present(record, compact) for record, compact in subjects]
    having: dict[int, list[int]] = {}
    broken_by: dict[int, list[Broken]] = {}
    for rule, run, needed in _checks():
        if needed not in having:
            having[needed] = [i for i, part in enumerate(parts) if part & needed == needed]
        for i in having[needed]:
            for breach in run(records[i], context):
                broken_by.setdefault(i, []).append((rule, breach))
    return [broken_by.get(i, []) for i in range(len(subjects))]


def breaches_together(record: AeoRecord, origin: Origin, seen: RecordSet) -> list[Broken]:
    """Return the breaches of the set rules by one record beside those seen before it."""
    return list(seen.breaches(record, origin))


def severity_of(rule: Rule, breach: Breach, profile: Profile = NO_PROFILE) -> Severity:
    """Return how much a breach weighs, by its rule or by what the profile says of it."""
    severity = Severity.WARNING if breach.doubtful else rule.level.severity
    return profile.severities.get(rule.code, severity)


def finding_of(rule: Rule, breach: Breach, profile: Profile = NO_PROFILE) -> Finding:
    """Return a breach as a finding of its rule, in the severity that the profile gives it."""
    hint = breach.hint if isinstance(breach.hint, str) else breach.hint()
    return Finding(
        code=rule.code,
        severity=severity_of(rule, breach, profile),
        path=breach.path,
        message=_message(breach),
        got=excerpt(breach.got) if breach.got else UNSET,
        expected=breach.expected or UNSET,
        hint=hint or UNSET,
        other=breach.other,
    )


def _message(breach: Breach) -> str:
    if breach.other is UNSET:
        return breach.message
    return f"{breach.message}: {breach.other.words}"


@cache
def _checks() -> tuple[tuple[Rule, Check, int], ...]:
    """Return the checks, each with the parts a record must have for it."""
    return tuple((rule, rule.check, rule.about) for rule in all_rules().values() if rule.check)
