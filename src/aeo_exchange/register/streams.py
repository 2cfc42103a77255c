"""The streams of a register and their heads: what is held of each, and what came of a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec
from msgspec import UNSET
from sqlalchemy import ColumnElement, Connection, Table, func, insert, select, update

from aeo_exchange.exchange.disputes import Disputes
from aeo_exchange.exchange.heads import SignedHead, read_head
from aeo_exchange.exchange.statements import FUTURE
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.register.tables import CONFIRMED, HEADS, STREAMS

__all__ = [
    "HeadOutcome",
    "StreamRow",
    "confirm_head",
    "head_applied_last",
    "head_number",
    "is_confirmed",
    "keep_head",
    "next_number",
    "note_disputes",
    "seen_digests",
    "sequence_applied_last",
    "stream_of",
    "stream_or_new",
    "streams",
    "was_decided",
]


class StreamRow(NamedTuple):
    """A stream as it is held; `head_id` is the number of the head applied last."""

    id: int
    name: StreamName
    head_id: int | None
    disputed: str | None
    restored: str | None

    @property
    def disputes(self) -> Disputes:
        """The disputes that `disputed` tells in words."""
        return Disputes.told(self.disputed or "")


class HeadOutcome(NamedTuple):
    """What was made of an authentic head, and when."""

    outcome: Literal["applied", "refused", "held"]
    at: str
    code: str = ""
    reason: str = ""
    trust_lists: Sequence[tuple[str, int]] = ()


def streams(connection: Connection) -> list[StreamRow]:
    """Return every stream, in the order of their names."""
    order = (STREAMS.c.sender, STREAMS.c.audience, STREAMS.c.agreement)
    return [
        StreamRow(row.id, StreamName(row.sender, row.audience, row.agreement), *row[4:])
        for row in connection.execute(select(STREAMS).order_by(*order))
    ]


def stream_of(connection: Connection, name: StreamName) -> StreamRow | None:
    """Return a stream by its name, or None where nothing was received of it."""
    return next((row for row in streams(connection) if row.name == name), None)


def stream_or_new(connection: Connection, name: StreamName) -> StreamRow:
    """Return a stream, which is new where nothing was received of it yet."""
    known = stream_of(connection, name)
    if known is not None:
        return known
    number = next_number(connection, STREAMS)
    connection.execute(
        insert(STREAMS).values(
            id=number, sender=name.sender, audience=name.audience, agreement=name.agreement
        )
    )
    return StreamRow(number, name, None, None, None)


def head_applied_last(connection: Connection, stream: StreamRow) -> SignedHead | None:
    """Return the head applied last; its token is kept as long as it is the last."""
    if stream.head_id is None:
        return None
    query = select(HEADS.c.token).where(HEADS.c.id == stream.head_id)
    token: bytes = connection.execute(query).scalar_one()
    return read_head(token)


def sequence_applied_last(connection: Connection, stream: StreamRow) -> int:
    """Return the number of the head applied last, 0 where there is none."""
    if stream.head_id is None:
        return 0
    query = select(HEADS.c.sequence).where(HEADS.c.id == stream.head_id)
    return int(connection.execute(query).scalar_one())


def seen_digests(connection: Connection, stream: StreamRow) -> dict[int, str]:
    """Return the digest of each authentic head of a stream.

    Of two with one number it is that of the one which a person has taken, else of the first.
    """
    seen: dict[int, str] = {}
    query = (
        select(HEADS.c.sequence, HEADS.c.digest)
        .join(CONFIRMED, CONFIRMED.c.digest == HEADS.c.digest, isouter=True)
        .where(HEADS.c.stream_id == stream.id)
        .order_by(CONFIRMED.c.digest.is_(None), HEADS.c.id)
    )
    for sequence, digest in connection.execute(query):
        seen.setdefault(sequence, digest)
    return seen


def head_number(connection: Connection, stream: StreamRow, digest: str) -> int | None:
    """Return the number of the row of a head that was seen before."""
    query = select(HEADS.c.id).where(HEADS.c.stream_id == stream.id, HEADS.c.digest == digest)
    number: int | None = connection.execute(query).scalar()
    return number


def keep_head(
    connection: Connection,
    stream: StreamRow,
    signed: SignedHead,
    content: bytes,
    outcome: HeadOutcome,
) -> int:
    """Note an authentic head with what became of it; return the number of its row."""
    assert signed.head is not None
    number = head_number(connection, stream, signed.digest)
    said = {
        "applied_at": outcome.at if outcome.outcome == "applied" else None,
        "outcome": outcome.outcome,
        "code": outcome.code,
        "reason": outcome.reason,
        "trust_lists": msgspec.json.encode(outcome.trust_lists).decode(),
    }
    if number is not None:
        connection.execute(update(HEADS).where(HEADS.c.id == number).values(**said))
        return number
    number = next_number(connection, HEADS)
    row = {
        "id": number,
        "stream_id": stream.id,
        "sequence": signed.head.sequence,
        "digest": signed.digest,
        "kid": signed.compact.header.kid,
        "as_of": signed.head.as_of,
        "token": content.strip(),
        "is_reset": signed.head.reset is not UNSET,
        "profile": signed.head.profile or None,
        "received_at": outcome.at,
        "unread": 0,
    }
    connection.execute(insert(HEADS).values(**row, **said))
    return number


def was_decided(connection: Connection, stream: StreamRow, sequence: int, digest: str) -> bool:
    """Say whether a head was one of a dispute that has ended, and another one was taken.

    What never was but from the future was of none, save as the first of its number (XCH-8-8).
    """
    query = (
        select(HEADS.c.digest, HEADS.c.code, CONFIRMED.c.digest.label("taken"))
        .join(CONFIRMED, CONFIRMED.c.digest == HEADS.c.digest, isouter=True)
        .where(HEADS.c.stream_id == stream.id, HEADS.c.sequence == sequence)
        .order_by(HEADS.c.id)
    )
    heads = connection.execute(query).all()
    if not any(head.taken for head in heads if head.digest != digest):
        return False
    compared = [head.digest for head in heads[1:] if head.code != FUTURE]
    return digest in (heads[0].digest, *compared)


def note_disputes(connection: Connection, stream: StreamRow, disputes: Disputes) -> None:
    """Answer nothing from a stream until a person has decided the last of its disputes."""
    why = str(disputes) or None
    connection.execute(update(STREAMS).where(STREAMS.c.id == stream.id).values(disputed=why))


def confirm_head(connection: Connection, digest: str, at: str) -> None:
    """Note that a person takes the head of this digest."""
    if not is_confirmed(connection, digest):
        connection.execute(insert(CONFIRMED).values(digest=digest, confirmed_at=at))


def is_confirmed(connection: Connection, digest: str) -> bool:
    """Say whether a person has taken the head of this digest."""
    query = select(CONFIRMED.c.digest).where(CONFIRMED.c.digest == digest)
    return connection.execute(query).first() is not None


def next_number(connection: Connection, of: Table) -> int:
    """Return the number of the next row; the writer is alone, so nobody else takes it."""
    highest: ColumnElement[int] = func.max(of.c.id)
    last: int | None = connection.execute(select(highest)).scalar()
    return (last or 0) + 1
