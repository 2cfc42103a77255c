"""A stored file of a stream to its lines, within the sizes and digests that the head names."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

import msgspec
from msgspec import UNSET

from aeo_exchange.counting import how_many
from aeo_exchange.errors import MessageRefused
from aeo_exchange.exchange.entries import LONGEST_LINE
from aeo_exchange.exchange.heads import HeadFile, InflatedFile
from aeo_exchange.signing import refusals

__all__ = [
    "PACKED",
    "Measured",
    "content_first",
    "content_lines",
    "content_pieces",
    "file_at_hand",
    "gzipped",
    "require_file",
    "require_stored",
]

FILES = "AEO-XCH-21"
PACKED = ".gz"
PIECE = 1 << 15  # zlib puts together what is longer, and the processor keeps less of it at hand
PACKED_PIECE = 1 << 13  # what is left of one is copied for each piece of content that it gives
GZIP_BEGIN = b"\x1f\x8b"
LINE_FEED = 10
GZIP = 31  # one gzip member, for zlib
MOST_UNTOLD = 1 << 30  # bytes that a file inflates to of which no head says how many


def require_file(stream: BinaryIO, file: HeadFile) -> None:
    """Refuse a file that does not have the size and the digest of the head, stored and inflated.

    No more is read, and no more inflated, than the head says. Raises MessageRefused (AEO-XCH-21).
    """
    require_stored(stream, file)
    if file.inflated is UNSET:
        return
    for _ in content_pieces(stream, file):
        pass


def require_stored(stream: BinaryIO, file: HeadFile) -> None:
    """Refuse a file that as stored does not have the size and the digest of the head, and go back.

    What it inflates to is compared while it is read (`content_pieces`): then these bytes are known
    to be the sender's. Raises MessageRefused (AEO-XCH-21).
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
    stream.seek(0)


@contextmanager
def content_first(stream: BinaryIO, file: HeadFile) -> Iterator[None]:
    """Tell what is wrong with a file before what is wrong in it, for one who reads its content.

    Raises MessageRefused (AEO-XCH-21) in the place of another one.
    """
    try:
        yield
    except MessageRefused:
        stream.seek(0)
        require_file(stream, file)
        raise


def content_lines(stream: BinaryIO, file: HeadFile) -> Iterator[bytes]:
    """Yield the lines of a file, each with its line feed; one that is too long is cut off."""
    return _lines(content_pieces(stream, file))


def content_pieces(stream: BinaryIO, file: HeadFile) -> Iterator[bytes]:
    """Yield the content of a file, inflated where it is gzipped, in pieces of some size.

    What was inflated counts when all of it was read: then it is refused (AEO-XCH-21) where the head
    says something else of it.
    """
    return _pieces(stream) if file.inflated is UNSET else _bounded(stream, file)


def gzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield one gzip member; without name and time in it, the same content gives the same bytes."""
    packing = zlib.compressobj(6, zlib.DEFLATED, GZIP)
    for piece in pieces:
        if packed := packing.compress(piece):
            yield packed
    yield packing.flush()


def _pieces(stream: BinaryIO, most: int = PIECE) -> Iterator[bytes]:
    while piece := stream.read(most):
        yield piece


def _bounded(stream: BinaryIO, file: HeadFile) -> Iterator[bytes]:
    """Yield what a file inflates to, no more than the head says, and no less."""
    assert file.inflated is not UNSET
    content, name = Measured(), file.name
    for piece in _inflated(stream, name):
        refusals.require(
            content.bytes > 0 or not piece.startswith(GZIP_BEGIN),
            FILES,
            f"{name} is compressed twice",
        )
        content.take(piece)
        refusals.require(
            content.bytes <= file.inflated.bytes,
            FILES,
            f"{name} inflates to more than the head says",
        )
        yield piece
    refusals.require(
        content.bytes == file.inflated.bytes,
        FILES,
        f"{name} inflates to fewer bytes than the head says",
    )
    refusals.require(
        content.sha256 == file.inflated.sha256,
        FILES,
        f"what {name} inflates to has another digest than the head says",
    )


def _inflated(stream: BinaryIO, name: str) -> Iterator[bytes]:
    """Yield the content of one gzip member and nothing behind it, piece by piece."""
    member = zlib.decompressobj(GZIP)
    for packed in _pieces(stream, PACKED_PIECE):
        more = packed
        while more:
            try:
                piece = member.decompress(more, PIECE)
            except zlib.error as cause:
                refusals.refuse(FILES, f"{name} is not a gzip file: {cause}", cause)
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
        # One line is cut out at a time: all at once would go through memory twice.
        for part in BytesIO(piece):
            if part[-1] == LINE_FEED:
                yield held + part
                held = b""
            else:
                held += part
        if len(held) > LONGEST_LINE:
            yield held  # without its line feed, which its reader refuses
            return
    if held:
        yield held
