"""Rules of area LIF: which event may follow which."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET

from aeo_exchange.model.codes import Status
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.status import (
    GRANTED,
    TERMINAL,
    live_events,
    standing_grant,
)
from aeo_exchange.rules.parts import Part
from aeo_exchange.rules.rule import Breach, Context, rule, several
from aeo_exchange.rules.standing import StandingEvents

__all__ = [
    "annuls_only_annulled",
    "annuls_standing_event",
    "events_numbered",
    "events_recorded_in_order",
    "expired_at_end_of_term",
    "grant_first",
    "granted_once",
    "nothing_before_grant",
    "nothing_follows_terminal",
]


@rule(
    "AEO-LIF-01",
    "The first event of a history is granted.",
    reason="What was never granted can be neither suspended nor ended.",
    clause="REC-6-2",
    at="/history/0/status",
)
def grant_first(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look at the first event."""
    first = record.history[0]
    if first.status is not GRANTED:
        yield Breach("/history/0/status", "is not the grant", got=first.status, expected="granted")


@rule(
    "AEO-LIF-02",
    "Events are numbered by seq in strictly increasing order.",
    reason="Ties of effectiveFrom are broken by seq, and annuls names an event by it.",
    clause="REC-6-1",
    at="/history/*/seq",
    about=Part.LATER_EVENTS,
)
def events_numbered(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each number with the one before."""
    history = record.history
    for i in range(1, len(history)):
        if history[i].seq <= history[i - 1].seq:
            yield Breach(
                f"/history/{i}/seq",
                "is not higher than that of the event before",
                got=str(history[i].seq),
                expected=f"{history[i - 1].seq + 1} or higher",
            )


@rule(
    "AEO-LIF-03",
    "Events stand in the order in which they were recorded.",
    reason="An event slipped in before another rewrites what was known at the time.",
    clause="REC-6-1",
    at="/history/*/recordedAt",
    about=Part.LATER_EVENTS,
)
def events_recorded_in_order(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each recording with the one before."""
    history = record.history
    for i in range(1, len(history)):
        if history[i].recorded_at < history[i - 1].recorded_at:
            yield Breach(
                f"/history/{i}/recordedAt",
                "is before that of the event before",
                got=history[i].recorded_at,
                expected=f"{history[i - 1].recorded_at} or later",
            )


@rule(
    "AEO-LIF-04",
    "An authorisation is granted once; a second grant stands only if the first was annulled.",
    reason="A renewal opens a term; coming back after the end takes a new recordId.",
    clause="REC-6-2",
    at="/history/*/status",
    about=Part.SEVERAL_GRANTS,
)
def granted_once(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for a grant while another one stands."""
    grants = StandingEvents(frozenset({GRANTED}))
    for i, event in enumerate(record.history):
        if event.status is GRANTED and grants.last:
            yield Breach(
                f"/history/{i}/status",
                "is a second grant",
                got=event.status,
                hint="a renewal closes one term and opens the next, without an event",
            )
        grants.add(event)


@rule(
    "AEO-LIF-05",
    "After revoked, withdrawn or expired only annulled may follow.",
    reason="An ended authorisation does not come back; the operator gets a new record.",
    clause="REC-6-5",
    at="/history/*/status",
    about=Part.LATER_EVENTS,
)
def nothing_follows_terminal(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for events after a terminal one that stands."""
    if not any(event.status in TERMINAL for event in record.history[:-1]):
        return
    ends = StandingEvents(TERMINAL)
    for i, event in enumerate(record.history):
        if ends.last and event.status is not Status.ANNULLED:
            yield Breach(
                f"/history/{i}/status",
                f"follows {ends.last.status}, which is final",
                got=event.status,
                expected="annulled, or no further event",
                hint="give the operator a new recordId and name this record in replaces",
            )
        ends.add(event)


@rule(
    "AEO-LIF-08",
    "An event names another in annuls if, and only if, its status is annulled.",
    reason="An annulment of nothing changes nothing; a number beside another status means nothing.",
    clause="REC-6-6",
    at="/history/*/annuls",
    about=Part.ANNULMENTS,
)
def annuls_only_annulled(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare the status of each event with the presence of annuls."""
    for i, event in enumerate(record.history):
        if event.status is Status.ANNULLED and event.annuls is UNSET:
            yield Breach(f"/history/{i}/annuls", "is missing beside the status annulled")
        if event.status is not Status.ANNULLED and event.annuls is not UNSET:
            yield Breach(
                f"/history/{i}/annuls", "stands beside another status", got=str(event.annuls)
            )


@rule(
    "AEO-LIF-09",
    "An annulment names an earlier event that stands and is not an annulment itself.",
    reason="To undo an annulment, the event is recorded anew.",
    clause="REC-6-6",
    at="/history/*/annuls",
    about=Part.ANNULMENTS,
)
def annuls_standing_event(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look up each annulled number among the events before that stand."""
    standing = StandingEvents()
    for i, event in enumerate(record.history):
        is_annulment = event.status is Status.ANNULLED and event.annuls is not UNSET
        if is_annulment and event.annuls not in standing.by_seq:
            yield Breach(
                f"/history/{i}/annuls",
                "names no earlier event that stands",
                got=str(event.annuls),
                expected=several(map(str, standing.by_seq)),
            )
        standing.add(event)


@rule(
    "AEO-LIF-12",
    "No event takes effect before the grant.",
    reason="Before the grant there was nothing to suspend, reinstate or end.",
    clause="REC-6-2",
    at="/history/*/effectiveFrom",
    about=Part.LATER_EVENTS,
)
def nothing_before_grant(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each event that stands with the grant that stands."""
    place = standing_grant(record.history)
    if place is None:
        return
    earliest = record.history[place].effective_from
    if all(event.effective_from >= earliest for event in record.history):
        return
    standing = _standing(record)
    for i, event in enumerate(record.history):
        if event.effective_from < earliest and standing[i]:
            yield Breach(
                f"/history/{i}/effectiveFrom",
                "is before the grant took effect",
                got=event.effective_from,
                expected=f"{earliest} or later",
            )


@rule(
    "AEO-LIF-13",
    "An expired that stands takes effect when the last term ends, or later.",
    reason="An end before the term is a revocation or a withdrawal, and partners must know which.",
    clause="REC-6-5",
    at="/history/*/effectiveFrom",
    about=Part.EXPIRIES,
)
def expired_at_end_of_term(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each expiry with the end of the last term."""
    last = record.authorisation.terms[-1].until
    standing = _standing(record)
    for i, event in enumerate(record.history):
        if event.status is not Status.EXPIRED or not standing[i]:
            continue
        if last is UNSET or event.effective_from < last:
            yield Breach(
                f"/history/{i}/effectiveFrom",
                "is before the last term ends",
                got=event.effective_from,
                expected="a closed term" if last is UNSET else f"{last} or later",
                hint="close the term, or record revoked or withdrawn",
            )


def _standing(record: AeoRecord) -> list[bool]:
    """Say of each event of a history whether it stands."""
    seqs = {event.seq for event in live_events(record.history)}
    return [event.seq in seqs and event.status is not Status.ANNULLED for event in record.history]
