"""The folder of an own stream to the heads that were sent, and the records in their states."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from aeo_exchange.endless import read_file
from aeo_exchange.errors import SignatureError, StateError
from aeo_exchange.exchange.answer_check import SentHead, SentHeads
from aeo_exchange.exchange.bodies import require_stored
from aeo_exchange.exchange.heads import Head, read_head
from aeo_exchange.exchange.ways import SNAPSHOTS
from aeo_exchange.operations.exchange.message_files import FolderFiles

__all__ = ["sent_heads"]


def sent_heads(folder: Path) -> SentHeads:
    """Return what finds a head by its number in the folder that `aeo snapshot create` writes.

    It raises StateError for a head, or the file of its state, that is broken.
    """
    return partial(_sent, folder)


def _sent(folder: Path, sequence: int) -> SentHead | None:
    file = folder / f"{sequence:010}.head.jwt"
    if not file.is_file():
        return None
    try:
        signed = read_head(read_file(file))
    except SignatureError as cause:
        raise StateError(f"{file} is not a head any more: {cause}") from cause
    if signed.head is None:
        raise StateError(f"{file} is of a later version than this program knows")
    revisions = partial(_revisions, folder, signed.head)
    return SentHead(head=signed.head, digest=signed.digest, revisions=revisions)


def _revisions(folder: Path, head: Head) -> Mapping[str, int]:
    """Return the revision of each record in the state of a head, by its key."""
    file = next((file for file in head.files or () if file.media in SNAPSHOTS), None)
    if file is None:
        raise StateError(f"head {head.sequence} in {folder} names no snapshot")
    revisions: dict[str, int] = {}
    try:
        with FolderFiles(folder).opened(file) as stream:
            require_stored(stream, file)
            for entry in SNAPSHOTS[file.media](stream, file):
                if entry.revision is not None:
                    revisions[entry.key] = entry.revision
    except SignatureError as cause:
        raise StateError(f"{folder / file.name} is not what was sent: {cause}") from cause
    return revisions
