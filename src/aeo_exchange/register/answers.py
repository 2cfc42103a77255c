"""The answers in a register: those signed here to heads that came, and those of partners."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.register.streams import StreamRow
from aeo_exchange.register.tables import ANSWERS, HEADS, STREAMS, TAKEN_ANSWERS

__all__ = [
    "AnsweredRow",
    "NotedHead",
    "issued_answers",
    "keep_issued",
    "keep_taken",
    "last_issued",
    "noted_head",
    "taken_answers",
]


class NotedHead(NamedTuple):
    """A head that came, what was made of it, and the answer to it where there is one."""

    id: int
    stream: StreamRow
    outcome: str
    code: str
    answer: bytes | None


class AnsweredRow(NamedTuple):
    """An answer that is kept: of which stream, since when, and its token."""

    stream: str
    kept_at: str
    token: bytes


def noted_head(connection: Connection, digest: str) -> NotedHead | None:
    """Return an authentic head that came, by its digest."""
    query = (
        select(HEADS.c.id, HEADS.c.outcome, HEADS.c.code, ANSWERS.c.token, STREAMS)
        .join(STREAMS, STREAMS.c.id == HEADS.c.stream_id)
        .join(ANSWERS, ANSWERS.c.head_id == HEADS.c.id, isouter=True)
        .where(HEADS.c.digest == digest)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    number, outcome, code, token, stream, *rest = row
    name = StreamName(*rest[:3])
    return NotedHead(number, StreamRow(stream, name, *rest[3:]), outcome, code, token)


def keep_issued(connection: Connection, head_id: int, token: bytes, at: str) -> None:
    """Keep the answer to a head; there is one, and no other comes in its place (XCH-10-3)."""
    connection.execute(insert(ANSWERS).values(head_id=head_id, made_at=at, token=token))


def last_issued(connection: Connection, stream: StreamRow) -> bytes | None:
    """Return the answer to the highest head of a stream that was answered as applied."""
    query = (
        select(ANSWERS.c.token)
        .join(HEADS, HEADS.c.id == ANSWERS.c.head_id)
        .where(HEADS.c.stream_id == stream.id, HEADS.c.outcome == "applied")
        .order_by(HEADS.c.sequence.desc())
    )
    token: bytes | None = connection.execute(query.limit(1)).scalar()
    return token


def keep_taken(
    connection: Connection, of: tuple[str, int], digest: str, token: bytes, at: str
) -> None:
    """Keep the answer to a head of ours, by its stream and number; a chosen one replaces it."""
    stream, sequence = of
    table = TAKEN_ANSWERS.c
    connection.execute(
        delete(TAKEN_ANSWERS).where(table.stream == stream, table.sequence == sequence)
    )
    row = {"stream": stream, "sequence": sequence, "digest": digest}
    connection.execute(insert(TAKEN_ANSWERS).values(**row, taken_at=at, token=token))


def issued_answers(connection: Connection) -> Iterator[AnsweredRow]:
    """Yield the answers that were signed here, in the order of streams and heads."""
    columns = (STREAMS.c.sender, STREAMS.c.audience, STREAMS.c.agreement)
    query = (
        select(*columns, ANSWERS.c.made_at, ANSWERS.c.token)
        .join(HEADS, HEADS.c.id == ANSWERS.c.head_id)
        .join(STREAMS, STREAMS.c.id == HEADS.c.stream_id)
        .order_by(*columns, HEADS.c.sequence)
    )
    for *name, made_at, token in connection.execute(query):
        yield AnsweredRow(str(StreamName(*name)), made_at, token)


def taken_answers(connection: Connection) -> Iterator[AnsweredRow]:
    """Yield the answers that were taken over here, in the order of streams and heads."""
    table = TAKEN_ANSWERS.c
    query = select(table.stream, table.taken_at, table.token)
    for row in connection.execute(query.order_by(table.stream, table.sequence)):
        yield AnsweredRow(row.stream, row.taken_at, row.token)
