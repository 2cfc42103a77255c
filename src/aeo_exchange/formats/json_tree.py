"""The bytes of one JSON value to its tree, or the reason why not."""

from __future__ import annotations

import re

import jiter
import msgspec

from aeo_exchange.errors import LimitExceeded, MalformedDocument, ReadError
from aeo_exchange.formats.encoding import NOT_UTF8, breaks_utf8
from aeo_exchange.model.document import Position
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree

__all__ = ["compact_record", "compact_tree", "is_compact", "read_tree", "refuse_encoding"]

_DECODER = msgspec.json.Decoder(AeoRecord)
_TREES = msgspec.json.Decoder()
_ENCODER = msgspec.json.Encoder()
_DEEPEST = 200  # the parser of read_tree goes no deeper
_PLACE = re.compile(r" at line (\d+) column (\d+)$")
_NUMBER = re.compile(rb"[-+0-9.]|(?:NaN|INF|Infinity)(?=[ \t\r\n,\]}]|\Z)")
_OF_THE_TEXT = frozenset({"AEO-SYN-01", "AEO-SYN-04", "AEO-HOS-03"})
BLANKS = b" \t\r\n"
_ENDS = b' \t\r\n,:[]{}"'  # what ends a value that is no text, list or object
_ENDING = re.compile(rb'[ \t\r\n,:\[\]{}"]')

# What the parser says, and which rule that is. The first that fits wins.
REASONS: tuple[tuple[str, type[ReadError], str, str], ...] = (
    ("duplicate key", MalformedDocument, "AEO-SYN-02", "the member name occurs twice"),
    ("recursion limit", LimitExceeded, "AEO-HOS-02", "the value is nested too deeply"),
    ("number out of range", LimitExceeded, "AEO-HOS-03", "the number is too long"),
    ("hex escape", MalformedDocument, "AEO-SYN-04", "a \\u escape is not a whole character"),
    ("surrogate", MalformedDocument, "AEO-SYN-04", "a \\u escape is not a whole character"),
    ("unicode code point", MalformedDocument, "AEO-SYN-04", NOT_UTF8),
    ("invalid number", MalformedDocument, "AEO-SYN-03", "the number is not a whole number"),
)

BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


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
        if refusal.rule == "AEO-SYN-02":
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
    no other spelling, and `read_tree` gives the same tree.
    """
    if content.count(b"[") + content.count(b"{") > _DEEPEST:
        return None
    try:
        tree: Tree = _TREES.decode(content)
        return tree if _ENCODER.encode(tree) == content else None
    except (ValueError, OverflowError):
        return None


def is_compact(content: bytes, tree: Tree) -> bool:
    """Say whether a text has no byte more than its tree needs."""
    return len(_ENCODER.encode(tree)) == len(content)


def refuse_encoding(head: bytes) -> None:
    """Raise MalformedDocument when content does not start like UTF-8 without a mark."""
    # ASCII comes first in every text of ours, and in UTF-16 and UTF-32 has a zero beside it.
    if head.startswith(BYTE_ORDER_MARKS) or b"\0" in head[:2]:
        raise MalformedDocument(
            "AEO-SYN-04", "the content is not UTF-8 without byte order mark", line=1, column=1
        )


def _refusal(content: bytes, said: str, start: Position) -> ReadError:
    found = _PLACE.search(said)
    line, column = (int(found[1]), int(found[2])) if found else (1, 1)
    text = content.split(b"\n", line)[line - 1] if line <= content.count(b"\n") + 1 else b""
    place = _in_file(start, line, len(text[: max(column - 1, 0)].decode(errors="replace")))
    for words, kind, rule, message in REASONS:
        if words in said.lower():
            return kind(rule, message, line=place.line, column=place.column)
    lines_before = sum(len(before) + 1 for before in content.split(b"\n", line - 1)[: line - 1])
    if _is_misspelt(content, said, lines_before + column):
        return MalformedDocument(
            "AEO-SYN-03", "the number is not a whole number", line=place.line, column=place.column
        )
    reason = _PLACE.sub("", said)
    rule, message = "AEO-SYN-01", f"not well-formed JSON: {reason}"
    if breaks_utf8([content]):
        rule, message = "AEO-SYN-04", NOT_UTF8
    return MalformedDocument(rule, message, line=place.line, column=place.column)


def _is_misspelt(content: bytes, said: str, end: int) -> bool:
    """Say whether what stops the parser is a number that JSON does not spell so (CON-3-1)."""
    value = content.strip(BLANKS)
    if value and not _ENDING.search(value):  # an element of an array or a line, and no text
        return bool(_NUMBER.match(value))
    return not said.startswith(("EOF", "key must")) and _in_number(content, end)


def _in_number(content: bytes, end: int) -> bool:
    """Say whether a value before an offset, in the place of a value, begins like a number."""
    start = min(end, len(content))
    while start and content[start - 1] not in _ENDS:
        start -= 1
    before = content[:start].rstrip(BLANKS)[-1:]
    return before in {b":", b"[", b",", b""} and bool(_NUMBER.match(content, start))


def _in_file(start: Position, line: int, before: int) -> Position:
    if line == 1:
        return Position(start.line, start.column + before)
    return Position(start.line + line - 1, before + 1)
