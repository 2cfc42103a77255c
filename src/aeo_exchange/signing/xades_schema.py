"""Whether a signature is written as the schemas of XML Signature and XAdES have it."""

from __future__ import annotations

from itertools import islice

from lxml import etree
from signxml.xades.xades import XAdESVerifier

from aeo_exchange.signing.xml_document import Element

__all__ = ["is_written_as_xades"]

MOST_ELEMENTS = 200  # of which the schema is asked as a tree


def is_written_as_xades(element: Element) -> bool:
    """Say whether the schema of XAdES accepts a signature.

    For each fault of a tree lxml goes through the siblings of the element, so one that holds very
    many, as no signature does, is parsed anew under the schema, where it does not.
    """
    schemas: list[etree.XMLSchema] = XAdESVerifier.schemas()  # type: ignore[no-untyped-call]
    if next(islice(element.iter(), MOST_ELEMENTS, None), None) is None:
        return any(_accepts_tree(element, schema) for schema in schemas)
    text = etree.tostring(element, with_tail=False)
    return any(_accepts_text(text, schema) for schema in schemas)


def _accepts_tree(element: Element, schema: etree.XMLSchema) -> bool:
    return schema.validate(element)


def _accepts_text(text: bytes, schema: etree.XMLSchema) -> bool:
    """Say whether a schema accepts what an element was written as."""
    try:
        etree.fromstring(text, etree.XMLParser(schema=schema, resolve_entities=False))
    except etree.XMLSyntaxError:
        return False
    return True
