"""Whether each row of a register says of its entry what the line in it says.

Questions are answered from the columns, and firms are found by the table of names; a root is of the
lines alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from aeo_exchange.exchange.entries import holder_of
from aeo_exchange.exchange.merkle import leaf_of
from aeo_exchange.exchange.unread_record import told_revision
from aeo_exchange.register.change_rows import HolderName, holder_names, record_bytes
from aeo_exchange.register.streams import StreamRow
from aeo_exchange.register.tables import CHANGES, NAMES

__all__ = ["faults_of_changes"]

ROWS = 500
TOMBSTONE = {
    "cause": "cause",
    "effectiveFrom": "effective_from",
    "retainUntil": "retain_until",
    "to": "moved_to",
}


def faults_of_changes(connection: Connection, stream: StreamRow) -> Iterator[str]:
    """Yield the keys of a stream of which a row, or the names beside it, say another thing."""
    last = 0
    while True:
        query = (
            select(CHANGES)
            .where(CHANGES.c.stream_id == stream.id, CHANGES.c.id > last)
            .where(CHANGES.c.line.is_not(None))
        )
        rows = connection.execute(query.order_by(CHANGES.c.id).limit(ROWS)).all()
        yield from _faults_of_rows(rows, _names(connection, stream, rows))
        if len(rows) < ROWS:
            return
        last = rows[-1].id


def _names(
    connection: Connection, stream: StreamRow, rows: Sequence[Row[Any]]
) -> dict[str, set[HolderName]]:
    """Return by which numbers the holders of some keys are found."""
    keys = {row.key for row in rows}
    query = select(NAMES).where(NAMES.c.stream_id == stream.id, NAMES.c.key.in_(keys))
    names: dict[str, set[HolderName]] = defaultdict(set)
    for name in connection.execute(query):
        names[name.key].add(HolderName(name.scheme, name.value))
    return names


def _faults_of_rows(rows: Sequence[Row[Any]], names: dict[str, set[HolderName]]) -> Iterator[str]:
    for row in rows:
        try:
            entry = msgspec.json.decode(row.line)
            said = _said_by(row, entry)
        except (msgspec.DecodeError, AttributeError, TypeError):
            yield f"{row.key}: a line of it cannot be read"
            continue
        wrong = sorted(name for name, value in said.items() if getattr(row, name) != value)
        if wrong:
            yield f"{row.key}: a row says another thing than its line: {', '.join(wrong)}"
        holder = holder_of(entry.get("record"))
        if holder is not None and not names[row.key].issuperset(holder_names(holder)):
            yield f"{row.key}: its holder is not found by each of its numbers"


def _said_by(row: Row[Any], entry: dict[str, Any]) -> dict[str, object]:
    """Return what the columns of a row must be by its line."""
    record, tombstone = entry.get("record"), entry.get("tombstone", {})
    said: dict[str, object] = {
        column: tombstone.get(member) for member, column in TOMBSTONE.items()
    }
    said.update(key=entry["key"], leaf=leaf_of(row.line).hex())
    said.update(has_holder=holder_of(record) is not None, digest=None, revision=None)
    if (row.state == "tombstone") is not bool(tombstone):
        said["state"] = "tombstone" if tombstone else "that of a record"
    if record is not None:
        said["revision"] = told_revision(record)
        said["digest"] = sha256(record_bytes(row.line, row.key)).hexdigest()
    if row.issued_at is not None or row.state == "accepted":
        said["issued_at"] = (record or {}).get("issuedAt")
    return said
