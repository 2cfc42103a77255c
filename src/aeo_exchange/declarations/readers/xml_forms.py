"""The forms of declarations in XML: which elements of a file are declarations, and what reads them.

An element is a declaration by its own name, whatever stands beside it and around it (DEC-1-11).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import BinaryIO, TypeAlias

from aeo_exchange.declarations.declaration import Declaration
from aeo_exchange.declarations.readers.asycuda import ASYCUDA, asycuda_declaration
from aeo_exchange.declarations.readers.elements import Element, local_name_of, wildcards
from aeo_exchange.declarations.readers.eu import EU_MESSAGE, EU_NAMES, eu_declaration
from aeo_exchange.declarations.readers.wco import WCO_NAMESPACE, wco_declaration
from aeo_exchange.declarations.readers.xml_head import WCO
from aeo_exchange.errors import LimitExceeded
from aeo_exchange.reader_codes import TOO_LARGE

__all__ = ["DeclarationReader", "names_in", "reader_of", "tags_told", "told_names"]

DeclarationReader: TypeAlias = Callable[[Element], Declaration]
OF_WCO = f"{{{WCO_NAMESPACE}"
ALWAYS = (WCO, ASYCUDA)
# How the name of a message of the Union stands in a file: behind the bracket or the prefix. Each
# begins with two letters of its own, for which most files are looked through once and no more.
TOLD = tuple(
    (name[:2].encode(), re.compile(name.encode() + rb"(?=[\s/>])", re.ASCII)) for name in EU_NAMES
)
MARKS = frozenset({b"<", b":"})
LONGEST = 32  # bytes of one in a tag, in UTF-16
PIECE = 1 << 20
MOST_NAMES = 64  # of messages in one file; each has its filter in the parser
NUL = b"\0"


def told_names(stream: BinaryIO) -> tuple[str, ...]:
    """Return the names by which elements of a stream may be declarations; it is read through.

    Those that stand in a comment are among them. Raises LimitExceeded for too many.
    """
    names: tuple[str, ...] = ALWAYS
    before = b""
    while piece := stream.read(PIECE):
        text = before + piece
        names = tuple(dict.fromkeys((*names, *names_in(text))))
        if len(names) > MOST_NAMES:
            raise _of_too_many()
        before = text[-LONGEST:]
    return names


def names_in(text: bytes) -> tuple[str, ...]:
    """Return the names by which elements of a text may be declarations; raises LimitExceeded."""
    if NUL in text:
        text = text.replace(NUL, b"")  # of UTF-16 the letters of a name are left
    messages = _messages(text)
    if not messages:
        return ALWAYS
    names = tuple(dict.fromkeys((*ALWAYS, *messages)))
    if len(names) > MOST_NAMES:
        raise _of_too_many()
    return names


def _of_too_many() -> LimitExceeded:
    return LimitExceeded(TOO_LARGE, f"the file has messages of more than {MOST_NAMES} names")


def _messages(text: bytes) -> list[str]:
    """Return the names of messages of the Union that a text has."""
    return [
        match[0].decode()
        for letters, told in TOLD
        if text.rfind(letters) >= 0  # from behind it takes half as long as `in`
        for match in told.finditer(text)
        if text[match.start() - 1 : match.start()] in MARKS
    ]


@lru_cache(maxsize=64)
def tags_told(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what finds elements of these names in any namespace or in none."""
    return wildcards(*names)


def reader_of(element: Element) -> DeclarationReader | None:
    """Return what reads an element if it is a declaration; None where it is none."""
    return _reader_of(element.tag)  # type: ignore[arg-type]  # comments are not parsed


@lru_cache(maxsize=64)
def _reader_of(tag: str) -> DeclarationReader | None:
    name = local_name_of(tag)
    if name == WCO:
        return wco_declaration if tag == WCO or tag.startswith(OF_WCO) else None
    if name == ASYCUDA:
        return asycuda_declaration
    return eu_declaration if EU_MESSAGE.fullmatch(name) else None
