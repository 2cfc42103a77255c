"""Attestation to answer: the named checks in their order, each one function (ATT-7-1).

Fail closed: a check that could not be made is never passed, and what no key has proved is not
given to anybody. Adding a check is adding a row to CHECKS.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from msgspec import UNSET

from aeo_exchange.errors import SignatureError
from aeo_exchange.signing import refusals
from aeo_exchange.signing.attestation import Unproved
from aeo_exchange.signing.projection import instant_of
from aeo_exchange.trust.answer import (
    CheckName,
    CheckResult,
    Outcome,
    Verification,
    refused,
    verdict_of_checks,
)
from aeo_exchange.trust.issuer import (
    check_issuer,
    check_scope,
    check_signature,
    check_trust_list,
)
from aeo_exchange.trust.progress import SKEW, Progress
from aeo_exchange.trust.question import Question, Sources
from aeo_exchange.trust.record import (
    check_claims,
    check_digest,
    check_rules,
    check_schema,
    has_record,
)
from aeo_exchange.trust.status import check_status

__all__ = ["verify_attestation"]

Step: TypeAlias = Callable[[Progress], CheckResult | None]


class CheckRow(NamedTuple):
    """A check, how it is made, and the checks it rests on; skipped unless they passed."""

    name: CheckName
    step: Step
    rests_on: tuple[CheckName, ...]


def check_window(progress: Progress) -> None:
    """Refuse what did not speak yet, or no longer, at the instant asked about."""
    claims, at = progress.claims, progress.at
    refusals.require(
        max(claims.nbf, claims.iat) - SKEW <= at,
        "AEO-SIG-20",
        f"it speaks from {instant_of(max(claims.nbf, claims.iat))}",
    )
    refusals.require(at < claims.exp, "AEO-SIG-21", f"it spoke until {instant_of(claims.exp)}")


def check_revision(progress: Progress) -> None:
    """Refuse a revision older than one that was accepted before."""
    claims = progress.claims
    progress.sources.seen.check_revision(
        progress.key.list_id, claims.iss, claims.record_id, claims.revision
    )


def check_tin(progress: Progress) -> CheckResult | None:
    """Compare the TIN with the one expected, or say that nobody did."""
    expected, sub = progress.question.expect_tin, progress.claims.sub
    if expected is None:
        return CheckResult(
            name=CheckName.TIN,
            outcome=Outcome.SKIPPED,
            reason=f"nobody said which TIN to expect; the attestation is about {sub}",
        )
    refusals.require(sub == expected, "AEO-SIG-27", f"it is about {sub}, expected was {expected}")
    return None


_SIGNED = (CheckName.SIGNATURE,)
_READ = (CheckName.SIGNATURE, CheckName.SCHEMA)
# In the order in which they are made. The record comes before the status, since its history
# counts there; the answer names them in the order of the specification.
CHECKS = (
    CheckRow(CheckName.TRUST_LIST, check_trust_list, ()),
    CheckRow(CheckName.ISSUER, check_issuer, (CheckName.FORMAT, CheckName.TRUST_LIST)),
    CheckRow(CheckName.SIGNATURE, check_signature, (CheckName.FORMAT, CheckName.ISSUER)),
    CheckRow(CheckName.SCOPE, check_scope, _SIGNED),
    CheckRow(CheckName.WINDOW, check_window, _SIGNED),
    CheckRow(CheckName.SCHEMA, check_schema, _SIGNED),
    CheckRow(CheckName.RECORD_DIGEST, check_digest, _READ),
    CheckRow(CheckName.CLAIMS_MATCH_RECORD, check_claims, _READ),
    CheckRow(CheckName.RULES, check_rules, _READ),
    CheckRow(CheckName.STATUS, check_status, _SIGNED),
    CheckRow(CheckName.REVISION, check_revision, _SIGNED),
    CheckRow(CheckName.TIN, check_tin, _SIGNED),
)
OF_RECORD = frozenset(
    {
        CheckName.SCHEMA,
        CheckName.RECORD_DIGEST,
        CheckName.CLAIMS_MATCH_RECORD,
        CheckName.RULES,
    }
)
_PLACES = {name: place for place, name in enumerate(CheckName)}


def verify_attestation(
    read: Callable[[], Unproved], source: str, question: Question, sources: Sources
) -> Verification:
    """Return the answer about one attestation, which `read` gives or refuses."""
    progress = Progress(question, sources)

    def check_format(progress: Progress) -> None:
        progress.unproved = read()

    outcomes: dict[CheckName, CheckResult] = {}
    for row in (CheckRow(CheckName.FORMAT, check_format, ()), *CHECKS):
        outcomes[row.name] = _result(row, progress, outcomes)
    checks = tuple(sorted(outcomes.values(), key=lambda each: _PLACES[each.name]))
    return Verification(
        source=source,
        verdict=verdict_of_checks(checks),
        as_of=progress.as_of or UNSET,
        trust_list=progress.entry.list_id if progress.entry else UNSET,
        checks=checks,
        claims=progress.proved.tree if progress.proved else {},
    )


def _result(
    row: CheckRow, progress: Progress, outcomes: dict[CheckName, CheckResult]
) -> CheckResult:
    """Return the outcome of a check, or why it was not made."""
    if row.name in OF_RECORD and not has_record(progress):
        return _skipped(row.name, "there is no record at hand")
    for name in row.rests_on:
        if outcomes[name].outcome is not Outcome.PASS:
            return _skipped(row.name, f"{name} did not pass")
    try:
        found = row.step(progress)
    except SignatureError as cause:
        return refused(row.name, cause)
    return found or CheckResult(name=row.name, outcome=Outcome.PASS)


def _skipped(name: CheckName, reason: str) -> CheckResult:
    return CheckResult(name=name, outcome=Outcome.SKIPPED, reason=reason)
