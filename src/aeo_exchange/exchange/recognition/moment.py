"""A question at one instant to its outcome: the steps of XCH-13-3 to XCH-13-6."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from msgspec import UNSET

from aeo_exchange.exchange.partner_profile import OwnSettings, PartnerProfile, ProfileRow
from aeo_exchange.exchange.recognition.held import (
    HeldEvidence,
    HeldStream,
    KnownKey,
    known_key,
)
from aeo_exchange.exchange.recognition.judgement import Inquiry, Judgement, RowHolding, judge
from aeo_exchange.exchange.recognition.question import RecognitionQuestion, Sought, counts_at
from aeo_exchange.exchange.recognition.reasons import RecognitionReason, RecognitionResult
from aeo_exchange.model.instants import instant

__all__ = [
    "RecognitionCase",
    "RecognitionOutcome",
    "assumed_of",
    "combined_outcome",
    "outcome_at",
    "stale_from",
]

_YES = RecognitionResult.RECOGNISED
_NO = RecognitionResult.NOT_RECOGNISED
_OPEN = RecognitionResult.UNDETERMINED
_ORDER = (_YES, _OPEN, _NO)


class RecognitionOutcome(NamedTuple):
    """What is answered at one instant, and all that it was combined from."""

    result: RecognitionResult
    judgements: tuple[Judgement, ...]
    asked: tuple[HeldStream, ...] = ()


class RecognitionCase(NamedTuple):
    """A question with what is held, as known at the instant of knowledge.

    `keys` are those that the identifier names at some instant.
    """

    question: RecognitionQuestion
    evidence: HeldEvidence
    profile: PartnerProfile | None
    keys: tuple[KnownKey, ...]
    moved: frozenset[tuple[str, str, str]]

    @classmethod
    def of(cls, question: RecognitionQuestion, evidence: HeldEvidence) -> RecognitionCase:
        """Look up what was known."""
        known = [
            as_known
            for stream in evidence.streams
            for key in stream.keys
            if (as_known := known_key(key, stream, question.known_at)) is not None
        ]
        profile = evidence.profile_at(question.known_at)
        sought = _sought_at(question, profile, evidence, None) or ()
        return cls(
            question,
            evidence,
            profile,
            tuple(key for key in known if _is_named(key, sought, None)),
            frozenset(_moves(known)),
        )

    @property
    def settings(self) -> OwnSettings:
        """The limits of the asking side; those of the other side, in its file, do not bind it."""
        assert self.profile is not None
        settings = self.profile.settings
        own = settings.side in (UNSET, self.question.asked_by)
        return settings if own else OwnSettings()


def outcome_at(case: RecognitionCase, at: str) -> RecognitionOutcome:
    """Return what is answered at an instant."""
    if case.profile is None:
        return _ended(_OPEN, RecognitionReason.NO_PROFILE)
    streams, failed = _streams_that_answer(case, at)
    if not streams and case.evidence.signed:
        return combined_outcome(failed or [Judgement(_OPEN, RecognitionReason.NO_STREAM)])
    rows = tuple(_rows(case.profile, case.question, at))
    if not rows:
        return _ended(_NO, RecognitionReason.NO_ROW, streams)
    sought = _sought_at(case.question, case.profile, case.evidence, at)
    if sought is None:
        return _ended(_OPEN, RecognitionReason.NO_OWN_CODES, streams)
    if not sought:
        return _ended(_NO, RecognitionReason.CODE_NOT_ISSUED, streams)
    keys = [key for key in case.keys if key.stream in streams and _is_named(key, sought, at)]
    if not keys:
        return combined_outcome([*failed, _not_found(streams, at)], streams)
    if len({key.holder.tin for key in keys if key.holder}) > 1:
        holders = [Judgement(_OPEN, RecognitionReason.TWO_HOLDERS, key) for key in keys]
        return combined_outcome(holders, streams)
    inquiry = Inquiry(
        question=case.question,
        profile=case.profile,
        rows=rows,
        at=at,
        reference=case.evidence.reference,
        moved=case.moved,
        senders=frozenset(stream.sender for stream in case.evidence.streams),
    )
    return combined_outcome([*failed, *(judge(key, inquiry) for key in keys)], streams)


def combined_outcome(
    judgements: Sequence[Judgement], asked: Sequence[HeldStream] = ()
) -> RecognitionOutcome:
    """Return one outcome: a yes where there is one, else open where one is, else a no."""
    result = min((judgement.result for judgement in judgements), key=_ORDER.index)
    ordered = sorted(judgements, key=lambda judgement: _ORDER.index(judgement.result))
    return RecognitionOutcome(result, tuple(ordered), tuple(asked))


@lru_cache(maxsize=1024)  # asked of each head at each moment
def stale_from(as_of: str, hours: int) -> str:
    """Return the first instant for which a state is too old."""
    return instant(datetime.fromisoformat(as_of) + timedelta(hours=hours, seconds=1))


def _ended(
    result: RecognitionResult, reason: RecognitionReason, asked: Sequence[HeldStream] = ()
) -> RecognitionOutcome:
    return RecognitionOutcome(result, (Judgement(result, reason),), tuple(asked))


def _streams_that_answer(
    case: RecognitionCase, at: str
) -> tuple[list[HeldStream], list[Judgement]]:
    """Return the streams that pass steps 1 and 2, and why others do not."""
    if not case.evidence.signed:
        return list(case.evidence.streams), []
    passed, failed = [], []
    for stream in case.evidence.streams:
        if stream.transcribed and _is_replaced(case, at):
            continue
        reason = _why_silent(stream, case, at)
        if reason is None:
            passed.append(stream)
        elif reason is not RecognitionReason.NO_STREAM:
            told = stream.refusal[1] if stream.refusal else ""
            failed.append(Judgement(_OPEN, reason, told=f"{stream.sender}: {told}".rstrip(": ")))
    return passed, failed


def _is_replaced(case: RecognitionCase, at: str) -> bool:
    """Say whether the own stream of the other side had begun, so that no transcription counts."""
    return any(
        head.as_of <= at
        for stream in case.evidence.streams
        if not stream.transcribed
        for head in stream.heads
        if head.applied_at <= case.question.known_at
    )


def _why_silent(stream: HeldStream, case: RecognitionCase, at: str) -> RecognitionReason | None:
    if stream.refusal is not None:
        return stream.refusal[0]
    known_at = case.question.known_at
    head = stream.head_at(known_at)
    if head is None:
        return RecognitionReason.NO_STREAM
    if stream.disputed:
        return RecognitionReason.DISPUTED
    if stream.restored:
        return RecognitionReason.RESTORED
    if at >= stale_from(head.as_of, case.settings.staleness_hours):
        return RecognitionReason.STALE
    if head.compromised_since is not None and head.compromised_since <= known_at:
        return RecognitionReason.KEY_COMPROMISED
    return None


def _rows(profile: PartnerProfile, question: RecognitionQuestion, at: str) -> Iterator[RowHolding]:
    """Yield the rows that cover the instant, the flow and the role, as far as they were asked."""
    for number, row in enumerate(profile.rows, 1):
        if row.recognised_by == question.asked_by and counts_at(row.from_, row.until, at):
            assumed = assumed_of(row, question)
            if assumed is not None:
                yield RowHolding(number, row, assumed)


def assumed_of(
    row: ProfileRow, question: RecognitionQuestion
) -> tuple[RecognitionReason, ...] | None:
    """Return what a row narrows and was not asked about; None where it does not cover it."""
    assumed = []
    for narrowed, asked, reason in (
        (row.party_roles, question.party_role, RecognitionReason.ROLE_NOT_ASKED),
        (row.flows, question.flow, RecognitionReason.FLOW_NOT_ASKED),
    ):
        if narrowed is UNSET:
            continue
        if asked is None:
            assumed.append(reason)
        elif asked not in narrowed:
            return None
    return tuple(assumed)


def _sought_at(
    question: RecognitionQuestion,
    profile: PartnerProfile | None,
    evidence: HeldEvidence,
    at: str | None,
) -> tuple[Sought, ...] | None:
    """Return what records are looked up by at an instant; None where that cannot be told.

    The asking side's own table decides about a code that it issued, never what the sender says.
    """
    sought = question.sought
    side = None if profile is None else profile.side(question.asked_by)
    if not sought.is_own_code(side):
        return (sought,)
    if evidence.issued_codes is None:
        return None
    return tuple(
        Sought(value=code.tin)
        for code in evidence.issued_codes
        if (code.scheme, code.value) == (sought.scheme, sought.value)
        and (at is None or counts_at(code.from_, code.until, at))
    )


def _is_named(key: KnownKey, sought: Sequence[Sought], at: str | None) -> bool:
    holder = key.holder
    return holder is not None and any(one.names(holder, at) for one in sought)


def _not_found(streams: Sequence[HeldStream], at: str) -> Judgement:
    """Return a no only where every entry could be read, and no tombstone hides who was there."""
    if any(stream.unread for stream in streams):
        return Judgement(_OPEN, RecognitionReason.UNREAD)
    if any(stream.lost_until is not None and at < stream.lost_until for stream in streams):
        return Judgement(_OPEN, RecognitionReason.OUT_OF_USE)
    return Judgement(_NO, RecognitionReason.NOT_IN_STREAM)


def _moves(known: Sequence[KnownKey]) -> Iterator[tuple[str, str, str]]:
    """Yield the stream, the key and the new sender of each record that moved away."""
    for key in known:
        tombstone = key.last.tombstone
        if tombstone is not None and tombstone.cause == "moved" and tombstone.to:
            yield key.stream.sender, key.key, tombstone.to
