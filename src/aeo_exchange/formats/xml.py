"""XML to documents, one record element at a time, and records to XML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import BinaryIO

from lxml import etree

from aeo_exchange.errors import LimitExceeded, ReadError
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.limits import Limits
from aeo_exchange.formats.xml_pieces import (
    XmlPiece,
    has_many_elements,
    record_elements,
    record_schema,
)
from aeo_exchange.formats.xml_places import RecordPlaces, XmlPlaces
from aeo_exchange.formats.xml_prolog import check_prolog
from aeo_exchange.formats.xml_tree import Element, careful_tree, fast_record
from aeo_exchange.formats.xml_write import record_lines
from aeo_exchange.model.document import Document, Place
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.shape import NAMESPACE, PLURAL

__all__ = ["read_xml", "write_xml"]

# A prefix bound to no namespace: libxml2 reads on, and complains only at the end of the chunk.
# Elements and attributes are not joined first, which takes time by the square of their number.
_NO_NAMESPACE = "contains(name(), ':') and namespace-uri() = ''"
_UNBOUND = etree.XPath(
    f"boolean(descendant-or-self::*[{_NO_NAMESPACE}]) or boolean(.//@*[{_NO_NAMESPACE}])"
)

_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def read_xml(content: Content, stream: BinaryIO, limits: Limits) -> Iterator[Document | ReadError]:
    """Yield the documents of an XML text: its AeoRecord, or each AeoRecord of its AeoRecords."""
    places = XmlPlaces(content)
    index = 0
    try:
        check_prolog(stream)
        stream.seek(0)
        for piece in record_elements(content, stream, limits):
            if isinstance(piece, ReadError):
                yield piece
                continue
            index += 1
            yield _document(piece, partial(places.of, index - 1), limits, index)
    except ReadError as refusal:
        yield refusal


def write_xml(records: Iterable[AeoRecord], stream: BinaryIO) -> None:
    """Write records as indented XML: one record as the root, several inside AeoRecords."""
    waiting = iter(records)
    first = list(islice(waiting, 2))
    stream.write(_HEAD)
    if len(first) == 1:
        stream.write(record_lines(first[0], f' xmlns="{NAMESPACE}"', 0).encode())
        return
    stream.write(f'<{PLURAL} xmlns="{NAMESPACE}">\n'.encode())
    for record in chain(first, waiting):  # noqa: FURB122 what is given may have no writelines
        stream.write(record_lines(record, "", 1).encode())
    stream.write(f"</{PLURAL}>\n".encode())


def _document(
    piece: XmlPiece, places: Callable[[], RecordPlaces], limits: Limits, number: int
) -> Document | ReadError:
    element = piece.element
    locate = partial(_locate, places)
    if piece.is_usual:
        return Document(record=fast_record(element), locate=locate, number=number)
    objection = _objection(element)
    if _UNBOUND(element):
        places()  # expat refuses the document, at the place of the prefix
    try:
        tree, faults = careful_tree(element, limits)
    except LimitExceeded as refusal:
        return refusal
    return Document(
        tree=tree,
        faults=faults,
        objection=objection,
        locate=locate,
        number=number,
    )


def _locate(places: Callable[[], RecordPlaces], paths: Iterable[str]) -> dict[str, Place]:
    record = places()
    return {path: record.of(path) for path in paths}


def _objection(element: Element) -> str:
    """Return what the XML Schema has against an element, or nothing.

    libxml2 works out the place of each fault by going through its siblings, so of thousands it
    is not asked. The record is then judged by the JSON Schema alone, which says the same.
    """
    schema = record_schema()
    if has_many_elements(element) or schema.validate(element):
        return ""
    return str(schema.error_log)
