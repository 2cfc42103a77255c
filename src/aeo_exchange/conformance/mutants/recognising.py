"""Mutants that say wrongly who is recognised: each reads what it holds, or the question, amiss."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import cast

from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.conformance.adapters.own.recogniser import (
    Answerer,
    answer_about_recognition,
    by_our_rules,
)
from aeo_exchange.conformance.adapters.protocol import Plain
from aeo_exchange.conformance.mutants.making import Answering, after, answering, asked
from aeo_exchange.conformance.mutants.standing import without_gaps
from aeo_exchange.conformance.suite.lists import Operation
from aeo_exchange.exchange.partner_profile import Benefit, PartnerProfile, ProfileRow
from aeo_exchange.exchange.recognition.answer import RecognitionAnswer
from aeo_exchange.exchange.recognition.evidence import (
    AdoptedProfile,
    HeldChange,
    HeldEvidence,
    HeldStream,
)
from aeo_exchange.exchange.recognition.question import IssuedCode, RecognitionQuestion
from aeo_exchange.exchange.recognition.reasons import RecognitionReason, RecognitionResult
from aeo_exchange.model.codes import ConsentState
from aeo_exchange.model.record import AeoRecord, Holder

__all__ = ["RECOGNISING"]

ENDLESS = "9999-12-31T23:59:59Z"
ALWAYS = "1000-01-01T00:00:00Z"
_NO = RecognitionResult.NOT_RECOGNISED


def _answering(answerer: Answerer) -> Answering:
    """Return our own implementation with another way to answer about recognition."""
    return answering(Operation.RECOGNISE, partial(answer_about_recognition, answerer=answerer))


def _asking(change: Callable[[RecognitionQuestion], RecognitionQuestion]) -> Answering:
    return _answering(lambda question, held: by_our_rules(change(question), held))


def _holding(change: Callable[[HeldEvidence], HeldEvidence]) -> Answering:
    return _answering(lambda question, held: by_our_rules(question, change(held)))


def _saying(change: Callable[[RecognitionAnswer], RecognitionAnswer]) -> Answering:
    return _answering(lambda question, held: change(by_our_rules(question, held)))


def _by_stream(change: Callable[[HeldStream], HeldStream]) -> Answering:
    return _holding(lambda held: replace(held, streams=[change(one) for one in held.streams]))


def _by_change(change: Callable[[HeldChange], HeldChange]) -> Answering:
    """Return an implementation that reads otherwise what became of each key."""

    def changed(stream: HeldStream) -> HeldStream:
        keys = [replace(key, changes=tuple(map(change, key.changes))) for key in stream.keys]
        return replace(stream, keys=tuple(keys))

    return _by_stream(changed)


def _by_record(change: Callable[[AeoRecord], AeoRecord]) -> Answering:
    return _by_change(
        lambda held: held if held.record is None else replace(held, record=change(held.record))
    )


def _by_holder(change: Callable[[Holder], Holder]) -> Answering:
    return _by_record(lambda record: replace(record, holder=change(record.holder)))


def _by_profile(change: Callable[[PartnerProfile], PartnerProfile]) -> Answering:
    return _holding(
        lambda held: replace(
            held, profiles=[AdoptedProfile(change(one), since) for one, since in held.profiles]
        )
    )


def _by_row(change: Callable[[ProfileRow], ProfileRow]) -> Answering:
    return _by_profile(lambda profile: replace(profile, rows=tuple(map(change, profile.rows))))


def _believing(held: HeldChange) -> HeldChange:
    if held.state == "rejected" and held.record is not None:
        return replace(held, state="accepted")
    return held


def _by_the_echo(question: RecognitionQuestion, held: HeldEvidence) -> RecognitionAnswer:
    """Take what the sender says that we issued for what we issued."""
    return by_our_rules(question, replace(held, issued_codes=tuple(_echoes(held))))


def _echoes(held: HeldEvidence) -> Iterator[IssuedCode]:
    for stream in held.streams:
        for key in stream.keys:
            record = key.changes[-1].record
            for recognition in (record.recognitions or ()) if record else ():
                for number in recognition.identifiers or ():
                    yield IssuedCode(
                        scheme=number.scheme,
                        value=number.value,
                        tin=record.holder.tin,  # type: ignore[union-attr]
                    )


def _no_for(*reasons: RecognitionReason) -> Answering:
    """Return an implementation that says no where one of some reasons leaves it open."""

    def changed(answer: RecognitionAnswer) -> RecognitionAnswer:
        is_open = answer.result is RecognitionResult.UNDETERMINED
        if is_open and any(why.code in reasons for why in answer.reasons):
            return replace(answer, result=_NO)
        return answer

    return _saying(changed)


def _first_holder(question: RecognitionQuestion, held: HeldEvidence) -> RecognitionAnswer:
    """Take the first of two holders for the one that is meant."""
    answer = by_our_rules(question, held)
    if all(why.code is not RecognitionReason.TWO_HOLDERS for why in answer.reasons):
        return answer
    first = min(str(why.key) for why in answer.reasons)
    streams = [
        replace(stream, keys=tuple(key for key in stream.keys if key.key == first))
        for stream in held.streams
    ]
    return by_our_rules(question, replace(held, streams=streams))


def _first_instant(question: RecognitionQuestion, held: HeldEvidence) -> RecognitionAnswer:
    """Answer for a day what holds at its first instant."""
    start = by_our_rules(question, held).from_instant
    if start is UNSET:
        return by_our_rules(question, held)
    return by_our_rules(replace(question, at=start), held)


def _in_utc(profile: PartnerProfile) -> PartnerProfile:
    parties = tuple(replace(side, time_zone="UTC") for side in profile.parties)
    return replace(profile, parties=parties)


def _patient(profile: PartnerProfile) -> PartnerProfile:
    return replace(profile, own=replace(profile.settings, side=UNSET, staleness_hours=1_000_000))


def _latest_profile(held: HeldEvidence) -> HeldEvidence:
    return replace(held, profiles=[AdoptedProfile(one) for one, _ in held.profiles])


def _consenting(record: AeoRecord) -> AeoRecord:
    if not record.consents:
        return record
    first = replace(record.consents[0], state=ConsentState.GIVEN, since=ALWAYS)
    return replace(record, consents=(first,))


def _of_every_tier(row: ProfileRow) -> ProfileRow:
    return replace(row, tiers=("TIER1", "TIER2"))


def _with_endless_numbers(holder: Holder) -> Holder:
    if holder.identifiers is UNSET:
        return holder
    return replace(
        holder, identifiers=tuple(replace(number, until=UNSET) for number in holder.identifiers)
    )


def _with_all_benefits(question: RecognitionQuestion, held: HeldEvidence) -> RecognitionAnswer:
    """Promise every benefit of the profile, whatever row carries the yes."""
    answer = by_our_rules(question, held)
    every = tuple[Benefit, ...](held.profiles[0].profile.benefits or ())
    is_yes = answer.result is RecognitionResult.RECOGNISED
    return replace(answer, benefits=every) if is_yes else answer


def _known_now(message: Plain) -> Plain:
    """Ask as known now where nobody names K, whatever a clock that was ahead has applied."""
    options = cast("dict[str, object]", message.get("options", {}))
    return {**message, "options": {"knownAt": message["at"], **options}}


def _unsure_is_no(said: Plain, message: Plain) -> Plain:
    is_open = said["verdict"] == "UNDETERMINED" and message["operation"] == "recognise"
    return {**said, "verdict": "NOT_VALID"} if is_open else said


# What is read or said wrongly -> the implementation that does so.
RECOGNISING: dict[str, Answering] = {
    "answers-for-the-start-of-a-day": _answering(_first_instant),
    "answers-from-disputed-streams": _by_stream(
        lambda stream: replace(stream, disputed=False, restored=False)
    ),
    "answers-from-rejected-records": _by_change(_believing),
    "answers-from-stale-streams": _by_profile(_patient),
    "asks-the-latest-profile": _holding(_latest_profile),
    "believes-a-compromised-key": _by_stream(
        lambda stream: replace(
            stream,
            heads=tuple(replace(head, compromised_since=None) for head in stream.heads),
        )
    ),
    "believes-one-side-of-a-move": _by_record(
        lambda record: replace(record, former_administrations=UNSET)
    ),
    "believes-the-echo": _answering(_by_the_echo),
    "calls-absence-a-no": _no_for(RecognitionReason.MISSING),
    "calls-a-tombstone-a-no": _no_for(RecognitionReason.OUT_OF_USE),
    "calls-what-is-open-a-no": after(_unsure_is_no),
    "counts-ended-numbers": _by_holder(_with_endless_numbers),
    "counts-transcriptions": _by_profile(lambda profile: replace(profile, transcription=True)),
    "forgets-former-tins": _by_holder(lambda holder: replace(holder, former_tins=UNSET)),
    "ignores-excluded-tins": _by_row(lambda row: replace(row, tin_prefixes_excluded=UNSET)),
    "ignores-flow": _by_row(lambda row: replace(row, flows=UNSET)),
    "ignores-gaps-between-terms": _by_record(without_gaps),
    "ignores-holder-roles": _by_row(lambda row: replace(row, holder_roles=UNSET)),
    "ignores-party-role": _by_row(lambda row: replace(row, party_roles=UNSET)),
    "ignores-status": _by_record(lambda record: replace(record, history=record.history[:1])),
    "ignores-tiers-of-rows": _by_row(_of_every_tier),
    "ignores-withdrawn-consent": _by_record(_consenting),
    "knows-by-its-clock-alone": asked(_known_now),
    "knows-what-was-applied-later": _asking(lambda question: replace(question, known_at=ENDLESS)),
    "promises-every-benefit": _answering(_with_all_benefits),
    "reads-days-in-utc": _by_profile(_in_utc),
    "takes-the-first-holder": _answering(_first_holder),
}
