"""The full records of this side in a register: kept revision by revision, and published from there.

Imported only where a register is asked for, since SQLAlchemy is slow to import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice

from msgspec import UNSET, Struct

from aeo_exchange.endless import read_file
from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.entries import key_of
from aeo_exchange.exchange.heads import read_head
from aeo_exchange.formats import Content, Limits
from aeo_exchange.model.canonical import canonical_bytes, digest
from aeo_exchange.model.instants import Instant
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.exchange.message_files import LATEST
from aeo_exchange.operations.reading import read_contents
from aeo_exchange.operations.records.validate import refusals_told
from aeo_exchange.operations.register.recognise import check_not_against
from aeo_exchange.operations.register.register import Register
from aeo_exchange.operations.site.publish import Published, PublishedHead, PublishOrder, publish
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.register.database import tick
from aeo_exchange.register.own_records import (
    OwnRevision,
    keep_new,
    last_contents,
    last_published,
    note_published,
    own_contents,
)
from aeo_exchange.report import Report, Verdict
from aeo_exchange.rules import Context

__all__ = [
    "KeptOwn",
    "keep_own",
    "last_own_lines",
    "own_contents_of",
    "own_lines",
    "own_revision",
    "publish_own",
]

ROWS = 1000  # revisions in one content


class KeptOwn(Struct, frozen=True, kw_only=True):
    """How many revisions were read, and how many of them are new; none where one was refused."""

    read: int
    new: int
    refused: int


class _Delivery:
    """The valid records of what was given, and how many were read and refused so far."""

    def __init__(
        self, contents: Iterable[Content], context: Context, refused: Callable[[Report], None]
    ) -> None:
        self.read = self.refused = 0
        self._contents, self._context, self._tell = contents, context, refused

    def revisions(self, limits: Limits) -> Iterator[OwnRevision]:
        """Yield the valid ones; raises WrongChoice for a view."""
        readings = read_contents(self._contents, limits)
        for reading, report in refusals_told(readings, self._context):
            self.read += 1
            if report.verdict is Verdict.VALID and reading.record is not None:
                yield own_revision(reading.record)
            else:
                self.refused += 1
                self._tell(report)

    def require_whole(self) -> None:
        """End the transaction of a delivery with a fault."""
        if self.refused:
            raise _Refused


class _Refused(Exception):
    """Nothing of a delivery with a fault is kept."""


def keep_own(
    register: Register,
    contents: Iterable[Content],
    basis: tuple[Instant, ReferenceData],
    refused: Callable[[Report], None],
    limits: Limits,
) -> KeptOwn:
    """Keep revisions of own records, all that are given or none, and say how many are new.

    `refused` is called with the report on each document that is no valid record: it may be the
    revision that ended a consent, so nothing is kept beside it. Raises WrongChoice for a view, and
    for another content of a revision that is kept.
    """
    at, reference = basis
    delivery = _Delivery(contents, Context(at=at, reference=reference), refused)
    new = 0
    with suppress(_Refused), register.database.writing() as connection:
        kept_at, revisions = tick(connection, at), delivery.revisions(limits)
        while rows := list(islice(revisions, ROWS)):
            new += keep_new(connection, rows, kept_at)
        delivery.require_whole()
    return KeptOwn(read=delivery.read, new=0 if delivery.refused else new, refused=delivery.refused)


def own_revision(record: AeoRecord) -> OwnRevision:
    """Return a revision as it is kept; raises WrongChoice for a view."""
    if record.view is not UNSET:
        raise WrongChoice(
            f"{key_of(record)} revision {record.revision} was cut for an audience; "
            "keep the full record, of which views are cut"
        )
    return OwnRevision(key_of(record), record.revision, digest(record), canonical_bytes(record))


def own_lines(register: Register) -> Iterator[bytes]:
    """Yield all revisions of the own records in canonical bytes, each with its line feed."""
    with register.database.reading() as connection:
        for content in own_contents(connection):
            yield content + b"\n"


def last_own_lines(register: Register) -> Iterator[bytes]:
    """Yield the last revision of each own record, as `own_lines` does all."""
    with register.database.reading() as connection:
        for content in last_contents(connection):
            yield content + b"\n"


def publish_own(
    register: Register,
    order: PublishOrder,
    refused: Callable[[Report], None],
    limits: Limits,
    at: str,
) -> Published:
    """Publish the own records of a register, and note the head; `publish` says what is raised.

    The number is noted behind the head: a site that holds less than was noted was restored. Raises
    WrongChoice for another text of the profile than those that the register adopted: a partner
    would hold the head.
    """
    views = order.snapshot.views
    check_not_against(register, views.profile, views.reference)
    stream = order.stream
    with register.database.reading() as connection:
        last = last_published(connection, stream)
    before = None if last is None else PublishedHead(*last)
    made = publish(own_contents_of(register), order.after(before), refused, limits)
    signed = read_head(read_file(order.folder / LATEST))
    with register.database.writing() as connection:
        note_published(connection, stream, (made.head.sequence, signed.digest), at)
    return made


def own_contents_of(register: Register) -> Iterator[Content]:
    """Yield the own records in contents of some revisions each, by one state of the register."""
    lines = own_lines(register)
    begin = 1
    while rows := list(islice(lines, ROWS)):
        name = f"{register.database.name}, revisions {begin:,} to {begin + len(rows) - 1:,}"
        yield Content(name=name, held=b"".join(rows))
        begin += len(rows)
