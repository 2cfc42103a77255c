"""Content that is to be forgotten, and what stays of it (XCH-9-5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.model.instants import instant, shifted
from aeo_exchange.register.streams import StreamRow
from aeo_exchange.register.tables import (
    CHANGES,
    DECISIONS,
    ERASURES,
    FILES,
    HEADS,
    NAMES,
    PIECES,
    STREAMS,
)

__all__ = [
    "EntryPlace",
    "Erasure",
    "Purged",
    "RetentionDays",
    "erase",
    "erase_at_once",
    "erasures",
    "purge_stream",
]

NEVER = "9999-12-31T23:59:59Z"


class EntryPlace(NamedTuple):
    """A key of a stream."""

    stream: StreamName
    key: str


class Erasure(NamedTuple):
    """A content that was deleted, with the tombstone by which it went out of use."""

    place: EntryPlace
    cause: str
    effective_from: str
    applied_at: str
    erased_at: str


class RetentionDays(NamedTuple):
    """For how long content out of use, and evidence, is kept."""

    content: int
    evidence: int


class Purged(NamedTuple):
    """How much was deleted."""

    contents: int
    heads: int
    decisions: int


def erasures(connection: Connection) -> list[Erasure]:
    """Return every content that was deleted."""
    query = select(ERASURES, STREAMS).join(STREAMS, STREAMS.c.id == ERASURES.c.stream_id)
    return [
        Erasure(
            EntryPlace(StreamName(row.sender, row.audience, row.agreement), row.key),
            row.cause,
            row.effective_from,
            row.applied_at,
            row.erased_at,
        )
        for row in connection.execute(query.order_by(ERASURES.c.stream_id, ERASURES.c.key))
    ]


def erase(connection: Connection, stream: StreamRow, erasure: Erasure) -> None:
    """Delete the content of a key: its lines, the names of its holder, files that hold it.

    Which of the questions asked as known before are about it nobody can tell any more, so none of
    them is answered with no.
    """
    run, key = connection.execute, erasure.place.key
    of_key = (CHANGES.c.stream_id == stream.id, CHANGES.c.key == key)
    records = CHANGES.c.state.in_(("accepted", "rejected", "newer"))
    # What came back since was sent anew, and is in use.
    run(
        update(CHANGES)
        .where(*of_key, records, CHANGES.c.applied_at <= erasure.applied_at)
        .values(line=None, digest=None, has_holder=False)
    )
    came_back = select(CHANGES.c.id).where(*of_key, CHANGES.c.has_holder)
    if run(came_back.limit(1)).first() is None:
        run(delete(NAMES).where(NAMES.c.stream_id == stream.id, NAMES.c.key == key))
    before = HEADS.c.applied_at < erasure.applied_at
    of_stream = HEADS.c.stream_id == stream.id
    run(update(HEADS).where(of_stream, before).values(lost_until=NEVER))
    later = func.coalesce(HEADS.c.lost_until, "") < erasure.effective_from
    run(update(HEADS).where(of_stream, ~before, later).values(lost_until=erasure.effective_from))
    _delete_files(connection, select(HEADS.c.id).where(of_stream, before))
    run(delete(ERASURES).where(ERASURES.c.stream_id == stream.id, ERASURES.c.key == key))
    run(
        insert(ERASURES).values(
            stream_id=stream.id,
            key=key,
            cause=erasure.cause,
            effective_from=erasure.effective_from,
            applied_at=erasure.applied_at,
            erased_at=erasure.erased_at,
        )
    )


def erase_at_once(connection: Connection, stream: StreamRow, head_id: int) -> int:
    """Delete what a head says is to be forgotten by law or by a decision; return how many."""
    query = select(CHANGES).where(CHANGES.c.head_id == head_id, CHANGES.c.cause == "erased")
    rows = connection.execute(query).all()
    for row in rows:
        place = EntryPlace(stream.name, row.key)
        erased = Erasure(place, row.cause, row.effective_from, row.applied_at, row.applied_at)
        erase(connection, stream, erased)
    return len(rows)


def purge_stream(
    connection: Connection, stream: StreamRow, days: RetentionDays, now: str
) -> Purged:
    """Delete what was kept for its time: content out of use, heads with their files, decisions."""
    contents = _purge_contents(connection, stream, _ago(now, days.content), now)
    old = _ago(now, days.evidence)
    heads = select(HEADS.c.id).where(
        HEADS.c.stream_id == stream.id,
        HEADS.c.received_at <= old,
        HEADS.c.token.is_not(None),
        HEADS.c.id != (stream.head_id or 0),
    )
    _delete_files(connection, heads)
    done = connection.execute(update(HEADS).where(HEADS.c.id.in_(heads)).values(token=None))
    kept = connection.execute(delete(DECISIONS).where(DECISIONS.c.kept_at <= old))
    return Purged(contents, done.rowcount, kept.rowcount)


def _purge_contents(connection: Connection, stream: StreamRow, old: str, now: str) -> int:
    """Delete the content of each key whose tombstone has stood for its time, but once."""
    last = (
        select(func.max(CHANGES.c.id))
        .where(CHANGES.c.stream_id == stream.id)
        .group_by(CHANGES.c.key)
    )
    done = select(ERASURES.c.key).where(
        ERASURES.c.stream_id == stream.id,
        ERASURES.c.key == CHANGES.c.key,
        ERASURES.c.applied_at >= CHANGES.c.applied_at,
    )
    query = select(CHANGES).where(
        CHANGES.c.id.in_(last),
        CHANGES.c.state == "tombstone",
        CHANGES.c.applied_at <= old,
        ~done.exists(),
    )
    rows = connection.execute(query).all()
    for row in rows:
        place = EntryPlace(stream.name, row.key)
        erase(
            connection,
            stream,
            Erasure(place, row.cause, row.effective_from, row.applied_at, now),
        )
    return len(rows)


def _delete_files(connection: Connection, heads: Select[Any]) -> None:
    for table in (PIECES, FILES):
        connection.execute(delete(table).where(table.c.head_id.in_(heads)))


def _ago(now: str, days: int) -> str:
    return shifted(instant(now), timedelta(days=-days))
