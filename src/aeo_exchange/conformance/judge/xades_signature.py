"""The signature of an XML attestation, with nothing in it that could be read in two ways.

What it refers to, how, and with which certificate (ATT-3-2 to ATT-3-4).
"""

from __future__ import annotations

import base64
import binascii
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from signxml.xades.xades import XAdESVerifier

from aeo_exchange.conformance.judge.keys import certificate_key
from aeo_exchange.conformance.judge.refusal import BadOutput, require
from aeo_exchange.conformance.judge.xml_tree import BLANKS, Element, has_text_between

__all__ = ["DSIG", "XadesSignature", "read_signature"]

DSIG = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
ENVELOPED = f"{DSIG}enveloped-signature"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
ES256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
NAMES = {"ds": DSIG, "xades": XADES}
_NO_BLANKS = str.maketrans("", "", BLANKS)


class XadesSignature(NamedTuple):
    """A signature that was read: what it says of each Id, and the key that it names.

    `inside` are the elements of the signature that it covers itself, by what they are.
    """

    signed_info: Element
    digests: dict[str, bytes]
    inside: dict[str, Element]
    value: bytes
    kid: str


def read_signature(element: Element, root: str) -> XadesSignature:
    """Return the signature of an attestation whose root has a name; raises BadOutput."""
    _require_schema(element)
    _require_methods(element)
    properties = _properties(element)
    key_info = _one(element, "ds:KeyInfo", "AEO-SIG-18")
    _require_references(element, root, str(properties.get("Id")), key_info.get("Id"))
    certificate = _certificate(key_info)
    _require_signing_certificate(properties, certificate)
    inside = {"the signed properties": properties}
    if key_info.get("Id") is not None:
        inside["the key"] = key_info
    digests = {
        str(reference.get("URI"))[1:]: _base64_of(_one(reference, "ds:DigestValue"))
        for reference in _all(element, "ds:SignedInfo/ds:Reference")
    }
    return XadesSignature(
        signed_info=_one(element, "ds:SignedInfo"),
        digests=digests,
        inside={what: part for what, part in inside.items() if part.get("Id") in digests},
        value=_base64_of(_one(element, "ds:SignatureValue")),
        kid=certificate_key(certificate).kid,
    )


def _require_schema(element: Element) -> None:
    schemas = XAdESVerifier.schemas()  # type: ignore[no-untyped-call]
    is_written_so = any(schema.validate(element) for schema in schemas)
    # The schema of XML Signature lets text stand between elements.
    has_text = any(len(inner) and has_text_between(inner) for inner in element.iter())
    require(
        is_written_so and not has_text,
        "AEO-SIG-16",
        "the signature is not written as XML Signature and XAdES have it",
    )


def _require_methods(element: Element) -> None:
    """Refuse other methods than those of ATT-3-3, and parameters of them."""
    wanted = {
        "ds:SignedInfo/ds:CanonicalizationMethod": EXCLUSIVE,
        "ds:SignedInfo/ds:SignatureMethod": ES256,
        ".//ds:DigestMethod": SHA256,
    }
    for path, algorithm in wanted.items():
        methods = _all(element, path)
        require(
            all(method.get("Algorithm") == algorithm and _is_bare(method) for method in methods),
            "AEO-SIG-17",
            f"{path.rpartition(':')[2]} is not {algorithm} without parameters",
        )


def _properties(element: Element) -> Element:
    """Return the SignedProperties, which the one Object of a signature holds alone."""
    inside = _one(element, "ds:Object")
    for name in ("QualifyingProperties", "SignedProperties"):
        require(
            [part.tag for part in inside] == [f"{{{XADES}}}{name}"],
            "AEO-SIG-16",
            f"the Object does not hold {name} alone",
        )
        inside = inside[0]
        if name == "QualifyingProperties":
            is_ours = inside.get("Target") == f"#{element.get('Id')}"
            require(is_ours, "AEO-SIG-16", "the properties are not those of this signature")
    require(inside.get("Id") is not None, "AEO-SIG-16", "the SignedProperties have no Id")
    return inside


def _require_references(element: Element, root: str, properties: str, key: str | None) -> None:
    """Refuse other references than the three of ATT-3-2, of which the last may be missing."""
    told = []
    for reference in _all(element, "ds:SignedInfo/ds:Reference"):
        transforms = _all(reference, "ds:Transforms/ds:Transform")
        require(all(map(_is_bare, transforms)), "AEO-SIG-16", "a transform has parameters")
        algorithms = [transform.get("Algorithm") for transform in transforms]
        told.append((reference.get("URI"), reference.get("Type"), algorithms))
    wanted = [
        (f"#{root}", None, [ENVELOPED, EXCLUSIVE]),
        (f"#{properties}", SIGNED_PROPERTIES, [EXCLUSIVE]),
    ]
    of_key = [] if key is None else [(f"#{key}", None, [EXCLUSIVE])]
    require(
        sorted(told, key=str) in (sorted(wanted, key=str), sorted([*wanted, *of_key], key=str)),
        "AEO-SIG-16",
        "SignedInfo does not refer to the root, the signed properties and the key alone, "
        "with the transforms of each",
    )


def _certificate(key_info: Element) -> x509.Certificate:
    """Return the one certificate that KeyInfo holds (ATT-3-4)."""
    held = [child.tag for child in (*key_info, *_all(key_info, "ds:X509Data/*"))]
    require(
        held == [f"{{{DSIG}}}X509Data", f"{{{DSIG}}}X509Certificate"],
        "AEO-SIG-18",
        "KeyInfo does not hold one certificate alone",
    )
    try:
        return x509.load_der_x509_certificate(
            _base64_of(_one(key_info, "ds:X509Data/ds:X509Certificate"), "AEO-SIG-18")
        )
    except (ValueError, x509.InvalidVersion) as cause:
        raise BadOutput("AEO-SIG-18", "the certificate cannot be read") from cause


def _require_signing_certificate(properties: Element, certificate: x509.Certificate) -> None:
    signed = _one(properties, "xades:SignedSignatureProperties")
    _one(signed, "xades:SigningTime")
    require(
        not _all(signed, "xades:SigningCertificate"), "AEO-SIG-18", "SigningCertificate is there"
    )
    told = _one(signed, "xades:SigningCertificateV2/xades:Cert", "AEO-SIG-18")
    value = _base64_of(_one(told, "xades:CertDigest/ds:DigestValue", "AEO-SIG-18"), "AEO-SIG-18")
    require(
        value == certificate.fingerprint(hashes.SHA256()),
        "AEO-SIG-18",
        "SigningCertificateV2 is of another certificate",
    )


def _base64_of(element: Element, rule: str = "AEO-SIG-16") -> bytes:
    """Return the bytes of base64 with white space anywhere; raises BadOutput for other text."""
    bare = (element.text or "").translate(_NO_BLANKS)
    try:
        content = base64.b64decode(bare, validate=True)
    except binascii.Error as cause:
        raise BadOutput(rule, "a value is not base64") from cause
    is_usual = content and base64.b64encode(content).decode() == bare
    require(bool(is_usual), rule, "a value is not base64")
    return content


def _is_bare(element: Element) -> bool:
    return not len(element) and not (element.text or "").strip(BLANKS)


def _one(element: Element, path: str, rule: str = "AEO-SIG-16") -> Element:
    """Return the one element at a path; raises BadOutput."""
    elements = _all(element, path)
    require(len(elements) == 1, rule, f"there are {len(elements)} of {path}, not one")
    return elements[0]


def _all(element: Element, path: str) -> list[Element]:
    return element.findall(path, namespaces=NAMES)
