"""What a register holds, for a person: its streams, its entries, the history of a key."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace
from sqlalchemy import Connection, Row, Select, func, select

from aeo_exchange.exchange.entries import holder_of
from aeo_exchange.exchange.recognition.question import Sought
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.register.alarms import StreamAlarm
from aeo_exchange.register.change_rows import record_bytes
from aeo_exchange.register.streams import StreamRow, streams
from aeo_exchange.register.tables import CHANGES, ENTRIES, HEADS, NAMES, STREAMS

__all__ = [
    "EntryFilter",
    "HeldEntry",
    "HeldHistory",
    "StreamSummary",
    "held",
    "history",
    "summaries",
]


class _HeldPart(Struct, frozen=True, kw_only=True, rename="camel"):
    """A part of what is printed; what does not apply is left out."""


class StateCounts(_HeldPart, frozen=True, kw_only=True):
    """How many entries there are of each state."""

    accepted: int = 0
    rejected: int = 0
    newer: int = 0
    tombstone: int = 0


class StreamSummary(_HeldPart, frozen=True, kw_only=True):
    """A stream: the head applied last, and how its entries were judged.

    `disputed` and `restored` say why nothing is answered from it.
    """

    stream: str
    sequence: int | UnsetType = UNSET
    digest: str | UnsetType = UNSET
    as_of: str | UnsetType = UNSET
    applied_at: str | UnsetType = UNSET
    entries: StateCounts
    missing: int
    disputed: str | UnsetType = UNSET
    restored: str | UnsetType = UNSET


class HeldEntry(_HeldPart, frozen=True, kw_only=True):
    """What a message made of a key, and the holder where its record can be read.

    `content` is `deleted` where the time to keep it is over. `over` stands beside a tombstone that
    its sender has dropped: it is no entry any more, and still keeps its record away (XCH-8-19).
    """

    stream: str
    key: str
    state: str
    codes: tuple[str, ...]
    sequence: int
    applied_at: str
    revision: int | UnsetType = UNSET
    issued_at: str | UnsetType = UNSET
    digest: str | UnsetType = UNSET
    tin: str | UnsetType = UNSET
    legal_name: str | UnsetType = UNSET
    cause: str | UnsetType = UNSET
    effective_from: str | UnsetType = UNSET
    retain_until: str | UnsetType = UNSET
    over: bool | UnsetType = UNSET
    content: str = "kept"


class HeldHistory(_HeldPart, frozen=True, kw_only=True):
    """What is known of a key, in the order in which it was applied, and alarms of its streams."""

    key: str
    changes: tuple[HeldEntry, ...]
    alarms: tuple[StreamAlarm, ...] = ()


class EntryFilter(Struct, frozen=True, kw_only=True):
    """Which entries are asked for; what is None does not narrow it."""

    sender: str | None = None
    state: str | None = None
    sought: Sought | None = None
    most: int = 1000


IN_STATE = "in_state"
COLUMNS = (
    CHANGES,
    STREAMS.c.sender,
    STREAMS.c.audience,
    STREAMS.c.agreement,
    HEADS.c.sequence,
)


def summaries(connection: Connection) -> tuple[StreamSummary, ...]:
    """Return each stream with its last head and its counts."""
    return tuple(_summary(connection, stream) for stream in streams(connection))


def held(connection: Connection, wanted: EntryFilter) -> tuple[HeldEntry, ...]:
    """Return the last change of each key that is asked for, in the order of streams and keys."""
    last = select(func.max(CHANGES.c.id)).group_by(CHANGES.c.stream_id, CHANGES.c.key)
    query = (
        _entries()
        .add_columns(ENTRIES.c.change_id.label(IN_STATE))
        .join(
            ENTRIES,
            (ENTRIES.c.stream_id == CHANGES.c.stream_id) & (ENTRIES.c.key == CHANGES.c.key),
            isouter=True,
        )
        .where(CHANGES.c.id.in_(last))
    )
    if wanted.sender is not None:
        query = query.where(STREAMS.c.sender == wanted.sender)
    if wanted.state is not None:
        query = query.where(CHANGES.c.state == wanted.state)
    if wanted.sought is not None:
        query = query.join(
            NAMES, (NAMES.c.stream_id == CHANGES.c.stream_id) & (NAMES.c.key == CHANGES.c.key)
        ).where(
            NAMES.c.scheme == (wanted.sought.scheme or ""), NAMES.c.value == wanted.sought.value
        )
    order = (CHANGES.c.stream_id, CHANGES.c.key)
    rows = connection.execute(query.order_by(*order).limit(wanted.most)).all()
    return tuple(_marked(_entry(row), in_state=getattr(row, IN_STATE) is not None) for row in rows)


def _marked(entry: HeldEntry, *, in_state: bool) -> HeldEntry:
    """Return an entry that says whether its tombstone was dropped."""
    return replace(entry, over=True) if entry.state == "tombstone" and not in_state else entry


def history(connection: Connection, key: str) -> HeldHistory:
    """Return what each message made of a key, in every stream."""
    rows = connection.execute(_entries().where(CHANGES.c.key == key).order_by(CHANGES.c.id))
    return HeldHistory(key=key, changes=tuple(map(_entry, rows)))


def _entries() -> Select[Any]:
    return (
        select(*COLUMNS)
        .join(STREAMS, STREAMS.c.id == CHANGES.c.stream_id)
        .join(HEADS, HEADS.c.id == CHANGES.c.head_id)
    )


def _summary(connection: Connection, stream: StreamRow) -> StreamSummary:
    head = connection.execute(select(HEADS).where(HEADS.c.id == stream.head_id)).first()
    query = (
        select(CHANGES.c.state, func.count())
        .join(ENTRIES, ENTRIES.c.change_id == CHANGES.c.id)
        .where(ENTRIES.c.stream_id == stream.id)
        .group_by(CHANGES.c.state)
    )
    counts = {row[0]: row[1] for row in connection.execute(query)}
    return StreamSummary(
        stream=str(stream.name),
        sequence=UNSET if head is None else head.sequence,
        digest=UNSET if head is None else head.digest,
        as_of=UNSET if head is None else head.as_of,
        applied_at=UNSET if head is None else head.applied_at,
        entries=msgspec.convert(counts, StateCounts),
        missing=_missing(connection, stream),
        disputed=stream.disputed or UNSET,
        restored=stream.restored or UNSET,
    )


def _missing(connection: Connection, stream: StreamRow) -> int:
    """Return how many keys are gone of which nothing says why."""
    last = (
        select(func.max(CHANGES.c.id))
        .where(CHANGES.c.stream_id == stream.id)
        .group_by(CHANGES.c.key)
    )
    query = select(func.count()).where(CHANGES.c.id.in_(last), CHANGES.c.state == "missing")
    return int(connection.execute(query).scalar_one())


def _entry(row: Row[Any]) -> HeldEntry:
    holder = None
    if row.line is not None and row.has_holder:
        holder = holder_of(msgspec.json.decode(record_bytes(row.line, row.key)))
    was_deleted = row.line is None and row.state != "missing"
    return HeldEntry(
        stream=str(StreamName(row.sender, row.audience, row.agreement)),
        key=row.key,
        state=row.state,
        codes=tuple(row.codes.split()),
        sequence=row.sequence,
        applied_at=row.applied_at,
        revision=UNSET if row.revision is None else row.revision,
        issued_at=UNSET if row.issued_at is None else row.issued_at,
        digest=UNSET if row.digest is None else row.digest,
        tin=UNSET if holder is None else holder.tin,
        legal_name=UNSET if holder is None else (holder.legal_name or UNSET),
        cause=UNSET if row.cause is None else row.cause,
        effective_from=UNSET if row.effective_from is None else row.effective_from,
        retain_until=UNSET if row.retain_until is None else row.retain_until,
        content="deleted" if was_deleted else "kept",
    )
