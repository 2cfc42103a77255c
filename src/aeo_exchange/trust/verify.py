"""Attestation to answer: the named checks in their order, each one function (ATT-7-1).

Fail closed: a check that could not be made is never passed, and what no key has proved is not
given to anybody. Adding a check is adding a name to CheckName and a row to a table below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from msgspec import UNSET

from aeo_exchange.errors import SignatureError
from aeo_exchange.report import Verdict
from aeo_exchange.signing import refusals
from aeo_exchange.signing.attestation import Reading, Unproved
from aeo_exchange.signing.dates import numeric_date_instant
from aeo_exchange.trust.answer import (
    CheckName,
    CheckResult,
    Outcome,
    Verification,
    is_objection,
    refused,
    verdict_of_checks,
)
from aeo_exchange.trust.issuer import (
    check_issuer,
    check_scope,
    check_signature,
    require_trust_list,
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
from aeo_exchange.trust.words import NO_TIN, NOT_PASSED

__all__ = ["NamedReading", "verify_attestations"]

# The name of an attestation, and what comes to it or refuses it.
NamedReading: TypeAlias = tuple[str, Reading[Unproved]]
Step: TypeAlias = Callable[[Progress], CheckResult | None]


class CheckRow(NamedTuple):
    """A check, how it is made, and the checks it rests on; skipped unless they passed."""

    name: CheckName
    step: Step
    rests_on: tuple[CheckName, ...]


# Looked up once: in Python 3.11 each member costs as much as a call.
_TIN, _SKIPPED, _VALID = CheckName.TIN, Outcome.SKIPPED, Verdict.VALID


def check_format(progress: Progress) -> None:
    """Refuse content that is not an attestation."""
    if progress.refusal is not None:
        raise progress.refusal


def check_window(progress: Progress) -> None:
    """Refuse an attestation that is not yet valid, or expired, at the instant asked about."""
    claims, at = progress.claims, progress.at
    begins = max(claims.nbf, claims.iat)
    if begins - SKEW <= at < claims.exp:
        return
    refusals.require(begins - SKEW <= at, "AEO-SIG-20", _speaks_from, begins)
    refusals.require(at < claims.exp, "AEO-SIG-21", _spoke_until, claims.exp)


def _speaks_from(begins: int) -> str:
    return f"it speaks from {numeric_date_instant(begins)}"


def _spoke_until(ends: int) -> str:
    return f"it spoke until {numeric_date_instant(ends)}"


def check_revision(progress: Progress) -> None:
    """Refuse a revision older than one that was accepted before."""
    claims = progress.claims
    for name in progress.trust_lists:
        progress.sources.seen.check_revision(name, claims.iss, claims.record_id, claims.revision)


def check_tin(progress: Progress) -> CheckResult | None:
    """Compare the TIN with the expected one, or say that none was expected."""
    expected, claims = progress.question.expect_tin, progress.claims
    sub, country = claims.sub, claims.tin_country
    about = f"a TIN of {country} that is not disclosed" if sub is UNSET else sub
    if expected is None:
        return CheckResult(name=_TIN, outcome=_SKIPPED, reason=NO_TIN + about)
    if sub is UNSET and expected[:2] == country:
        return CheckResult(
            name=CheckName.TIN,
            outcome=Outcome.UNDETERMINED,
            reason="the attestation does not disclose the TIN; ask the holder to disclose sub",
            code="AEO-SIG-27",
        )
    refusals.require(
        sub == expected, "AEO-SIG-27", lambda: f"it is about {about}, expected was {expected}"
    )
    return None


_SIGNED = (CheckName.SIGNATURE,)
_READ = (CheckName.SCHEMA,)
# In the order in which they are made. Those of the record come before the status, since its
# history counts there; an answer names them in the order of the specification.
OF_ATTESTATION = (
    CheckRow(CheckName.FORMAT, check_format, ()),
    CheckRow(CheckName.TRUST_LIST, require_trust_list, ()),
    CheckRow(CheckName.ISSUER, check_issuer, (CheckName.FORMAT, CheckName.TRUST_LIST)),
    CheckRow(CheckName.SIGNATURE, check_signature, (CheckName.ISSUER,)),
    CheckRow(CheckName.SCOPE, check_scope, _SIGNED),
    CheckRow(CheckName.WINDOW, check_window, _SIGNED),
    CheckRow(CheckName.TIN, check_tin, _SIGNED),
)
OF_RECORD = (
    CheckRow(CheckName.SCHEMA, check_schema, _SIGNED),
    CheckRow(CheckName.RECORD_DIGEST, check_digest, _READ),
    CheckRow(CheckName.CLAIMS_MATCH_RECORD, check_claims, _READ),
    CheckRow(CheckName.RULES, check_rules, _READ),
)
OF_TIME = (
    CheckRow(CheckName.STATUS, check_status, (CheckName.SCOPE, CheckName.WINDOW)),
    CheckRow(CheckName.REVISION, check_revision, _SIGNED),
)
# Attestations that are read before the first of them is answered: as many as stay in the cache of
# a processor, some 12 KB each.
_BATCH = 64
_PASSED = {name: CheckResult(name=name, outcome=Outcome.PASS) for name in CheckName}


def verify_attestations(
    attestations: Iterable[NamedReading], question: Question, sources: Sources
) -> Iterator[Verification]:
    """Yield the answer about each attestation, in their order.

    What rests on nothing but the attestation and the trust lists is read part by part and checked
    check by check over a batch, which is faster than one by one. What rests on what was seen
    before is checked when an answer is asked for, so that whoever asks can remember the answers
    before it.
    """
    for batch in _batches(attestations):
        under_way = [Progress(source, reading, question, sources) for source, reading in batch]
        _read(under_way)
        for row in OF_ATTESTATION:
            _make(row, under_way)
        for progress in under_way:
            yield _answer(progress)


def _read(under_way: Sequence[Progress]) -> None:
    """Read attestations, each part of all of them before the next."""
    reading = under_way
    while reading:
        to_read_on = []
        for progress in reading:
            try:
                next(progress.reading)
            except StopIteration as end:
                progress.attestation = end.value
            except SignatureError as cause:
                progress.refusal = cause
            else:
                to_read_on.append(progress)
        reading = to_read_on


def _batches(attestations: Iterable[NamedReading]) -> Iterator[list[NamedReading]]:
    """Yield attestations some at a time; those before one that cannot be read come first."""
    batch: list[NamedReading] = []
    try:
        for attestation in attestations:
            batch.append(attestation)
            if len(batch) == _BATCH:
                yield batch
                batch = []
    except OSError:
        yield batch
        raise
    yield batch


def _answer(progress: Progress) -> Verification:
    """Make the checks that are left, and answer."""
    made, alone = progress.made, (progress,)
    if has_record(progress):
        for row in OF_RECORD:
            _make(row, alone)
    for row in OF_TIME:
        _make(row, alone)
    checks = (*made.values(),)
    return Verification(
        source=progress.source,
        verdict=verdict_of_checks(checks) if progress.has_objection else _VALID,
        as_of=progress.as_of or UNSET,
        trust_lists=progress.trust_lists,
        checks=checks,
        claims=progress.proved.tree if progress.proved else {},
    )


def _make(row: CheckRow, under_way: Sequence[Progress]) -> None:
    """Make a check of each attestation, unless it rests on one that did not pass; it says which."""
    name, step, rests_on = row
    passed = _PASSED[name]
    for progress in under_way:
        # Where nothing was objected to, everything that was made has passed.
        missing = _not_passed(progress.made, rests_on) if progress.has_objection else None
        if missing is not None:
            reason = NOT_PASSED.format(check=missing)
            result = CheckResult(name=name, outcome=Outcome.SKIPPED, reason=reason)
        else:
            try:
                result = step(progress) or passed
            except SignatureError as cause:
                result = refused(name, cause)
            if result is not passed and is_objection(result.outcome):
                progress.has_objection = True
        progress.made[name] = result


def _not_passed(
    made: dict[CheckName, CheckResult], rests_on: tuple[CheckName, ...]
) -> CheckName | None:
    """Return the first of the checks that did not pass."""
    return next((name for name in rests_on if made[name].outcome is not Outcome.PASS), None)
