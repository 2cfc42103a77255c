"""Rows of changes to what recognition takes, one by one or the last of every key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, func, or_, select

from aeo_exchange.exchange.entries import holder_of
from aeo_exchange.exchange.recognition.evidence import HeldChange, HeldKey, HeldTombstone
from aeo_exchange.model.record import AeoRecord, Holder
from aeo_exchange.register.change_rows import record_bytes
from aeo_exchange.register.tables import CHANGES

__all__ = ["CHANGE_COLUMNS", "HeldRow", "change_of", "every_key"]

NEVER = "9999-12-31T23:59:59Z"
RECORDS = msgspec.json.Decoder(AeoRecord)
CHANGE_COLUMNS = (
    CHANGES.c.stream_id,
    CHANGES.c.key,
    CHANGES.c.state,
    CHANGES.c.applied_at,
    CHANGES.c.has_holder,
    CHANGES.c.cause,
    CHANGES.c.effective_from,
    CHANGES.c.moved_to,
    CHANGES.c.line,
)


class HeldRow(NamedTuple):
    """What stands in `CHANGE_COLUMNS`, one by one; a row of SQLAlchemy has these names as well."""

    stream_id: int
    key: str
    state: Any
    applied_at: str
    has_holder: bool
    cause: Any
    effective_from: Any
    moved_to: str | None
    line: bytes | None


def every_key(connection: Connection, known_at: str) -> Mapping[int, Sequence[HeldKey]]:
    """Return the keys of every stream, each with its last change, and its holder if it has none."""
    held: dict[int, list[HeldKey]] = defaultdict(list)
    with_holder = _last(connection, known_at, CHANGES.c.has_holder)
    named = {(row.stream_id, row.key): row for row in with_holder}
    for row in _last(connection, known_at):
        changes = [change_of(row)]
        earlier = named.get((row.stream_id, row.key))
        if earlier is not None and not row.has_holder:
            changes.insert(0, change_of(earlier))
        held[row.stream_id].append(HeldKey(key=row.key, changes=tuple(changes)))
    return held


def _last(connection: Connection, known_at: str, *such: ColumnElement[bool]) -> Sequence[Any]:
    """Return the last change of each key that was known then, of those that are such."""
    last = (
        select(func.max(CHANGES.c.id))
        .where(CHANGES.c.applied_at <= known_at)
        .where(or_(CHANGES.c.issued_at.is_(None), CHANGES.c.issued_at <= known_at), *such)
        .group_by(CHANGES.c.stream_id, CHANGES.c.key)
    )
    query = select(*CHANGE_COLUMNS).where(CHANGES.c.id.in_(last)).order_by(CHANGES.c.key)
    return connection.execute(query).all()


def change_of(row: HeldRow | Row[Any], *, with_digest: bool = False) -> HeldChange:
    """Return a change as recognition takes it; what was deleted answers nothing.

    The digest is that of the bytes that were read, which are canonical, and of no column beside
    them: should a hand have changed the line, an answer says on what it rests.
    """
    state, applied_at = row.state, row.applied_at
    if state == "tombstone":
        told = HeldTombstone(cause=row.cause, effective_from=row.effective_from, to=row.moved_to)
        return HeldChange(state=state, applied_at=applied_at, tombstone=told)
    if state == "missing":
        return HeldChange(state=state, applied_at=applied_at)
    if row.line is None:
        gone = HeldTombstone(cause="erased", effective_from=NEVER)
        return HeldChange(state="tombstone", applied_at=applied_at, tombstone=gone)
    content = record_bytes(row.line, row.key)
    record = None if state == "newer" else _record(content)
    holder = None if record is not None else _holder(content)
    return HeldChange(
        state=state,
        applied_at=applied_at,
        record=record,
        holder=holder,
        digest=sha256(content).hexdigest() if with_digest else None,
    )


def _record(content: bytes) -> AeoRecord | None:
    try:
        return RECORDS.decode(content)
    except msgspec.ValidationError:
        return None


def _holder(content: bytes) -> Holder | None:
    return holder_of(msgspec.json.decode(content))
