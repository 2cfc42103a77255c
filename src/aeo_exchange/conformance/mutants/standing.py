"""Mutants that read a history or the terms wrongly when they are asked for a status."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.conformance.adapters.own.status import (
    Deciding,
    answer_about_status,
    by_the_standard,
)
from aeo_exchange.conformance.adapters.protocol import Request
from aeo_exchange.conformance.mutants.making import Answering, answering
from aeo_exchange.conformance.suite.lists import Operation
from aeo_exchange.model.codes import Status
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.standing import RESTRICTION, Standing, StatusReason
from aeo_exchange.model.status import StatusAnswer, live_events

__all__ = ["STANDING", "without_gaps"]

ENDLESS = "9999-12-31T23:59:59Z"
ENDS = frozenset({Status.REVOKED, Status.WITHDRAWN})


def _deciding(decide: Deciding) -> Answering:
    """Return our own implementation with another way to find a status."""
    return answering(Operation.STATUS, partial(answer_about_status, decide=decide))


def _reading(change: Callable[[AeoRecord], AeoRecord]) -> Answering:
    """Return an implementation that reads each record as another one."""
    return _deciding(
        lambda records, request: by_the_standard([change(record) for record in records], request)
    )


def _without_annulments(record: AeoRecord) -> AeoRecord:
    kept = [event for event in record.history if event.status is not Status.ANNULLED]
    return replace(record, history=tuple(kept))


def _for_all_tiers(record: AeoRecord) -> AeoRecord:
    return replace(
        record, history=tuple(replace(event, applies_to=UNSET) for event in record.history)
    )


def _ranked(record: AeoRecord, effects: list[str]) -> AeoRecord:
    """Return a record whose events that have taken effect did so in another order."""
    events = zip(record.history, effects, strict=True)
    return replace(
        record,
        history=tuple(replace(event, effective_from=effect) for event, effect in events),
    )


def _by_list_order(records: list[AeoRecord], request: Request) -> StatusAnswer:
    """Let the last event in the list that has taken effect decide."""
    told = by_the_standard(records, request)
    if told.revision is None or told.reason is not StatusReason.EVENT:
        return told
    live = [
        live_event
        for live_event in live_events(told.revision.history)
        if live_event.effective_from <= request.at
    ]
    return by_the_standard([replace(told.revision, history=(live[0], live[-1]))], request)


def _by_recording(records: list[AeoRecord], request: Request) -> StatusAnswer:
    """Let recordedAt stand for the effect, also of what was retroactive or announced."""
    return by_the_standard(
        [_ranked(record, [event.recorded_at for event in record.history]) for record in records],
        request,
    )


def _lower_seq(record: AeoRecord) -> AeoRecord:
    """Turn the numbers round, and so the ties."""
    turned = tuple(
        replace(
            event,
            seq=1000 - event.seq,
            annuls=UNSET if event.annuls is UNSET else 1000 - event.annuls,
        )
        for event in record.history
    )
    return replace(record, history=turned)


def _best_tier(records: list[AeoRecord], request: Request) -> StatusAnswer:
    """Answer for the whole what is best of its tiers."""
    if request.options.tier is not UNSET:
        return by_the_standard(records, request)
    whole = by_the_standard(records, request)
    if whole.revision is None or whole.reason is not StatusReason.EVENT:
        return whole
    tiers = {tier for term in whole.revision.authorisation.terms for tier in term.tiers}
    answers = [
        by_the_standard(records, replace(request, options=replace(request.options, tier=tier)))
        for tier in sorted(tiers)
    ]
    return min(answers, key=lambda answer: RESTRICTION.index(answer.status))


def _whole_for_tier(records: list[AeoRecord], request: Request) -> StatusAnswer:
    """Answer for a tier what holds for the whole."""
    return by_the_standard(records, replace(request, options=replace(request.options, tier=UNSET)))


def _reinstated_is_none(records: list[AeoRecord], request: Request) -> StatusAnswer:
    told = by_the_standard(records, request)
    if told.event is not None and told.event.status is Status.REINSTATED:
        return replace(told, status=Standing.SUSPENDED)
    return told


def _all_known(records: list[AeoRecord], request: Request) -> StatusAnswer:
    """Let the latest revision answer, whenever it was issued."""
    return by_the_standard(
        records, replace(request, options=replace(request.options, known_at=ENDLESS))
    )


def _last_given(records: list[AeoRecord], request: Request) -> StatusAnswer:
    return by_the_standard(records[-1:], request)


def _first_given(records: list[AeoRecord], request: Request) -> StatusAnswer:
    return by_the_standard(records[:1], request)


def _terms_endless(record: AeoRecord) -> AeoRecord:
    """Hold the last term open."""
    terms = record.authorisation.terms
    opened = (*terms[:-1], replace(terms[-1], until=UNSET))
    return replace(record, authorisation=replace(record.authorisation, terms=opened))


def without_gaps(record: AeoRecord) -> AeoRecord:
    """Let each term last until the next begins."""
    terms = list(record.authorisation.terms)
    for i, term in enumerate(terms[:-1]):
        terms[i] = replace(term, until=terms[i + 1].from_)
    return replace(record, authorisation=replace(record.authorisation, terms=tuple(terms)))


def _no_gaps(record: AeoRecord) -> AeoRecord:
    """Let each term last until the next begins, and the first begin with time itself."""
    first, *later = without_gaps(record).authorisation.terms
    terms = (replace(first, from_="1000-01-01T00:00:00Z"), *later)
    return replace(record, authorisation=replace(record.authorisation, terms=terms))


def _planned(record: AeoRecord) -> AeoRecord:
    """Reinstate what was planned to end."""
    more = tuple(
        replace(
            event,
            seq=900 + event.seq,
            status=Status.REINSTATED,
            effective_from=event.planned_until,
            planned_until=UNSET,
        )
        for event in record.history
        if event.planned_until is not UNSET
    )
    return replace(record, history=(*record.history, *more))


def _ends_pass(record: AeoRecord) -> AeoRecord:
    """Let an end decide as any other event does."""
    kept = tuple(
        replace(event, status=Status.SUSPENDED) if event.status in ENDS else event
        for event in record.history
    )
    return replace(record, history=kept)


def _never_is_unknown(records: list[AeoRecord], request: Request) -> StatusAnswer:
    told = by_the_standard(records, request)
    if told.status is Standing.NEVER_HELD:
        return replace(told, status=Standing.UNDETERMINED)
    return told


# What is read wrongly -> the implementation that does so.
STANDING: dict[str, Answering] = {
    "answers-by-recording": _deciding(_by_recording),
    "answers-for-the-best-tier": _deciding(_best_tier),
    "answers-for-the-whole": _deciding(_whole_for_tier),
    "calls-never-held-unknown": _deciding(_never_is_unknown),
    "first-revision-answers": _deciding(_first_given),
    "holds-tiers-between-terms": _reading(_no_gaps),
    "ignores-annulments": _reading(_without_annulments),
    "ignores-applies-to": _reading(_for_all_tiers),
    "ignores-the-end-of-the-term": _reading(_terms_endless),
    "knows-what-came-later": _deciding(_all_known),
    "last-event-of-the-list-decides": _deciding(_by_list_order),
    "last-revision-answers": _deciding(_last_given),
    "lets-suspend-what-ended": _reading(_ends_pass),
    "lower-number-decides": _reading(_lower_seq),
    "reinstates-as-planned": _reading(_planned),
    "reinstated-is-suspended": _deciding(_reinstated_is_none),
}
