"""The bytes of one JSON value to its tree, or the reason why not."""

from __future__ import annotations

import re

import jiter
import msgspec

from aeo_exchange.errors import LimitExceeded, MalformedDocument, ReadError
from aeo_exchange.formats.encoding import NOT_UTF8, breaks_utf8
from aeo_exchange.formats.limits import Limits
from aeo_exchange.model.document import Position
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree
from aeo_exchange.reader_codes import (
    DUPLICATE_NAME,
    ENCODING,
    MALFORMED,
    NUMBER_FORM,
    TOO_DEEP,
    TOO_LARGE,
)

__all__ = ["compact_record", "compact_tree", "is_compact", "read_tree", "refuse_encoding"]

_DECODER = msgspec.json.Decoder(AeoRecord)
_ENCODER = msgspec.json.Encoder()
_SHALLOW = Limits().depth
_PLACE = re.compile(r" at line (\d+) column (\d+)$")
_OF_THE_TEXT = frozenset({MALFORMED, ENCODING, TOO_LARGE})
# A text, closed or not; what may stand before a value; a word (CON-3-1).
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z)|[:,\[\]{}]|[^ \t\r\n:,\[\]{}"]+', re.DOTALL)
_BEFORE_A_VALUE = frozenset({b"", b":", b",", b"["})
_LIKE_A_NUMBER = re.compile(rb"[-+0-9.]|(?:NaN|INF|Infinity)\Z")
_NUMBER = re.compile(rb"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?\Z")

# What the parser says, and which rule that is. The first that fits wins.
REASONS: tuple[tuple[str, type[ReadError], str, str], ...] = (
    ("duplicate key", MalformedDocument, DUPLICATE_NAME, "the member name occurs twice"),
    ("recursion limit", LimitExceeded, TOO_DEEP, "the value is nested too deeply"),
    ("number out of range", LimitExceeded, TOO_LARGE, "the number is too long"),
    ("hex escape", MalformedDocument, ENCODING, "a \\u escape is not a whole character"),
    ("surrogate", MalformedDocument, ENCODING, "a \\u escape is not a whole character"),
    ("unicode code point", MalformedDocument, ENCODING, NOT_UTF8),
)

BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def _refuse_float(text: str) -> float:
    raise ValueError(text)


_TREES = msgspec.json.Decoder(float_hook=_refuse_float)


def read_tree(content: bytes, line: int = 1, column: int = 1) -> Tree:
    """Return the tree of one JSON value.

    `line` and `column` are where the value begins in its file; the errors name places in it.
    Raises MalformedDocument and LimitExceeded.
    """
    try:
        # jiter refuses duplicate names (escaped ones too) and lone surrogates, which the
        # standard library and msgspec let pass.
        tree: Tree = jiter.from_json(content, catch_duplicate_keys=True, allow_inf_nan=False)
    except ValueError as cause:
        start = Position(line, column)
        refusal = _refusal(content, str(cause), start)
        if refusal.rule == DUPLICATE_NAME:
            refusal = _broken_behind(content, start) or refusal
        raise refusal from cause
    return tree


def _broken_behind(content: bytes, start: Position) -> ReadError | None:
    """Return what makes a text with a name twice no JSON at all, which goes before (CON-7-7)."""
    try:
        jiter.from_json(content, allow_inf_nan=False)
    except ValueError as cause:
        refusal = _refusal(content, str(cause), start)
        return refusal if refusal.rule in _OF_THE_TEXT else None
    return None


def compact_record(content: bytes) -> AeoRecord | None:
    """Return the record of a compact JSON text, or None when it must be looked at closely.

    The typed decoder lets the last of two members of one name win. Writing the record again
    shows whether that happened: nothing spells it shorter, so a text of the same length holds
    no second member, no blank and no other spelling.
    """
    try:
        record = _DECODER.decode(content)
    except ValueError:
        return None
    return record if len(_ENCODER.encode(record)) == len(content) else None


def compact_tree(content: bytes) -> Tree | None:
    """Return the tree of a compact JSON text, or None when it must be looked at closely.

    Written again it must be the same bytes: so it held no second member of a name, no blank and
    no other spelling, and `read_tree` gives the same tree. None too where there is a number that
    is not whole, or so many brackets that it may be too deep.
    """
    if _brackets(content) > _SHALLOW:
        return None
    try:
        tree: Tree = _TREES.decode(content)
        return tree if _ENCODER.encode(tree) == content else None
    except (ValueError, OverflowError):
        return None


def _brackets(content: bytes) -> int:
    """Return how many brackets open; taking them away is faster than counting them."""
    return 2 * len(content) - len(content.replace(b"[", b"")) - len(content.replace(b"{", b""))


def is_compact(content: bytes, tree: Tree) -> bool:
    """Say whether a text has no byte more than its tree needs."""
    return len(_ENCODER.encode(tree)) == len(content)


def refuse_encoding(head: bytes) -> None:
    """Raise MalformedDocument when content does not start like UTF-8 without a mark."""
    # ASCII comes first in every text of ours, and in UTF-16 and UTF-32 has a zero beside it.
    if head.startswith(BYTE_ORDER_MARKS) or b"\0" in head[:2]:
        raise MalformedDocument(
            ENCODING, "the content is not UTF-8 without byte order mark", line=1, column=1
        )


def _refusal(content: bytes, said: str, start: Position) -> ReadError:
    where = _PLACE.search(said)
    line, column = (int(where[1]), int(where[2])) if where else (1, 1)
    text = content.split(b"\n", line)[line - 1] if line <= content.count(b"\n") + 1 else b""
    place = _in_file(start, line, len(text[: max(column - 1, 0)].decode(errors="replace")))
    for words, kind, rule, message in REASONS:
        if words in said.lower():
            return kind(rule, message, line=place.line, column=place.column)
    if _is_misspelt(content):
        return MalformedDocument(
            NUMBER_FORM, "the number is not a whole number", line=place.line, column=place.column
        )
    reason = _PLACE.sub("", said)
    rule, message = MALFORMED, f"not well-formed JSON: {reason}"
    if breaks_utf8([content]):
        rule, message = ENCODING, NOT_UTF8
    return MalformedDocument(rule, message, line=place.line, column=place.column)


def _is_misspelt(content: bytes) -> bool:
    """Say whether a text would be JSON if its numbers were spelt as JSON does (CON-3-1)."""
    before, spelt, end = b"", [], 0
    for token in _TOKEN.finditer(content):
        word = token[0]
        is_number = before in _BEFORE_A_VALUE and _LIKE_A_NUMBER.match(word)
        if is_number and not _NUMBER.match(word):
            spelt += [content[end : token.start()], b"0"]
            end = token.end()
        before = word
    if not spelt:
        return False
    try:
        jiter.from_json(b"".join((*spelt, content[end:])), allow_inf_nan=False)
    except ValueError as cause:  # of another rule, or no JSON all the same
        return any(words in str(cause).lower() for words, *_ in REASONS)
    return True


def _in_file(start: Position, line: int, before: int) -> Position:
    if line == 1:
        return Position(start.line, start.column + before)
    return Position(start.line + line - 1, before + 1)
