"""The root of an XML attestation to its three parts, and nothing beside them (ATT-3-1)."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from aeo_exchange.model.attestation import Claims
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.shape import NAMESPACE
from aeo_exchange.safe_text import excerpt
from aeo_exchange.signing import refusals
from aeo_exchange.signing.xml_document import Element

__all__ = [
    "ATTESTATION",
    "DSIG",
    "EXCLUSIVE",
    "Parts",
    "attestation_parts",
    "check_root",
    "signed_parts_of",
]

ATTESTATION = "AeoAttestation"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
_ROOT = f"{{{NAMESPACE}}}{ATTESTATION}"
_SIGNED = [f"{{{NAMESPACE}}}{Claims.__name__}", f"{{{NAMESPACE}}}{AeoRecord.__name__}"]
_SIGNATURE = f"{{{DSIG}}}Signature"
_BLANKS = " \t\r\n"
# Of the names that XML Schema has for an ID, those of ASCII (ATT-3-1).
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_ATTRIBUTES = etree.XPath("boolean(.//@*)")
_SIGNATURES = etree.XPath("count(.//ds:Signature)", namespaces={"ds": DSIG})
# Whatever some program may take for the name of an element; the last is xml:id.
_IDS = etree.XPath("//@*[translate(local-name(), 'ID', 'id') = 'id']")


class Parts(NamedTuple):
    """What an attestation is made of."""

    name: str
    claims: Element
    record: Element
    signature: Element


def check_root(root: Element) -> None:
    """Refuse another root than that of an attestation (AEO-SIG-01)."""
    refusals.require(
        root.tag == _ROOT, "AEO-SIG-01", f"the root element is {excerpt(str(root.tag))}"
    )


def attestation_parts(root: Element) -> Parts:
    """Return the parts of an attestation; raises BadSignature (AEO-SIG-15, AEO-SIG-16)."""
    children = _children(root, [*_SIGNED, _SIGNATURE])
    refusals.require(_SIGNATURES(root) == 1, "AEO-SIG-15", "there is another signature inside")
    names = list(map(str, _IDS(root)))
    refusals.require(len(set(names)) == len(names), "AEO-SIG-16", "two elements have one Id")
    return Parts(root.get("Id", ""), *children)


def signed_parts_of(root: Element) -> tuple[Element, Element]:
    """Return claims and record of an attestation that its signature was taken out of."""
    claims, record = _children(root, _SIGNED)
    return claims, record


def _children(root: Element, wanted: list[str]) -> list[Element]:
    """Return the children of the root that are wanted, in that order, once each."""
    refusals.require(root.keys() == ["Id"], "AEO-SIG-15", "the root has not Id as its attribute")
    refusals.require(
        _NAME.match(root.get("Id", "")) is not None,
        "AEO-SIG-15",
        "the Id of the root is not a name",
    )
    tags = [child.tag for child in root]
    refusals.require(
        tags == wanted, "AEO-SIG-15", "the root has not Claims, AeoRecord and one Signature alone"
    )
    texts = (root.text, *(child.tail for child in root))
    refusals.require(
        not any(text and text.strip(_BLANKS) for text in texts),
        "AEO-SIG-15",
        "text stands between the parts",
    )
    children = [root.find(tag) for tag in wanted]
    if any(child is None for child in children):
        refusals.refuse("AEO-SIG-15", "a part is missing")
    parts = [child for child in children if child is not None]
    refusals.require(
        not any(_ATTRIBUTES(part) for part in parts[:2]),
        "AEO-SIG-15",
        "an element outside the signature has an attribute",
    )
    return parts
