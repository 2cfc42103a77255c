"""The record elements of an XML text, one at a time, and what stands between them without right."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import BinaryIO, NamedTuple

from lxml import etree

from aeo_exchange.counting import how_many
from aeo_exchange.errors import LimitExceeded, MalformedDocument, ReadError, UnknownFormat
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.encoding import of_encoding
from aeo_exchange.formats.limits import CHUNK, Limits
from aeo_exchange.formats.xml_tree import SCHEMA_LOCATION, Element
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.shape import NAMESPACE, PLURAL
from aeo_exchange.reader_codes import (
    ATTRIBUTE,
    FOREIGN_ELEMENT,
    MALFORMED,
    STRAY_TEXT,
    TOO_DEEP,
    TOO_LARGE,
    UNKNOWN_FORMAT,
)
from aeo_exchange.resources import published

__all__ = [
    "BLANKS",
    "RECORD_TAG",
    "XmlPiece",
    "feed_chunk",
    "has_many_elements",
    "is_usual_record",
    "malformed_xml",
    "may_be_unusual",
    "record_elements",
    "record_schema",
]

RECORD_TAG = f"{{{NAMESPACE}}}{AeoRecord.__name__}"
PLURAL_TAG = f"{{{NAMESPACE}}}{PLURAL}"
_HAS_ATTRIBUTES = etree.XPath("boolean(.//@*)")
_COUNT = etree.XPath("count(.//*)")
MOST_ELEMENTS = 2000
MOST_TAGS = 4 * MOST_ELEMENTS  # more than a chunk of usual records holds, so that none is counted
BLANKS = b" \t\r\n"
NAMESPACES = etree.ErrorDomains.NAMESPACE


@cache
def record_schema() -> etree.XMLSchema:
    """Return the published XML Schema of the record, compiled."""
    return etree.XMLSchema(etree.parse(published("schemas/1.0/aeo-record.xsd")))


class XmlPiece(NamedTuple):
    """A record element, and whether the XML Schema accepts it and nothing in it is unusual."""

    element: Element
    is_usual: bool


class _ReadSoFar:
    """What is known of a document that is read chunk by chunk, and of the record that has begun."""

    def __init__(self, parser: etree.XMLPullParser) -> None:
        self.chunks = 0
        self.unread = 0  # bytes since a record ended, blanks between records aside
        self.refusal: ReadError | None = None
        self._parser = parser
        self._inside = 0  # so many record elements have begun and not ended
        self._tags = 0  # those since a record ended, so at least those of the one that has begun
        self._is_asked, self._last = False, b""  # what the chunk before may hold, how it ends

    def pieces(self, chunk: bytes) -> list[XmlPiece]:
        """Return the record elements that end in a chunk; `refusal` says why none can follow."""
        self._tags += chunk.count(b"<")
        here = may_be_unusual(self._last, chunk)
        ask, self._last = self._is_asked or here, chunk[-1:]
        self.refusal = feed_chunk(self._parser, chunk)
        events = list(self._parser.read_events())
        self.unread += len(chunk if self._inside else chunk.translate(None, BLANKS))
        self._inside += sum(1 if event == "start" else -1 for event, _ in events)
        ended = _ended(self._parser, [element for event, element in events if event == "end"])
        pieces = [
            XmlPiece(element, is_usual_record(element, ask=ask, tags=self._tags))
            for element in ended
        ]
        self._is_asked = here if pieces else ask
        if pieces:
            self._tags = chunk.count(b"<")
        return pieces


def record_elements(
    content: Content, stream: BinaryIO, limits: Limits
) -> Iterator[XmlPiece | ReadError]:
    """Yield each record element, and an error for what stands between them without right.

    Only the records of one chunk are held in memory at a time. One that is the root is yielded
    when the document has ended well.
    """
    parser = _parser()
    so_far, has_record = _ReadSoFar(parser), False
    alone: XmlPiece | None = None  # the record that is the root
    holder: Element | None = None  # AeoRecords, once a record in it has ended
    while chunk := stream.read(CHUNK):
        for piece in so_far.pieces(chunk):
            parent = piece.element.getparent()
            if parent is not None:
                if not _holds_records(parent):
                    continue  # inside another record, which is judged whole
                holder = parent
                yield from _strays(parent, piece.element)
            so_far.unread, has_record = 0, True
            if parent is None:
                alone = piece  # what stands behind it may break it
                continue
            yield piece
            _forget(piece.element, parent)
        if so_far.refusal:
            yield from _stray_attributes(holder)
            raise of_encoding(so_far.refusal, content, so_far.chunks + 1)
        if so_far.unread > limits.record_bytes + CHUNK:
            raise _too_long(limits, _line_at(content, so_far.chunks))
        so_far.chunks += 1
    try:
        yield from _end(parser, has_record=has_record)
    except MalformedDocument as refusal:
        yield from _stray_attributes(holder)
        raise of_encoding(refusal, content, so_far.chunks) from refusal
    if alone is not None:
        yield alone


def is_usual_record(element: Element, *, ask: bool, tags: int) -> bool:
    """Say whether the XML Schema accepts a record and nothing in it is unusual.

    `tags` bounds its elements, so that few records are counted.
    """
    if tags > MOST_TAGS and has_many_elements(element):
        return False
    return not (ask and _is_unusual(element)) and record_schema().validate(element)


def _is_unusual(element: Element) -> bool:
    """Say whether an element holds what the XML Schema lets pass and the careful reader must see.

    These are comments, processing instructions, and the four attributes of the xsi namespace. An
    XPath that joins them, or looks for the first two, goes through the siblings of each.
    """
    remarks = element.iter(etree.Comment, etree.ProcessingInstruction)
    return next(remarks, None) is not None or bool(_HAS_ATTRIBUTES(element))


def has_many_elements(element: Element) -> bool:
    """Say whether an element holds so many that the XML Schema is not asked about it."""
    return bool(_COUNT(element) > MOST_ELEMENTS)


def may_be_unusual(last: bytes, chunk: bytes) -> bool:
    """Say whether bytes may hold an attribute, comment or instruction; cheaper than `_is_unusual`.

    `last` is the byte before them. A record may have begun in an earlier chunk, which is then
    asked too.
    """
    if b"=" in chunk:
        return True
    # A single byte is found, or not, ten times as fast as two.
    bang, query = b"!" in chunk, b"?" in chunk
    if last == b"<" and chunk[:1] in {b"!", b"?"}:
        return True
    return (bang and b"<!" in chunk) or (query and b"<?" in chunk)


def _ended(parser: etree.XMLPullParser, elements: list[Element]) -> Iterator[Element]:
    """Yield the record elements that have ended, up to the first that breaks namespaces.

    libxml2 reads on after such a fault; which element holds it is told by the lines alone, so
    of those on one line none is trusted.
    """
    faults = [entry.line for entry in parser.feed_error_log.filter_domains([NAMESPACES])]
    if not faults:
        yield from elements
        return
    for element in elements:
        following = element.getnext()  # the one with the fault may never end
        goes_on = None if following is None else following.sourceline
        if goes_on is None or goes_on >= faults[0]:
            return
        yield element


def _holds_records(parent: Element) -> bool:
    """Say whether an element is AeoRecords, the root."""
    return parent.tag == PLURAL_TAG and parent.getparent() is None


def _parser() -> etree.XMLPullParser:
    return etree.XMLPullParser(
        ("start", "end"),
        tag=RECORD_TAG,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )


def _end(parser: etree.XMLPullParser, *, has_record: bool) -> Iterator[ReadError]:
    """Yield what stands behind the last record, or that there was none."""
    try:
        root = parser.close()
    except etree.XMLSyntaxError as cause:
        line, column = cause.position
        raise malformed_xml(cause.msg or "unknown fault", line, column) from cause
    if root.tag != RECORD_TAG:
        yield from _stray_attributes(root)
        yield from _stray_children(root, list(root))
    if not has_record:
        yield UnknownFormat(UNKNOWN_FORMAT, "the document holds no record", line=1, column=1)


def _strays(parent: Element, element: Element) -> Iterator[ReadError]:
    """Yield what stands between this record and the one before it."""
    before = element.getprevious()
    if before is not None and before.tag == RECORD_TAG and before.getprevious() is None:
        between = before.tail  # the usual case, told apart for speed
        if not between or not between.strip(" \t\r\n"):
            return
    yield from _stray_children(parent, list(element.itersiblings(preceding=True))[::-1])


def _stray_attributes(root: Element | None) -> Iterator[ReadError]:
    if root is None:
        return
    for name in root.keys():  # noqa: SIM118 an element is no mapping; attrib is slower
        if name != SCHEMA_LOCATION:
            message = f"AeoRecords has the attribute {name}"
            yield MalformedDocument(ATTRIBUTE, message, line=root.sourceline)
            return


def _stray_children(root: Element, children: list[Element]) -> Iterator[ReadError]:
    for child in children:
        if isinstance(child.tag, str) and child.tag != RECORD_TAG:
            message = f"{child.tag} is not a record and stands between records"
            yield MalformedDocument(FOREIGN_ELEMENT, message, line=child.sourceline)
    for text in (root.text, *(child.tail for child in children)):
        if text and text.strip(" \t\r\n"):
            yield MalformedDocument(STRAY_TEXT, "text stands between records", line=root.sourceline)
    root.text = None


def _line_at(content: Content, chunks: int) -> int:
    """Return the line behind so many whole chunks."""
    with content.open() as stream:
        return 1 + sum(stream.read(CHUNK).count(b"\n") for _ in range(chunks))


def _too_long(limits: Limits, line: int) -> LimitExceeded:
    most = how_many(limits.record_bytes, "byte")
    return LimitExceeded(TOO_LARGE, f"the record is longer than {most}", line=line)


def feed_chunk(parser: etree.XMLPullParser, chunk: bytes) -> ReadError | None:
    """Feed a chunk; return what libxml2 has against it, which it does not always raise."""
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as cause:
        line, column = cause.position
        return malformed_xml((cause.msg or "unknown fault").split(", line")[0], line, column)
    for entry in parser.feed_error_log:
        if entry.level == etree.ErrorLevels.FATAL or entry.domain == NAMESPACES:
            return malformed_xml(entry.message, entry.line, entry.column)
    return None


def malformed_xml(reason: str, line: int, column: int) -> ReadError:
    """Return the error for what libxml2 says of a text."""
    if "xcessive depth" in reason:
        return LimitExceeded(TOO_DEEP, "the elements are nested too deeply", line=line)
    if "huge" in reason or "too long" in reason.lower() or "xcessive" in reason:
        return LimitExceeded(TOO_LARGE, f"a text is too long: {reason}", line=line)
    # What is not UTF-8 is told by the bytes: a text cut off inside a character is cut off.
    return MalformedDocument(
        MALFORMED, f"not well-formed XML: {reason}", line=line or 1, column=max(column, 1)
    )


def _forget(element: Element, parent: Element | None) -> None:
    """Free a record that was read, and whatever stood before it; its tail is judged later."""
    element.clear(keep_tail=True)
    if parent is not None:
        while (before := element.getprevious()) is not None:
            parent.remove(before)
