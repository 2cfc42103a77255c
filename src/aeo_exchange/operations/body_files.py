"""Lines of a snapshot or a delta to a file, whole or not at all, as a head names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import UNSET

from aeo_exchange.exchange.bodies import PACKED, Measured, gzipped
from aeo_exchange.exchange.heads import HeadFile, InflatedFile
from aeo_exchange.operations.writing import written_whole

__all__ = ["written_body"]


def written_body(lines: Iterable[bytes], path: Path, media: str) -> HeadFile:
    """Write lines, each without its line feed, into a file; it is packed where its name says so."""
    packed = path.suffix == PACKED
    content, stored = Measured(), Measured()
    whole = _passing((line + b"\n" for line in lines), content)
    with written_whole(path, None) as stream:
        stream.writelines(_passing(gzipped(whole) if packed else whole, stored))
    inflated = InflatedFile(bytes=content.bytes, sha256=content.sha256)
    return HeadFile(
        name=path.name,
        media=media,
        bytes=stored.bytes,
        sha256=stored.sha256,
        inflated=inflated if packed else UNSET,
    )


def _passing(pieces: Iterable[bytes], measured: Measured) -> Iterator[bytes]:
    for piece in pieces:
        measured.take(piece)
        yield piece
