"""The state that a folder of a stream holds under one of its heads, as what comes next needs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from aeo_exchange.endless import read_file
from aeo_exchange.errors import MessageRefused, StateError
from aeo_exchange.exchange.entries import Entry
from aeo_exchange.exchange.heads import DeltaBase, Head, read_head
from aeo_exchange.exchange.held_state import HeldState
from aeo_exchange.exchange.merkle import TreeRoot
from aeo_exchange.exchange.ways import SNAPSHOTS, way_to
from aeo_exchange.operations.exchange.message_files import FolderFiles, head_file

__all__ = ["StreamState", "open_state"]


class StreamState(Struct, frozen=True, kw_only=True):
    """A head in a folder, and its snapshot beside it."""

    source: Path
    head: Head
    digest: str
    token: bytes

    @property
    def base(self) -> DeltaBase:
        """The state as the base of a delta."""
        return DeltaBase(root=self.head.root, sequence=self.head.sequence)

    @property
    def held(self) -> HeldState:
        """The state as what a receiver holds."""
        return HeldState(head=self.head, digest=self.digest, entries=self.entries)

    @property
    def has_body(self) -> bool:
        """Whether there is a snapshot, or none is needed; a sender may have taken it away."""
        try:
            file = way_to(self.head, None, FolderFiles(self.source.parent))
        except MessageRefused:
            return False
        return file is None or (self.source.parent / file.name).exists()

    def entries(self) -> Iterator[Entry]:
        """Yield the entries; raises StateError, in the end too, where they are not the head's."""
        root = TreeRoot()
        try:
            for entry in self._read():
                root.add(entry.line)
                yield entry
        except MessageRefused as cause:
            raise StateError(f"{self.source}: {cause.rule}: {cause.message}") from cause
        if root.root() != self.head.root:
            raise StateError(f"{self.source}: the entries have another root than the head says")

    def _read(self) -> Iterator[Entry]:
        files = FolderFiles(self.source.parent)
        file = way_to(self.head, None, files)
        if file is not None:
            with files.opened(file) as stream:
                yield from SNAPSHOTS[file.media](stream, file)


def open_state(place: Path) -> StreamState:
    """Return the state of a folder with a `head.jwt`, or of a head with its snapshot beside it.

    Whose it is was asked when it was received. Raises StateError for what holds no head that this
    program knows, OSError for a file that cannot be read.
    """
    file = head_file(place)
    content = read_file(file)
    try:
        signed = read_head(content)
    except MessageRefused as cause:
        raise StateError(f"{file}: {cause.rule}: {cause.message}") from cause
    if signed.head is None:
        raise StateError(f"{file} is of a later version than this program knows")
    return StreamState(source=file, head=signed.head, digest=signed.digest, token=content)
