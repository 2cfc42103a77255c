"""Lines of a snapshot or a delta to a file, whole or not at all, as a head names it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import UNSET, Struct

from aeo_exchange.exchange.bodies import PACKED, Measured, gzipped
from aeo_exchange.exchange.heads import (
    DELTA,
    DELTA_XML,
    SNAPSHOT,
    SNAPSHOT_XML,
    HeadFile,
    InflatedFile,
)
from aeo_exchange.formats.xml_body import DELTA_ROOT, SNAPSHOT_ROOT, body_pieces
from aeo_exchange.operations.writing import written_whole

__all__ = ["BODY_FORMS", "BodyForm", "written_body"]


class BodyForm(Struct, frozen=True, kw_only=True):
    """A syntax of bodies: how its files end, their media types, and how lines become pieces."""

    suffix: str
    snapshot: str
    delta: str
    pieces: Callable[[Iterable[bytes], str], Iterator[bytes]]

    def name(self, kind: str, numbers: str, *, gzip: bool) -> str:
        """Return the name of a file of a kind, `snapshot` or `delta`, by the layout (XCH-7-1)."""
        return f"{numbers}.{kind}.aeo.{self.suffix}{PACKED if gzip else ''}"


def _line_pieces(lines: Iterable[bytes], _root: str) -> Iterator[bytes]:
    return (line + b"\n" for line in lines)


# By the ending of their names.
BODY_FORMS = {
    "ndjson": BodyForm(suffix="ndjson", snapshot=SNAPSHOT, delta=DELTA, pieces=_line_pieces),
    "xml": BodyForm(suffix="xml", snapshot=SNAPSHOT_XML, delta=DELTA_XML, pieces=body_pieces),
}
ROOTS = {
    SNAPSHOT: SNAPSHOT_ROOT,
    SNAPSHOT_XML: SNAPSHOT_ROOT,
    DELTA: DELTA_ROOT,
    DELTA_XML: DELTA_ROOT,
}


def written_body(lines: Iterable[bytes], path: Path, media: str) -> HeadFile:
    """Write lines, each without its line feed, into a file in the syntax of a media type.

    It is packed where its name says so.
    """
    packed = path.suffix == PACKED
    form = next(form for form in BODY_FORMS.values() if media in (form.snapshot, form.delta))
    content, stored = Measured(), Measured()
    whole = _passing(form.pieces(lines, ROOTS[media]), content)
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
