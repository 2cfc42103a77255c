"""What a register must not forget when it is restored, kept outside of it (XCH-9-6).

The digests of heads, the highest number applied of each stream, which contents were deleted, and
the trust lists that were used. A restored database forgets what was applied and brings back what
was erased: where the marks say more
than it, the erasures are made again, and nothing is answered until the operator has seen it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace
from sqlalchemy import Connection, select, update

from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.model.texts import Instant, Sha256Hex
from aeo_exchange.register.database import Database
from aeo_exchange.register.erasing import EntryPlace, Erasure, erase, erasures
from aeo_exchange.register.refusals import state_error
from aeo_exchange.register.streams import (
    StreamRow,
    sequence_applied_last,
    stream_or_new,
    streams,
)
from aeo_exchange.register.tables import HEADS, STREAMS
from aeo_exchange.trust.seen import Seen, SeenFile, SeenList
from aeo_exchange.trust.store import Store

__all__ = [
    "MarksFile",
    "lists_outside",
    "lower_mark",
    "note_lists",
    "note_marks",
    "read_marks",
    "reconcile",
    "seen_outside",
]

MOST_LOST_TOLD = 10


class StreamMark(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of one stream: the highest number applied, and the digest of each head by its number."""

    applied: Annotated[int, Meta(ge=0)]
    heads: dict[str, Sha256Hex]


class ErasureMark(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """A content that was deleted, and by which tombstone."""

    stream: str
    key: str
    cause: str
    effective_from: Instant
    applied_at: Instant
    erased_at: Instant


class MarksFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """The file of marks."""

    version: int = 1
    streams: dict[str, StreamMark] = {}
    erasures: tuple[ErasureMark, ...] = ()
    trust_lists: tuple[SeenList, ...] = ()


NONE = StreamMark(applied=0, heads={})


def read_marks(store: Store) -> MarksFile:
    """Return the marks, none of them where nothing was noted; raises StateError for what is none.

    A file that is broken is not passed over: it alone tells that a register was restored.
    """
    content = store.read()
    if content is None:
        return MarksFile()
    try:
        marks = msgspec.json.decode(content, type=MarksFile)
    except (msgspec.ValidationError, msgspec.DecodeError) as cause:
        raise state_error(
            f"{store.name}: the marks of the register cannot be read: {cause}",
            "Restore the file from a copy; without it nobody sees that a register was restored.",
        ) from cause
    if marks.version != 1:
        raise state_error(
            f"{store.name}: the marks are of version {marks.version}", "Use the newer release."
        )
    return marks


def note_marks(database: Database, store: Store) -> None:
    """Add what the register says to the marks; what they say more stays."""
    with store.locked(), database.reading() as connection:
        before = read_marks(store)
        known = dict(before.streams)
        for stream in streams(connection):
            known[str(stream.name)] = _joined(connection, stream, known.get(str(stream.name), NONE))
        erased = {(one.stream, one.key): one for one in before.erasures}
        for erasure in erasures(connection):
            erased[str(erasure.place.stream), erasure.place.key] = _mark(erasure)
        made = tuple(erased[place] for place in sorted(erased))
        after = replace(before, streams=known, erasures=made)
        if after != before:
            store.write(_written(after))


def reconcile(database: Database, store: Store) -> None:
    """Compare a register with the marks, and make the erasures again that it forgot."""
    marks = read_marks(store)
    if not marks.streams:
        return
    with database.reading() as connection:
        lost = _lost(connection, marks)
        forgotten = _forgotten(connection, marks)
    if not (lost or forgotten):
        return
    with database.writing() as connection:
        for mark in _forgotten(connection, marks):
            stream = stream_or_new(connection, _name(mark.stream))
            erase(connection, stream, _erasure(mark, stream.name))
        for name, why in _lost(connection, marks).items():
            stream = stream_or_new(connection, _name(name))
            row = STREAMS.c.id == stream.id
            connection.execute(update(STREAMS).where(row).values(restored=why))


def lower_mark(connection: Connection, store: Store, name: str) -> str:
    """Note that the operator has seen what a restored register lost; return it, in words."""
    with store.locked():
        marks = read_marks(store)
        stream = stream_or_new(connection, _name(name))
        applied = sequence_applied_last(connection, stream)
        mark = marks.streams.get(name, NONE)
        lowered = {**marks.streams, name: StreamMark(applied=applied, heads=mark.heads)}
        store.write(_written(replace(marks, streams=lowered)))
    connection.execute(update(STREAMS).where(STREAMS.c.id == stream.id).values(restored=None))
    return f"{name} goes on from head {applied}; apply the latest head of the sender now"


def lists_outside(marks: MarksFile) -> Seen:
    """Return the issues of trust lists that were used, by the marks."""
    return Seen(SeenFile(spec_version="1.0", trust_lists=marks.trust_lists))


def note_lists(store: Store, seen: Seen) -> None:
    """Add the issues of trust lists that were used to the marks; of two the higher counts."""
    with store.locked():
        before = read_marks(store)
        known = lists_outside(before)
        known.learn_from(seen)
        after = replace(before, trust_lists=known.to_file().trust_lists)
        if after != before:
            store.write(_written(after))


def seen_outside(marks: MarksFile, name: StreamName) -> Mapping[int, str]:
    """Return the digests of heads of a stream by the marks."""
    mark = marks.streams.get(str(name), NONE)
    return {int(sequence): digest for sequence, digest in mark.heads.items()}


def _joined(connection: Connection, stream: StreamRow, mark: StreamMark) -> StreamMark:
    query = select(HEADS.c.sequence, HEADS.c.digest).where(HEADS.c.stream_id == stream.id)
    heads = dict(mark.heads)
    for sequence, digest in connection.execute(query.order_by(HEADS.c.id)):
        heads.setdefault(str(sequence), digest)
    applied = max(mark.applied, sequence_applied_last(connection, stream))
    return StreamMark(applied=applied, heads=heads)


def _lost(connection: Connection, marks: MarksFile) -> dict[str, str]:
    """Return what a register has lost of each stream that it does not say of itself already."""
    known = {str(stream.name): stream for stream in streams(connection)}
    lost = {}
    for name, mark in marks.streams.items():
        stream = known.get(name)
        if stream is not None and stream.restored is not None:
            continue
        applied = 0 if stream is None else sequence_applied_last(connection, stream)
        if applied < mark.applied:
            gone = sorted(int(one) for one in mark.heads if applied < int(one) <= mark.applied)
            told = ", ".join(map(str, gone[-MOST_LOST_TOLD:]))
            lost[name] = (
                f"head {mark.applied} had been applied, and the register holds head {applied}; "
                f"heads that are lost: {told}"
            )
    return lost


def _forgotten(connection: Connection, marks: MarksFile) -> list[ErasureMark]:
    made = {(str(one.place.stream), one.place.key) for one in erasures(connection)}
    return [mark for mark in marks.erasures if (mark.stream, mark.key) not in made]


def _name(text: str) -> StreamName:
    sender, audience, *agreement = text.split("/")
    return StreamName(sender, audience, "/".join(agreement))


def _mark(erasure: Erasure) -> ErasureMark:
    return ErasureMark(
        stream=str(erasure.place.stream),
        key=erasure.place.key,
        cause=erasure.cause,
        effective_from=erasure.effective_from,
        applied_at=erasure.applied_at,
        erased_at=erasure.erased_at,
    )


def _erasure(mark: ErasureMark, name: StreamName) -> Erasure:
    return Erasure(
        EntryPlace(name, mark.key),
        mark.cause,
        mark.effective_from,
        mark.applied_at,
        mark.erased_at,
    )


def _written(marks: MarksFile) -> bytes:
    return msgspec.json.format(msgspec.json.encode(marks), indent=1) + b"\n"
