"""Which file leads from what is held to the state of a head (XCH-8-13), and how each is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol

from msgspec import UNSET

from aeo_exchange.errors import ReadError
from aeo_exchange.exchange.bodies import content_lines, content_pieces
from aeo_exchange.exchange.deltas import OpenDelta, read_delta
from aeo_exchange.exchange.entries import LINE_FORM, Entry, read_entries
from aeo_exchange.exchange.heads import (
    DELTA,
    DELTA_XML,
    SNAPSHOT,
    SNAPSHOT_XML,
    Head,
    HeadFile,
)
from aeo_exchange.exchange.held_state import HeldState
from aeo_exchange.exchange.merkle import TreeRoot
from aeo_exchange.formats.xml_body import DELTA_ROOT, SNAPSHOT_ROOT, body_lines
from aeo_exchange.signing import refusals

__all__ = [
    "DELTAS",
    "EMPTY_ROOT",
    "SNAPSHOTS",
    "MessageFiles",
    "is_held",
    "require_named_base",
    "way_to",
]

NO_WAY = "AEO-XCH-20"
EMPTY_ROOT = TreeRoot().root()


def _xml_lines(stream: BinaryIO, file: HeadFile, root: str) -> Iterator[bytes]:
    """Yield the lines that an XML body stands for; what it cannot stand for has no form of ours."""
    try:
        yield from body_lines(content_pieces(stream, file), root)
    except ReadError as cause:
        refusals.refuse(LINE_FORM, f"{cause.rule}: {cause.message}", cause)


def _xml_entries(stream: BinaryIO, file: HeadFile) -> Iterator[Entry]:
    return read_entries(_xml_lines(stream, file, SNAPSHOT_ROOT))


def _xml_delta(stream: BinaryIO, file: HeadFile) -> OpenDelta:
    return read_delta(_xml_lines(stream, file, DELTA_ROOT))


SNAPSHOTS: dict[str, Callable[[BinaryIO, HeadFile], Iterator[Entry]]] = {
    SNAPSHOT: lambda stream, file: read_entries(content_lines(stream, file)),
    SNAPSHOT_XML: _xml_entries,
}
DELTAS: dict[str, Callable[[BinaryIO, HeadFile], OpenDelta]] = {
    DELTA: lambda stream, file: read_delta(content_lines(stream, file)),
    DELTA_XML: _xml_delta,
}


class MessageFiles(Protocol):
    """The files that came with a head, or lie beside it."""

    def offered(self, head: Head) -> Sequence[HeadFile]:
        """Return the files that the head names and that are there."""

    def beside(self, head: Head) -> Iterator[HeadFile]:
        """Yield the others whose names are of the number of the head, in the order of the names."""

    def opened(self, file: HeadFile) -> AbstractContextManager[BinaryIO]:
        """Return what opens one of them; it raises OSError."""


def is_held(head: Head, held: HeldState | None) -> bool:
    """Say whether the state of a head is the one held; at a reset it comes by a snapshot alone."""
    return held is not None and head.root == held.head.root and head.reset is UNSET


def way_to(head: Head, held: HeldState | None, files: MessageFiles) -> HeadFile | None:
    """Return the file to take; None where none is needed.

    A file that the head names comes before one that it does not, and a delta before a snapshot.
    Raises MessageRefused (AEO-XCH-20) where no file starts from what is held.
    """
    if is_held(head, held) or head.root == EMPTY_ROOT:
        return None
    offered = files.offered(head)
    way = _way_among(offered, head, held)
    if way is None:
        beside = tuple(files.beside(head))
        way = _way_among(beside, head, held)
        if way is None:
            refusals.refuse(NO_WAY, _gap(head, held, (*offered, *beside)))
    return way


def _way_among(files: Sequence[HeadFile], head: Head, held: HeldState | None) -> HeadFile | None:
    """Return the first delta that starts from what is held, else the first snapshot, if any."""
    if held is not None and head.reset is UNSET:
        for file in files:
            starts = file.base is not UNSET and file.base.root == held.head.root
            if file.media in DELTAS and starts:
                return file
    return next((file for file in files if file.media in SNAPSHOTS), None)


def require_named_base(delta: OpenDelta, file: HeadFile) -> None:
    """Refuse a delta whose first line names another base than the head (AEO-XCH-21)."""
    refusals.require(
        delta.base == file.base,
        "AEO-XCH-21",
        f"{file.name} starts from another state than the head says",
    )


def _gap(head: Head, held: HeldState | None, offered: Sequence[HeadFile]) -> str:
    bases = sorted(file.base.sequence for file in offered if file.base is not UNSET)
    on_offer = f"; deltas start from {', '.join(map(str, bases))}" if bases else ""
    there = {file.name for file in offered}
    gone = [file.name for file in head.files or () if file.name not in there]
    absent = f"; not here, though the head names it: {', '.join(gone)}" if gone else ""
    if held is None:
        start = "nothing is held that it could start from"
    elif head.reset is not UNSET:
        start = "a reset starts from nothing that is held"
    else:
        start = f"no delta from head {held.head.sequence}, which is held"
    return f"there is no snapshot, and {start}{on_offer}{absent}"
