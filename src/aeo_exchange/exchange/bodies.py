"""A stored file of a stream to its lines, within the sizes and digests that the head names."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import BinaryIO

import msgspec
from msgspec import UNSET

from aeo_exchange.counting import how_many
from aeo_exchange.exchange.entries import LONGEST_LINE
from aeo_exchange.exchange.heads import HeadFile, InflatedFile
from aeo_exchange.signing import refusals

__all__ = [
    "PACKED",
    "Measured",
    "content_lines",
    "content_pieces",
    "file_at_hand",
    "gzipped",
    "require_file",
]

FILES = "AEO-XCH-21"
PACKED = ".gz"
PIECE = 1 << 16
GZIP_BEGIN = b"\x1f\x8b"
GZIP = 31  # one gzip member, for zlib
MOST_UNTOLD = 1 << 30  # bytes that a file inflates to of which no head says how many


def require_file(stream: BinaryIO, file: HeadFile) -> None:
    """Refuse a file that has not the size and the digest of the head, stored and inflated.

    No more is read, and no more inflated, than the head says. Raises MessageRefused (AEO-XCH-21).
    """
    stored = Measured()
    for piece in _pieces(stream):
        stored.take(piece)
        refusals.require(
            stored.bytes <= file.bytes, FILES, f"{file.name} is longer than {file.bytes:,}"
        )
    refusals.require(
        stored.bytes == file.bytes,
        FILES,
        f"{file.name} has {how_many(stored.bytes, 'byte')}, not {file.bytes:,}",
    )
    refusals.require(
        stored.sha256 == file.sha256,
        FILES,
        f"{file.name} has another digest than the head says",
    )
    if file.inflated is UNSET:
        return
    stream.seek(0)
    content = Measured()
    for piece in _bounded(stream, file):
        refusals.require(
            content.bytes > 0 or not piece.startswith(GZIP_BEGIN),
            FILES,
            f"{file.name} is compressed twice",
        )
        content.take(piece)
    refusals.require(
        content.sha256 == file.inflated.sha256,
        FILES,
        f"what {file.name} inflates to has another digest than the head says",
    )


def content_lines(stream: BinaryIO, file: HeadFile) -> Iterator[bytes]:
    """Yield the lines of a file, each with its line feed; one that is too long is cut off."""
    return _lines(content_pieces(stream, file))


def content_pieces(stream: BinaryIO, file: HeadFile) -> Iterator[bytes]:
    """Yield the content of a file, inflated where it is gzipped, in pieces of some size."""
    return _pieces(stream) if file.inflated is UNSET else _bounded(stream, file)


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


def _bounded(stream: BinaryIO, file: HeadFile) -> Iterator[bytes]:
    """Yield what a file inflates to, no more than the head says, and no less."""
    assert file.inflated is not UNSET
    left = file.inflated.bytes
    for piece in _inflated(stream, file.name):
        left -= len(piece)
        refusals.require(left >= 0, FILES, f"{file.name} inflates to more than the head says")
        yield piece
    refusals.require(left == 0, FILES, f"{file.name} inflates to fewer bytes than the head says")


def _inflated(stream: BinaryIO, name: str) -> Iterator[bytes]:
    """Yield the content of one gzip member and nothing behind it, piece by piece."""
    member = zlib.decompressobj(GZIP)
    for packed in _pieces(stream):
        more = packed
        while more:
            try:
                piece = member.decompress(more, PIECE)
            except zlib.error as cause:
                refusals.refuse(FILES, f"{name} is no gzip file: {cause}", cause)
            yield piece
            more = member.unconsumed_tail
        refusals.require(not member.unused_data, FILES, f"{name} goes on behind its member")
    refusals.require(member.eof, FILES, f"{name} breaks off within its gzip member")


def file_at_hand(stream: BinaryIO, name: str, media: str) -> HeadFile:
    """Return a file that no head names as a head would name it; gzip is known by the name.

    Raises MessageRefused (AEO-XCH-21) for what is no gzip file, is packed twice, or inflates to
    more than anybody packs unasked.
    """
    stored, content = Measured(), Measured()
    for piece in _pieces(stream):
        stored.take(piece)
    file = HeadFile(name=name, media=media, bytes=stored.bytes, sha256=stored.sha256)
    if not name.endswith(PACKED):
        return file
    stream.seek(0)
    for piece in _inflated(stream, name):
        is_packed = content.bytes == 0 and piece.startswith(GZIP_BEGIN)
        refusals.require(not is_packed, FILES, f"{name} is compressed twice")
        content.take(piece)
        refusals.require(content.bytes <= MOST_UNTOLD, FILES, f"{name} inflates to too much")
    inflated = InflatedFile(bytes=content.bytes, sha256=content.sha256)
    return msgspec.structs.replace(file, inflated=inflated)


class Measured:
    """The length and the digest of bytes that pass by."""

    def __init__(self) -> None:
        self.bytes = 0
        self._sum = sha256()

    def take(self, piece: bytes) -> None:
        """Take the next bytes."""
        self.bytes += len(piece)
        self._sum.update(piece)

    @property
    def sha256(self) -> str:
        """The digest of all of them, in hexadecimal digits."""
        return self._sum.hexdigest()


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
