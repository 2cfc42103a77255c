"""What answers about declarations rest on: snapshots of the other side, or records in files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from aeo_exchange.declarations.held_answers import held_matcher
from aeo_exchange.declarations.matching import MatchTerms
from aeo_exchange.exchange.receiving import HeadQuestion
from aeo_exchange.exchange.recognition.evidence import AdoptedProfile, HeldEvidence, HeldStream
from aeo_exchange.exchange.recognition.question import IssuedCode
from aeo_exchange.formats import Content, Limits
from aeo_exchange.operations.recognition.held_records import unsigned_streams
from aeo_exchange.operations.recognition.held_snapshots import Counted, Sides, streams_of
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.rules import Context

__all__ = [
    "HeadQuestion",
    "HeldEvidence",
    "evidence_of_records",
    "evidence_of_snapshots",
    "held_matcher",
]


def evidence_of_snapshots(
    places: Sequence[Path],
    terms: MatchTerms,
    asked: HeadQuestion,
    codes: Sequence[IssuedCode] | None,
    confirmed: Collection[str] = (),
) -> HeldEvidence:
    """Return what snapshots of the other side hold; raises OSError for one that is not read.

    `confirmed` are the digests of the heads whose reset or mass change the operator has taken.
    """
    counted = Counted(lambda _holder: True, confirmed)
    sides = Sides.under(terms.profile, terms.asked_by, terms.known_at)
    streams = streams_of(places, asked, sides, counted)
    return _evidence(terms, streams, asked.reference, codes, signed=True)


def evidence_of_records(
    contents: Sequence[Content],
    terms: MatchTerms,
    reference: ReferenceData,
    limits: Limits,
    codes: Sequence[IssuedCode] | None,
) -> HeldEvidence:
    """Return what records that nobody signed hold; by them nobody is recognised."""
    context = Context(at=terms.known_at, reference=reference)
    sides = Sides.under(terms.profile, terms.asked_by, terms.known_at)
    streams = unsigned_streams(contents, context, sides, terms.profile.code, limits)
    return _evidence(terms, streams, reference, codes, signed=False)


def _evidence(
    terms: MatchTerms,
    streams: Sequence[HeldStream],
    reference: ReferenceData,
    codes: Sequence[IssuedCode] | None,
    *,
    signed: bool,
) -> HeldEvidence:
    return HeldEvidence(
        profiles=(AdoptedProfile(terms.profile),),
        streams=streams,
        reference=reference,
        issued_codes=codes,
        signed=signed,
    )
