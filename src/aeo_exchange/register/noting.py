"""What a register notes of a message beside its entries: head, file, keys in other hands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from sqlalchemy import Connection, insert, select, update

from aeo_exchange.errors import SignatureError
from aeo_exchange.exchange.receiving import HeadQuestion, ReceivedMessage
from aeo_exchange.exchange.statements import FUTURE
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.exchange.succession import FORK
from aeo_exchange.model.trust_list import KeyState
from aeo_exchange.register.streams import (
    HeadOutcome,
    StreamRow,
    head_number,
    keep_head,
    note_disputes,
    seen_digests,
    stream_of,
    stream_or_new,
    was_decided,
)
from aeo_exchange.register.tables import FILES, HEADS, PIECES
from aeo_exchange.trust.listed_keys import Trust

__all__ = ["keep_file", "lists_used", "note_compromised", "note_message"]

PIECE = 1 << 20


def note_message(
    connection: Connection,
    message: ReceivedMessage,
    content: bytes,
    at: str,
    seen: Mapping[int, str],
) -> None:
    """Keep an authentic head that was not applied; a fork shuts its stream.

    `seen` are the digests of heads that are known from outside the register. Whatever became of the
    message, the trust lists that came with it may tell of a key that is in other hands.
    """
    authentic = any(step.name == "stream" for step in message.steps[:-1])
    if not authentic or message.signed is None or message.signed.head is None:
        stream = (
            None
            if message.signed is None or message.signed.head is None
            else stream_of(connection, StreamName.of(message.head))
        )
        if stream is not None:
            note_compromised(connection, stream, message.asked, at)
        return
    last = message.steps[-1]
    stream = stream_or_new(connection, StreamName.of(message.head))
    noted = HeadOutcome(
        "held" if last.outcome == "held" else "refused",
        at,
        last.code,
        last.reason,
        lists_used(message.asked),
    )
    number, digest = message.head.sequence, message.signed.digest
    is_old = was_decided(connection, stream, number, digest)
    other = {**seen, **seen_digests(connection, stream)}.get(number, digest)
    if not _says_more(connection, stream, digest, last.code):
        keep_head(connection, stream, message.signed, content, noted)
    note_compromised(connection, stream, message.asked, at)
    if last.code == FORK and other != digest and not is_old:
        note_disputes(connection, stream, stream.disputes.joined(number, other, digest))


def _says_more(connection: Connection, stream: StreamRow, digest: str, code: str) -> bool:
    """Say whether more is noted of a head than what came of it now.

    It was applied; or it has come before, and is from the future by a clock that has gone back.
    """
    if digest in _applied_digests(connection, stream):
        return True
    return code == FUTURE and head_number(connection, stream, digest) is not None


def _applied_digests(connection: Connection, stream: StreamRow) -> set[str]:
    query = select(HEADS.c.digest).where(
        HEADS.c.stream_id == stream.id, HEADS.c.applied_at.is_not(None)
    )
    return set(connection.execute(query).scalars())


def note_compromised(
    connection: Connection, stream: StreamRow, asked: HeadQuestion, at: str
) -> None:
    """Note from when on the key of a head was known to be in other hands (XCH-13-3)."""
    if not isinstance(asked.trust, Trust):
        return
    of_stream = HEADS.c.stream_id == stream.id
    query = select(HEADS.c.kid).where(of_stream, HEADS.c.compromised_since.is_(None)).distinct()
    for kid in connection.execute(query).scalars().all():
        if _is_compromised(asked.trust, kid, stream.name.sender):
            connection.execute(
                update(HEADS)
                .where(of_stream, HEADS.c.kid == kid, HEADS.c.compromised_since.is_(None))
                .values(compromised_since=at)
            )


def _is_compromised(trust: Trust, kid: str, sender: str) -> bool:
    try:
        entry = trust.find(kid, sender)
    except SignatureError:
        return False  # the lists differ, which no question may rest on either way
    return entry is not None and entry.listed.state is KeyState.COMPROMISED


def keep_file(connection: Connection, message: ReceivedMessage, number: int) -> None:
    """Keep the file by which the state was reached, whole (XCH-9-3)."""
    file = message.way
    if file is None:
        return
    row = {"head_id": number, "name": file.name, "bytes": file.bytes, "sha256": file.sha256}
    connection.execute(insert(FILES).values(**row))
    with message.files.opened(file) as stream:
        for piece, content in enumerate(iter(partial(stream.read, PIECE), b"")):
            connection.execute(
                insert(PIECES).values(head_id=number, name=file.name, piece=piece, content=content)
            )


def lists_used(asked: HeadQuestion) -> tuple[tuple[str, int], ...]:
    """Return the trust lists that counted, by name and sequence."""
    lists = asked.trust.lists if isinstance(asked.trust, Trust) else ()
    return tuple((one.list_id, one.sequence) for one in lists)
