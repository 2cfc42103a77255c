"""The question to the answer: an instant, or each instant of a day at which something changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import UNSET, UnsetType

from aeo_exchange.exchange.days import Day, day_in
from aeo_exchange.exchange.partner_profile import Benefit
from aeo_exchange.exchange.recognition.answer import RecognitionAnswer, WithinDay
from aeo_exchange.exchange.recognition.basis import (
    benefits_of,
    reasons_of,
    recognition_basis,
)
from aeo_exchange.exchange.recognition.case import RecognitionCase, stale_from
from aeo_exchange.exchange.recognition.evidence import HeldEvidence, KnownKey
from aeo_exchange.exchange.recognition.judgement import Judgement
from aeo_exchange.exchange.recognition.outcome import (
    RecognitionOutcome,
    combined_outcome,
    outcome_at,
)
from aeo_exchange.exchange.recognition.question import RecognitionQuestion
from aeo_exchange.exchange.recognition.reasons import RecognitionReason, RecognitionResult
from aeo_exchange.model.instants import instant, is_date
from aeo_exchange.rules.rule import items_of

__all__ = [
    "EARLIEST",
    "SpanOutcome",
    "case_answer",
    "recognise",
    "span_outcome",
    "turning_points",
]

_OPEN = RecognitionResult.UNDETERMINED
EARLIEST = "1000-01-01T00:00:00Z"


class SpanOutcome(NamedTuple):
    """What is answered over some moments: at each, over all, and as far as it may be told."""

    at_each: Sequence[RecognitionOutcome]
    over_all: RecognitionOutcome
    told: RecognitionOutcome
    benefits: tuple[Benefit, ...]


def recognise(question: RecognitionQuestion, evidence: HeldEvidence) -> RecognitionAnswer:
    """Return the answer; raises InvalidInstant for a day that the zone of the asking side skipped.

    It rests on nothing but what is given, so the same evidence always gives the same answer.
    """
    case = RecognitionCase.of(question, evidence)
    return case_answer(case, turning_points(case))


def case_answer(case: RecognitionCase, turns: Sequence[str]) -> RecognitionAnswer:
    """Return the answer of a case whose turning points are known; raises as `recognise`."""
    question = case.question
    span = _span(case)
    moments = [span.from_, *(turn for turn in turns if span.from_ < turn < span.until)]
    outcomes = [outcome_at(case, moment) for moment in moments]
    _, outcome, told, benefits = span_outcome(case, outcomes)
    return RecognitionAnswer(
        result=told.result,
        identifier=str(question.sought),
        asked_by=question.asked_by,
        at=question.at,
        from_instant=span.from_ if is_date(question.at) else UNSET,
        until_instant=span.until if is_date(question.at) else UNSET,
        known_at=question.known_at,
        party_role=UNSET if question.party_role is None else question.party_role,
        flow=UNSET if question.flow is None else question.flow,
        since=UNSET if _differ(outcomes) else _since(case, outcome, turns, span.from_),
        would_be=UNSET if told is outcome else outcome.result,
        reasons=reasons_of(told),
        benefits=benefits,
        within_day=tuple(_within(moments, outcomes)) if _differ(outcomes) else (),
        rests_on=recognition_basis(case, told),
    )


def span_outcome(case: RecognitionCase, outcomes: Sequence[RecognitionOutcome]) -> SpanOutcome:
    """Return what is told of the outcomes at moments between which nothing changes."""
    outcome = _over(outcomes)
    told = outcome if case.evidence.signed else _unsigned(outcome)
    benefits = benefits_of(case.profile, outcomes) if _is_yes(told) else ()
    return SpanOutcome(outcomes, outcome, told, benefits)


def turning_points(case: RecognitionCase) -> list[str]:
    """Return every instant at which an answer can change, in their order (XCH-13-7)."""
    return sorted({turn for turn in _turns(case) if isinstance(turn, str)})


def _span(case: RecognitionCase) -> Day:
    """Return the day in the zone of the asking side, or an instant with nothing behind it."""
    at = case.question.at
    side = None if case.profile is None else case.profile.side(case.question.asked_by)
    if is_date(at):
        return day_in("UTC" if side is None else side.time_zone, at)
    moment = instant(at)
    return Day(moment, moment)


def _differ(outcomes: Sequence[RecognitionOutcome]) -> bool:
    return len({outcome.result for outcome in outcomes}) > 1


def _is_yes(outcome: RecognitionOutcome) -> bool:
    return outcome.result is RecognitionResult.RECOGNISED


def _over(outcomes: Sequence[RecognitionOutcome]) -> RecognitionOutcome:
    """Return the outcome over all moments of a day; each reason that was given once."""
    if len(outcomes) == 1:
        return outcomes[0]
    every = [judgement for outcome in outcomes for judgement in outcome.judgements]
    asked = tuple({id(one): one for outcome in outcomes for one in outcome.asked}.values())
    if _differ(outcomes):
        return RecognitionOutcome(
            _OPEN, (Judgement(_OPEN, RecognitionReason.NOT_ALL_DAY), *every), asked
        )
    return RecognitionOutcome(outcomes[0].result, combined_outcome(every).judgements, asked)


def _unsigned(outcome: RecognitionOutcome) -> RecognitionOutcome:
    """Return what may be said of records that nobody signed: nothing that they decide."""
    by_profile = {RecognitionReason.NO_PROFILE, RecognitionReason.NO_ROW}
    if all(judgement.reason in by_profile for judgement in outcome.judgements):
        return outcome
    not_signed = Judgement(_OPEN, RecognitionReason.NOT_SIGNED)
    return RecognitionOutcome(_OPEN, (not_signed, *outcome.judgements), outcome.asked)


def _within(moments: Sequence[str], outcomes: Sequence[RecognitionOutcome]) -> Iterator[WithinDay]:
    last = None
    for moment, outcome in zip(moments, outcomes, strict=True):
        if outcome.result is not last:
            reasons = tuple(dict.fromkeys(judgement.reason for judgement in outcome.judgements))
            yield WithinDay(from_instant=moment, result=outcome.result, reasons=reasons)
        last = outcome.result


def _since(
    case: RecognitionCase, outcome: RecognitionOutcome, turns: Sequence[str], first: str
) -> str | UnsetType:
    """Return from which instant on the result was the same without a break, as known then.

    There is none where it was so from the beginning.
    """
    # Nothing changes between the last turn and the first moment, so that one is not asked again.
    *earlier, since = [EARLIEST, *turns[: bisect_right(turns, first)]]
    for turn in reversed(earlier):
        if outcome_at(case, turn).result is not outcome.result:
            return since
        since = turn
    return UNSET


def _turns(case: RecognitionCase) -> Iterator[str | UnsetType | None]:
    """Yield the instants, and what stands where there is none."""
    if case.profile is None:
        return
    hours = case.profile.settings_of(case.question.asked_by).staleness_hours
    for held in case.rows:
        yield held.row.from_
        yield held.row.until
    for code in case.evidence.issued_codes or ():
        yield code.from_
        yield code.until
    # By the first state of a stream nothing begins but the end of transcriptions.
    is_replacing = any(stream.transcribed for stream in case.evidence.streams)
    for stream in case.evidence.streams:
        yield stream.lost_until
        for head in stream.heads:
            yield stale_from(head.as_of, hours)
            if is_replacing:
                yield head.as_of
    for key in case.keys:
        yield from _turns_of_key(key)


def _turns_of_key(key: KnownKey) -> Iterator[str | UnsetType | None]:
    if key.holder is not None:
        for number in items_of(key.holder.identifiers):
            yield number.from_
            yield number.until
        for former in items_of(key.holder.former_tins):
            yield former.until
    if key.last.tombstone is not None:
        yield key.last.tombstone.effective_from
    record = key.last.record
    if record is not None:
        for term in record.authorisation.terms:
            yield term.from_
            yield term.until
        for event in record.history:
            yield event.effective_from
        for consent in items_of(record.consents):
            yield consent.since
