"""Full records to the views of one audience; what was left out is told, record by record.

Every record is kept until all are read, since the view of a record rests on all its revisions,
wherever they stand: the first as they are, which is faster, and what goes beyond is compressed.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import BinaryIO, NamedTuple, TypeAlias

import msgspec
from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.errors import UnreadContent, WrongChoice
from aeo_exchange.exchange.cut import PUBLIC_AUDIENCE, WhyLeft
from aeo_exchange.exchange.entries import key_of
from aeo_exchange.exchange.views import (
    NotShared,
    PublicOrder,
    Revision,
    Shared,
    ViewOrder,
    WhyNotShared,
    view_of,
)
from aeo_exchange.formats import FORMATS, Content, Limits
from aeo_exchange.model.known_text import known_record
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.revisions import by_record
from aeo_exchange.operations.reading import Reading, read_contents
from aeo_exchange.operations.records.unread import UnreadRecords
from aeo_exchange.operations.records.validate import refusals_told
from aeo_exchange.report import Report, Severity, Verdict
from aeo_exchange.rules import Context, Subject, check_many

__all__ = [
    "PUBLIC_AUDIENCE",
    "ItemLeft",
    "PublicOrder",
    "ViewLine",
    "ViewMade",
    "ViewOrder",
    "make_views",
    "views_of_whole",
    "write_views",
]

# The key of a record, `HK/HK-2018-0042`, and whether it is a view already.
Place: TypeAlias = tuple[str, bool]
MOST_PLAIN = 1 << 28  # bytes; to compress one record takes a third as long as to validate it
BATCH = 64  # views in memory at a time; more are no faster


class ItemLeft(Struct, frozen=True, kw_only=True, rename="camel"):
    """An item that the audience does not get, by its JSON Pointer in the full record."""

    path: str
    why: WhyLeft


class ViewLine(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What was made of one record: shared, and without what; or left out, and why.

    `revision` is the one the view was cut from, `viewRevision` the one that it carries.
    """

    key: str
    shared: bool
    why: WhyNotShared | UnsetType = UNSET
    revision: int | UnsetType = UNSET
    view_revision: int | UnsetType = UNSET
    left: tuple[ItemLeft, ...] = ()


class ViewMade(NamedTuple):
    """The view of one record, or why there is none, and what the report says of it.

    `issued_at` is that of the revision that the view was cut from.
    """

    record: AeoRecord | None
    line: ViewLine
    not_shared: NotShared | None = None
    issued_at: str = ""


class _KeptRevision(NamedTuple):
    """A revision as text, which may be compressed."""

    text: bytes
    is_packed: bool
    is_valid: bool

    def opened(self) -> Revision:
        """Return the revision."""
        text = zlib.decompress(self.text) if self.is_packed else self.text
        return Revision(known_record(text), self.is_valid)


class _ViewRegister:
    """All records that were given, by their keys, and what could not be read as one."""

    def __init__(self) -> None:
        self._kept: dict[Place, list[_KeptRevision]] = defaultdict(list)
        self._unread = UnreadRecords()
        self._plain_left = MOST_PLAIN

    def take(self, reading: Reading, report: Report) -> None:
        """Keep a record; of what is none remember which it may have been."""
        record = reading.record
        if record is not None:
            place = (key_of(record), record.view is not UNSET)
            # As it came, where that is as short as it can be written.
            came = None if reading.document is None else reading.document.compact
            text = came or msgspec.json.encode(record)
            self._kept[place].append(self._kept_revision(text, report))
        else:
            self._unread.take(report.record_id)

    def _kept_revision(self, text: bytes, report: Report) -> _KeptRevision:
        is_packed = self._plain_left < len(text)
        if is_packed:
            text = zlib.compress(text, 1)
        else:
            self._plain_left -= len(text)
        return _KeptRevision(text, is_packed, report.verdict is Verdict.VALID)

    def views(self, order: ViewOrder | PublicOrder) -> Iterator[ViewMade]:
        """Yield what is made of each record, in the order of the keys."""
        places = iter(sorted(self._kept))
        while batch := list(islice(places, BATCH)):
            made = [self._made([kept.opened() for kept in self._kept[at]], order) for at in batch]
            valid = iter(_valid([view.record for view in made if isinstance(view, Shared)], order))
            for (key, _), view in zip(batch, made, strict=True):
                is_good = isinstance(view, NotShared) or next(valid)
                yield _view_made(key, view if is_good else NotShared("not-valid"))

    def _made(
        self, revisions: list[Revision], order: ViewOrder | PublicOrder
    ) -> Shared | NotShared:
        if self._unread.has_one_of_any:
            return NotShared("unread")
        first = revisions[0].record
        # Two records that claim one key have none of them for sure (REC-1-6).
        claims = len(by_record(revision.record for revision in revisions))
        if self._unread.may_have(first.record_id):
            return NotShared("not-valid")
        if first.view is not UNSET:
            return NotShared("is-a-view")
        return NotShared("not-valid") if claims > 1 else view_of(revisions, order)


def make_views(
    contents: Iterable[Content],
    order: ViewOrder | PublicOrder,
    refused: Callable[[Report], None],
    limits: Limits | None = None,
) -> Iterator[ViewMade]:
    """Yield what is made of each record, in the order of their keys.

    `refused` is called with the report on each document that is no valid record. Where one could
    be a revision of any record, none is shared: it may be the one that ended a consent.
    """
    register = _ViewRegister()
    context = Context(at=order.at, reference=order.reference)
    for reading, report in refusals_told(read_contents(contents, limits or Limits()), context):
        register.take(reading, report)
        if report.verdict is not Verdict.VALID:
            refused(report)
    yield from register.views(order)


def views_of_whole(
    contents: Iterable[Content],
    order: ViewOrder,
    refused: Callable[[Report], None],
    limits: Limits | None,
) -> Iterator[ViewMade]:
    """Yield what `make_views` does, where nothing at hand may be a revision of any record.

    Else nobody can say what became of any, and a state without them would say that they are not
    shared. Raises UnreadContent then, before the first one.
    """
    unread: list[Report] = []

    def told(report: Report) -> None:
        refused(report)
        if report.record_id is UNSET:
            unread.append(report)

    views = make_views(contents, order, told, limits)
    first = next(views, None)  # all is read before the first one
    if unread:
        raise UnreadContent(unread[0])
    if first is not None:
        yield first
        yield from views


def write_views(views: Iterable[AeoRecord], to: str, stream: BinaryIO) -> None:
    """Write views in a format; raises WrongChoice where a table has no place for an item of one."""
    row = FORMATS[to]

    def fitting() -> Iterator[AeoRecord]:
        for view in views:
            if losses := row.losses(view):
                raise WrongChoice(f"{view.record_id}: {to} has no place for {losses[0].path}")
            yield view

    row.write(fitting(), stream)


def _valid(views: list[AeoRecord], order: ViewOrder | PublicOrder) -> Iterator[bool]:
    """Yield whether each view is valid: what a cut left must be a record of its own."""
    context = Context(at=order.at, reference=order.reference)
    for findings in check_many([Subject(view) for view in views], context):
        yield not any(finding.severity is Severity.ERROR for finding in findings)


def _view_made(key: str, made: Shared | NotShared) -> ViewMade:
    if isinstance(made, NotShared):
        return ViewMade(None, ViewLine(key=key, shared=False, why=made.why), made)
    line = ViewLine(
        key=key,
        shared=True,
        revision=made.cut_from,
        view_revision=made.record.revision,
        left=tuple(ItemLeft(path=item.path, why=item.why) for item in made.left),
    )
    return ViewMade(made.record, line, issued_at=made.issued_at)
