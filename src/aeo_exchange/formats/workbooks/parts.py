"""The parts of an archive as streams of tags and text: no tree is built, whatever they hold."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

from aeo_exchange.counting import how_many
from aeo_exchange.errors import LimitExceeded, MalformedDocument
from aeo_exchange.reader_codes import MALFORMED, TOO_LARGE

__all__ = [
    "BROKEN",
    "fed",
    "part_of",
    "strikes",
    "tags_of",
    "texts_of",
    "unescaped",
]

# What an archive raises that is cut off, or was changed.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    UnicodeDecodeError,
)
PIECE = 1 << 16
MOST_TAG = 1 << 22  # bytes of one tag, which the parser holds
MOST_SMALL = 1 << 24  # bytes of a part about the workbook
MOST_TEXTS = 1 << 28  # bytes of the shared texts, which are held in memory
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def fed(
    archive: zipfile.ZipFile, name: str, start: Start, end: End, text: Text | None = None
) -> Iterator[None]:
    """Feed a part to what takes its tags and its text, and stop for a moment after each piece.

    Raises MalformedDocument, LimitExceeded.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    read = 0
    try:
        with part_of(archive, name) as part:
            while piece := part.read(PIECE):
                parser.Parse(piece, False)  # noqa: FBT003 the parser takes it by place alone
                read += len(piece)
                if read - parser.CurrentByteIndex > MOST_TAG:
                    raise LimitExceeded(TOO_LARGE, f"a tag is longer than {MOST_TAG:,} bytes")
                yield
            parser.Parse(b"", True)  # noqa: FBT003 as above
            yield
    except expat.ExpatError as cause:
        raise MalformedDocument(MALFORMED, f"the part {name} is not XML: {cause}") from cause
    except BROKEN as cause:
        raise MalformedDocument(MALFORMED, f"not a whole workbook: {cause}") from cause


def _refuse_doctype(*_: object) -> None:
    raise MalformedDocument(MALFORMED, "a part of the workbook has a document type")


def tags_of(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield the tags of a part in which nothing but attributes counts: outer tag, tag, attributes.

    Names have no prefix. Raises MalformedDocument, LimitExceeded.
    """
    _refuse_larger(archive, name, MOST_SMALL)
    around = [""]
    met: list[tuple[str, str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        bare = tag.rpartition(":")[2]
        met.append((around[-1], bare, attributes))
        around.append(bare)

    for _ in fed(archive, name, start, lambda _: around.pop()):  # type: ignore[arg-type]
        yield from met
        met.clear()


def texts_of(archive: zipfile.ZipFile, name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the texts that cells share, and the numbers of those of which a run is struck through.

    Of a text in several fonts its runs are joined, without readings.
    """
    _refuse_larger(archive, name, MOST_TEXTS)
    reader = _Texts()
    for _ in fed(archive, name, reader.start, reader.end, reader.text):
        pass
    return tuple(reader.read), frozenset(reader.struck)


class _Texts:
    """Takes the tags and the text of the part of shared texts."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.struck: set[str] = set()
        self._taken: list[str] = []
        self._takes = self._is_reading = self._strikes = self._is_struck = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        bare = tag.rpartition(":")[2]
        if bare == "t":
            self._takes = not self._is_reading
        elif bare == "rPh":
            self._is_reading = True
        elif bare == "r":
            self._strikes = False
        elif bare == "strike":
            self._strikes = strikes(attributes)
        elif bare == "si":
            self._taken = []
            self._strikes = self._is_struck = False

    def end(self, tag: str) -> None:
        bare = tag.rpartition(":")[2]
        if bare == "t":
            self._takes = False
        elif bare == "rPh":
            self._is_reading = False
        elif bare == "si":
            if self._is_struck:
                self.struck.add(str(len(self.read)))
            self.read.append(unescaped("".join(self._taken)))

    def text(self, text: str) -> None:
        if self._takes:
            self._taken.append(text)
            self._is_struck |= self._strikes and not text.isspace()


def strikes(attributes: dict[str, str]) -> bool:
    """Say whether a tag `strike` of a font strikes its text through."""
    return attributes.get("val", "1") not in {"0", "false"}


def unescaped(text: str) -> str:
    """Return a text without the escapes that stand for what XML cannot hold (22.9.2.19)."""
    return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text) if "_x" in text else text


def part_of(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """Return the stream of a part; raises MalformedDocument where there is none."""
    try:
        return archive.open(_member(archive, name))
    except ValueError as cause:  # it lies at a place before the archive
        raise MalformedDocument(MALFORMED, f"not a whole workbook: {cause}") from cause


def _member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    try:
        return archive.getinfo(name)
    except KeyError as cause:
        raise MalformedDocument(MALFORMED, f"the workbook has no part {name[:80]}") from cause


def _refuse_larger(archive: zipfile.ZipFile, name: str, most: int) -> None:
    size = _member(archive, name).file_size
    if size > most:
        raise LimitExceeded(
            TOO_LARGE, f"the part {name} has {how_many(size, 'byte')}; {most:,} are taken"
        )
