"""What a row says of the status, as an event beside those that are there already.

An event is never edited. Where a row gives another day for the same status, the event is annulled
and recorded anew; what cannot be told by an event is left to a person.
"""

from __future__ import annotations

from collections.abc import Iterable

from aeo_exchange.model.codes import Status
from aeo_exchange.model.status import TERMINAL
from aeo_exchange.tabular.ledger.entry import LedgerEntry, TreeGroup, groups_at

__all__ = ["append_event", "enter_event", "enter_status", "is_ended", "standing_events"]

IN_FORCE = frozenset({"", Status.GRANTED, Status.REINSTATED})


def standing_events(record: TreeGroup) -> list[TreeGroup]:
    """Return the events that stand and concern the whole authorisation."""
    history = groups_at(record, "history")
    annulled = {event.get("annuls") for event in history}
    return [
        event
        for event in history
        if event["status"] != Status.ANNULLED
        and event["seq"] not in annulled
        and "appliesTo" not in event
    ]


def deciding(events: Iterable[TreeGroup]) -> TreeGroup | None:
    """Return the event that decides over the others (REC-6-8); None where there is none."""
    return max(
        events,
        key=lambda event: (event["status"] in TERMINAL, event["effectiveFrom"], event["seq"]),
        default=None,
    )


def is_ended(record: TreeGroup) -> bool:
    """Say whether an event that ends the authorisation stands."""
    return any(event["status"] in TERMINAL for event in standing_events(record))


def enter_status(entry: LedgerEntry, *, tells_status: bool) -> None:
    """Add the event that a row tells; `tells_status` where the file has a column for it."""
    said = entry.draft.status
    if said.lack in entry.draft.findings:
        entry.draft.findings.remove(said.lack)
    standing = standing_events(entry.record)
    now = deciding(event for event in standing if str(event["effectiveFrom"]) <= entry.at)
    last = deciding(standing)
    if said.code == Status.ANNULLED:
        entry.doubt("status", "the row says annulled, and not which event was a mistake")
    elif is_ended(entry.record):
        _enter_after_end(entry, last)
    elif said.code in IN_FORCE:
        _enter_in_force(entry, now, tells_status=tells_status)
    elif last and last["status"] == said.code:
        _enter_again(entry, last)
    else:
        enter_event(entry, said.code, _effective(entry))


def _enter_after_end(entry: LedgerEntry, last: TreeGroup | None) -> None:
    assert last is not None
    said = entry.draft.status
    if said.code == last["status"]:
        _enter_again(entry, last)
        return
    entry.doubt(
        "status",
        f"the record ended ({last['status']}), and the row has it "
        + (f"as {said.code}" if said.code else "again"),
        "an ended authorisation does not come back: a new one gets a key of its own; where the "
        "end was a mistake, annul its event in the base",
    )


def _enter_in_force(entry: LedgerEntry, now: TreeGroup | None, *, tells_status: bool) -> None:
    """End a suspension where the row says that the authorisation is in force."""
    said = entry.draft.status
    if now is not None and now["status"] == Status.REINSTATED:
        _enter_reinstatement_again(entry, now)
        return
    if now is None or now["status"] != Status.SUSPENDED:
        if said.code == Status.REINSTATED:
            entry.doubt("status", "the row says reinstated, and the record was not suspended")
        return
    if said.code:
        enter_event(entry, Status.REINSTATED, _effective(entry))
    elif tells_status:
        entry.doubt("status", "the record was suspended, and the row does not say what it is now")


def _enter_reinstatement_again(entry: LedgerEntry, last: TreeGroup) -> None:
    """Record a reinstatement anew, where the row gives another day for it.

    A day up to that of the suspension is that of the grant, which many lists tell of all in force.
    """
    standing = standing_events(entry.record)
    suspended = [
        str(event["effectiveFrom"]) for event in standing if event["status"] == Status.SUSPENDED
    ]
    if suspended and entry.draft.status.from_ > max(suspended):
        _enter_again(entry, last)


def _enter_again(entry: LedgerEntry, last: TreeGroup) -> None:
    """Annul an event and record it anew, where the row gives another day for it."""
    said = entry.draft.status
    effective = said.from_ or str(last["effectiveFrom"])
    planned = last.get("plannedUntil", "")
    if last["status"] == Status.SUSPENDED:  # no other event has a planned end
        planned = said.until or planned
    if effective == last["effectiveFrom"] and planned == last.get("plannedUntil", ""):
        return
    annulment: TreeGroup = {
        "status": Status.ANNULLED.value,
        "effectiveFrom": entry.at,
        "annuls": last["seq"],
    }
    append_event(entry.record, annulment, entry.at)
    enter_event(entry, str(last["status"]), effective)
    entry.tell("status", f"event {last['seq']} gave another day; it is annulled and recorded anew")


def _effective(entry: LedgerEntry) -> str:
    """Return since when the status that a row says is so: the day it gives, or the first seen."""
    said = entry.draft.status
    if said.from_:
        return said.from_
    if said.code == Status.EXPIRED:
        return str(groups_at(entry.record, "authorisation", "terms")[-1].get("until", ""))
    entry.tell(
        "status.from",
        f"the row does not say since when it is {said.code}; the event takes effect when it was "
        f"first seen, {entry.at}",
        "ask for the day; given later, the event is annulled and recorded anew",
    )
    return entry.at


def enter_event(entry: LedgerEntry, status: str, effective: str) -> None:
    """Add an event; one that would take effect before what decides already is doubtful."""
    last = deciding(standing_events(entry.record))
    if not effective:
        entry.doubt("status.from", f"the row says {status}, and no day is known for it")
        return
    if last and status not in TERMINAL and effective < str(last["effectiveFrom"]):
        entry.doubt(
            "status.from",
            f"the row says {status} since {effective}, before the event {last['status']} of "
            f"{last['effectiveFrom']}, which would go on to decide",
        )
        return
    said = entry.draft.status
    event: TreeGroup = {"status": str(status), "effectiveFrom": effective}
    if said.until and status == Status.SUSPENDED:
        event["plannedUntil"] = said.until
    if said.reason and "view" not in entry.record:
        event["reason"] = said.reason
    elif said.reason:
        entry.tell("status.reason", "the reason is restricted, so it has no place in a view")
    append_event(entry.record, event, entry.at)


def append_event(record: TreeGroup, event: TreeGroup, at: str) -> None:
    """Add an event, recorded at an instant, behind those that are there."""
    history = record["history"]
    assert isinstance(history, list)
    seqs = [seq for old in groups_at(record, "history") if isinstance(seq := old["seq"], int)]
    history.append({"seq": max(seqs) + 1, **event, "recordedAt": at})
