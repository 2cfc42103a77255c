"""Which format content is in, told by its first bytes and never by its name."""

from __future__ import annotations

from aeo_exchange.errors import ReadError, UnknownFormat
from aeo_exchange.formats import FORMATS, Content, Format
from aeo_exchange.formats.json_tree import read_tree, refuse_encoding
from aeo_exchange.formats.recognise import seems

__all__ = ["detect"]

HEAD = 1 << 16
LONGEST_LINE = 1 << 20
BLANKS = b" \t\r\n"
BEFORE_OBJECT = (b":", b"[", b",")  # what alone an object inside another may follow


def detect(content: Content) -> Format:
    """Return the format of content.

    Raises UnknownFormat when it is none of ours, MalformedDocument for a byte order mark or
    another encoding, OSError when it cannot be opened.
    """
    with content.open() as stream:
        head = stream.read(HEAD)
        refuse_encoding(head)
        while head and not head.strip(BLANKS):
            head = stream.read(HEAD)  # blanks before a record are no part of it
        if b"\n" not in head:
            head += stream.readline(LONGEST_LINE)  # the whole first line, to see if it is whole
        head += stream.read(HEAD)
    text = head.lstrip(BLANKS)
    match text[:1]:
        case b"<":
            return Format.XML
        case b"[":
            return Format.JSON
        case b"{":
            return Format.NDJSON if _one_object_a_line(text) else Format.JSON
        case _:
            raise UnknownFormat("AEO-SYN-05", _reason(text), line=1, column=1)


def _one_object_a_line(text: bytes) -> bool:
    """Say whether the first line is a whole object, or the second begins one.

    A single object on one line is read alike either way; a broken first line does not make the
    next ones a part of it, save where JSON itself goes on with an object.
    """
    first, _, rest = text.partition(b"\n")
    line = first.rstrip(BLANKS)
    if rest.lstrip(BLANKS).startswith(b"{") and not line.endswith(BEFORE_OBJECT):
        return True
    try:
        read_tree(line)
    except ReadError:
        return False
    return True


def _reason(text: bytes) -> str:
    if not text:
        return "the content is empty"
    known = ", ".join(str(each) for each in FORMATS)
    return f"the content is in none of the formats {known}; it {seems(text)}"
