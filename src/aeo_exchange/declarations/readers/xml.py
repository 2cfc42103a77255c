"""A file of XML to its declarations, one after the other, each within its limits.

What stands before the root is looked at first: a document type never reaches the parser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import BinaryIO, NamedTuple

from lxml import etree

from aeo_exchange.counting import how_many
from aeo_exchange.declarations.declaration import Declaration
from aeo_exchange.declarations.readers.asycuda import ASYCUDA, asycuda_declaration
from aeo_exchange.declarations.readers.elements import Element, wildcards
from aeo_exchange.declarations.readers.eu import EU_MESSAGE, eu_declaration
from aeo_exchange.declarations.readers.limits import DeclarationLimits
from aeo_exchange.declarations.readers.wco import WCO_NAMESPACE, wco_declaration
from aeo_exchange.declarations.readers.xml_head import HEAD, WCO, first_names
from aeo_exchange.errors import LimitExceeded, MalformedDocument, UnknownFormat
from aeo_exchange.formats.content import Content

__all__ = ["declarations_of_xml"]

MALFORMED, ENCODING, UNKNOWN = "AEO-SYN-01", "AEO-SYN-04", "AEO-SYN-05"
DOCTYPE, DEEP, LONG = "AEO-HOS-01", "AEO-HOS-02", "AEO-HOS-03"
RESPONSE = "Response"
OF_WCO = f"{{{WCO_NAMESPACE}"
# What the parser says of bytes that its encoding does not have, and of what it limits.
NOT_IN_ENCODING = frozenset({6, 7, 9, 31, 32, 79, 81})
LIMITED = 114


class _Form(NamedTuple):
    """A form of declarations: the name of its element, and what is made of one."""

    name: str
    declaration: Callable[[Element], Declaration]
    tags: tuple[str, ...]  # what finds its elements in any namespace


def declarations_of_xml(
    head: bytes, content: Content, limits: DeclarationLimits
) -> Iterable[Declaration]:
    """Give the declarations of a content that begins so; raises ReadError where it cannot go on."""
    names = first_names(head)
    form = _form(names)
    return _at_once(head, form) or _one_by_one(content, form, names, limits)


def _one_by_one(
    content: Content, form: _Form, names: tuple[str, ...], limits: DeclarationLimits
) -> Iterator[Declaration]:
    count = 0
    try:
        with content.open() as stream:
            for declaration in _parsed(_Metered(stream, limits.declaration_bytes), form):
                yield declaration
                count += 1
    except etree.XMLSyntaxError as cause:
        raise _fault(cause) from cause
    if not count:
        if RESPONSE in names:
            yield Declaration(is_notification=True)
            return
        raise UnknownFormat(
            UNKNOWN,
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
                LONG,
                f"a declaration is longer than {how_many(self._most, 'byte')}; "
                "it ends the file here",
            )
        return piece

    def begin_anew(self) -> None:
        """Count from here: a declaration has ended."""
        self._since = 0


def _at_once(head: bytes, form: _Form) -> list[Declaration]:
    """Return the declarations of a short file, in a third of the time; none where it is longer.

    None, too, where it is no XML: then those before the fault are read one by one.
    """
    if len(head) == HEAD:
        return []
    try:
        root = etree.fromstring(head, _parser())
    except etree.XMLSyntaxError:
        return []
    meant = [part for part in root.iter(*form.tags) if _is_meant(part, form)]
    if len(meant) > 1 and any(_is_within(part, form) for part in meant):
        ended = etree.iterwalk(root, events=("end",), tag=form.tags)
        inner_first = [part for _, part in ended if _is_meant(part, form)]
        return [_declaration(part, form) for part in inner_first]
    return [form.declaration(part) for part in meant]


def _declaration(element: Element, form: _Form) -> Declaration:
    """Return what an element says; one in another has ended before it, and is none of its parts."""
    declaration = form.declaration(element)
    if _is_within(element, form):
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


def _parsed(metered: _Metered, form: _Form) -> Iterator[Declaration]:
    events = etree.iterparse(
        metered,
        events=("end",),
        tag=form.tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    whole: list[Declaration] = []
    for _, element in events:
        if not _is_meant(element, form):
            continue
        is_within = _is_within(element, form)
        declaration = _declaration(element, form)
        if element.getparent() is None:
            whole.append(declaration)  # what follows the root may be no XML at all
            continue
        yield declaration
        if not is_within:  # the limit is that of a declaration with those in it
            metered.begin_anew()
            _forget(element)
    yield from whole


def _is_within(element: Element, form: _Form) -> bool:
    """Say whether an element stands in a declaration."""
    above = element.iterancestors(*form.tags)
    return any(_is_meant(one, form) for one in above)


def _is_meant(element: Element, form: _Form) -> bool:
    """Say whether an element is a declaration: one of the WCO, or of no namespace.

    Of the other forms the name tells.
    """
    tag = str(element.tag)
    return form.name != WCO or tag == WCO or tag.startswith(OF_WCO)


def _forget(element: Element) -> None:
    """Drop what was read, with what stands before it in the wrapper."""
    above = element.getparent()
    assert above is not None
    element.clear()
    while element.getprevious() is not None:
        del above[0]


@lru_cache(maxsize=64)  # files of one system begin alike
def _form(names: tuple[str, ...]) -> _Form:
    """Return the form of what begins with these names; the WCO's where none tells."""
    for name in names:
        if name == WCO:
            break
        if name == ASYCUDA:
            return _Form(name, asycuda_declaration, wildcards(name))
        if EU_MESSAGE.fullmatch(name):
            return _Form(name, eu_declaration, wildcards(name))
    return _Form(WCO, wco_declaration, wildcards(WCO))


def _fault(cause: etree.XMLSyntaxError) -> MalformedDocument | LimitExceeded:
    line = cause.lineno or None
    message = str(cause.msg).split(", line ")[0]
    if cause.code == LIMITED:
        rule = DEEP if "depth" in message else LONG
        return LimitExceeded(rule, f"beyond the limits of the parser: {message}", line=line)
    rule = ENCODING if cause.code in NOT_IN_ENCODING else MALFORMED
    return MalformedDocument(rule, f"not well-formed XML: {message}", line=line)
