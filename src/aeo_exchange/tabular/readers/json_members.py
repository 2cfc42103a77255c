"""JSON of anybody to rows: one document, an array, or a document a line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aeo_exchange.errors import LimitExceeded, ReadError
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.json_tree import read_tree
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.model.tree import Tree, depth
from aeo_exchange.reader_codes import TOO_DEEP, TOO_LARGE
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.readers.trees import Leaf, leads_to, nothing_at_rows, row_of, text_cell
from aeo_exchange.tabular.rows import Opened, SourceRow

__all__ = ["opened_json"]

MOST_BYTES = 1 << 28
DEEPEST = 64
MARK = b"\xef\xbb\xbf"


@contextmanager
def opened_json(content: Content, layout: Layout) -> Iterator[Opened]:
    """Give the rows of JSON; raises ReadError."""
    with content.open() as stream:
        held = stream.read(MOST_BYTES + 1).removeprefix(MARK)
    if len(held) > MOST_BYTES:
        raise LimitExceeded(TOO_LARGE, f"the file has more than {MOST_BYTES:,} bytes")
    yield Opened(rows=_rows(held, layout))


def _rows(held: bytes, layout: Layout) -> Iterator[SourceRow | ReadError]:
    number = 0
    for tree in _documents(held):
        if isinstance(tree, ReadError):
            yield tree
            continue
        if depth(tree) > DEEPEST:
            raise LimitExceeded(TOO_DEEP, f"the document nests more than {DEEPEST} levels")
        for value in _values(tree, (), layout.file.rows):
            number += 1
            yield row_of(number, _leaves(value, ()), layout)
    if not number:
        raise nothing_at_rows(layout, held[:40].decode(errors="replace"))


def _documents(held: bytes) -> Iterator[Tree | ReadError]:
    """Yield the documents: the whole, or each line where the first line is one of its own."""
    lines = [line for line in held.splitlines() if line.strip()]
    if len(lines) > 1 and _is_document(lines[0]):
        for number, line in enumerate(lines, 1):
            try:
                yield read_tree(line, number)
            except ReadError as refusal:
                yield refusal
    else:
        yield read_tree(held)


def _is_document(line: bytes) -> bool:
    try:
        return isinstance(read_tree(line), dict)
    except ReadError:
        return False


def _values(tree: Tree, names: tuple[str, ...], pattern: str) -> Iterator[Tree]:
    """Yield the values that a way leads to; a list is each of its elements."""
    if isinstance(tree, list):
        for element in tree:
            yield from _values(element, names, pattern)
        return
    if leads_to(pattern, names):
        yield tree
    elif isinstance(tree, dict):
        for name, inner in tree.items():
            yield from _values(inner, (*names, name), pattern)


def _leaves(value: Tree, way: tuple[str, ...]) -> Iterator[Leaf]:
    match value:
        case dict():
            for name, inner in value.items():
                yield from _leaves(inner, (*way, name))
        case list():
            for number, inner in enumerate(value, 1):
                yield from _leaves(inner, (*way, str(number)))
        case bool():
            yield way, text_cell("true" if value else "false")
        case int() | float():
            yield way, Cell(0, str(value), CellKind.NUMBER, str(value), "General")
        case str():
            yield way, text_cell(value)
        case _:
            return  # null is absent
