"""One record, as known at an instant, to whether it is recognised at another (XCH-13-5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import UNSET, Struct

from aeo_exchange.exchange.consent import lets_share
from aeo_exchange.exchange.partner_profile import PartnerProfile, ProfileRow
from aeo_exchange.exchange.recognition.evidence import HeldTombstone, KnownKey
from aeo_exchange.exchange.recognition.question import RecognitionQuestion
from aeo_exchange.exchange.recognition.reasons import RecognitionReason, RecognitionResult
from aeo_exchange.exchange.row_cover import (
    covers_programme,
    covers_role,
    covers_tier,
    excludes_tin,
    term_at,
)
from aeo_exchange.model.consent import counting_consent
from aeo_exchange.model.record import AeoRecord, Term
from aeo_exchange.model.standing import RESTRICTION, Standing
from aeo_exchange.model.status import status_of_revision
from aeo_exchange.reference.programmes import ReferenceData

__all__ = ["Inquiry", "Judgement", "RowHolding", "judge"]

_YES = RecognitionResult.RECOGNISED
_NO = RecognitionResult.NOT_RECOGNISED
_OPEN = RecognitionResult.UNDETERMINED
# What a tombstone says from its effectiveFrom on; every other one says nothing but that.
_SAID_BY = {
    "consent-withdrawn": RecognitionReason.CONSENT_WITHDRAWN,
    "out-of-scope": RecognitionReason.OUT_OF_SCOPE,
}


class RowHolding(NamedTuple):
    """A row that covers what was asked, by its number from 1, and on which assumptions."""

    number: int
    row: ProfileRow
    assumed: tuple[RecognitionReason, ...]


class Inquiry(Struct, frozen=True, kw_only=True):
    """A question at one instant, with the profile and the rows that cover it."""

    question: RecognitionQuestion
    profile: PartnerProfile
    rows: tuple[RowHolding, ...]
    at: str
    reference: ReferenceData
    moved: frozenset[tuple[str, str, str]]
    senders: frozenset[str]


class Judgement(NamedTuple):
    """What one record, or one step, comes to; `rows` are those that carry a yes."""

    result: RecognitionResult
    reason: RecognitionReason
    known: KnownKey | None = None
    rows: tuple[RowHolding, ...] = ()
    status: Standing | None = None
    told: str = ""


def judge(known: KnownKey, inquiry: Inquiry) -> Judgement:
    """Return what a record comes to; the first line of the table that fits counts."""
    reason = _unusable(known, inquiry)
    if reason is not None:
        is_no = reason in _SAID_BY.values()
        return Judgement(_NO if is_no else _OPEN, reason, known)
    record = known.last.record
    assert record is not None  # each other state is unusable
    consent = counting_consent(record, inquiry.profile.code, inquiry.at)
    if not lets_share(consent, inquiry.profile.consent):
        return Judgement(_NO, RecognitionReason.NO_CONSENT, known)
    return _by_rows(record, known, inquiry)


def _unusable(known: KnownKey, inquiry: Inquiry) -> RecognitionReason | None:
    """Return why a key has no record that may answer."""
    last = known.last
    if last.state == "rejected":
        return RecognitionReason.REJECTED
    if last.state == "newer":
        return RecognitionReason.NEWER
    if last.state == "missing":
        return RecognitionReason.MISSING
    if last.tombstone is not None:
        return _of_tombstone(last.tombstone, inquiry.at)
    assert last.record is not None
    if not _left_its_stream(last.record, known.key, inquiry):
        return RecognitionReason.MOVE_NOT_CONFIRMED
    if known.stream.transcribed and not inquiry.profile.transcription:
        return RecognitionReason.TRANSCRIBED
    return None


def _of_tombstone(tombstone: HeldTombstone, at: str) -> RecognitionReason:
    said = _SAID_BY.get(tombstone.cause)
    if said is None or at < tombstone.effective_from:
        return RecognitionReason.OUT_OF_USE
    return said


def _left_its_stream(record: AeoRecord, key: str, inquiry: Inquiry) -> bool:
    """Say whether a record never moved, or the stream that it left says so (XCH-9-1)."""
    if record.moved_to is not UNSET:
        return False
    former = record.former_administrations
    if former is UNSET or former[-1] not in inquiry.senders:
        return True
    return (former[-1], key, record.administration) in inquiry.moved


def _by_rows(record: AeoRecord, known: KnownKey, inquiry: Inquiry) -> Judgement:
    """Narrow the rows step by step; the step that leaves none says why."""
    term = term_at(record, inquiry.at)
    of_programme = [
        holding
        for holding in inquiry.rows
        if covers_programme(holding.row, record, inquiry.reference)
    ]
    if not of_programme:
        return Judgement(_NO, RecognitionReason.PROGRAMME_NOT_COVERED, known)
    if inquiry.reference.look_up(record.programme) is None:
        return Judgement(_OPEN, RecognitionReason.PROGRAMME_UNKNOWN, known)
    of_tin = [held for held in of_programme if not excludes_tin(held.row, record.holder.tin)]
    if not of_tin:
        return Judgement(_NO, RecognitionReason.TIN_EXCLUDED, known)
    of_tier = [held for held in of_tin if covers_tier(held.row, term)]
    if not of_tier:
        return Judgement(_NO, RecognitionReason.TIER_NOT_COVERED, known)
    assert term is not None
    of_role = [held for held in of_tier if covers_role(held.row, term)]
    if not of_role:
        return Judgement(_NO, RecognitionReason.ROLE_NOT_COVERED, known)
    return _by_status(known, record, term, of_role, inquiry)


def _by_status(
    known: KnownKey,
    record: AeoRecord,
    term: Term,
    rows: Sequence[RowHolding],
    inquiry: Inquiry,
) -> Judgement:
    """Ask for the status of each tier that a row covers; the least restrictive decides."""
    tiers = {tier for held in rows for tier in held.row.tiers if tier in term.tiers}
    standings = {
        tier: status_of_revision(record, inquiry.at, tier).status for tier in sorted(tiers)
    }
    best = min(standings.values(), key=RESTRICTION.index)
    if best is not Standing.GRANTED:
        result = _OPEN if best is Standing.UNDETERMINED else _NO
        return Judgement(result, RecognitionReason.STATUS, known, status=best)
    granted = {tier for tier, standing in standings.items() if standing is best}
    carrying = [held for held in rows if not granted.isdisjoint(held.row.tiers)]
    # A row that needs no assumption goes before one that does.
    certain = [held for held in carrying if not held.assumed]
    return Judgement(_YES, RecognitionReason.RECOGNISED, known, tuple(certain or carrying))
