"""A question with what is held: all of it that is the same at every instant asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple

from msgspec import UNSET

from aeo_exchange.exchange.partner_profile import PartnerProfile, ProfileRow
from aeo_exchange.exchange.recognition.evidence import (
    HeldEvidence,
    HeldHead,
    HeldStream,
    KnownKey,
    known_key,
)
from aeo_exchange.exchange.recognition.judgement import RowHolding
from aeo_exchange.exchange.recognition.question import RecognitionQuestion, Sought, counts_at
from aeo_exchange.exchange.recognition.reasons import RecognitionReason
from aeo_exchange.model.instants import instant, shifted

__all__ = [
    "AskedStream",
    "RecognitionCase",
    "assumed_of",
    "is_named",
    "stale_from",
]


class AskedStream(NamedTuple):
    """A stream, its head as known then, and why nothing is answered from it, or not from when on.

    `silent` is asked before `stale_from`, and `compromised` behind it.
    """

    stream: HeldStream
    head: HeldHead | None
    silent: RecognitionReason | None
    stale_from: str
    compromised: bool

    def why_silent(self, at: str) -> RecognitionReason | None:
        """Return why it does not answer about an instant, if it does not."""
        if self.silent is not None:
            return self.silent
        if at >= self.stale_from:
            return RecognitionReason.STALE
        return RecognitionReason.KEY_COMPROMISED if self.compromised else None


class RecognitionCase(NamedTuple):
    """A question with what is held, as known at the instant of knowledge.

    `keys` are those that the identifier names at some instant, `rows` those of the profile that
    cover the flow and the role at some. `by_own_code`: the asking side issued what it asks by.
    """

    question: RecognitionQuestion
    evidence: HeldEvidence
    profile: PartnerProfile | None
    keys: tuple[KnownKey, ...]
    moved: frozenset[tuple[str, str, str]]
    streams: tuple[AskedStream, ...]
    rows: tuple[RowHolding, ...]
    by_own_code: bool
    senders: frozenset[str]

    @classmethod
    def of(cls, question: RecognitionQuestion, evidence: HeldEvidence) -> RecognitionCase:
        """Look up what was known."""
        known_at = question.known_at
        known = [
            as_known
            for stream in evidence.streams
            for key in stream.keys
            if (as_known := known_key(key, stream, known_at)) is not None
        ]
        profile = evidence.profile_at(known_at)
        side = None if profile is None else profile.side(question.asked_by)
        by_own_code = question.sought.is_own_code(side)
        sought = _sought(question, evidence, None) if by_own_code else (question.sought,)
        return cls(
            question=question,
            evidence=evidence,
            profile=profile,
            keys=tuple([key for key in known if is_named(key, sought or (), None)]),
            moved=frozenset(_moves(known)),
            streams=() if profile is None else tuple(_streams(profile, question, evidence)),
            rows=() if profile is None else tuple(_rows(profile, question)),
            by_own_code=by_own_code,
            senders=frozenset([stream.sender for stream in evidence.streams]),
        )

    def sought_at(self, at: str) -> tuple[Sought, ...] | None:
        """Return what records are looked up by at an instant; None where that cannot be told.

        The asking side's own table decides about a code that it issued, never what the sender says.
        """
        if not self.by_own_code:
            return (self.question.sought,)
        return _sought(self.question, self.evidence, at)

    def rows_at(self, at: str) -> tuple[RowHolding, ...]:
        """Return the rows that cover an instant as well."""
        return tuple([held for held in self.rows if counts_at(held.row.from_, held.row.until, at)])


@lru_cache(maxsize=1024)  # asked of each head of each question
def stale_from(as_of: str, hours: int) -> str:
    """Return the first instant for which a state is too old."""
    return shifted(instant(as_of), timedelta(hours=hours, seconds=1))


def _streams(
    profile: PartnerProfile, question: RecognitionQuestion, evidence: HeldEvidence
) -> Iterator[AskedStream]:
    hours = profile.settings_of(question.asked_by).staleness_hours
    for stream in evidence.streams:
        yield _asked(stream, question.known_at, hours)


def _asked(stream: HeldStream, known_at: str, hours: int) -> AskedStream:
    head = stream.head_at(known_at)
    if head is None:
        silent = stream.refusal[0] if stream.refusal else RecognitionReason.NO_STREAM
        return AskedStream(stream, None, silent, "", compromised=False)
    since = head.compromised_since
    return AskedStream(
        stream,
        head,
        _silent(stream),
        stale_from(head.as_of, hours),
        since is not None and since <= known_at,
    )


def _silent(stream: HeldStream) -> RecognitionReason | None:
    if stream.refusal is not None:
        return stream.refusal[0]
    if stream.disputed:
        return RecognitionReason.DISPUTED
    return RecognitionReason.RESTORED if stream.restored else None


def _rows(profile: PartnerProfile, question: RecognitionQuestion) -> Iterator[RowHolding]:
    """Yield the rows that cover the flow and the role, as far as they were asked."""
    for number, row in enumerate(profile.rows, 1):
        if row.recognised_by == question.asked_by:
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


def _sought(
    question: RecognitionQuestion, evidence: HeldEvidence, at: str | None
) -> tuple[Sought, ...] | None:
    """Return the TINs that a code of the asking side leads to, at an instant or at any."""
    sought = question.sought
    if evidence.issued_codes is None:
        return None
    return tuple(
        Sought(value=code.tin)
        for code in evidence.issued_codes
        if (code.scheme, code.value) == (sought.scheme, sought.value)
        and (at is None or counts_at(code.from_, code.until, at))
    )


def is_named(key: KnownKey, sought: Sequence[Sought], at: str | None) -> bool:
    """Say whether a key is that of a holder of one of some numbers, at an instant or at any."""
    holder = key.holder
    return holder is not None and any(one.names(holder, at) for one in sought)


def _moves(known: Sequence[KnownKey]) -> Iterator[tuple[str, str, str]]:
    """Yield the stream, the key and the new sender of each record that moved away."""
    for key in known:
        tombstone = key.last.tombstone
        if tombstone is not None and tombstone.cause == "moved" and tombstone.to:
            yield key.stream.sender, key.key, tombstone.to
