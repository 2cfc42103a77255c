"""A file of XML to its declarations, one after the other, each within its limits.

What stands before the root is looked at first: a document type never reaches the parser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import BinaryIO

from lxml import etree

from aeo_exchange.counting import how_many
from aeo_exchange.declarations.declaration import Declaration
from aeo_exchange.declarations.readers.elements import Element
from aeo_exchange.declarations.readers.limits import DeclarationLimits
from aeo_exchange.declarations.readers.rows import MetDeclaration
from aeo_exchange.declarations.readers.wco import WCO_NAMESPACE
from aeo_exchange.declarations.readers.xml_forms import (
    DeclarationReader,
    names_in,
    reader_of,
    tags_told,
    told_names,
)
from aeo_exchange.declarations.readers.xml_head import HEAD, WCO, first_names
from aeo_exchange.errors import LimitExceeded, MalformedDocument, UnknownFormat
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.xml_fault import XmlFault, xml_fault
from aeo_exchange.reader_codes import ENCODING, MALFORMED, TOO_DEEP, TOO_LARGE, UNKNOWN_FORMAT
from aeo_exchange.safe_text import excerpt

__all__ = ["declarations_of_xml"]

RESPONSE = "Response"
# What the parser says of bytes that its encoding does not have.
NOT_IN_ENCODING = frozenset({6, 7, 9, 31, 32, 79, 81})
LONG_NAMESPACE = 60  # characters of what is shown
ENDS = "the file is not read on"


def declarations_of_xml(
    head: bytes, content: Content, limits: DeclarationLimits
) -> Iterator[MetDeclaration]:
    """Give the declarations of a content that begins so; what is whole in it is parsed here.

    One that is beyond a limit of readers is told with its line, and the next is read. Raises
    ReadError, at once or where the file cannot be read on.
    """
    names = first_names(head)
    root = _whole(head)
    if root is None:
        return _one_by_one(content, names, limits)
    tags = tags_told(names_in(head))
    return _at_once(root, tags, lambda: _one_by_one(content, names, limits))


def _one_by_one(
    content: Content, names: tuple[str, ...], limits: DeclarationLimits
) -> Iterator[MetDeclaration]:
    count = 0
    with content.open() as stream:
        tags = tags_told(told_names(stream))
    others: list[str] = []
    with content.open() as stream:
        for met in _parsed(_Metered(stream, limits.declaration_bytes), tags, others):
            yield met
            count += 1
    if not count:
        if RESPONSE in names:
            yield MetDeclaration(Declaration(is_notification=True))
            return
        raise _unknown(names[0], others)


def _unknown(first: str, others: list[str]) -> UnknownFormat:
    """Return why a file has no declaration; `others` are elements so named in other namespaces."""
    told = f"it begins with the element {excerpt(first)}"
    if others:
        namespace = excerpt(others[0][1:].partition("}")[0], LONG_NAMESPACE)
        told = (
            f"its element {WCO} is in the namespace {namespace}, "
            f"and in none that begins with {WCO_NAMESPACE}"
        )
    return UnknownFormat(UNKNOWN_FORMAT, f"no declaration of a form that is known; {told}", line=1)


class _Metered:
    """A stream whose declarations have a longest; the parser reads it in pieces."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream, self._most = stream, most
        self._since = 0

    def read(self, size: int = HEAD, /) -> bytes:
        """Return the next piece; raises LimitExceeded where no declaration ends for too long."""
        piece = self._stream.read(size)
        self._since += len(piece)
        if self._since > self._most + HEAD:
            message = f"a declaration is longer than {how_many(self._most, 'byte')}; {ENDS}"
            raise LimitExceeded(TOO_LARGE, message, line=self._line())
        return piece

    def _line(self) -> int | None:
        """Return the line up to which was read; none in UTF-16, where a byte is no character."""
        left = self._stream.tell()
        self._stream.seek(0)
        line = 1
        while left > 0 and (piece := self._stream.read(min(left, HEAD))):
            if b"\0" in piece:
                return None
            line += piece.count(b"\n")
            left -= len(piece)
        return line

    def begin_anew(self) -> None:
        """Count from here: a declaration has ended."""
        self._since = 0


def _whole(head: bytes) -> Element | None:
    """Return the root of a short file; none where it is longer, or no XML.

    Then the declarations before the fault are read one by one.
    """
    if len(head) == HEAD:
        return None
    try:
        return etree.fromstring(head, _parser())
    except etree.XMLSyntaxError:
        return None


def _at_once(
    root: Element, tags: tuple[str, ...], without: Callable[[], Iterator[MetDeclaration]]
) -> Iterator[MetDeclaration]:
    """Yield the declarations in a root, in a third of the time; where there is none, others."""
    meant = [(part, read) for part in root.iter(*tags) if (read := reader_of(part))]
    if not meant:
        yield from without()
    elif len(meant) == 1 or not any(_is_within(part, tags) for part, _ in meant):
        try:
            declarations = [read(part) for part, read in meant]
        except LimitExceeded:
            yield from [_met(part, read) for part, read in meant]
        else:
            yield from map(MetDeclaration, declarations)
    else:
        ended = [part for _, part in etree.iterwalk(root, events=("end",), tag=tags)]
        inner_first = [(part, read) for part in ended if (read := reader_of(part))]
        yield from [_declaration(part, read, tags) for part, read in inner_first]


def _declaration(
    element: Element, read: DeclarationReader, tags: tuple[str, ...]
) -> MetDeclaration:
    """Return what an element says; one in another has ended before it, and is none of its parts."""
    met = _met(element, read)
    if _is_within(element, tags):
        element.clear(keep_tail=True)
    return met


def _met(element: Element, read: DeclarationReader) -> MetDeclaration:
    """Return what an element says, or why it is not read, and the line where its first tag ends."""
    try:
        return MetDeclaration(read(element))
    except LimitExceeded as refusal:
        return MetDeclaration(None, refusal, element.sourceline)


@cache
def _parser() -> etree.XMLParser:
    """Return a parser that keeps no comments, instructions and blanks between elements."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
        collect_ids=False,
    )


def _parsed(
    metered: _Metered, tags: tuple[str, ...], others: list[str]
) -> Iterator[MetDeclaration]:
    """Yield the declarations of a stream; the tags of elements that are none stand in `others`."""
    events = etree.iterparse(
        metered,
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    whole: list[MetDeclaration] = []
    try:
        for _, element in events:
            read = reader_of(element)
            if read is None:
                others[:] = others or [str(element.tag)]
                continue
            is_within = _is_within(element, tags)
            met = _declaration(element, read, tags)
            if element.getparent() is None:
                whole.append(met)  # what follows the root may be no XML at all
                continue
            yield met
            if not is_within:  # the limit is that of a declaration with those in it
                metered.begin_anew()
                _forget(element)
    except etree.XMLSyntaxError as cause:
        raise _fault(xml_fault(cause, events.error_log)) from cause
    yield from whole


def _is_within(element: Element, tags: tuple[str, ...]) -> bool:
    """Say whether an element stands in a declaration."""
    return any(map(reader_of, element.iterancestors(*tags)))


def _forget(element: Element) -> None:
    """Drop what was read, with what stands before it in the wrapper."""
    above = element.getparent()
    assert above is not None
    element.clear()
    while element.getprevious() is not None:
        del above[0]


def _fault(fault: XmlFault) -> MalformedDocument | LimitExceeded:
    if fault.is_limit:
        rule = TOO_DEEP if fault.is_depth else TOO_LARGE
        return LimitExceeded(rule, f"{fault.message}; {ENDS}", line=fault.line)
    rule = ENCODING if fault.code in NOT_IN_ENCODING else MALFORMED
    return MalformedDocument(rule, f"not well-formed XML: {fault.message}; {ENDS}", line=fault.line)
