"""Where each element of an XML document stands: JSON Pointer to line and column.

A second pass by expat, which tells the start of a tag where libxml2 tells only the line of its
end. Run only when there are findings.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from xml.parsers import expat

from msgspec import Struct

from aeo_exchange.errors import ReadError
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.limits import CHUNK
from aeo_exchange.formats.xml_prolog import malformed
from aeo_exchange.model.document import ElementPlace, Position
from aeo_exchange.model.shape import NAMESPACE, Group, element_name, record_shape
from aeo_exchange.model.tree import unescape

__all__ = ["RecordPlaces", "XmlPlaces"]


_INDEX = re.compile(r"[0-9]{1,9}")
KEPT = 256  # more than a batch of records, in whatever chunks they come


class _Tag(Struct, frozen=True, gc=False):
    depth: int
    name: str
    position: Position


class XmlPlaces:
    """The places of the records of one document, asked for in growing order, nearly.

    The last records are kept, since findings of a batch of records are placed after all of them
    were read.
    """

    def __init__(self, content: Content) -> None:
        self._records = enumerate(_records(content))
        self._kept: deque[tuple[int, list[_Tag]]] = deque(maxlen=KEPT)
        self._refusal: ReadError | None = None

    def of(self, index: int) -> RecordPlaces:
        """Return the places of the record at an index, counting from 0.

        Raises MalformedDocument where expat refuses what libxml2 let pass, such as a prefix
        that is bound to no namespace.
        """
        while not self._kept or self._kept[-1][0] < index:
            if self._refusal is not None:
                raise self._refusal
            try:
                self._kept.append(next(self._records))
            except ReadError as refusal:
                self._refusal = refusal
                raise
        first = self._kept[0][0]
        return RecordPlaces(self._kept[index - first][1])


class RecordPlaces:
    """The start tags of one record, in which JSON Pointers are followed."""

    def __init__(self, tags: list[_Tag]) -> None:
        self._tags = tags
        self._children = _children(tags)

    def of(self, path: str) -> ElementPlace:
        """Return the place of a pointer, or of its nearest parent that exists."""
        at, xpath = 0, "/AeoRecord"
        group: Group | None = record_shape()
        steps = deque(unescape(step) for step in path.split("/")[1:])
        while steps:
            member = steps.popleft()
            children = self._children.get((at, element_name(member)))
            if not children:
                break
            field = group.by_name.get(member) if group else None
            group = field.kind if field and isinstance(field.kind, Group) else None
            at, index = children[0], ""
            if (field and field.is_list) or len(children) > 1:
                number = int(steps.popleft()) if steps and _INDEX.fullmatch(steps[0]) else 0
                number = min(number, len(children) - 1)
                at, index = children[number], f"[{number + 1}]"
            xpath = f"{xpath}/{self._tags[at].name}{index}"
        return ElementPlace(self._tags[at].position, xpath)


def _children(tags: list[_Tag]) -> dict[tuple[int, str], list[int]]:
    """Return the children of each tag by its index and their name."""
    children: dict[tuple[int, str], list[int]] = {}
    open_tags: list[int] = []
    for index, tag in enumerate(tags):
        del open_tags[tag.depth - tags[0].depth :]
        if open_tags:
            children.setdefault((open_tags[-1], tag.name), []).append(index)
        open_tags.append(index)
    return children


def _records(content: Content) -> Iterator[list[_Tag]]:
    """Yield the start tags of each record, as far as the document can be read."""
    parser = expat.ParserCreate(namespace_separator=" ")
    record = f"{NAMESPACE} {record_shape().name}"
    own = len(NAMESPACE) + 1
    done: list[list[_Tag]] = []
    tags: list[_Tag] = []
    depth = 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if tags or (name == record and depth <= 2):  # noqa: PLR2004 root or child of the root
            place = Position(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
            local = name[own:] if name.startswith(f"{NAMESPACE} ") else f"?{name}"
            tags.append(_Tag(depth, local, place))

    def end(_name: str) -> None:
        nonlocal depth, tags
        if tags and depth == tags[0].depth:
            done.append(tags)
            tags = []
        depth -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    with content.open() as stream:
        try:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)  # noqa: FBT003 expat has no name for it
                yield from done
                done.clear()
            parser.Parse(b"", True)  # noqa: FBT003 as above
            yield from done
        except expat.ExpatError as cause:
            yield from done
            raise malformed(cause) from cause
