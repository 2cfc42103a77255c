"""Our own recogniser behind the adapter protocol: what is held comes with the question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TypeAlias

import msgspec
from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.conformance.adapters.own.holding import Holding, HoldingHead, HoldingStream
from aeo_exchange.conformance.adapters.protocol import (
    AnsweredReason,
    AnsweredRecognition,
    AnsweredRecord,
    AskedRecognition,
    Reply,
    Request,
)
from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.exchange.entries import holder_of
from aeo_exchange.exchange.profile_file import read_partner_profile
from aeo_exchange.exchange.recognition.answer import RecognitionAnswer, RecognitionWhy
from aeo_exchange.exchange.recognition.evidence import (
    AdoptedProfile,
    HeldChange,
    HeldEvidence,
    HeldHead,
    HeldKey,
    HeldStream,
    HeldTombstone,
)
from aeo_exchange.exchange.recognition.history import following
from aeo_exchange.exchange.recognition.question import IssuedCode, RecognitionQuestion
from aeo_exchange.exchange.recognition.reasons import RecognitionResult
from aeo_exchange.exchange.recognition.recognise import recognise
from aeo_exchange.exchange.unread_record import told_revision
from aeo_exchange.formats import Content, Limits
from aeo_exchange.model.codes import Role
from aeo_exchange.model.instants import Instant, instant
from aeo_exchange.model.version import is_newer
from aeo_exchange.operations.reading import Reading, read
from aeo_exchange.operations.recognition.recognise import recognition_verdict, sought
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Severity
from aeo_exchange.rules import Context, check

__all__ = ["Answerer", "answer_about_recognition", "by_our_rules", "held_evidence", "known_at"]

ROLES = {role.value: role for role in Role}
Answerer: TypeAlias = Callable[[RecognitionQuestion, HeldEvidence], RecognitionAnswer]


class _Received(Struct, frozen=True, kw_only=True):
    """The document as it was read, and the agreement under which it was received."""

    readings: Sequence[Reading]
    agreement: str

    def change(self, place: int, head: HoldingHead) -> HeldChange:
        """Return what a head makes of a key by a record, as a register judges it (XCH-8-19)."""
        reading = self.readings[place]
        record, tree = reading.record, reading.document.tree if reading.document else None
        if record is None:
            state = "newer" if isinstance(tree, dict) and is_newer(tree) else "rejected"
            return HeldChange(
                state=state,  # type: ignore[arg-type]
                applied_at=head.applied_at,
                holder=holder_of(tree),
                revision=told_revision(tree if isinstance(tree, dict) else None),
            )
        context = Context(at=head.as_of, reference=_reference())
        is_wrong = any(finding.severity is Severity.ERROR for finding in check(record, context))
        return HeldChange(
            state="rejected" if is_wrong else "accepted", applied_at=head.applied_at, record=record
        )


def by_our_rules(question: RecognitionQuestion, evidence: HeldEvidence) -> RecognitionAnswer:
    """Return what section 13 of part 6 says."""
    return recognise(question, evidence)


def answer_about_recognition(request: Request, answerer: Answerer = by_our_rules) -> Reply:
    """Return whether a firm is recognised, why, and what follows.

    Raises AdapterFailure for a request without recognition or holding.
    """
    asked = request.options.recognition
    if asked is UNSET or request.inputs.holding is UNSET:
        raise AdapterFailure("recognise needs options.recognition and inputs.holding")
    holding = msgspec.json.decode(request.inputs.holding.held, type=Holding)
    question = _question(request, asked, known_at(request, holding))
    answer = answerer(question, held_evidence(holding, request.inputs.document.held))
    return Reply(
        seq=request.seq, verdict=recognition_verdict(answer), recognition=_recognition(answer)
    )


def known_at(request: Request, holding: Holding) -> Instant:
    """Return K: that of the question, else now, and never before what was applied (XCH-9-2)."""
    known = request.options.known_at
    if known is not UNSET:
        return instant(known)
    applied = [head.applied_at for stream in holding.streams for head in stream.heads]
    return instant(max([request.at, *applied]))


def _recognition(answer: RecognitionAnswer) -> AnsweredRecognition:
    """Return the reasons; what follows, and on what it rests, of a yes alone."""
    reasons = tuple(dict.fromkeys(map(_reason, answer.reasons)))
    if answer.result is not RecognitionResult.RECOGNISED:
        return AnsweredRecognition(reasons=reasons)
    rests = answer.rests_on
    return AnsweredRecognition(
        reasons=reasons,
        records=tuple(
            AnsweredRecord(key=used.key, revision=used.revision)
            for used in rests.records
            if used.result is RecognitionResult.RECOGNISED
        ),
        rows=() if rests.profile is UNSET else rests.profile.rows,
        benefits=tuple(benefit.code for benefit in answer.benefits),
    )


def _reason(why: RecognitionWhy) -> AnsweredReason:
    status = why.status if why.status is UNSET else str(why.status)
    return AnsweredReason(code=str(why.code), key=why.key, status=status)


def _question(request: Request, asked: AskedRecognition, known: Instant) -> RecognitionQuestion:
    tin, identifier, role, flow, day = (
        None if told is UNSET else told
        for told in (asked.tin, asked.identifier, asked.party_role, asked.flow, asked.day)
    )
    return RecognitionQuestion(
        sought=sought(tin, identifier),
        asked_by=asked.asked_by,
        at=day or request.at,
        known_at=known,
        party_role=None if role is None else ROLES[role],
        flow=flow,  # type: ignore[arg-type]
    )


def held_evidence(holding: Holding, records: bytes) -> HeldEvidence:
    """Return what is held: a holding, and the records that its entries lead to."""
    profiles = tuple(
        AdoptedProfile(read_partner_profile(part.content.encode(), _reference()), part.adopted_at)
        for part in holding.profiles
    )
    content = Content(name="document", held=records)
    received = _Received(readings=list(read(content, Limits())), agreement=profiles[0].profile.code)
    codes = holding.issued_codes
    return HeldEvidence(
        profiles=profiles,
        streams=tuple(_stream(stream, received) for stream in holding.streams),
        reference=_reference(),
        issued_codes=(
            None
            if codes is UNSET
            else [
                IssuedCode(
                    scheme=code.scheme,
                    value=code.value,
                    tin=code.tin,
                    from_=_or_none(code.from_),
                    until=_or_none(code.until),
                )
                for code in codes
            ]
        ),
    )


def _stream(stream: HoldingStream, received: _Received) -> HeldStream:
    histories = _histories(stream, received)
    last = _of_last_head(stream, histories)
    return HeldStream(
        sender=stream.sender,
        heads=tuple(map(_head, stream.heads)),
        keys=tuple(HeldKey(key=key, changes=tuple(changes)) for key, changes in histories.items()),
        disputed=stream.disputed,
        restored=stream.restored,
        transcribed=stream.transcribed,
        unread=sum(not _names_holder(changes) for changes in last if not changes[-1].tombstone),
        lost_until=max(_lost(last), default=None),
    )


def _of_last_head(
    stream: HoldingStream, histories: Mapping[str, Sequence[HeldChange]]
) -> list[Sequence[HeldChange]]:
    """Return the histories of the keys that the last head has."""
    return [histories[entry.key] for head in stream.heads[-1:] for entry in head.entries]


def _names_holder(changes: Iterable[HeldChange]) -> bool:
    return any(change.known_holder is not None for change in changes)


def _lost(histories: Iterable[Sequence[HeldChange]]) -> Iterator[str]:
    """Yield when each tombstone took effect of which nobody can tell whose it is."""
    for changes in histories:
        tombstone = changes[-1].tombstone
        if tombstone is not None and not _names_holder(changes):
            yield tombstone.effective_from


def _head(head: HoldingHead) -> HeldHead:
    return HeldHead(
        sequence=head.sequence,
        digest="0" * 64,  # no answer of the suite tells it
        as_of=head.as_of,
        applied_at=head.applied_at,
        compromised_since=_or_none(head.compromised_at),
    )


def _histories(stream: HoldingStream, received: _Received) -> dict[str, list[HeldChange]]:
    """Return what became of each key; one that a head leaves out is missing, unless it was over."""
    histories: dict[str, list[HeldChange]] = {}
    begin: dict[str, int] = {}  # from where on revisions count
    for head in stream.heads:
        if head.reset:
            begin = {key: len(changes) for key, changes in histories.items()}
        keys = set()
        for entry in head.entries:
            keys.add(entry.key)
            earlier = histories.setdefault(entry.key, [])
            if entry.tombstone is not UNSET:
                told = entry.tombstone
                tombstone = HeldTombstone(
                    cause=told.cause,
                    effective_from=str(told.effective_from),
                    to=_or_none(told.to),
                )
                earlier.append(
                    HeldChange(state="tombstone", applied_at=head.applied_at, tombstone=tombstone)
                )
            elif entry.record is not UNSET:
                change = received.change(entry.record, head)
                first = begin.get(entry.key, 0)
                earlier.append(following(earlier, change, received.agreement, head.as_of, first))
        for key in histories.keys() - keys:
            if histories[key][-1].state not in ("tombstone", "missing"):
                histories[key].append(HeldChange(state="missing", applied_at=head.applied_at))
    return histories


def _or_none(told: str | UnsetType) -> str | None:
    return None if told is UNSET else str(told)


@cache
def _reference() -> ReferenceData:
    return ReferenceData()
