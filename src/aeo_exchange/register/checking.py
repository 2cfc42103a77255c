"""Whether a register still holds what its heads signed, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import Connection, func, select

from aeo_exchange.counting import how_many
from aeo_exchange.errors import SignatureError
from aeo_exchange.exchange.merkle import TreeRoot
from aeo_exchange.register.applying import held_lines
from aeo_exchange.register.checking_rows import faults_of_changes
from aeo_exchange.register.streams import StreamRow, head_applied_last
from aeo_exchange.register.tables import CHANGES, FILES, HEADS, PIECES

__all__ = ["faults_of_database", "faults_of_stream"]


def faults_of_database(connection: Connection) -> Iterator[str]:
    """Yield what the database itself finds wrong with its file."""
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
        if said != "ok":
            yield f"the file of the database: {said}"


def faults_of_stream(connection: Connection, stream: StreamRow) -> Iterator[str]:
    """Yield where the state of a stream is not that which its last head signed."""
    try:
        signed = head_applied_last(connection, stream)
    except SignatureError as cause:
        yield f"the head applied last cannot be read: {cause}"
        return
    if signed is None or signed.head is None:
        return
    root = TreeRoot()
    for key, line in held_lines(connection, stream.id):
        if line is None or not line.startswith(b'{"key":"%s",' % key.encode()):
            yield f"{key}: its line is gone, or is that of another key"
            continue
        root.add(line)
    if root.count != signed.head.count:
        held = how_many(root.count, "entry", "entries")
        yield f"it holds {held}, and head {signed.head.sequence} says {signed.head.count:,}"
    elif root.root() != signed.head.root:
        yield f"the entries have another root than head {signed.head.sequence} says"
    yield from faults_of_changes(connection, stream)
    yield from _faults_of_head(connection, stream, signed.digest)
    yield from _faults_of_files(connection, stream)


def _faults_of_head(connection: Connection, stream: StreamRow, digest: str) -> Iterator[str]:
    query = select(HEADS.c.digest).where(HEADS.c.id == stream.head_id)
    if connection.execute(query).scalar() != digest:
        yield "the head applied last has another digest than was noted"
    changes = select(func.count()).where(
        CHANGES.c.stream_id == stream.id,
        CHANGES.c.head_id.not_in(select(HEADS.c.id).where(HEADS.c.applied_at.is_not(None))),
    )
    if count := connection.execute(changes).scalar_one():
        yield f"{how_many(count, 'change')} of a head that was not applied"


def _faults_of_files(connection: Connection, stream: StreamRow) -> Iterator[str]:
    files = select(FILES).join(HEADS, HEADS.c.id == FILES.c.head_id)
    for file in connection.execute(files.where(HEADS.c.stream_id == stream.id)).all():
        stored = sha256()
        pieces = select(PIECES.c.content).where(
            PIECES.c.head_id == file.head_id, PIECES.c.name == file.name
        )
        for (content,) in connection.execute(pieces.order_by(PIECES.c.piece)):
            stored.update(content)
        if stored.hexdigest() != file.sha256:
            yield f"the file {file.name} is not as it came"
