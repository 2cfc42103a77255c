"""The status of an authorisation at an instant, as known at another (specification, REC-6).

The highest revision issued by knownAt answers, from its terms and its events. An event that ends
the authorisation decides over all others; then the terms say whether a tier is held at all; then
the event that took effect last decides about it. Passing plannedUntil reinstates nothing. An event
that names tiers decides for those only; over several tiers the most restrictive answer stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import UNSET, Struct

from aeo_exchange.model.canonical import digest
from aeo_exchange.model.codes import Status
from aeo_exchange.model.instants import instant
from aeo_exchange.model.record import AeoRecord, StatusEvent, Term
from aeo_exchange.model.revisions import by_record
from aeo_exchange.model.standing import RESTRICTION, Standing, StatusReason

__all__ = [
    "GRANTED",
    "TERMINAL",
    "StatusAnswer",
    "held_tiers",
    "live_events",
    "record_key",
    "standing_grant",
    "status_at",
    "status_by",
    "status_of_revision",
]

GRANTED = Status.GRANTED  # asked of every record; looking up a member of an enum takes time
TERMINAL = frozenset({Status.REVOKED, Status.WITHDRAWN, Status.EXPIRED})
STANDING = {
    Status.GRANTED: Standing.GRANTED,
    Status.REINSTATED: Standing.GRANTED,
    Status.SUSPENDED: Standing.SUSPENDED,
    Status.REVOKED: Standing.REVOKED,
    Status.WITHDRAWN: Standing.WITHDRAWN,
    Status.EXPIRED: Standing.EXPIRED,
}


class StatusAnswer(Struct, frozen=True, kw_only=True):
    """The status at an instant, and why.

    `event` is the event that decided, or None where none did; `revision` the one that answers, or
    None where none does. What was issued later it says nothing of.
    """

    status: Standing
    reason: StatusReason
    event: StatusEvent | None = None
    revision: AeoRecord | None = None


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


def held_tiers(record: AeoRecord) -> tuple[str, ...]:
    """Return every tier that some term of the record holds, sorted."""
    return tuple(sorted({tier for term in record.authorisation.terms for tier in term.tiers}))


def record_key(record: AeoRecord) -> tuple[str, str, object]:
    """Return the key that a record claims (REC-1-3), with its view."""
    former = record.former_administrations
    first = record.administration if former is UNSET else former[0]
    return first, record.record_id, record.view


def status_at(
    record: AeoRecord,
    *,
    at: str | datetime,
    known_at: str | datetime | None = None,
    tier: str | None = None,
) -> StatusAnswer:
    """Return the status at `at` by one revision, if it had been issued by `known_at`.

    Without `known_at` it counts whenever it was issued: what is known now is asked.

    Without a tier the answer is that about the authorisation as a whole: the most restrictive over
    the tiers that the term names. Raises InvalidInstant for what is no instant.
    """
    return status_by([record], at=at, known_at=known_at, tier=tier)


def status_by(
    revisions: Sequence[AeoRecord],
    *,
    at: str | datetime,
    known_at: str | datetime | None = None,
    tier: str | None = None,
) -> StatusAnswer:
    """Return the status at `at` by the highest of some revisions issued by `known_at`.

    Without `known_at` by the highest of all.
    They are valid, and revisions of one record and view, else the answer is UNDETERMINED. Raises
    InvalidInstant for what is no instant.
    """
    when = instant(at)
    known = None if known_at is None else instant(known_at)
    if len(revisions) == 1:  # as most questions have
        only = revisions[0]
        if known is not None and only.issued_at > known:
            return _undetermined(StatusReason.NO_REVISION)
        return status_of_revision(only, when, tier)
    if len(by_record(revisions)) > 1:
        return _undetermined(StatusReason.SEVERAL_RECORDS)
    issued = [revision for revision in revisions if known is None or revision.issued_at <= known]
    if not issued:
        return _undetermined(StatusReason.NO_REVISION)
    highest = max(revision.revision for revision in issued)
    first = next(revision for revision in issued if revision.revision == highest)
    # Of two contents neither is to be trusted, whenever the other was issued.
    others = (
        revision for revision in revisions if revision.revision == highest and revision is not first
    )
    if any(digest(other) != digest(first) for other in others):
        return _undetermined(StatusReason.FORK)
    return status_of_revision(first, when, tier)


def _undetermined(reason: StatusReason, record: AeoRecord | None = None) -> StatusAnswer:
    return StatusAnswer(status=Standing.UNDETERMINED, reason=reason, revision=record)


def status_of_revision(record: AeoRecord, at: str, tier: str | None) -> StatusAnswer:
    """Return what one revision says about an instant in the form of records (REC-6-7)."""
    live = live_events(record.history)
    if not any(event.status is GRANTED for event in live):
        return _answer(record, Standing.NEVER_HELD, StatusReason.GRANT_ANNULLED)
    in_effect = [event for event in live if event.effective_from <= at]
    if not in_effect:
        return _undetermined(StatusReason.BEFORE_HISTORY, record)
    if tier is not None and not any(tier in term.tiers for term in record.authorisation.terms):
        return _answer(record, Standing.NOT_HELD, StatusReason.TIER_NOT_IN_RECORD)
    if ends := [event for event in in_effect if event.status in TERMINAL]:
        return _by_event(record, max(ends, key=_effect))
    term = _term_that_counts(record, at)
    if isinstance(term, StatusReason):
        return _answer(record, Standing.NOT_HELD, term)
    if tier is not None and tier not in term.tiers:
        return _answer(record, Standing.NOT_HELD, StatusReason.TIER_NOT_IN_TERM)
    if term.until is not UNSET and at >= term.until:
        return _answer(record, Standing.EXPIRED, StatusReason.TERM_ENDED)
    return _by_tiers(record, in_effect, term.tiers if tier is None else (tier,))


def _term_that_counts(record: AeoRecord, at: str) -> Term | StatusReason:
    """Return the term in force, the last one once it is over, or why there is none."""
    terms = record.authorisation.terms
    begun = [term for term in terms if term.from_ <= at]
    if not begun:
        return StatusReason.BEFORE_FIRST_TERM
    latest = begun[-1]
    if latest.until is UNSET or at < latest.until or len(begun) == len(terms):
        return latest
    return StatusReason.BETWEEN_TERMS


def _by_tiers(
    record: AeoRecord, in_effect: Sequence[StatusEvent], tiers: Sequence[str]
) -> StatusAnswer:
    """Return the most restrictive answer over tiers; of several, that of the latest event."""
    if len(in_effect) == 1 and in_effect[0].applies_to is UNSET:  # as of most records
        return _by_event(record, in_effect[0])
    deciding = [
        max((event for event in in_effect if _concerns(event, tier)), key=_effect, default=None)
        for tier in tiers
    ]
    answers = [_by_event(record, event) for event in deciding if event is not None]
    if len(answers) < len(deciding):  # only where the grant named tiers, which none may
        return _undetermined(StatusReason.BEFORE_HISTORY, record)
    return max(
        answers,
        key=lambda answer: (
            RESTRICTION.index(answer.status),
            _effect(answer.event) if answer.event else (),
        ),
    )


def _by_event(record: AeoRecord, event: StatusEvent) -> StatusAnswer:
    standing = STANDING[event.status]
    return StatusAnswer(status=standing, reason=StatusReason.EVENT, event=event, revision=record)


def _answer(record: AeoRecord, status: Standing, reason: StatusReason) -> StatusAnswer:
    return StatusAnswer(status=status, reason=reason, revision=record)


def _concerns(event: StatusEvent, tier: str) -> bool:
    return event.applies_to is UNSET or tier in event.applies_to


def _effect(event: StatusEvent) -> tuple[str, int]:
    return event.effective_from, event.seq
