"""A stored file of a stream to its lines, within the sizes and digests that the head names."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import BinaryIO

from msgspec import UNSET

from aeo_exchange.exchange.entries import LONGEST_LINE
from aeo_exchange.exchange.heads import HeadFile
from aeo_exchange.signing import refusals

__all__ = ["content_lines", "gzipped", "require_file"]

FILES = "AEO-XCH-21"
PIECE = 1 << 16
GZIP = 31  # one gzip member, for zlib


def require_file(stream: BinaryIO, file: HeadFile) -> None:
    """Refuse a file that has not the size and the digest of the head, stored and inflated.

    No more is read, and no more inflated, than the head says. Raises MessageRefused (AEO-XCH-21).
    """
    stored, taken = sha256(), 0
    for piece in _pieces(stream):
        taken += len(piece)
        refusals.require(taken <= file.bytes, FILES, f"{file.name} is longer than {file.bytes:,}")
        stored.update(piece)
    refusals.require(
        taken == file.bytes, FILES, f"{file.name} has {taken:,} bytes, not {file.bytes:,}"
    )
    refusals.require(
        stored.hexdigest() == file.sha256,
        FILES,
        f"{file.name} has another digest than the head says",
    )
    if file.inflated is UNSET:
        return
    stream.seek(0)
    content = sha256()
    for piece in _inflated(stream, file):
        content.update(piece)
    refusals.require(
        content.hexdigest() == file.inflated.sha256,
        FILES,
        f"what {file.name} inflates to has another digest than the head says",
    )


def content_lines(stream: BinaryIO, file: HeadFile) -> Iterator[bytes]:
    """Yield the lines of a file, each with its line feed; one that is too long is cut off."""
    pieces = _pieces(stream) if file.inflated is UNSET else _inflated(stream, file)
    return _lines(pieces)


def gzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield one gzip member; without name and time in it, the same content gives the same bytes."""
    packing = zlib.compressobj(6, zlib.DEFLATED, GZIP)
    for piece in pieces:
        if packed := packing.compress(piece):
            yield packed
    yield packing.flush()


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(PIECE):
        yield piece


def _inflated(stream: BinaryIO, file: HeadFile) -> Iterator[bytes]:
    """Yield the content of one gzip member and nothing behind it, no more than the head says."""
    assert file.inflated is not UNSET
    member, left = zlib.decompressobj(GZIP), file.inflated.bytes
    for packed in _pieces(stream):
        more = packed
        while more:
            try:
                piece = member.decompress(more, PIECE)
            except zlib.error as cause:
                refusals.refuse(FILES, f"{file.name} is no gzip file: {cause}", cause)
            left -= len(piece)
            refusals.require(left >= 0, FILES, f"{file.name} inflates to more than the head says")
            yield piece
            more = member.unconsumed_tail
        refusals.require(not member.unused_data, FILES, f"{file.name} goes on behind its member")
    refusals.require(member.eof, FILES, f"{file.name} breaks off within its gzip member")
    refusals.require(left == 0, FILES, f"{file.name} inflates to fewer bytes than the head says")


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    held = b""
    for piece in pieces:
        *whole, held = (held + piece).split(b"\n")
        yield from (line + b"\n" for line in whole)
        if len(held) > LONGEST_LINE:
            yield held  # without its line feed, which its reader refuses
            return
    if held:
        yield held
