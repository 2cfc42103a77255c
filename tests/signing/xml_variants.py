"""XML attestations that differ from the one they are made from and are as good as it."""

from __future__ import annotations

import base64

from lxml import etree

from signing.xml_forging import (
    KEY,
    Builder,
    Material,
    base64_of,
    changed,
    edited,
    one,
    remove,
    resigned,
    written,
)

__all__ = ["VARIANTS"]

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
SOAP = "http://www.w3.org/2003/05/soap-envelope"


def out_of_envelope(material: Material) -> bytes:
    text = material.content.decode().partition("?>")[2]
    envelope = etree.fromstring(
        f'<s:Envelope xmlns:s="{SOAP}" xmlns="urn:other"><s:Body>{text}</s:Body></s:Envelope>'
    )
    return etree.tostring(one(envelope, "//a:AeoAttestation"), encoding="UTF-8", with_tail=False)


def twin(material: Material) -> bytes:
    root = material.root
    value = one(root, "//ds:SignatureValue")
    raw = base64.b64decode(value.text or "")
    value.text = base64_of(raw[:32] + (ORDER - int.from_bytes(raw[32:])).to_bytes(32))
    return written(root)


def other_order(material: Material) -> bytes:
    root = material.root
    one(root, "//ds:SignedInfo").insert(2, one(root, KEY))
    return resigned(root, material.key)


VARIANTS: dict[str, Builder] = {
    "a namespace is declared that nobody uses": edited("<Claims>", '<Claims xmlns:n="urn:x">'),
    "a text is written as CDATA": edited(">granted</Auth", "><![CDATA[granted]]></Auth"),
    "a character is written by its number": edited("<Sub>H", "<Sub>&#72;"),
    "the declaration of XML is missing": lambda material: written(material.root),
    "blanks stand inside a start tag": edited("<Claims>", "<Claims  >"),
    "it was taken out of an envelope with other namespaces": out_of_envelope,
    "it has the other signature that ECDSA allows": twin,
    "the key is not referred to": changed(KEY, remove),
    "the references come in another order": other_order,
}
