"""A stream on a site: its heads in their row, the files that they name, and the states they give.

Each head is looked at as a receiver would, with what it holds: nothing, or an earlier state.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from msgspec import UNSET

from aeo_exchange.endless import read_file
from aeo_exchange.errors import MessageRefused, SignatureError, StateError
from aeo_exchange.exchange.bodies import require_file
from aeo_exchange.exchange.deltas import by_delta
from aeo_exchange.exchange.heads import Head, HeadFile, SignedHead, read_head
from aeo_exchange.exchange.merkle import TreeRoot
from aeo_exchange.exchange.sender import require_own_record, sender_scope
from aeo_exchange.exchange.site_layout import stream_path
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.exchange.ways import DELTAS, SNAPSHOTS, require_named_base
from aeo_exchange.exchange.windows import bases_before
from aeo_exchange.model.trust_list import Scope
from aeo_exchange.operations.exchange.message_files import LATEST, FolderFiles
from aeo_exchange.operations.exchange.stream_states import StreamState, open_state
from aeo_exchange.operations.site.remarks import SiteQuestion, SiteRemark, place_of
from aeo_exchange.operations.site.sealed import SEALED
from aeo_exchange.reader_codes import NEWER_VERSION
from aeo_exchange.report import Severity
from aeo_exchange.signing import refusals
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.trust.progress import SKEW

__all__ = ["stream_remarks"]

MISPLACED, NOT_LATEST, LATE, NO_WAY = "AEO-XCH-60", "AEO-XCH-61", "AEO-XCH-62", "AEO-XCH-63"
FUTURE, BACK, FILES, STATE = "AEO-XCH-14", "AEO-XCH-17", "AEO-XCH-21", "AEO-XCH-24"
SEALED_ALONE = "it is sealed, and the heads beside it are not: a stream is sealed whole"


class _SiteHead(NamedTuple):
    file: Path
    signed: SignedHead
    head: Head


class _SiteStream:
    """The folder of a stream, and the heads in it that can be read, in their order."""

    def __init__(self, site: Path, folder: Path, asked: SiteQuestion) -> None:
        self.site, self.folder, self.asked = site, folder, asked
        self.heads: list[_SiteHead] = []
        self.unread: list[SiteRemark] = []
        numbered = folder.glob("[0-9]*.head.jwt")
        self.numbered = sorted(file for file in numbered if file.is_file())
        for file in self.numbered:
            self._take(file)

    def _take(self, file: Path) -> None:
        try:
            signed = read_head(read_file(file))
        except SignatureError as cause:
            self.unread.append(self.remark(file, cause.rule, cause.message))
            return
        if signed.head is None:
            told = "it is of a later version than this program knows"
            self.unread.append(self.remark(file, NEWER_VERSION, told, Severity.WARNING))
        else:
            self.heads.append(_SiteHead(file, signed, signed.head))

    def remark(
        self, file: Path, code: str, message: str, severity: Severity = Severity.ERROR
    ) -> SiteRemark:
        return SiteRemark(
            path=place_of(file, self.site), code=code, message=message, severity=severity
        )


def stream_remarks(site: Path, folder: Path, asked: SiteQuestion) -> Iterator[SiteRemark]:
    """Yield what is to be said of a stream in its folder."""
    stream = _SiteStream(site, folder, asked)
    yield from stream.unread
    yield from _places(stream)
    yield from _latest(stream)
    yield from _chain(stream)
    yield from _future(stream)
    for entry in stream.heads:
        yield from _head_remarks(stream, entry)
    yield from _ways(stream)


def _places(stream: _SiteStream) -> Iterator[SiteRemark]:
    """Yield heads under another number or in the folder of another stream, and stray files."""
    path = place_of(stream.folder, stream.site)
    named = {LATEST, *(file.name for file in stream.numbered)}
    for file, _, head in stream.heads:
        named |= {one.name for one in head.files or ()}
        # Of a stream that was copied alone nobody can tell where it stood.
        right = path if stream.folder == stream.site else stream_path(head, stream.folder.name)
        if file.name != f"{head.sequence:010}.head.jwt" or path != right:
            where = f"{right}/{head.sequence:010}.head.jwt"
            yield stream.remark(file, MISPLACED, f"the place of this head is {where}")
        its, first = StreamName.of(head), StreamName.of(stream.heads[0].head)
        if its != first and path == right:
            yield stream.remark(file, MISPLACED, f"it is of {its}, in the folder of {first}")
    for stray in sorted(stream.folder.iterdir()):
        if stray.name not in named:
            told = SEALED_ALONE if stray.name.endswith(SEALED) else "no head names it"
            yield stream.remark(stray, MISPLACED, told, _of_stray(stray))


def _of_stray(file: Path) -> Severity:
    """Return how much a stray file weighs: a body does no harm, another may be a secret."""
    is_body = ".aeo." in file.name and not file.name.endswith(SEALED)
    return Severity.WARNING if is_body else Severity.ERROR


def _latest(stream: _SiteStream) -> Iterator[SiteRemark]:
    file = stream.folder / LATEST
    if not file.is_file():
        yield stream.remark(file, NOT_LATEST, "there is none")
    elif not stream.numbered:
        yield stream.remark(file, NOT_LATEST, "it does not stand under its number too")
    elif read_file(file) != read_file(stream.numbered[-1]):
        told = f"it is not {stream.numbered[-1].name}, byte for byte"
        yield stream.remark(file, NOT_LATEST, told)
    if not stream.heads:
        return
    last = stream.heads[-1]
    if stream.asked.at > last.head.next_update:
        told = f"the next head should have come by {last.head.next_update}"
        yield stream.remark(last.file, LATE, told, Severity.WARNING)


def _chain(stream: _SiteStream) -> Iterator[SiteRemark]:
    for before, after in pairwise(stream.heads):
        first, second = before.head, after.head
        goes_back = second.as_of < first.as_of or second.issued_at < first.issued_at
        if goes_back and not second.reset:
            yield stream.remark(after.file, BACK, f"its time is before that of {before.file.name}")
        if second.issued_at > first.next_update:
            told = f"it came after {first.next_update}, by when {before.file.name} told of it"
            yield stream.remark(after.file, LATE, told, Severity.WARNING)


def _future(stream: _SiteStream) -> Iterator[SiteRemark]:
    """Yield heads that were signed after now, unless the sender began anew since (XCH-8-7)."""
    now = numeric_date(stream.asked.at)
    for file, _, head in reversed(stream.heads):
        if numeric_date(head.issued_at) > now + SKEW:
            told = f"it was signed at {head.issued_at}, which is to come"
            yield stream.remark(file, FUTURE, told)
        if head.reset is not UNSET:
            return


def _head_remarks(stream: _SiteStream, entry: _SiteHead) -> Iterator[SiteRemark]:
    """Yield who signed a head, and whether each file that it names leads to its state."""
    tuples: tuple[Scope, ...] | None = None
    if stream.asked.trust is not None:
        try:
            tuples = sender_scope(
                entry.signed,
                entry.head,
                stream.asked.trust,
                at=stream.asked.at,
                test_keys=stream.asked.test_keys,
            )
        except SignatureError as cause:
            yield stream.remark(entry.file, cause.rule, cause.message)
    for file in entry.head.files or ():
        path = stream.folder / file.name
        if path.exists() and not path.is_file():
            yield stream.remark(path, FILES, f"of {entry.file.name}: it is not a file")
            continue
        try:
            _require_way(stream, entry.head, file, tuples)
        except FileNotFoundError:
            # What is old may be taken away (XCH-7-6); what is missing now is told in the end.
            continue
        except (MessageRefused, StateError) as cause:
            code = cause.rule if isinstance(cause, MessageRefused) else STATE
            yield stream.remark(path, code, f"of {entry.file.name}: {cause}")


def _require_way(
    stream: _SiteStream, head: Head, file: HeadFile, tuples: tuple[Scope, ...] | None
) -> None:
    """Refuse a file that is not the one named, or that does not lead to the state of its head."""
    files = FolderFiles(stream.folder)
    root, root_of = TreeRoot(), head.root
    with files.opened(file) as stored:
        require_file(stored, file)
        stored.seek(0)
        if file.media in SNAPSHOTS:
            for entry in SNAPSHOTS[file.media](stored, file):
                root.add(entry.line)
                whose = entry.whose
                if tuples is not None and whose is not None:
                    require_own_record(entry.key, whose, head, tuples)
        elif file.media in DELTAS:
            delta = DELTAS[file.media](stored, file)
            require_named_base(delta, file)
            base = _base(stream, delta.base.sequence)
            if base is None:
                return
            for change in by_delta(base.entries(), delta.changes, head.as_of):
                if change.after is not None:
                    root.add(change.after.line)
        else:
            return
    refusals.require(root.root() == root_of, STATE, "it leads to another root than the head says")


def _base(stream: _SiteStream, number: int) -> StreamState | None:
    """Return the state of a head of the folder whose snapshot is there."""
    file = stream.folder / f"{number:010}.head.jwt"
    if not file.is_file():
        return None
    state = open_state(file)
    return state if state.has_body else None


def _ways(stream: _SiteStream) -> Iterator[SiteRemark]:
    """Yield what the latest head has no way from: nothing held, and the heads before it."""
    if not stream.heads:
        return
    last = stream.heads[-1]
    files = [one for one in last.head.files or () if (stream.folder / one.name).is_file()]
    if not any(file.media in SNAPSHOTS for file in files):
        yield stream.remark(last.file, NO_WAY, "there is no snapshot that it names")
    if last.head.reset is not UNSET:
        return  # it is taken by a snapshot alone (XCH-8-11)
    led_from = {file.base.root for file in files if file.base}
    for before in bases_before(last.head.root, stream.heads[-2::-1]):
        if before.head.root not in led_from:
            told = f"no delta leads here from {before.file.name}"
            yield stream.remark(last.file, NO_WAY, told, Severity.WARNING)
