"""Is a firm recognised under a partner profile: by the snapshots or the records at hand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.partner_profile import Flow, PartnerProfile
from aeo_exchange.exchange.receiving import HeadQuestion
from aeo_exchange.exchange.recognition.answer import RecognitionAnswer
from aeo_exchange.exchange.recognition.evidence import AdoptedProfile, HeldEvidence, HeldStream
from aeo_exchange.exchange.recognition.question import IssuedCode, RecognitionQuestion, Sought
from aeo_exchange.exchange.recognition.reasons import RecognitionResult
from aeo_exchange.exchange.recognition.recognise import recognise
from aeo_exchange.formats import Content, Limits
from aeo_exchange.model.codes import Role
from aeo_exchange.model.instants import Instant
from aeo_exchange.model.record import Holder
from aeo_exchange.operations.recognition.held_records import unsigned_streams
from aeo_exchange.operations.recognition.held_snapshots import (
    Counted,
    Sides,
    is_snapshot,
    streams_of,
)
from aeo_exchange.operations.recognition.issued_codes import read_issued_codes
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Verdict
from aeo_exchange.rules import Context

__all__ = [
    "Flow",
    "HeadQuestion",
    "RecognitionAnswer",
    "Role",
    "Wish",
    "by_records",
    "by_snapshots",
    "is_snapshot",
    "read_issued_codes",
    "recognition_verdict",
    "sought",
]

VERDICTS = {
    RecognitionResult.RECOGNISED: Verdict.VALID,
    RecognitionResult.NOT_RECOGNISED: Verdict.NOT_VALID,
    RecognitionResult.UNDETERMINED: Verdict.UNDETERMINED,
}


class Wish(Struct, frozen=True, kw_only=True):
    """What is asked, and under which profile; `at` is an instant or a day."""

    sought: Sought
    profile: PartnerProfile
    asked_by: str
    at: str
    known_at: Instant
    party_role: Role | None = None
    flow: Flow | None = None
    issued_codes: Sequence[IssuedCode] | None = None

    @property
    def sides(self) -> Sides:
        """Who asks about whom."""
        return Sides.under(self.profile, self.asked_by, self.known_at)


class _Held(NamedTuple):
    """What an answer rests on, and whether it came in a stream."""

    streams: Sequence[HeldStream]
    signed: bool


def sought(tin: str | None, identifier: str | None) -> Sought:
    """Return what is looked up; raises WrongChoice for other than one of the two."""
    if (tin is None) is (identifier is None):
        raise WrongChoice("ask by one of --tin and --identifier SCHEME:VALUE")
    if tin is not None:
        return Sought(value=tin)
    assert identifier is not None
    scheme, _, value = identifier.partition(":")
    if not scheme or not value:
        raise WrongChoice(f"{identifier}: an identifier is written SCHEME:VALUE, as in LEI:5493...")
    return Sought(scheme=scheme, value=value)


def by_snapshots(
    places: Sequence[Path],
    wish: Wish,
    asked: HeadQuestion,
    confirmed: Collection[str] = (),
) -> RecognitionAnswer:
    """Return the answer that rests on snapshots; raises OSError for one that cannot be read.

    `confirmed` are the digests of the heads whose reset or mass change the operator has taken.
    """
    streams = streams_of(places, asked, wish.sides, Counted(_wanted(wish), confirmed))
    return _answer(wish, _Held(streams, signed=True), asked.reference)


def by_records(
    contents: Sequence[Content], wish: Wish, reference: ReferenceData, limits: Limits
) -> RecognitionAnswer:
    """Return what records that nobody signed would come to; it is never a yes."""
    context = Context(at=wish.known_at, reference=reference)
    streams = unsigned_streams(contents, context, wish.sides, wish.profile.code, limits)
    return _answer(wish, _Held(streams, signed=False), reference)


def recognition_verdict(answer: RecognitionAnswer) -> Verdict:
    """Return the answer as a verdict, for the exit code."""
    return VERDICTS[answer.result]


def _wanted(wish: Wish) -> Callable[[Holder], bool]:
    """Return what says of a holder whether some answer may be about it."""
    named: tuple[Sought, ...] = (wish.sought,)
    if wish.sought.is_own_code(wish.profile.side(wish.asked_by)):
        issued = (wish.sought.scheme, wish.sought.value)
        codes = [code for code in wish.issued_codes or () if (code.scheme, code.value) == issued]
        named = tuple(Sought(value=code.tin) for code in codes)
    return lambda holder: any(one.names(holder, None) for one in named)


def _answer(wish: Wish, held: _Held, reference: ReferenceData) -> RecognitionAnswer:
    question = RecognitionQuestion(
        sought=wish.sought,
        asked_by=wish.asked_by,
        at=wish.at,
        known_at=wish.known_at,
        party_role=wish.party_role,
        flow=wish.flow,
    )
    evidence = HeldEvidence(
        profiles=(AdoptedProfile(wish.profile),),
        streams=held.streams,
        reference=reference,
        issued_codes=wish.issued_codes,
        signed=held.signed,
    )
    return recognise(question, evidence)
