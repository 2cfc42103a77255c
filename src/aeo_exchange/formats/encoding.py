"""Whether content is UTF-8, which every parser tells in other words, or not at all (CON-7-3)."""

from __future__ import annotations

import codecs
from collections.abc import Iterable

from aeo_exchange.errors import MalformedDocument, ReadError
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.limits import CHUNK
from aeo_exchange.reader_codes import ENCODING, MALFORMED

__all__ = ["NOT_UTF8", "breaks_utf8", "of_encoding"]

NOT_UTF8 = "the text is not UTF-8"


def breaks_utf8(chunks: Iterable[bytes]) -> bool:
    """Say whether bytes hold a sequence that UTF-8 does not have; the last may be cut off."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks:
            decoder.decode(chunk)
    except UnicodeDecodeError:
        return True
    return False


def of_encoding(refusal: ReadError, content: Content, chunks: int) -> ReadError:
    """Return the refusal of so many chunks: that of their encoding where they are not UTF-8."""
    if refusal.rule != MALFORMED:
        return refusal
    with content.open() as stream:
        if not breaks_utf8(stream.read(CHUNK) for _ in range(chunks)):
            return refusal
    return MalformedDocument(ENCODING, NOT_UTF8, line=refusal.line, column=refusal.column)
