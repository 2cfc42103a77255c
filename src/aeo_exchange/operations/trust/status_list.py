"""A status list made, changed and signed, and what it says, working file or signed token."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.counting import how_many
from aeo_exchange.errors import WrongChoice
from aeo_exchange.signing.dates import numeric_date_instant
from aeo_exchange.signing.keys import SigningKey
from aeo_exchange.trust.list_form import is_unsigned
from aeo_exchange.trust.status_list import (
    ENTRIES,
    FEWEST_ENTRIES,
    LONGEST_HOURS,
    USUAL_TTL,
    EntryStatus,
    read_status_list,
)
from aeo_exchange.trust.status_work import MOST_ENTRIES, StatusListWork
from aeo_exchange.trust.store import Store

__all__ = [
    "FEWEST_ENTRIES",
    "LONGEST_HOURS",
    "MOST_ENTRIES",
    "USUAL_TTL",
    "EntryStatus",
    "RecordChange",
    "StatusListSummary",
    "change_entry",
    "change_record",
    "create_list",
    "sign_list",
    "summary",
]


class StatusListSummary(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a status list says: of itself, and of one entry where one was asked for.

    `allocated`, `reserved` and `counts` are known to the working file only, the rest to the
    signed list; `kid` is the key that it names, whose signature nobody has looked at.
    """

    uri: str
    size: int
    signed: bool
    allocated: int | UnsetType = UNSET
    reserved: int | UnsetType = UNSET
    counts: dict[str, int] | UnsetType = UNSET
    kid: str | UnsetType = UNSET
    issued_at: str | UnsetType = UNSET
    expires_at: str | UnsetType = UNSET
    ttl: int | UnsetType = UNSET
    index: int | UnsetType = UNSET
    status: EntryStatus | UnsetType = UNSET


def create_list(uri: str, size: int) -> bytes:
    """Return the working file of a new list, in which no place is taken."""
    return StatusListWork.create(uri, size).write()


def change_entry(
    store: Store, index: int, status: EntryStatus, *, given_elsewhere: bool = False
) -> None:
    """Say in a working file what became of the attestation at a place.

    Raises WrongChoice for a place that the list does not have, and for one that was never drawn
    from it, unless another program gave it.
    """
    with StatusListWork.changing(store) as work:
        work.require_place(index)
        if not (work.is_taken(index) or given_elsewhere):
            raise _never_drawn(index)
        work.set(index, status)


class RecordChange(Struct, frozen=True, kw_only=True):
    """What was set of one record: how many places, how many were left, and why.

    `final` say revoked or superseded, and what is set is less; of `without_record` places nobody
    told the file the record.
    """

    changed: int
    expired: int
    final: int
    without_record: int


def change_record(store: Store, record_id: str, status: EntryStatus, *, at: str) -> RecordChange:
    """Say what became of a record: each place drawn for it that a verifier may still ask for.

    A place that says revoked or superseded is not made less: whoever lifts a suspension does not
    mean the attestations before it. Raises WrongChoice where no place is known to be the record's.
    """
    with StatusListWork.changing(store) as work:
        notes = work.notes_of(record_id)
        if not notes:
            raise _nothing_drawn(record_id, work.without_record)
        needed = [note for note in notes if note.is_needed_at(at)]
        open_to_change = [note for note in needed if not _is_less(status, work.get(note.index))]
        for note in open_to_change:
            work.set(note.index, status)
        return RecordChange(
            changed=len(open_to_change),
            expired=len(notes) - len(needed),
            final=len(needed) - len(open_to_change),
            without_record=work.without_record,
        )


# What is said later does not undo it, save by the index of the place.
_FINALITY = {EntryStatus.SUPERSEDED: 1, EntryStatus.REVOKED: 2}


def _is_less(status: EntryStatus, said: EntryStatus) -> bool:
    return _FINALITY.get(status, 0) < _FINALITY.get(said, 0)


def _nothing_drawn(record_id: str, without_record: int) -> WrongChoice:
    error = WrongChoice(f"no place is known to be of the record {record_id}")
    error.advice = (
        "Nothing was changed. `aeo sign --status-list` and `aeo status-list allocate --record-id` "
        f"note the record of a place; without one: {how_many(without_record, 'place')} of this "
        "file. Look at `status.status_list.idx` in the attestation and set it by --index."
    )
    return error


def _never_drawn(index: int) -> WrongChoice:
    error = WrongChoice(f"no attestation was given the place {index} from this file")
    error.advice = (
        "Nothing was changed. Look at `status.status_list.idx` in the attestation; where another "
        "program gave the place, say so by --given-elsewhere."
    )
    return error


def sign_list(
    work_file: bytes, open_key: Callable[[], SigningKey], *, at: str, hours: int, ttl: int
) -> str:
    """Return the list of a working file as it is now, signed for some hours.

    The key is opened when the file is read, so that nobody gives a pin in vain. Raises StateError
    for a broken working file and for a lifetime that no verifier accepts.
    """
    work = StatusListWork.read(work_file)
    return work.token(open_key(), at=at, lifetime_hours=hours, ttl=ttl)


def summary(content: bytes, index: int | None = None) -> StatusListSummary:
    """Return what a working file or a signed list says.

    Raises StateError for a broken working file, StatusError for a token that is no status list,
    WrongChoice for an index that it does not have.
    """
    return _of_work(content, index) if is_unsigned(content) else _of_token(content, index)


def _of_work(content: bytes, index: int | None) -> StatusListSummary:
    work = StatusListWork.read(content)
    return StatusListSummary(
        uri=work.uri,
        size=work.size,
        signed=False,
        allocated=work.taken,
        reserved=work.reserved,
        counts={str(status): number for status, number in work.counts().items()},
        index=UNSET if index is None else index,
        status=UNSET if index is None else work.get(index),
    )


def _of_token(content: bytes, index: int | None) -> StatusListSummary:
    token = read_status_list(content)
    token.require_lifetime()
    if index is not None and index >= token.entries:
        fault = f"the list has no entry {index}; give an index below {token.entries}"
        raise WrongChoice(fault)
    return StatusListSummary(
        uri=token.uri,
        size=token.entries,
        signed=True,
        kid=token.kid,
        issued_at=numeric_date_instant(token.iat),
        expires_at=numeric_date_instant(token.exp),
        ttl=UNSET if token.ttl is None else token.ttl,
        index=UNSET if index is None else index,
        status=UNSET if index is None else ENTRIES[token.entry(index)],
    )
