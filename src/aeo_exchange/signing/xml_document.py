"""Content to the root element of an XML attestation, or the reason why not (ATT-3-1).

Expat looks at all of the content before libxml2 sees any of it, so that a document type
declaration never reaches a parser that would act on one, and what is not well-formed for one
of the two is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeAlias
from xml.parsers import expat

from lxml import etree

from aeo_exchange.errors import ReadError
from aeo_exchange.formats.json_tree import refuse_encoding
from aeo_exchange.formats.limits import Limits
from aeo_exchange.formats.xml_prolog import malformed
from aeo_exchange.safe_text import excerpt
from aeo_exchange.signing import refusals

__all__ = ["MOST_BYTES", "Element", "parser", "read_root_element"]

Element: TypeAlias = "etree._Element"  # noqa: SLF001 lxml has no public name for it

# A record as long as a reader takes it, and as much again for claims and signature.
MOST_BYTES = 2 * Limits().record_bytes
MOST_NAMESPACES = 32  # ATT-3-1; an attestation needs three


def read_root_element(content: bytes) -> Element:
    """Return the root element of a document; raises BadSignature (AEO-SIG-01, AEO-SIG-15)."""
    refusals.require(
        len(content) <= MOST_BYTES, "AEO-SIG-01", f"it is longer than {MOST_BYTES} bytes"
    )
    try:
        refuse_encoding(content)
        _look_through(content)
    except ReadError as cause:
        refusals.refuse("AEO-SIG-01", cause.message, cause)
    try:
        return etree.fromstring(content, parser())
    except etree.XMLSyntaxError as cause:
        refusals.refuse("AEO-SIG-01", f"not well-formed XML: {excerpt(cause.msg or '')}", cause)


@cache
def parser() -> etree.XMLParser:
    """Return the one parser that signed content goes through, ours and that of the library."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=False,
        remove_pis=False,
    )


def _look_through(content: bytes) -> None:
    """Refuse what stands in the text of a document and never in an attestation."""
    scanner = expat.ParserCreate(namespace_separator=" ")

    def declaration(version: str, encoding: str | None, _standalone: int) -> None:
        usual = version == "1.0" and (encoding or "UTF-8").upper() == "UTF-8"
        refusals.require(usual, "AEO-SIG-15", "it is not declared as XML 1.0 in UTF-8")

    declared = 0

    def namespace(_prefix: str | None, _uri: str) -> None:
        # libxml2 takes time by their square wherever it looks through them.
        nonlocal declared
        declared += 1
        refusals.require(
            declared <= MOST_NAMESPACES,
            "AEO-SIG-15",
            f"it declares more than {MOST_NAMESPACES} namespaces",
        )

    def refuse(what: str) -> Callable[..., None]:
        return lambda *_: refusals.require(False, "AEO-SIG-15", f"it has {what}")  # noqa: FBT003

    scanner.XmlDeclHandler = declaration
    scanner.StartNamespaceDeclHandler = namespace
    scanner.StartDoctypeDeclHandler = refuse("a document type declaration")
    scanner.CommentHandler = refuse("a comment")
    scanner.ProcessingInstructionHandler = refuse("a processing instruction")
    try:
        scanner.Parse(content, True)  # noqa: FBT003 expat has no name for it
    except expat.ExpatError as cause:
        raise malformed(cause) from cause
