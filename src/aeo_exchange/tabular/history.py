"""The status that a row states, to the history of its record."""

from __future__ import annotations

from aeo_exchange.formats.tables.columns import csv_columns_by_name
from aeo_exchange.model.codes import Status
from aeo_exchange.model.instants import Instant
from aeo_exchange.safe_text import excerpt
from aeo_exchange.tabular.draft import CONSTANT, RowDraft, SaidStatus
from aeo_exchange.tabular.outcome import FindingKind, RowFinding
from aeo_exchange.tabular.rows import HeadedCell

__all__ = ["SAID", "note_status", "put_event_alone", "put_history"]

GRANT, UNTIL = "authorisation.terms.1.from", "authorisation.terms.1.until"
SAID = ("status", "status.from", "status.until")
# They end what has to stand before them, and a row does not have it.
_ENDS = frozenset({Status.REINSTATED, Status.ANNULLED})


def note_status(status: SaidStatus, item: str, text: str, place: HeadedCell) -> None:
    """Read one part of the status; of alternative columns the first that is filled."""
    match item:
        case "status":
            status.code, status.place = status.code or text, status.place or place
        case "status.from":
            status.from_ = status.from_ or text
        case "status.until":
            status.until = status.until or text
        case _:
            status.reason = status.reason or text


def put_history(draft: RowDraft, at: Instant) -> None:
    """Add the grant, and what the word of the status says beside it.

    Where that lacks something or is in doubt there is no history at all: with the grant alone the
    candidate would say that the authorisation is in force.
    """
    status, granted = draft.status, draft.items.get(GRANT, "")
    if not granted:
        return
    effective = status.from_
    if not effective and status.code == Status.EXPIRED:
        effective = draft.items.get(UNTIL, "")
    place = status.place if status.code not in {"", Status.GRANTED} else None
    if place is not None:
        status.lack = _lacking(status, effective, place)
    if status.lack is not None:
        draft.tell(status.lack)
    if draft.doubted.intersection(SAID):
        return
    grant = {"seq": "1", "status": "granted", "effectiveFrom": granted, "recordedAt": at}
    draft.items |= {f"history.1.{name}": text for name, text in grant.items()}
    if place is not None:
        _put(draft, 2, {"seq": "2", **_event(status, effective, at)}, place)


def put_event_alone(draft: RowDraft, at: Instant) -> None:
    """Keep an event for the record that it belongs to, which is not in this file."""
    status = draft.status
    _put(draft, 1, _event(status, status.from_, at), status.place or CONSTANT)
    status.lack = RowFinding(
        kind=FindingKind.MISSING,
        message="the row is an event; the record that it belongs to is not in this file",
        hint="add it to the history of that record",
    )
    draft.tell(status.lack)


def _event(status: SaidStatus, effective: str, at: Instant) -> dict[str, str]:
    return {
        "status": status.code,
        "effectiveFrom": effective,
        "recordedAt": at,
        "plannedUntil": status.until,
        "reason": status.reason,
    }


def _put(draft: RowDraft, number: int, items: dict[str, str], place: HeadedCell) -> None:
    for name, text in items.items():
        if text:
            draft.put(place, csv_columns_by_name()[f"history.{number}.{name}"], text)


def _lacking(status: SaidStatus, effective: str, place: HeadedCell) -> RowFinding | None:
    """Return what an event lacks, or None."""
    if status.code in _ENDS:
        what, hint = "what came before it", "the row tells the end of something it does not have"
    elif not effective:
        what, hint = "the day on which it took effect", "ask for it; the day of the list is not it"
    else:
        return None
    return RowFinding(
        kind=FindingKind.MISSING,
        item="status" if effective else "status.from",
        header=place.header,
        column=place.column,
        got=excerpt(place.cell.text),
        message=f"the status {status.code} lacks {what}",
        hint=hint,
    )
