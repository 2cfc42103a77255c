"""The status of an authorisation at an instant, as known at another (specification, REC-6).

Of the events recorded by knownAt and not annulled by then, the one with the latest
effectiveFrom <= at decides, ties to the higher seq; one that ends the authorisation decides over
all others, so that a reinstatement announced before it cannot bring it back. Past the end of the
last term the status is expired without an event. Passing plannedUntil reinstates nothing. An
event that names tiers decides for those only; over several tiers the most restrictive answer
stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET, Struct

from aeo_exchange.model.codes import Status
from aeo_exchange.model.record import AeoRecord, StatusEvent

__all__ = [
    "TERMINAL",
    "StatusAnswer",
    "deciding_event",
    "held_tiers",
    "live_events",
    "standing_grant",
    "status_at",
]

GRANTED = Status.GRANTED  # asked of every record; looking up a member of an enum takes time
TERMINAL = frozenset({Status.REVOKED, Status.WITHDRAWN, Status.EXPIRED})
# From the least to the most restrictive; None, not known, lies between yes and no.
RESTRICTION = (
    Status.GRANTED,
    None,
    Status.SUSPENDED,
    Status.EXPIRED,
    Status.WITHDRAWN,
    Status.REVOKED,
)


class StatusAnswer(Struct, frozen=True, kw_only=True):
    """The status at an instant; `status` is None when the record does not reach back so far.

    `event` is the event that decided, or None when the end of the last term did.
    """

    status: Status | None
    event: StatusEvent | None
    reason: str


def live_events(history: Sequence[StatusEvent]) -> list[StatusEvent]:
    """Return the events that stand: neither annulments nor annulled."""
    annulled = {event.annuls for event in history if event.status is Status.ANNULLED}
    if not annulled:
        return list(history)
    return [
        event
        for event in history
        if event.status is not Status.ANNULLED and event.seq not in annulled
    ]


def standing_grant(history: Sequence[StatusEvent]) -> int | None:
    """Return the place of the grant that stands, or None.

    Of several, which break a rule, the one that takes effect first; of those the first in the list.
    """
    if len(history) == 1:  # as most are
        return 0 if history[0].status is GRANTED else None
    annulled = {event.annuls for event in history if event.status is Status.ANNULLED}
    standing = [
        place
        for place, event in enumerate(history)
        if event.status is Status.GRANTED and event.seq not in annulled
    ]
    return min(standing, key=lambda place: history[place].effective_from, default=None)


def deciding_event(history: Sequence[StatusEvent], at: str, tier: str) -> StatusEvent | None:
    """Return the event of a history that decides about a tier at an instant."""
    in_effect = [
        event
        for event in live_events(history)
        if event.effective_from <= at and (event.applies_to is UNSET or tier in event.applies_to)
    ]
    return max(
        in_effect,
        key=lambda event: (event.status in TERMINAL, event.effective_from, event.seq),
        default=None,
    )


def held_tiers(record: AeoRecord) -> tuple[str, ...]:
    """Return every tier that some term of the record holds, sorted."""
    return tuple(sorted({tier for term in record.authorisation.terms for tier in term.tiers}))


def status_at(
    record: AeoRecord, *, at: str, known_at: str, tier: str | None = None
) -> StatusAnswer:
    """Return the status at `at` by what was recorded by `known_at` (both UTC instants).

    Without a tier the answer is the most restrictive over the tiers held at that instant, or,
    outside every term, over all tiers the record ever held.
    """
    known = [event for event in record.history if event.recorded_at <= known_at]
    tiers = _tiers_at(record, at) if tier is None else (tier,)
    answers = [_status_of_tier(record, known, at, each) for each in tiers]
    return max(answers, key=lambda answer: RESTRICTION.index(answer.status))


def _tiers_at(record: AeoRecord, at: str) -> tuple[str, ...]:
    for term in record.authorisation.terms:
        if term.from_ <= at and (term.until is UNSET or at < term.until):
            return term.tiers
    return held_tiers(record)


def _status_of_tier(
    record: AeoRecord, known: Sequence[StatusEvent], at: str, tier: str
) -> StatusAnswer:
    event = deciding_event(known, at, tier)
    if event is None:
        return StatusAnswer(status=None, event=None, reason="no event was in effect and known")
    last = record.authorisation.terms[-1].until
    if last is not UNSET and at >= last and event.status not in TERMINAL:
        reason = f"the last term ended at {last}"
        return StatusAnswer(status=Status.EXPIRED, event=None, reason=reason)
    status = Status.GRANTED if event.status is Status.REINSTATED else event.status
    return StatusAnswer(status=status, event=event, reason=f"event {event.seq} decides for {tier}")
