"""A question at one instant to its outcome: the steps of XCH-13-3 to XCH-13-6."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aeo_exchange.exchange.recognition.case import RecognitionCase, is_named
from aeo_exchange.exchange.recognition.evidence import HeldStream
from aeo_exchange.exchange.recognition.judgement import Inquiry, Judgement, judge
from aeo_exchange.exchange.recognition.reasons import RecognitionReason, RecognitionResult

__all__ = ["RecognitionOutcome", "combined_outcome", "outcome_at"]

_YES = RecognitionResult.RECOGNISED
_NO = RecognitionResult.NOT_RECOGNISED
_OPEN = RecognitionResult.UNDETERMINED
_ORDER = (_YES, _OPEN, _NO)


class RecognitionOutcome(NamedTuple):
    """What is answered at one instant, and all that it was combined from."""

    result: RecognitionResult
    judgements: tuple[Judgement, ...]
    asked: tuple[HeldStream, ...] = ()


def outcome_at(case: RecognitionCase, at: str) -> RecognitionOutcome:
    """Return what is answered at an instant."""
    if case.profile is None:
        return _ended(_OPEN, RecognitionReason.NO_PROFILE)
    streams, failed = _streams_that_answer(case, at)
    if not streams and case.evidence.signed:
        return combined_outcome(failed or [Judgement(_OPEN, RecognitionReason.NO_STREAM)])
    rows = case.rows_at(at)
    if not rows:
        return _ended(_NO, RecognitionReason.NO_ROW, streams)
    sought = case.sought_at(at)
    if sought is None:
        return _ended(_OPEN, RecognitionReason.NO_OWN_CODES, streams)
    if not sought:
        return _ended(_NO, RecognitionReason.CODE_NOT_ISSUED, streams)
    keys = [key for key in case.keys if key.stream in streams and is_named(key, sought, at)]
    if not keys:
        return combined_outcome([*failed, _not_found(streams, at)], streams)
    if len(keys) > 1 and len({key.holder.tin for key in keys if key.holder}) > 1:
        holders = [Judgement(_OPEN, RecognitionReason.TWO_HOLDERS, key) for key in keys]
        return combined_outcome(holders, streams)
    inquiry = Inquiry(
        question=case.question,
        profile=case.profile,
        rows=rows,
        at=at,
        reference=case.evidence.reference,
        moved=case.moved,
        senders=case.senders,
    )
    return combined_outcome([*failed, *(judge(key, inquiry) for key in keys)], streams)


def combined_outcome(
    judgements: Sequence[Judgement], asked: Sequence[HeldStream] = ()
) -> RecognitionOutcome:
    """Return one outcome: a yes where there is one, else open where one is, else a no."""
    if len(judgements) == 1:  # as most are
        return RecognitionOutcome(judgements[0].result, tuple(judgements), tuple(asked))
    result = min((judgement.result for judgement in judgements), key=_ORDER.index)
    ordered = sorted(judgements, key=lambda judgement: _ORDER.index(judgement.result))
    return RecognitionOutcome(result, tuple(ordered), tuple(asked))


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
    for asked in case.streams:
        stream = asked.stream
        if stream.transcribed and _is_replaced(case, at):
            continue
        reason = asked.why_silent(at)
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


def _not_found(streams: Sequence[HeldStream], at: str) -> Judgement:
    """Return a no only where every entry could be read, and no tombstone hides who was there."""
    if any(stream.unread for stream in streams):
        return Judgement(_OPEN, RecognitionReason.UNREAD)
    if any(stream.lost_until is not None and at < stream.lost_until for stream in streams):
        return Judgement(_OPEN, RecognitionReason.OUT_OF_USE)
    return Judgement(_NO, RecognitionReason.NOT_IN_STREAM)
