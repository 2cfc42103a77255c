"""Which format content is in, told by its first bytes and never by its name."""

from __future__ import annotations

from typing import BinaryIO

from aeo_exchange.errors import MalformedDocument, UnknownFormat
from aeo_exchange.formats import FORMATS, Content
from aeo_exchange.formats.json_tree import refuse_encoding
from aeo_exchange.formats.recognise import Kind, content_kind, seems
from aeo_exchange.formats.row import Likeness
from aeo_exchange.reader_codes import UNKNOWN_FORMAT

__all__ = ["detect", "recognised"]

HEAD = 1 << 16
LONGEST_LINE = 1 << 20
BLANKS = b" \t\r\n"


def detect(content: Content) -> str:
    """Return the name of the format of content, for callers that do not read it.

    Raises as `recognised` does, OSError when it cannot be opened.
    """
    with content.open() as stream:
        return recognised(stream)


def recognised(stream: BinaryIO) -> str:
    """Return the name of the format of a stream, which stands at its first byte again afterwards.

    Raises UnknownFormat for any other format, MalformedDocument for a byte order mark or
    another encoding.
    """
    first = stream.read(HEAD)
    head = _head(stream, first)
    stream.seek(0)
    likenesses = {form: row.recognises(head) for form, row in FORMATS.items()}
    form = max(likenesses, key=likenesses.__getitem__)
    is_known = likenesses[form] is not Likeness.NONE
    if not is_known or FORMATS[form].is_plain_utf8:
        _refuse_encoding(first, head)
    if not is_known:
        raise UnknownFormat(UNKNOWN_FORMAT, _reason(head), line=1, column=1)
    return form


def _refuse_encoding(first: bytes, head: bytes) -> None:
    """Refuse another encoding; of a sheet, which spreadsheets save with a mark, say what it is."""
    try:
        refuse_encoding(first)
    except MalformedDocument as cause:
        if content_kind(head) is not Kind.TABLE:
            raise
        said = f"{cause}; it {seems(head)}"
        raise MalformedDocument(cause.rule, said, line=cause.line, column=cause.column) from cause


def _head(stream: BinaryIO, head: bytes) -> bytes:
    """Return the beginning of a stream behind its blanks, with the whole first line.

    `head` is what was read of it.
    """
    while head and not head.strip(BLANKS):
        head = stream.read(HEAD)  # blanks before a record are no part of it
    if b"\n" not in head:
        head += stream.readline(LONGEST_LINE)  # the whole first line, to see if it is whole
    head += stream.read(HEAD)
    return head.lstrip(BLANKS)


def _reason(text: bytes) -> str:
    if not text:
        return "the content is empty"
    known = ", ".join(FORMATS)
    return f"the content is in none of the formats {known}; it {seems(text)}"
