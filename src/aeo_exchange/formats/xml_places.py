"""Where each element of an XML document stands: JSON Pointer to line and column.

A second pass by expat, which tells the start of a tag where libxml2 tells only the line of its
end. Run only when there are findings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from aeo_exchange.formats.content import Content
from aeo_exchange.formats.limits import CHUNK
from aeo_exchange.model.document import Position
from aeo_exchange.model.shape import NAMESPACE, Group, member_name, record_shape

__all__ = ["RecordPlaces", "XmlPlaces"]


class _Tag(NamedTuple):
    depth: int
    name: str
    position: Position


class XmlPlaces:
    """The places of the records of one document, asked for in growing order."""

    def __init__(self, content: Content) -> None:
        self._records = enumerate(_records(content))
        self._last: tuple[int, RecordPlaces] | None = None

    def of(self, index: int) -> RecordPlaces:
        """Return the places of the record at an index, counting from 0."""
        while self._last is None or self._last[0] < index:
            number, tags = next(self._records)
            if number == index:
                self._last = (number, RecordPlaces(tags))
        return self._last[1]


class RecordPlaces:
    """The places of one record: positions and XPaths by JSON Pointer."""

    def __init__(self, tags: list[_Tag]) -> None:
        self._positions: dict[str, Position] = {}
        self._xpaths: dict[str, str] = {}
        self._fill(tags)

    def position(self, path: str) -> Position:
        """Return the position of a pointer, or of its nearest parent that exists."""
        return self._positions[self._nearest(path)]

    def xpath(self, path: str) -> str:
        """Return the XPath, below AeoRecord, of a pointer or of its nearest parent."""
        return self._xpaths[self._nearest(path)]

    def _nearest(self, path: str) -> str:
        while path not in self._positions:
            path = path.rpartition("/")[0]
        return path

    def _fill(self, tags: list[_Tag]) -> None:
        root = tags[0]
        self._set("", "/AeoRecord", root.position)
        parents: list[tuple[str, str, Group | None]] = [("", "/AeoRecord", record_shape())]
        repeated = _repeated(tags)
        seen: Counter[str] = Counter()
        for tag in tags[1:]:
            del parents[tag.depth - root.depth :]
            above, above_xpath, group = parents[-1]
            member = member_name(tag.name)
            each = group.by_name.get(member) if group else None
            path, xpath = f"{above}/{member}", f"{above_xpath}/{tag.name}"
            index = seen[path]
            seen[path] += 1
            if (each and each.is_list) or repeated[path] > 1:
                self._set(path, xpath, tag.position)
                path, xpath = f"{path}/{index}", f"{xpath}[{index + 1}]"
            self._set(path, xpath, tag.position)
            kind = each.kind if each else None
            parents.append((path, xpath, kind if isinstance(kind, Group) else None))

    def _set(self, path: str, xpath: str, position: Position) -> None:
        self._positions.setdefault(path, position)
        self._xpaths.setdefault(path, xpath)


def _repeated(tags: list[_Tag]) -> Counter[str]:
    """Return how often each element occurs below one parent, lists of the standard aside."""
    counts: Counter[str] = Counter()
    parents: list[tuple[str, Group | None]] = [("", record_shape())]
    for tag in tags[1:]:
        del parents[tag.depth - tags[0].depth :]
        above, group = parents[-1]
        member = member_name(tag.name)
        each = group.by_name.get(member) if group else None
        path = f"{above}/{member}"
        counts[path] += 1
        below = f"{path}/{counts[path] - 1}" if each and each.is_list else path
        kind = each.kind if each else None
        parents.append((below, kind if isinstance(kind, Group) else None))
    return counts


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
            tags.append(_Tag(depth, name[own:] if name.startswith(NAMESPACE) else name, place))

    def end(name: str) -> None:
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
                parser.Parse(chunk, False)
                yield from done
                done.clear()
        except expat.ExpatError:
            yield from done
