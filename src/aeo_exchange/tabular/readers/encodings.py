"""The encoding of a text file: the mark at its front, the layout's list, or what it looks like."""

from __future__ import annotations

import codecs

from aeo_exchange.formats.content import Content
from aeo_exchange.tabular.layout import Layout

__all__ = ["encoding_of", "is_encoding"]

PIECE = 1 << 20
# The longer mark first, since UTF-32 begins as UTF-16 does.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MOST_LOOKED_AT = 1 << 18


def encoding_of(content: Content, layout: Layout) -> str:
    """Return the encoding by which a file is read.

    Where none of the layout's reads the whole file, it is the one that breaks off last; what it
    cannot read is refused row by row.
    """
    with content.open() as stream:
        head = stream.read(4)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    wanted = layout.file.encodings or ("utf-8",)
    reached = {encoding: _reached(content, encoding) for encoding in wanted}
    for encoding, place in reached.items():
        if place is None:
            return encoding
    if layout.file.encodings:
        return max(reached, key=lambda encoding: reached[encoding] or 0)
    return _guessed(content)


def is_encoding(name: str) -> bool:
    """Say whether a name is that of an encoding of text."""
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return True


def _reached(content: Content, encoding: str) -> int | None:
    """Return how many bytes an encoding reads before it fails; None where it reads all."""
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    with content.open() as stream:
        while True:
            piece = stream.read(PIECE)
            try:
                decoder.decode(piece, final=not piece)
            except UnicodeError as cause:
                return done + getattr(cause, "start", 0)
            if not piece:
                return None
            done += len(piece)


def _guessed(content: Content) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 start-up time is felt

    with content.open() as stream:
        best = from_bytes(stream.read(MOST_LOOKED_AT)).best()
    return best.encoding if best else "utf-8"
