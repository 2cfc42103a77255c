"""The signature of an XML attestation: what it refers to, how, and which key it names.

Only what a signature of this standard has is let through, so that whatever verifies it
afterwards has nothing to choose (ATT-3-2 to ATT-3-4).
"""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from lxml import etree
from msgspec import Struct

from aeo_exchange.errors import UnsupportedAlgorithm, UnusableKey
from aeo_exchange.safe_text import excerpt
from aeo_exchange.signing import refusals
from aeo_exchange.signing.keys import VerificationKey, carried_key, read_der
from aeo_exchange.signing.xades_schema import is_written_as_xades
from aeo_exchange.signing.xml_document import Element
from aeo_exchange.signing.xml_structure import DSIG, EXCLUSIVE

__all__ = ["SIGNED_PROPERTIES", "XADES", "Carrier", "XmlSignature", "read_signature"]

XADES = "http://uri.etsi.org/01903/v1.3.2#"
SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
_ENVELOPED = f"{DSIG}enveloped-signature"
_MORE = "http://www.w3.org/2001/04/xmldsig-more#"
_METHODS = {f"{_MORE}ecdsa-sha256": "ES256", f"{_MORE}ecdsa-sha384": "ES384"}
_SHA256, _SHA384 = "http://www.w3.org/2001/04/xmlenc#sha256", f"{_MORE}sha384"
_DIGESTS = {"ES256": frozenset({_SHA256}), "ES384": frozenset({_SHA256, _SHA384})}
_HASHES = {_SHA256: hashes.SHA256, _SHA384: hashes.SHA384}
_BLANKS = " \t\r\n"
_NO_BLANKS = str.maketrans("", "", _BLANKS)


class Carrier(Struct, frozen=True):
    """A certificate in an attestation, and the key that it names."""

    certificate: x509.Certificate
    key: VerificationKey


class XmlSignature(Struct, frozen=True, kw_only=True):
    """A signature that was read, not yet verified."""

    algorithm: str
    references: int
    carrier: Carrier


class _Reference(NamedTuple):
    """One reference as written: what it points at, as what, and by which transforms."""

    uri: str | None
    kind: str | None
    transforms: tuple[str, ...]


def read_signature(element: Element, root: str) -> XmlSignature:
    """Return the signature of an attestation whose root has a name.

    Raises BadSignature (AEO-SIG-16, AEO-SIG-18) and UnsupportedAlgorithm (AEO-SIG-17).
    """
    algorithm = _algorithm(element)
    _check_texts(element)
    refusals.require(
        is_written_as_xades(element),
        "AEO-SIG-16",
        "the signature is not written as XML Signature and XAdES have it",
    )
    properties = _properties(element)
    references = _references(element)
    _check_references(references, element, root, properties.get("Id", ""))
    _check_values(element)
    carrier = _carrier(element)
    refusals.require(
        carrier.key.algorithm == algorithm, "AEO-SIG-17", f"{algorithm} is not for this key"
    )
    _check_digests(element, algorithm)
    _check_signing_certificate(properties, carrier.certificate)
    return XmlSignature(algorithm=algorithm, references=len(references), carrier=carrier)


def _check_texts(element: Element) -> None:
    """Refuse text between elements: the schema of XML Signature lets it stand in several."""
    for inner in element.iter():
        texts = [inner.text] if len(inner) else []
        texts.extend(child.tail for child in inner)
        refusals.require(
            not any(text and text.strip(_BLANKS) for text in texts),
            "AEO-SIG-16",
            f"text stands between elements of {etree.QName(inner).localname}",
        )


def _check_values(element: Element) -> None:
    """Refuse signature and digests that are written in more ways than one."""
    values = [
        *element.iterfind(_ds("SignatureValue")),
        *element.iterfind(f"{_ds('SignedInfo')}/{_ds('Reference')}/{_ds('DigestValue')}"),
    ]
    for value in values:
        refusals.require(
            _bytes_of(value.text or "") is not None,
            "AEO-SIG-16",
            f"{etree.QName(value).localname} is not base64",
        )


def _bytes_of(text: str) -> bytes | None:
    """Return the bytes of base64, with white space anywhere; None for every other text."""
    bare = text.translate(_NO_BLANKS)
    try:
        content = base64.b64decode(bare, validate=True)
    except ValueError:
        return None
    # Bits could be set that belong to no byte.
    return content if content and _base64(content) == bare else None


def _properties(element: Element) -> Element:
    """Return the SignedProperties, which the one object of a signature holds."""
    objects = element.findall(_ds("Object"))
    inside = [child for object_ in objects for child in object_]
    properties = [child for properties_element in inside for child in properties_element]
    refusals.require(
        len(objects) == 1
        and [part.tag for part in inside] == [_xades("QualifyingProperties")]
        and [property_.tag for property_ in properties] == [_xades("SignedProperties")],
        "AEO-SIG-16",
        "the signature has not one Object with SignedProperties alone",
    )
    refusals.require(
        [part.get("Target") for part in inside] == [f"#{element.get('Id')}"],
        "AEO-SIG-16",
        "the properties are not those of this signature",
    )
    if not properties:
        refusals.refuse("AEO-SIG-16", "there are no SignedProperties")
    return properties[0]


def _references(element: Element) -> tuple[_Reference, ...]:
    """Return what SignedInfo refers to; raises BadSignature for a transform with parameters."""
    references = []
    for reference in element.iterfind(f"{_ds('SignedInfo')}/{_ds('Reference')}"):
        transforms = reference.findall(f"{_ds('Transforms')}/{_ds('Transform')}")
        refusals.require(all(map(_is_bare, transforms)), "AEO-SIG-16", "a transform has parameters")
        algorithms = tuple(transform.get("Algorithm", "") for transform in transforms)
        references.append(_Reference(reference.get("URI"), reference.get("Type"), algorithms))
    return tuple(references)


def _check_references(
    references: tuple[_Reference, ...], element: Element, root: str, properties: str
) -> None:
    """Refuse references that are not the three of ATT-3-2, of which the last may be missing."""
    key_info = element.find(_ds("KeyInfo"))
    key_name = None if key_info is None else key_info.get("Id")
    wanted = {
        _Reference(f"#{root}", None, (_ENVELOPED, EXCLUSIVE)),
        _Reference(f"#{properties}", SIGNED_PROPERTIES, (EXCLUSIVE,)),
    }
    of_key = _Reference(f"#{key_name}", None, (EXCLUSIVE,))
    refusals.require(
        len(set(references)) == len(references)
        and set(references) - ({of_key} if key_name else set()) == wanted,
        "AEO-SIG-16",
        "SignedInfo does not refer to the root, the signed properties and the key alone, "
        "with the transforms of each",
    )


def _algorithm(element: Element) -> str:
    """Return the algorithm of a signature by its JOSE name (ATT-3-3)."""
    canonicalisation = element.find(f"{_ds('SignedInfo')}/{_ds('CanonicalizationMethod')}")
    refusals.require(
        canonicalisation is not None
        and canonicalisation.get("Algorithm") == EXCLUSIVE
        and _is_bare(canonicalisation),
        "AEO-SIG-17",
        "the canonicalisation is not exclusive without comments",
    )
    method = element.find(f"{_ds('SignedInfo')}/{_ds('SignatureMethod')}")
    named = "" if method is None else method.get("Algorithm", "")
    refusals.require(
        named in _METHODS and method is not None and _is_bare(method),
        "AEO-SIG-17",
        f"the signature method is {excerpt(named)}",
    )
    return _METHODS.get(named, "ES256")


def _check_digests(element: Element, algorithm: str) -> None:
    """Refuse digests other than those that go with an algorithm, wherever they stand."""
    methods = list(element.iter(_ds("DigestMethod")))
    named = {method.get("Algorithm", "") for method in methods}
    refusals.require(
        named <= _DIGESTS[algorithm] and all(map(_is_bare, methods)),
        "AEO-SIG-17",
        f"digests are made by {excerpt(', '.join(sorted(named)))}",
    )


def _carrier(element: Element) -> Carrier:
    """Return the one certificate that KeyInfo holds, with its key (ATT-3-4)."""
    held = [child.tag for child in element.iterfind(f"{_ds('KeyInfo')}/*")]
    certificates = element.findall(f"{_ds('KeyInfo')}/{_ds('X509Data')}/*")
    refusals.require(
        held == [_ds("X509Data")]
        and [certificate.tag for certificate in certificates] == [_ds("X509Certificate")],
        "AEO-SIG-18",
        "KeyInfo does not hold one certificate alone",
    )
    if not certificates:
        refusals.refuse("AEO-SIG-18", "there is no certificate")
    return _read_carrier(certificates[0].text or "")


@lru_cache(maxsize=256)
def _read_carrier(text: str) -> Carrier:
    """Return a certificate from its base64; many attestations have the same one."""
    try:
        certificate = read_der(_bytes_of(text) or b"")
        key = carried_key(certificate)
    except UnsupportedAlgorithm as cause:
        refusals.refuse("AEO-SIG-17", cause.message, cause)
    except UnusableKey as cause:
        refusals.refuse("AEO-SIG-18", "the certificate cannot be read", cause)
    return Carrier(certificate, key)


def _check_signing_certificate(properties: Element, certificate: x509.Certificate) -> None:
    """Refuse a SigningCertificateV2 that is missing, or of another certificate."""
    signed = properties.find(_xades("SignedSignatureProperties"))
    names = [] if signed is None else [child.tag for child in signed]
    refusals.require(_xades("SigningTime") in names, "AEO-SIG-16", "SigningTime is missing")
    refusals.require(
        _xades("SigningCertificateV2") in names and _xades("SigningCertificate") not in names,
        "AEO-SIG-18",
        "SigningCertificateV2 is missing, or not alone",
    )
    inner = f"{_xades('Cert')}/{_xades('CertDigest')}"
    digests = properties.findall(f".//{_xades('SigningCertificateV2')}/{inner}")
    refusals.require(
        len(digests) == 1 and _is_digest_of(digests[0], certificate),
        "AEO-SIG-18",
        "SigningCertificateV2 is of another certificate",
    )


def _is_digest_of(told: Element, certificate: x509.Certificate) -> bool:
    method, value = told
    algorithm = _HASHES.get(method.get("Algorithm", ""))
    digest = (value.text or "").translate(_NO_BLANKS)
    return algorithm is not None and digest == _base64(certificate.fingerprint(algorithm()))


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _is_bare(element: Element) -> bool:
    """Say whether an element has no parameters: neither elements nor text inside."""
    return not len(element) and not (element.text or "").strip(_BLANKS)


def _ds(name: str) -> str:
    return f"{{{DSIG}}}{name}"


def _xades(name: str) -> str:
    return f"{{{XADES}}}{name}"
