"""What a converter wrote, read by the judge's own readers: the syntax asked for, the same digests.

None of the toolkit's readers is used: a fault that a product shared with them would pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import UNSET, UnsetType

from aeo_exchange.conformance.adapters.protocol import Reply, decoded_base64
from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.conformance.json_text import read_json_tree
from aeo_exchange.conformance.judge.canonical import tree_digest
from aeo_exchange.conformance.judge.refusal import BadOutput
from aeo_exchange.conformance.judge.table_tree import csv_trees, looks_like_csv
from aeo_exchange.conformance.suite.media import Syntax, syntax_of
from aeo_exchange.errors import AeoError
from aeo_exchange.model.shape import NAMESPACE, PLURAL, record_shape
from aeo_exchange.model.tree import Tree

__all__ = ["Written", "output_differences", "read_output"]

# One JSON object on one line is one record in either syntax (CON-7-9).
ALIKE = frozenset({Syntax.JSON, Syntax.NDJSON})
BLANKS = b" \t\r\n"
ARCHIVE = b"PK"


class Written(NamedTuple):
    """What a converter wrote: its syntax, the digest of each record, whether it is one line."""

    syntax: Syntax
    digests: tuple[str, ...]
    is_one_line: bool


def read_output(output: str) -> Written:
    """Return what base64 of a converter holds; raises AeoError for what is no record."""
    content = decoded_base64(output)
    if not content.startswith(ARCHIVE):
        content = content.strip(BLANKS)
    try:
        syntax, trees = _records(content)
        return Written(syntax, tuple(map(tree_digest, trees)), b"\n" not in content)
    except ValueError as cause:
        raise BadOutput("", f"the output is not a record: {cause}") from cause
    except Exception as cause:  # a product wrote it, and the report has to be written
        raise AdapterFailure(f"the output cannot be read: {type(cause).__name__}") from cause


def output_differences(
    reply: Reply, target: str | UnsetType, digests: tuple[str, ...]
) -> Iterator[str]:
    """Yield how what a converter wrote differs from the records that went in."""
    if reply.output is UNSET or target is UNSET:
        yield "no output"
        return
    try:
        written = read_output(reply.output)
    except AeoError as cause:
        yield str(cause)
        return
    wanted = syntax_of(target)
    is_either = written.is_one_line and len(written.digests) == 1
    if written.syntax is not wanted and not (is_either and {written.syntax, wanted} <= ALIKE):
        yield f"the output is {written.syntax}, asked was {wanted}"
    if written.digests != digests:
        yield f"digests of the output {' '.join(written.digests)}, expected {' '.join(digests)}"


def _records(content: bytes) -> tuple[Syntax, list[dict[str, Tree]]]:
    """Return the syntax of content and the trees of its records; raises ValueError."""
    if content.startswith(b"<"):
        return Syntax.XML, _of_xml(content)
    if content.startswith(ARCHIVE):
        return Syntax.XLSX, _of_workbook(content)
    if looks_like_csv(content):
        return Syntax.CSV, _some(csv_trees(content + b"\r\n"))
    try:
        tree = read_json_tree(content)
    except ValueError:
        lines = [line for line in content.split(b"\n") if line.strip(BLANKS)]
        return Syntax.NDJSON, _objects([read_json_tree(line) for line in lines])
    is_line = isinstance(tree, dict) and b"\n" not in content
    syntax = Syntax.NDJSON if is_line else Syntax.JSON
    return syntax, _objects(tree if isinstance(tree, list) else [tree])


def _objects(trees: list[Tree]) -> list[dict[str, Tree]]:
    objects = [tree for tree in trees if isinstance(tree, dict)]
    if not objects or len(objects) < len(trees):
        raise ValueError("a record in JSON is an object")
    return objects


def _of_workbook(content: bytes) -> list[dict[str, Tree]]:
    # Only who is asked for a workbook pays for the library.
    from aeo_exchange.conformance.judge.workbook_tree import workbook_trees  # noqa: PLC0415

    return _some(workbook_trees(content))


def _some(trees: list[dict[str, Tree]]) -> list[dict[str, Tree]]:
    if not trees:
        raise ValueError("the table holds no record")
    return trees


def _of_xml(content: bytes) -> list[dict[str, Tree]]:
    # Only who is asked for XML pays for the library.
    from aeo_exchange.conformance.judge.xml_tree import (  # noqa: PLC0415
        element_tree,
        has_text_between,
        parsed,
    )

    root = parsed(content)
    if root.tag != f"{{{NAMESPACE}}}{PLURAL}":
        elements = [root]
    elif root.keys() or has_text_between(root):
        raise ValueError(f"{PLURAL} holds more than records")
    else:
        elements = list(root.iterchildren("*"))
    shape = record_shape()
    if not elements or any(element.tag != f"{{{NAMESPACE}}}{shape.name}" for element in elements):
        raise ValueError(f"the elements are not {shape.name}")
    return [element_tree(element, shape) for element in elements]
