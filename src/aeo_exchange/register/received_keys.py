"""What a register knows of a key before a message: all that was ever received of it (XCH-8-19)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import UNSET
from sqlalchemy import Connection, func, select

from aeo_exchange.exchange.deltas import EntryChange
from aeo_exchange.exchange.entries import EntryTombstone
from aeo_exchange.exchange.held_state import ReceivedKey, received_by_entry
from aeo_exchange.exchange.succession import COMES_BACK, GOES_BACK, standing
from aeo_exchange.register.streams import StreamRow
from aeo_exchange.register.tables import CHANGES, ENTRIES, HEADS, STREAMS

__all__ = ["ReceivedKeys", "StandingState", "standing_states"]

OBJECTIONS = {COMES_BACK, GOES_BACK}


class StandingState(NamedTuple):
    """How a record that is held was judged, where it was not accepted."""

    state: str
    codes: tuple[str, ...]


class _Change(NamedTuple):
    """What a row tells of a change."""

    head_id: int
    state: str
    codes: str
    revision: int | None
    digest: str | None
    cause: str | None
    effective_from: str | None
    retain_until: str | None
    moved_to: str | None


def standing_states(connection: Connection, stream: StreamRow) -> dict[str, StandingState]:
    """Return how the records of the state held that were not accepted were judged, by key."""
    query = (
        select(CHANGES.c.key, CHANGES.c.state, CHANGES.c.codes)
        .join(ENTRIES, ENTRIES.c.change_id == CHANGES.c.id)
        .where(ENTRIES.c.stream_id == stream.id, CHANGES.c.state.in_(("rejected", "newer")))
    )
    return {
        key: StandingState(state, tuple(codes.split()))
        for key, state, codes in connection.execute(query)
    }


class ReceivedKeys:
    """Says of a key that changes what was received of it (`ReceivedOf`).

    A record that stands as it was and that was rejected since it goes back is asked again. `number`
    is that of the head that is looked at.
    """

    def __init__(
        self,
        connection: Connection,
        stream: StreamRow,
        standing: dict[str, StandingState],
        number: int,
    ) -> None:
        self._connection, self._stream, self._standing = connection, stream, standing
        self._number = number
        self._begin = self._counted_from()
        known = select(CHANGES.c.id).where(CHANGES.c.stream_id == stream.id).limit(1)
        self._is_new = connection.execute(known).first() is None

    def __call__(self, change: EntryChange) -> ReceivedKey | None:
        """Return what was received, None where that does not matter."""
        if self._is_new or not (change.is_change or self._was_objected_to(change.key)):
            return None
        rows = self._changes_of(change.key)
        tombstone = _standing_tombstone(rows)
        highest = _highest([row for row in rows if row.head_id >= self._begin])
        held = received_by_entry(change)
        if held is not None and held.revision > highest.revision:
            highest = held
        return ReceivedKey(
            revision=highest.revision,
            digest=highest.digest,
            tombstone=tombstone,
            moved_back=tombstone is not None and self._moved_back(change.key, tombstone),
        )

    def _was_objected_to(self, key: str) -> bool:
        held = self._standing.get(key)
        return held is not None and not OBJECTIONS.isdisjoint(held.codes)

    def _counted_from(self) -> int:
        """Return the head from which on revisions count: a reset, or the first under its profile.

        At a reset itself those before it are still told.
        """
        its = select(HEADS.c.profile).where(HEADS.c.id == self._number).scalar_subquery()
        before = (HEADS.c.stream_id == self._stream.id) & (HEADS.c.id != self._number)
        applied = select(func.max(HEADS.c.id)).where(before, HEADS.c.applied_at.is_not(None))
        reset: int | None = self._connection.execute(applied.where(HEADS.c.is_reset)).scalar()
        other: int | None = self._connection.execute(applied.where(HEADS.c.profile != its)).scalar()
        return max(reset or 0, (other or 0) + 1)

    def _changes_of(self, key: str) -> list[_Change]:
        columns = (getattr(CHANGES.c, name) for name in _Change._fields)
        query = select(*columns).where(CHANGES.c.stream_id == self._stream.id, CHANGES.c.key == key)
        rows = self._connection.execute(query.order_by(CHANGES.c.id))
        return [_Change(*row) for row in rows]

    def _moved_back(self, key: str, tombstone: EntryTombstone) -> bool:
        """Say whether the stream that a record moved to says that it moved back here."""
        if tombstone.to is UNSET:
            return False
        query = (
            select(CHANGES.c.id)
            .join(ENTRIES, ENTRIES.c.change_id == CHANGES.c.id)
            .join(STREAMS, STREAMS.c.id == CHANGES.c.stream_id)
            .where(STREAMS.c.sender == tombstone.to, CHANGES.c.key == key)
            .where(CHANGES.c.cause == "moved", CHANGES.c.moved_to == self._stream.name.sender)
        )
        return self._connection.execute(query).first() is not None


def _standing_tombstone(rows: Sequence[_Change]) -> EntryTombstone | None:
    """Return the tombstone that goes on: only a record that is accepted takes it away."""
    tombstone: EntryTombstone | None = None
    for row in rows:
        if row.state == "tombstone":
            tombstone = standing(tombstone, _tombstone(row))
        elif row.state == "accepted":
            tombstone = None
    return tombstone


def _tombstone(row: _Change) -> EntryTombstone:
    return EntryTombstone(
        cause=row.cause,  # type: ignore[arg-type]  # as it was read from its line
        effective_from=row.effective_from or "",
        retain_until=row.retain_until or "",
        **({"to": row.moved_to} if row.moved_to else {}),
    )


def _highest(rows: Sequence[_Change]) -> ReceivedKey:
    """Return the highest revision received; of two contents of one, that which was accepted."""
    known = [row for row in rows if row.revision is not None]
    if not known:
        return ReceivedKey()
    best = max(known, key=lambda row: (row.revision or 0, row.state == "accepted"))
    return ReceivedKey(revision=best.revision or 0, digest=best.digest or "")
