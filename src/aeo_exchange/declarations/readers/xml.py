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
from aeo_exchange.declarations.readers.xml_forms import (
    DeclarationReader,
    names_in,
    reader_of,
    tags_told,
    told_names,
)
from aeo_exchange.declarations.readers.xml_head import HEAD, first_names
from aeo_exchange.errors import LimitExceeded, MalformedDocument, UnknownFormat
from aeo_exchange.formats.content import Content
from aeo_exchange.reader_codes import ENCODING, MALFORMED, TOO_DEEP, TOO_LARGE, UNKNOWN_FORMAT

__all__ = ["declarations_of_xml"]

RESPONSE = "Response"
# What the parser says of bytes that its encoding does not have, and of what it limits.
NOT_IN_ENCODING = frozenset({6, 7, 9, 31, 32, 79, 81})
LIMITED = 114


def declarations_of_xml(
    head: bytes, content: Content, limits: DeclarationLimits
) -> Iterator[Declaration]:
    """Give the declarations of a content that begins so; what is whole in it is parsed here.

    Raises ReadError, at once or where it cannot be read on.
    """
    names = first_names(head)
    root = _whole(head)
    if root is None:
        return _one_by_one(content, names, limits)
    tags = tags_told(names_in(head))
    return _at_once(root, tags, lambda: _one_by_one(content, names, limits))


def _one_by_one(
    content: Content, names: tuple[str, ...], limits: DeclarationLimits
) -> Iterator[Declaration]:
    count = 0
    with content.open() as stream:
        tags = tags_told(told_names(stream))
    try:
        with content.open() as stream:
            for declaration in _parsed(_Metered(stream, limits.declaration_bytes), tags):
                yield declaration
                count += 1
    except etree.XMLSyntaxError as cause:
        raise _fault(cause) from cause
    if not count:
        if RESPONSE in names:
            yield Declaration(is_notification=True)
            return
        raise UnknownFormat(
            UNKNOWN_FORMAT,
            f"no declaration of a form that is known; it begins with the element {names[0]}",
            line=1,
        )


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
            raise LimitExceeded(
                TOO_LARGE,
                f"a declaration is longer than {how_many(self._most, 'byte')}; "
                "it ends the file here",
            )
        return piece

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
    root: Element, tags: tuple[str, ...], without: Callable[[], Iterator[Declaration]]
) -> Iterator[Declaration]:
    """Yield the declarations in a root, in a third of the time; where there is none, others."""
    meant = [(part, read) for part in root.iter(*tags) if (read := reader_of(part))]
    if not meant:
        yield from without()
    elif len(meant) == 1 or not any(_is_within(part, tags) for part, _ in meant):
        yield from [read(part) for part, read in meant]
    else:
        ended = [part for _, part in etree.iterwalk(root, events=("end",), tag=tags)]
        inner_first = [(part, read) for part in ended if (read := reader_of(part))]
        yield from [_declaration(part, read, tags) for part, read in inner_first]


def _declaration(element: Element, read: DeclarationReader, tags: tuple[str, ...]) -> Declaration:
    """Return what an element says; one in another has ended before it, and is none of its parts."""
    declaration = read(element)
    if _is_within(element, tags):
        element.clear(keep_tail=True)
    return declaration


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


def _parsed(metered: _Metered, tags: tuple[str, ...]) -> Iterator[Declaration]:
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
    whole: list[Declaration] = []
    for _, element in events:
        read = reader_of(element)
        if read is None:
            continue
        is_within = _is_within(element, tags)
        declaration = _declaration(element, read, tags)
        if element.getparent() is None:
            whole.append(declaration)  # what follows the root may be no XML at all
            continue
        yield declaration
        if not is_within:  # the limit is that of a declaration with those in it
            metered.begin_anew()
            _forget(element)
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


def _fault(cause: etree.XMLSyntaxError) -> MalformedDocument | LimitExceeded:
    line = cause.lineno or None
    message = str(cause.msg).split(", line ")[0]
    if cause.code == LIMITED:
        rule = TOO_DEEP if "depth" in message else TOO_LARGE
        return LimitExceeded(rule, f"beyond the limits of the parser: {message}", line=line)
    rule = ENCODING if cause.code in NOT_IN_ENCODING else MALFORMED
    return MalformedDocument(rule, f"not well-formed XML: {message}", line=line)
