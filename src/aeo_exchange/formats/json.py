"""JSON and NDJSON to documents, records to JSON and NDJSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import BinaryIO

import msgspec

from aeo_exchange.counting import how_many
from aeo_exchange.errors import LimitExceeded, ReadError
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.json_split import BLANKS, between_blanks, json_pieces
from aeo_exchange.formats.json_tree import compact_record, is_compact, read_tree
from aeo_exchange.formats.limits import CHUNK, Limits
from aeo_exchange.formats.row import Likeness
from aeo_exchange.model.document import Document, Place, Position
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree, depth
from aeo_exchange.reader_codes import TOO_DEEP, TOO_LARGE

__all__ = [
    "read_json",
    "read_ndjson",
    "recognise_json",
    "recognise_ndjson",
    "write_json",
    "write_ndjson",
]

BEFORE_OBJECT = (b":", b"[", b",")  # what alone an object inside another may follow
_ENCODER = msgspec.json.Encoder()


def recognise_json(head: bytes) -> Likeness:
    """Say whether content begins like an array, or perhaps an object, of JSON."""
    match head[:1]:
        case b"[":
            return Likeness.CERTAIN
        case b"{":
            return Likeness.LIKELY
        case _:
            return Likeness.NONE


def recognise_ndjson(head: bytes) -> Likeness:
    """Say whether the first line of content is a whole object, or the second begins one.

    A single object on one line is read alike either way; a broken first line does not make the
    next ones a part of it, save where JSON itself goes on with an object.
    """
    if not head.startswith(b"{"):
        return Likeness.NONE
    first, _, rest = head.partition(b"\n")
    line = first.rstrip(BLANKS)
    if rest.lstrip(BLANKS).startswith(b"{") and not line.endswith(BEFORE_OBJECT):
        return Likeness.CERTAIN
    try:
        read_tree(line)
    except ReadError:
        return Likeness.NONE
    return Likeness.CERTAIN


def read_json(
    _content: Content, stream: BinaryIO, limits: Limits
) -> Iterator[Document | ReadError]:
    """Yield the documents of a JSON text: one object, or the elements of an array."""
    reader = _JsonReader(limits)
    try:
        for number, piece in enumerate(json_pieces(stream, limits), 1):
            yield reader.document(piece.content, piece.start.line, piece.start.column, number)
    except ReadError as refusal:
        yield refusal


def read_ndjson(
    content: Content, stream: BinaryIO, limits: Limits
) -> Iterator[Document | ReadError]:
    """Yield the documents of a text that has one JSON value on each line (blank lines aside)."""
    reader = _JsonReader(limits)
    for number, line in enumerate(_lines(stream, limits), content.first_line):
        if line is None:
            yield LimitExceeded(
                TOO_LARGE,
                f"the record is longer than {how_many(limits.record_bytes, 'byte')}",
                line=number,
                column=1,
            )
            continue
        value = line.strip(BLANKS)
        if value:
            yield reader.document(value, number, 1 + len(line) - len(line.lstrip(BLANKS)))


def write_json(records: Iterable[AeoRecord], stream: BinaryIO) -> None:
    """Write records as indented JSON: one record as an object, several as an array."""
    waiting = iter(records)
    first = list(islice(waiting, 2))
    if len(first) == 1:
        stream.write(_indented(first[0]) + b"\n")
        return
    mark = b"["
    for record in chain(first, waiting):
        stream.write(mark + b"\n" + _indented(record))
        mark = b","
    stream.write(b"\n]\n" if first else b"[]\n")


def write_ndjson(records: Iterable[AeoRecord], stream: BinaryIO) -> None:
    """Write records one a line."""
    for record in records:  # noqa: FURB122 what is given may have no writelines
        stream.write(_ENCODER.encode(record) + b"\n")


def _indented(record: AeoRecord) -> bytes:
    return msgspec.json.format(_ENCODER.encode(record), indent=2)


class _JsonReader:
    """Bytes of one record after another to documents; learns whether they are compact."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._compact = True

    def document(
        self, value: bytes, line: int, column: int, number: int = 0
    ) -> Document | ReadError:
        """Return the document of one JSON value that begins at a line and column."""
        locate = partial(_locate, value, line, column)
        if self._compact:
            record = compact_record(value)
            if record is not None:
                return Document(
                    record=record, compact=value, locate=locate, number=number, line=line
                )
        try:
            tree = read_tree(value, line, column)
        except ReadError as refusal:
            return refusal
        if self._is_deep(value, tree):
            message = f"the value is nested deeper than {how_many(self._limits.depth, 'level')}"
            return LimitExceeded(TOO_DEEP, message, line=line, column=column)
        self._compact = self._compact and is_compact(value, tree)
        return Document(tree=tree, locate=locate, number=number, line=line)

    def _is_deep(self, value: bytes, tree: Tree) -> bool:
        """Say whether a tree is too deep; most hold too few brackets to be asked."""
        most = self._limits.depth
        return value.count(b"{") + value.count(b"[") > most and depth(tree) > most


def _locate(value: bytes, line: int, column: int, paths: Iterable[str]) -> dict[str, Place]:
    from aeo_exchange.formats.json_places import places_in  # noqa: PLC0415 only findings have places

    return places_in(value.decode(), paths, Position(line, column))


def _lines(stream: BinaryIO, limits: Limits) -> Iterator[bytes | None]:
    """Yield the lines of a text; None for one that is too long, of which nothing is kept."""
    most = limits.record_bytes + 1
    while line := stream.readline(most):
        if len(line) < most or line.endswith(b"\n"):
            yield line
            continue
        rest = _rest_of_line(stream)
        yield between_blanks(chain((line,), rest), limits.record_bytes)
        for _ in rest:
            pass


def _rest_of_line(stream: BinaryIO) -> Iterator[bytes]:
    while more := stream.readline(CHUNK):
        yield more
        if more.endswith(b"\n"):
            return
