"""Whether the record at hand confirms the attestation (ATT-7-6 to ATT-7-8)."""

from __future__ import annotations

from msgspec import UNSET

from aeo_exchange.errors import AeoError, NewerVersion, NoRecord, SeveralRecords
from aeo_exchange.model.attestation import DISCLOSABLE, PERSONAL
from aeo_exchange.model.canonical import digest
from aeo_exchange.model.codes import HolderKind
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree
from aeo_exchange.report import Severity
from aeo_exchange.rules import Context, Subject, breaches_of, severity_of
from aeo_exchange.safe_text import MESSAGE_LENGTH, excerpt
from aeo_exchange.signing import refusals
from aeo_exchange.signing.attestation import Envelope, Proved
from aeo_exchange.signing.dates import numeric_date_instant
from aeo_exchange.signing.projection import latest_end, project
from aeo_exchange.trust.answer import CheckName, CheckResult, Outcome
from aeo_exchange.trust.progress import Progress

__all__ = ["check_claims", "check_digest", "check_rules", "check_schema", "has_record"]

# Claims that no record has an item for.
OWN_CLAIMS = frozenset({"vct", "jti", "iat", "nbf", "exp", "status"})


def has_record(progress: Progress) -> bool:
    """Say whether there is a record at hand, inside the attestation or beside it."""
    inside = progress.proved is not None and progress.proved.record is not None
    return inside or progress.question.record is not None


def check_schema(progress: Progress) -> CheckResult | None:
    """Read the records at hand; a broken one is refused, what cannot be judged decides nothing."""
    assert progress.proved is not None
    unjudged: AeoError | None = None
    records: list[AeoRecord] = []
    for content in (progress.proved.record, progress.question.record):
        try:
            if content is not None:
                records.append(progress.sources.read_record(content))
        except (NewerVersion, NoRecord, SeveralRecords) as cause:
            unjudged = unjudged or cause
        except AeoError as cause:
            refusals.refuse("AEO-SIG-25", f"the record at hand: {cause}", cause)
    progress.records = tuple(records)
    return _unjudged(unjudged) if unjudged else None


def _unjudged(cause: AeoError) -> CheckResult:
    """Return that the check is undetermined: a record that cannot be judged proves nothing."""
    match cause:
        case NewerVersion():
            said = f"the record at hand: {cause.report.findings[0].message}"
        case NoRecord():
            said = f"what is at hand is not a record at all: {cause}"
        case _:
            said = f"what is at hand: {cause}"
    return CheckResult(
        name=CheckName.SCHEMA,
        outcome=Outcome.UNDETERMINED,
        reason=excerpt(said, MESSAGE_LENGTH),
        code="AEO-SIG-25",
    )


def check_digest(progress: Progress) -> CheckResult | None:
    """Compare the digest of the record with the one that was signed."""
    signed = progress.claims.record_digest
    if signed is UNSET:
        return CheckResult(
            name=CheckName.RECORD_DIGEST,
            outcome=Outcome.UNDETERMINED,
            reason="the attestation does not disclose record_digest; ask the holder for it",
            code="AEO-SIG-23",
        )
    for record in progress.records:
        refusals.require(
            digest(record) == signed,
            "AEO-SIG-23",
            f"the record has the digest {digest(record)}, signed was {signed}",
        )
    progress.record = progress.records[0]
    return None


def check_claims(progress: Progress) -> None:
    """Compare every claim with what the record says at the time of signing."""
    assert progress.proved is not None
    for record in progress.records:
        wanted = _of_record(project(record, numeric_date_instant(progress.claims.iat)))
        made = _of_record(progress.proved.tree)
        for name in sorted(wanted.keys() | made.keys()):
            if name in made or not _may_be_hidden(name, record, progress):
                refusals.require(
                    name in made and name in wanted and made[name] == wanted[name],
                    "AEO-SIG-24",
                    f"the claim {name} is not what the record says",
                )
        refusals.require(
            not _shows_a_person(record, progress),
            "AEO-SIG-24",
            "name or TIN of a natural person is visible to everybody",
        )
        refusals.require(
            not _hides_a_firm(record, progress.proved),
            "AEO-SIG-24",
            "the name of a legal person is not visible to everybody",
        )
        end = latest_end(record, progress.claims.iat)
        refusals.require(
            progress.claims.exp <= end,
            "AEO-SIG-24",
            f"it lasts longer than the record allows, {numeric_date_instant(end)}",
        )


def check_rules(progress: Progress) -> None:
    """Ask every rule about the record, at the time of signing."""
    context = Context(
        at=numeric_date_instant(progress.claims.iat), reference=progress.sources.reference
    )
    for record in progress.records:
        errors = (
            f"{rule.code} at {breach.path}"
            for rule, breach in breaches_of([Subject(record)], context)[0]
            if severity_of(rule, breach) is Severity.ERROR
        )
        first = next(errors, "")
        refusals.require(not first, "AEO-SIG-26", f"the record at hand: {first}")


def _shows_a_person(record: AeoRecord, progress: Progress) -> bool:
    proved = progress.proved
    return (
        record.holder.kind is HolderKind.NATURAL_PERSON
        and proved is not None
        and not PERSONAL.isdisjoint(proved.tree.keys() - proved.disclosed)
    )


def _hides_a_firm(record: AeoRecord, proved: Proved) -> bool:
    return record.holder.kind is HolderKind.LEGAL_PERSON and "legalName" in proved.disclosed


def _of_record(claims: dict[str, Tree]) -> dict[str, Tree]:
    return {name: value for name, value in claims.items() if name not in OWN_CLAIMS}


def _may_be_hidden(name: str, record: AeoRecord, progress: Progress) -> bool:
    if progress.attestation.envelope is Envelope.XADES:
        return False
    of_a_firm = name in PERSONAL and record.holder.kind is HolderKind.LEGAL_PERSON
    return name in DISCLOSABLE and not of_a_firm
