"""The beginning of a file of XML to the names of its first elements.

It is looked at before a parser is: a document type never reaches one, nor an odd encoding.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from aeo_exchange.errors import LimitExceeded, MalformedDocument
from aeo_exchange.reader_codes import DOCTYPE, ENCODING, MALFORMED, TOO_LARGE

__all__ = ["HEAD", "WCO", "first_names"]

HEAD = 1 << 16
LOOKED_AT = 64  # names of elements by which the form is told
WCO = "Declaration"
BEGINS = b"<Declaration"
WITH_ITS_NAME = tuple(BEGINS + end for end in (b" ", b">", b"\n", b"\r", b"\t"))
ALIKE = 1024  # bytes before a declaration that are looked at once
# The parser reads others too, UTF-7 among them, in which a document type can hide.
ENCODINGS = re.compile(
    r"utf-?8|utf-?16(le|be)?|(us-)?ascii|iso-?8859-?\d{1,2}|latin-?\d|(windows|cp)-?\d{3,4}"
    r"|gb18030|gb2312|gbk|big5|euc-(kr|jp|tw|cn)|ks_c_5601-1987|shift_jis|koi8-[ru]|tis-620",
    re.IGNORECASE | re.ASCII,
)
OF_FOUR_BYTES = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_ASIDE = re.compile(r"(?:<!--.*?-->|<\?.*?\?>|\s+)*", re.DOTALL)
_NAMES = re.compile(r"<!--.*?-->|<\?.*?\?>|<(?:[^\s<>/!?:]+:)?([^\s<>/!?:]+)", re.DOTALL)
_DECLARED = re.compile(r"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_NAME = re.compile(r"<(?:[^\s<>/!?:]+:)?([^\s<>/!?:]+)")


def first_names(head: bytes) -> tuple[str, ...]:
    """Return the names of the first elements; what stands before a declaration comes again.

    That is looked at once, where it has nothing in which a declaration is none: no comment and no
    instruction but the first. Raises ReadError as `_names`.
    """
    behind = head.find(BEGINS, 0, ALIKE) + len(BEGINS)
    return _known_names(head[: behind + 1]) or _names(head)


@lru_cache(maxsize=64)
def _known_names(begin: bytes) -> tuple[str, ...]:
    """Return the names of what begins so; none where something else may stand in it."""
    is_plain = (
        begin.endswith(WITH_ITS_NAME)
        and b"!" not in begin
        and begin.count(b"?") == 2 * begin.startswith(b"<?xml")
    )
    return _names(begin) if is_plain else ()


def _names(head: bytes) -> tuple[str, ...]:
    """Return the names of the first elements; raises ReadError for what no parser is to see."""
    if head.startswith(OF_FOUR_BYTES):
        raise MalformedDocument(ENCODING, "the encoding 'UTF-32' is not read", line=1)
    text = _text(head)
    declared = _DECLARED.match(text)
    if declared and not ENCODINGS.fullmatch(declared[1]):
        raise MalformedDocument(ENCODING, f"the encoding {declared[1]!r} is not read", line=1)
    aside = _ASIDE.match(text)
    place = aside.end() if aside else 0
    if text.startswith("<!DOCTYPE", place):
        line = text.count("\n", 0, place) + 1
        raise MalformedDocument(DOCTYPE, "a document type (DOCTYPE) is never read", line=line)
    names = []
    for match in _NAMES.finditer(text, place):
        if match[1]:
            names.append(match[1])
            if match[1] == WCO or len(names) == LOOKED_AT:
                break
    if not names or not _NAME.match(text, place):
        if len(head) == HEAD and text.startswith("<", place):
            raise LimitExceeded(TOO_LARGE, f"no root element within {HEAD:,} bytes", line=1)
        raise MalformedDocument(MALFORMED, "this is not well-formed XML: no root element", line=1)
    return tuple(names)


def _text(head: bytes) -> str:
    """Return the beginning as text: markup is ASCII in every encoding that is read but UTF-16."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return head.decode(encoding, "replace").lstrip("\ufeff")
    return head.decode("latin-1").lstrip()
