"""The encoding of a text file: the mark at its front, the layout's list, or what it looks like."""

from __future__ import annotations

import codecs

from aeo_exchange.formats.content import Content
from aeo_exchange.tabular.layout import Layout

__all__ = ["encoding_of", "is_encoding", "is_unicode", "is_utf_8"]

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
BEYOND_ASCII = bytes(range(0x80, 0x100))


def encoding_of(content: Content, layout: Layout) -> str:
    """Return the encoding by which a file is read.

    A text that is UTF-8 but for some bytes is read as that, save where the layout has other
    encodings alone. Where none of the layout's reads the whole file, it is the one that breaks off
    last. What the encoding cannot read is refused row by row.
    """
    with content.open() as stream:
        head = stream.read(4)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    wanted = layout.file.encodings or ("utf-8",)
    reached: dict[str, int] = {}
    for encoding in wanted:
        place = _reached(content, encoding)
        if place is None or (is_utf_8(encoding) and _is_nearly_utf_8(content)):
            return encoding
        reached[encoding] = place
    if layout.file.encodings:
        return max(reached, key=lambda encoding: reached[encoding])
    return _guessed(content)


def is_encoding(name: str) -> bool:
    """Say whether a name is that of an encoding of text."""
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return True


def is_utf_8(encoding: str) -> bool:
    """Say whether an encoding is UTF-8, with its mark or without."""
    return codecs.lookup(encoding).name in {"utf-8", "utf-8-sig"}


def is_unicode(encoding: str) -> bool:
    """Say whether an encoding is one that the bytes themselves or a mark before them tell."""
    return codecs.lookup(encoding).name.startswith("utf-")


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


def _is_nearly_utf_8(content: Content) -> bool:
    """Say whether a text has some right sequences of UTF-8, and no fewer than wrong bytes.

    One broken byte makes a guess of such a text read letters that nobody wrote. In a text of
    another encoding nearly all is wrong, since sequences of several bytes keep to a pattern.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    size = ascii_bytes = signs = right_bytes = 0
    with content.open() as stream:
        while True:
            piece = stream.read(PIECE)
            text = decoder.decode(piece, final=not piece)
            size += len(piece)
            ascii_bytes += len(piece.translate(None, BEYOND_ASCII))
            signs += len(text)  # each wrong byte is one
            right_bytes += len(text.encode("utf-8", "ignore"))
            if not piece:
                break
    wrong = size - right_bytes
    return signs - wrong - ascii_bytes >= wrong > 0


def _guessed(content: Content) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 start-up time is felt

    with content.open() as stream:
        best = from_bytes(stream.read(MOST_LOOKED_AT)).best()
    return best.encoding if best else "utf-8"
