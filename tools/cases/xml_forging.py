"""Makes XML attestations for cases, right or wrong, without the library that the toolkit uses.

The tree is built as text, canonicalised by libxml2 and signed by a test key; every part of the
signature can be replaced, so that a case can sign what an attacker would.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from typing import Any
from xml.sax.saxutils import escape

from forging import certificate, signature
from lxml import etree
from msgspec import Struct

AEO = "urn:aeo-exchange:1.0"
DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = f"{DS}enveloped-signature"
ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
NAMES = {"a": AEO, "ds": DS, "x": XADES}


class Reference(Struct, frozen=True, kw_only=True):
    """A reference of the signature: what it names, its transforms, and what is digested.

    `digested` is an XPath from the root of the document; the signature is left out of it where
    the transforms say so. Transforms are algorithms, or elements written out.
    """

    uri: str
    digested: str
    transforms: tuple[str, ...] = (EXCLUSIVE,)
    kind: str = ""
    method: str = SHA256


ROOT = Reference(uri="#att", digested="/*", transforms=(ENVELOPED, EXCLUSIVE))
PROPERTIES = Reference(uri="#props", digested="//x:SignedProperties", kind=SIGNED_PROPERTIES)
KEY_INFO = Reference(uri="#key", digested="//ds:KeyInfo")
REFERENCES = (ROOT, PROPERTIES, KEY_INFO)


class Signing(Struct, frozen=True, kw_only=True):
    """How an attestation is signed; each part can be another than the standard asks for."""

    key: str = "hk"
    references: tuple[Reference, ...] = REFERENCES
    canonicalisation: str = EXCLUSIVE
    method: str = ECDSA
    key_info: str = ""
    signing_certificate: str = ""
    objects: str = ""
    properties: str = ""
    value: Callable[[str], str] = str
    signed_with: Callable[[str, bytes], bytes] = signature
    target: str = "#sig"


def elements(tree: Mapping[str, Any]) -> str:
    """Return the items of a tree as elements, as part 1 of the specification writes them."""
    return "".join(
        _element(name[0].upper() + name[1:], item)
        for name, value in tree.items()
        for item in (value if isinstance(value, list) else [value])
    )


def _element(name: str, value: object) -> str:
    inner = elements(value) if isinstance(value, dict) else escape(_text(value))
    return f"<{name}>{inner}</{name}>"


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def content(claims: Mapping[str, Any], record: Mapping[str, Any]) -> str:
    """Return claims and record as the attestation holds them."""
    return f"<Claims>{elements(claims)}</Claims><AeoRecord>{elements(record)}</AeoRecord>"


def attestation(inner: str, how: Signing = Signing(), *, identity: str = "att") -> bytes:
    """Return a signed AeoAttestation around its content."""
    text = f'<AeoAttestation xmlns="{AEO}" Id="{identity}">{inner}{_unsigned(how)}</AeoAttestation>'
    return sign(text.encode(), how)


def sign(document: bytes, how: Signing) -> bytes:
    """Return a document whose one unsigned signature has been filled in."""
    root = etree.fromstring(document)
    for place, reference in enumerate(how.references):
        value = root.xpath("//ds:Reference", namespaces=NAMES)[place].find(f"{{{DS}}}DigestValue")
        value.text = _digest(root, reference)
    info = root.xpath("//ds:SignedInfo", namespaces=NAMES)[0]
    signed = how.signed_with(how.key, canonical(info))
    root.xpath("//ds:SignatureValue", namespaces=NAMES)[0].text = how.value(_base64(signed))
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="UTF-8")


def _unsigned(how: Signing) -> str:
    references = "".join(_reference(reference) for reference in how.references)
    return (
        f'<ds:Signature xmlns:ds="{DS}" Id="sig"><ds:SignedInfo>'
        f'<ds:CanonicalizationMethod Algorithm="{how.canonicalisation}"/>'
        f'<ds:SignatureMethod Algorithm="{how.method}"/>{references}</ds:SignedInfo>'
        f"<ds:SignatureValue></ds:SignatureValue>"
        f'<ds:KeyInfo Id="key">{how.key_info or x509_data(how.key)}</ds:KeyInfo>'
        f"<ds:Object>{how.properties or qualifying_properties(how)}</ds:Object>"
        f"{how.objects}</ds:Signature>"
    )


def x509_data(*names: str) -> str:
    """Return the certificates of test keys."""
    certificates = "".join(
        f"<ds:X509Certificate>{certificate(name)}</ds:X509Certificate>" for name in names
    )
    return f"<ds:X509Data>{certificates}</ds:X509Data>"


def qualifying_properties(how: Signing, identity: str = "props") -> str:
    """Return the properties that XAdES signs: time and digest of the certificate."""
    der = base64.b64decode(certificate(how.signing_certificate or how.key))
    value = _base64(hashlib.sha256(der).digest())
    return (
        f'<x:QualifyingProperties xmlns:x="{XADES}" Target="{how.target}">'
        f'<x:SignedProperties Id="{identity}"><x:SignedSignatureProperties>'
        "<x:SigningTime>2026-10-20T00:00:00Z</x:SigningTime>"
        f'<x:SigningCertificateV2><x:Cert><x:CertDigest><ds:DigestMethod Algorithm="{SHA256}"/>'
        f"<ds:DigestValue>{value}</ds:DigestValue></x:CertDigest></x:Cert>"
        "</x:SigningCertificateV2></x:SignedSignatureProperties></x:SignedProperties>"
        "</x:QualifyingProperties>"
    )


def _reference(reference: Reference) -> str:
    kind = f' Type="{reference.kind}"' if reference.kind else ""
    transforms = "".join(
        one if one.startswith("<") else f'<ds:Transform Algorithm="{one}"/>'
        for one in reference.transforms
    )
    return (
        f'<ds:Reference URI="{reference.uri}"{kind}><ds:Transforms>{transforms}</ds:Transforms>'
        f'<ds:DigestMethod Algorithm="{reference.method}"/><ds:DigestValue></ds:DigestValue>'
        "</ds:Reference>"
    )


def _digest(root: Any, reference: Reference) -> str:
    digested = root.xpath(reference.digested, namespaces=NAMES)[0]
    if ENVELOPED in reference.transforms:
        digested = etree.fromstring(etree.tostring(digested, with_tail=False))
        for inner in digested.findall(f"{{{DS}}}Signature"):
            digested.remove(inner)
    hashed = hashlib.new("sha1" if reference.method.endswith("sha1") else "sha256")
    hashed.update(canonical(digested))
    return _base64(hashed.digest())


def canonical(element: Any) -> bytes:
    """Return the exclusive canonical form of an element."""
    written: bytes = etree.tostring(element, method="c14n", exclusive=True)
    return written


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()
