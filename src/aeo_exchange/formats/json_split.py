"""A JSON text to the bytes of its records: one object, or the elements of one array.

Only structure is looked at; each element is parsed on its own, so that one bad record does
not hide the next and a file of any length is read in the memory of one record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import BinaryIO, NamedTuple

from aeo_exchange.counting import how_many
from aeo_exchange.errors import LimitExceeded, MalformedDocument
from aeo_exchange.formats.encoding import NOT_UTF8, breaks_utf8
from aeo_exchange.formats.limits import CHUNK, Limits
from aeo_exchange.model.document import Position
from aeo_exchange.reader_codes import ENCODING, MALFORMED, TOO_DEEP, TOO_LARGE, UNKNOWN_FORMAT

__all__ = [
    "BLANKS",
    "JsonPiece",
    "between_blanks",
    "json_pieces",
]

_BLANK = re.compile(rb"[ \t\r\n]*")
# Without possessive quantifiers: those of Python 3.11.2, which Debian 12 has, lose escapes.
_STRING = rb'"[^"\\]*(?:\\.[^"\\]*)*"'
_NESTED = re.compile(_STRING + rb'|[\[\]{}]|"', re.DOTALL)
_SCALAR = re.compile(rb"(?:" + _STRING + rb'|[^,:\[\]{}"]+)*', re.DOTALL)
BLANKS = b" \t\r\n"
DEEPEST = 200


class JsonPiece(NamedTuple):
    """The bytes of one record and where they start."""

    content: bytes
    start: Position


def json_pieces(stream: BinaryIO, limits: Limits) -> Iterator[JsonPiece]:
    """Yield the object, or each element of the array, that a JSON text consists of.

    Raises MalformedDocument and LimitExceeded; what was yielded before stands.
    """
    window = _Window(stream, limits)
    window.skip_blank()
    if window.peek() == b"[":
        window.cut(1)
        yield from _elements(window)
    else:
        start = window.position()
        yield JsonPiece(window.rest(), start)


def _elements(window: _Window) -> Iterator[JsonPiece]:
    window.skip_blank()
    if window.peek() == b"]":
        raise MalformedDocument(UNKNOWN_FORMAT, "the array holds no record", line=1, column=1)
    while True:
        window.skip_blank()
        start = window.position()
        piece = JsonPiece(window.element().rstrip(BLANKS), start)
        window.skip_blank()
        separator = window.peek()
        is_apart = separator in {b",", b"]"}
        if is_apart or piece.content[:1] in {b"{", b"["}:
            yield piece  # else it is no element, but a part of what somebody tore open
        if not is_apart:
            raise window.malformed("a comma or the end of the array is expected")
        window.cut(1)
        if separator == b"]":
            break
    window.skip_blank()
    if window.peek():
        raise window.malformed("something follows the end of the array")


def between_blanks(chunks: Iterable[bytes], most: int) -> bytes | None:
    """Return what chunks hold between the blanks around it, or None when that is too long.

    Blanks around a record are no part of it, however many there are; few of them are kept.
    """
    kept, is_full = b"", False
    for chunk in chunks:
        if is_full and chunk.strip(BLANKS):
            return None
        kept = kept + chunk if kept else chunk.lstrip(BLANKS)
        if len(kept) > most:
            kept, is_full = kept.rstrip(BLANKS), True
            if len(kept) > most:
                return None
    return kept.rstrip(BLANKS)


class _Window:
    """The part of a stream under the reader's eyes; grows to one record at most."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits
        self._buffer = b""
        self._at = 0
        self._line = 1
        self._before = 0  # code points of the current line that were cut already

    def position(self) -> Position:
        """Return the position of the next byte."""
        return Position(self._line, self._before + 1)

    def peek(self) -> bytes:
        """Return the next byte, or nothing at the end of the text."""
        if self._at == len(self._buffer):
            self._grow()
        return self._buffer[self._at : self._at + 1]

    def cut(self, length: int) -> bytes:
        """Take bytes off the front, keeping count of lines and columns."""
        end = self._at + length
        taken = self._buffer[self._at : end]
        self._at = end
        feeds = taken.count(b"\n")
        if feeds:
            self._line += feeds
            self._before = 0
            taken_last = taken[taken.rfind(b"\n") + 1 :]
        else:
            taken_last = taken
        self._before += len(taken_last.decode(errors="replace"))
        return taken

    def skip_blank(self) -> None:
        """Take blanks and line feeds off the front."""
        while True:
            blank = _BLANK.match(self._buffer, self._at)
            self.cut(blank.end() - self._at if blank else 0)
            if self._at < len(self._buffer) or not self._grow():
                return

    def rest(self) -> bytes:
        """Take everything that is left, which must be one record."""
        chunks = chain((self._buffer[self._at :],), iter(partial(self._stream.read, CHUNK), b""))
        record = between_blanks(chunks, self._limits.record_bytes)
        if record is None:
            most = self._limits.record_bytes
            raise self._refused(TOO_LARGE, f"the record is longer than {how_many(most, 'byte')}")
        return record

    def element(self) -> bytes:
        """Take the array element that starts here."""
        if self.peek() in {b"{", b"["}:
            return self.cut(self._nested_length())
        return self.cut(self._scalar_length())

    def malformed(self, message: str) -> MalformedDocument:
        """Return the error for something that is no JSON at this place."""
        at = self.position()
        rule, reason = MALFORMED, f"not well-formed JSON: {message}"
        if breaks_utf8([self._buffer[self._at :]]):
            rule, reason = ENCODING, NOT_UTF8
        return MalformedDocument(rule, reason, line=at.line, column=at.column)

    def _grow(self) -> bool:
        """Read on; say whether there was more.

        What is held is copied and searched again each time, so it is doubled: a long record takes
        work that grows with its length and not with its square.
        """
        left = self._buffer[self._at :]
        more = self._stream.read(max(CHUNK, len(left)))
        self._buffer = left + more
        self._at = 0
        return bool(more)

    def _scalar_length(self) -> int:
        while True:
            scalar = _SCALAR.match(self._buffer, self._at)
            end = scalar.end() if scalar else self._at
            if end < len(self._buffer) and self._buffer[end : end + 1] != b'"':
                return self._checked(end - self._at)
            self._checked(len(self._buffer) - self._at)
            if not self._grow():
                raise self.malformed("the text ends inside the array")

    def _nested_length(self) -> int:
        depth, scanned, is_deep = 0, 0, False
        while True:
            for token in _NESTED.finditer(self._buffer, self._at + scanned):
                match token[0]:
                    case b"{" | b"[":
                        depth += 1
                    case b"}" | b"]":
                        depth -= 1
                    case b'"':
                        break  # the string goes on behind the window
                    case _:
                        pass  # a whole string
                scanned = token.end() - self._at
                if depth == 0:
                    return self._checked(scanned)
                # Read to its end all the same: what follows is judged too (CON-7-7).
                is_deep = is_deep or depth > DEEPEST
            self._checked(scanned)
            self._checked(len(self._buffer) - self._at)
            if not self._grow():
                if is_deep:
                    raise self._refused(TOO_DEEP, "the value is nested too deeply")
                raise self.malformed("the text ends inside a record")

    def _checked(self, length: int) -> int:
        most = self._limits.record_bytes
        if length > most:
            raise self._refused(TOO_LARGE, f"the record is longer than {how_many(most, 'byte')}")
        return length

    def _refused(self, rule: str, message: str) -> LimitExceeded:
        at = self.position()
        return LimitExceeded(rule, message, line=at.line, column=at.column)
