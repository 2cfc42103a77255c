"""What a message makes of the keys of a stream, written row by row within one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, Table, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from aeo_exchange.exchange.acceptance import JudgedEntry
from aeo_exchange.exchange.entries import Entry, holder_of, read_entry
from aeo_exchange.register.change_rows import ChangeRow, change_row, holder_names
from aeo_exchange.register.received_keys import StandingState
from aeo_exchange.register.streams import StreamRow, next_number
from aeo_exchange.register.tables import CHANGES, ENTRIES, HEADS, NAMES, STREAMS

__all__ = ["HeadNumber", "StateWriter", "held_entries", "held_lines"]

ROWS = 2000  # read or written at a time


def held_lines(connection: Connection, stream_id: int) -> Iterator[tuple[str, bytes]]:
    """Yield the key and the line of each entry held, in the order of their keys."""
    last = ""
    while True:
        query = (
            select(ENTRIES.c.key, CHANGES.c.line)
            .join(CHANGES, CHANGES.c.id == ENTRIES.c.change_id)
            .where(ENTRIES.c.stream_id == stream_id, ENTRIES.c.key > last)
        )
        rows = connection.execute(query.order_by(ENTRIES.c.key).limit(ROWS)).all()
        yield from ((key, line) for key, line in rows)
        if len(rows) < ROWS:
            return
        last = rows[-1][0]


def held_entries(connection: Connection, stream_id: int) -> Iterator[Entry]:
    """Yield the entries held, in the order of their keys."""
    for number, (_, line) in enumerate(held_lines(connection, stream_id), 1):
        yield read_entry(line + b"\n", number)


class HeadNumber(NamedTuple):
    """The number of the row of the head that is applied, and the instant at which it is."""

    id: int
    applied_at: str


class StateWriter:
    """Takes what a message makes of each key; nothing counts before the transaction does."""

    def __init__(
        self,
        connection: Connection,
        stream: StreamRow,
        head: HeadNumber,
        standing: dict[str, StandingState],
    ) -> None:
        self.written = 0
        self._connection, self._stream = connection, stream
        self._head, self._applied_at = head
        self._standing = standing
        self._number = next_number(connection, CHANGES)
        self._rows: list[ChangeRow] = []
        self._names: dict[tuple[str, str, str], None] = {}
        self._dropped: list[str] = []

    def take(self, judged: JudgedEntry) -> None:
        """Take what became of a key; what stays and is judged as it was is no change."""
        change = judged.change
        if not change.is_change and self._is_as_before(judged):
            return
        if judged.state == "dropped":
            self._dropped.append(change.key)
            return
        entry = change.after
        holder = None
        if entry is not None and entry.tombstone is None:
            known = judged.record
            holder = known.holder if known is not None else holder_of(entry.record)
        row = change_row(judged, holder)
        row.update(
            id=self._number,
            stream_id=self._stream.id,
            head_id=self._head,
            applied_at=self._applied_at,
        )
        self._number += 1
        self._rows.append(row)
        if holder is not None:
            for name in holder_names(holder):
                self._names[(*name, change.key)] = None
        if len(self._rows) == ROWS:
            self._flush()

    def finish(self) -> None:
        """Put the new state in the place of the old one."""
        self._flush()
        run, of_stream = self._connection.execute, ENTRIES.c.stream_id == self._stream.id
        changed = select(CHANGES.c.key).where(CHANGES.c.head_id == self._head)
        run(delete(ENTRIES).where(of_stream, ENTRIES.c.key.in_(changed)))
        for key in self._dropped:
            run(delete(ENTRIES).where(of_stream, ENTRIES.c.key == key))
        standing = select(CHANGES.c.stream_id, CHANGES.c.key, CHANGES.c.id).where(
            CHANGES.c.head_id == self._head, CHANGES.c.state != "missing"
        )
        run(insert(ENTRIES).from_select(["stream_id", "key", "change_id"], standing))
        run(
            update(HEADS)
            .where(HEADS.c.id == self._head)
            .values(unread=self._unread(), lost_until=self._lost_until())
        )
        run(update(STREAMS).where(STREAMS.c.id == self._stream.id).values(head_id=self._head))

    def _is_as_before(self, judged: JudgedEntry) -> bool:
        before = self._standing.get(judged.change.key)
        if judged.state in ("accepted", "tombstone"):
            return before is None
        return before == StandingState(judged.state, judged.codes)

    def _flush(self) -> None:
        if self._rows:
            self._connection.execute(insert(CHANGES), self._rows)
            self.written += len(self._rows)
            self._rows = []
        if self._names:
            names = [
                {"scheme": scheme, "value": value, "stream_id": self._stream.id, "key": key}
                for scheme, value, key in self._names
            ]
            insert_new(self._connection, NAMES, names)
            self._names = {}

    def _unread(self) -> int:
        """Return how many entries have a record whose holder cannot be read."""
        query = (
            select(func.count())
            .select_from(ENTRIES)
            .join(CHANGES, CHANGES.c.id == ENTRIES.c.change_id)
            .where(ENTRIES.c.stream_id == self._stream.id, CHANGES.c.has_holder.is_(False))
            .where(CHANGES.c.state.in_(("rejected", "newer")))
        )
        return int(self._connection.execute(query).scalar_one())

    def _lost_until(self) -> str | None:
        """Return the latest `effectiveFrom` of tombstones of which nobody knows whose they are."""
        named = select(NAMES.c.key).where(
            NAMES.c.stream_id == self._stream.id, NAMES.c.key == CHANGES.c.key
        )
        query = (
            select(func.max(CHANGES.c.effective_from))
            .join(ENTRIES, ENTRIES.c.change_id == CHANGES.c.id)
            .where(ENTRIES.c.stream_id == self._stream.id, CHANGES.c.state == "tombstone")
            .where(~named.exists())
        )
        latest: str | None = self._connection.execute(query).scalar()
        return latest


def insert_new(connection: Connection, table: Table, rows: list[ChangeRow]) -> None:
    """Insert rows, and leave those that are there as they are."""
    if connection.dialect.name == "sqlite":
        connection.execute(sqlite.insert(table).on_conflict_do_nothing(), rows)
    else:
        connection.execute(postgresql.insert(table).on_conflict_do_nothing(), rows)
