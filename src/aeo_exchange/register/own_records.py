"""The full records of this side, every revision of them, and the heads published of them.

What was kept once stays as it is: a view rests on all revisions of a record (XCH-2-4), and a table
of operators knows the last alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from aeo_exchange.errors import WrongChoice
from aeo_exchange.register.tables import OWN_RECORDS, PUBLISHED

__all__ = [
    "OwnRevision",
    "keep_new",
    "last_contents",
    "last_published",
    "note_published",
    "own_contents",
]

ROWS = 500  # read or written at a time


class OwnRevision(NamedTuple):
    """One revision of a record of ours, and its canonical bytes."""

    key: str
    revision: int
    digest: str
    content: bytes


def keep_new(connection: Connection, revisions: Sequence[OwnRevision], at: str) -> int:
    """Keep what is not kept yet; return how many revisions that were.

    Raises WrongChoice for a revision that is kept with another content.
    """
    new: dict[tuple[str, int], OwnRevision] = {}
    for begin in range(0, len(revisions), ROWS):
        rows = revisions[begin : begin + ROWS]
        query = select(OWN_RECORDS.c.key, OWN_RECORDS.c.revision, OWN_RECORDS.c.digest).where(
            OWN_RECORDS.c.key.in_({row.key for row in rows})
        )
        kept = {(key, number): digest for key, number, digest in connection.execute(query)}
        for row in rows:
            place = (row.key, row.revision)
            known = kept.get(place) or new.setdefault(place, row).digest
            if known != row.digest:
                raise WrongChoice(
                    f"{row.key}: revision {row.revision} is kept with another content, and a "
                    "revision is never changed; give the change the next number"
                )
    if new:
        said = [{**row._asdict(), "kept_at": at} for row in new.values()]
        connection.execute(insert(OWN_RECORDS), said)
    return len(new)


def last_contents(connection: Connection) -> Iterator[bytes]:
    """Yield the highest revision of each record that is kept, in the order of their keys."""
    before = None
    for place, content in _in_order(connection):
        if before is not None and before[0] != place:
            yield before[1]
        before = place, content
    if before is not None:
        yield before[1]


def own_contents(connection: Connection) -> Iterator[bytes]:
    """Yield the revisions that are kept, in the order of their keys and numbers."""
    return (content for _, content in _in_order(connection))


def _in_order(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """Yield the key and the content of each revision."""
    key, revision = "", 0
    columns = (OWN_RECORDS.c.key, OWN_RECORDS.c.revision, OWN_RECORDS.c.content)
    while True:
        behind = (OWN_RECORDS.c.key > key) | (
            (OWN_RECORDS.c.key == key) & (OWN_RECORDS.c.revision > revision)
        )
        query = select(*columns).where(behind).order_by(*columns[:2]).limit(ROWS)
        rows = connection.execute(query).all()
        yield from ((row.key, row.content) for row in rows)
        if len(rows) < ROWS:
            return
        key, revision = rows[-1].key, rows[-1].revision


def note_published(connection: Connection, stream: str, head: tuple[int, str], at: str) -> None:
    """Note a head of ours by its number and digest, once."""
    sequence, digest = head
    last = last_published(connection, stream)
    if last is None or sequence > last[0]:
        connection.execute(
            insert(PUBLISHED).values(
                stream=stream, sequence=sequence, digest=digest, published_at=at
            )
        )


def last_published(connection: Connection, stream: str) -> tuple[int, str] | None:
    """Return number and digest of the highest head that was noted, None where there is none."""
    query = select(PUBLISHED.c.sequence, PUBLISHED.c.digest).where(PUBLISHED.c.stream == stream)
    row = connection.execute(query.order_by(PUBLISHED.c.sequence.desc()).limit(1)).first()
    return None if row is None else (row.sequence, row.digest)
