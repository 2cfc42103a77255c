"""The tools of a forger of XML attestations: change a valid one, and sign it again or not.

`resigned` makes all digests and the signature anew, whatever they cover by then, so that nothing
but the rule that was broken stands between a document and a verifier.
"""

from __future__ import annotations

import base64
import copy
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001 lxml has no public name for it
AEO = "urn:aeo-exchange:1.0"
DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
INCLUSIVE_1_1 = "http://www.w3.org/2006/12/xml-c14n11"
WITH_COMMENTS = f"{EXCLUSIVE}WithComments"
ENVELOPED = f"{DS}enveloped-signature"
MORE = "http://www.w3.org/2001/04/xmldsig-more#"
ECDSA_384 = f"{MORE}ecdsa-sha384"
SHA1, SHA256 = f"{DS}sha1", "http://www.w3.org/2001/04/xmlenc#sha256"
SHA384, SHA512 = f"{MORE}sha384", "http://www.w3.org/2001/04/xmlenc#sha512"
HASHES = {SHA1: hashes.SHA1, SHA256: hashes.SHA256, SHA384: hashes.SHA384, SHA512: hashes.SHA512}
NAMES = {"a": AEO, "ds": DS, "x": XADES}
ROOT, PROPERTIES, KEY = (f"//ds:Reference[{number}]" for number in (1, 2, 3))


class Material(NamedTuple):
    """A valid attestation, its key and certificate, and those of a stranger.

    The stranger has a certificate of the same subject; `rsa` is one with an RSA key.
    """

    content: bytes
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    stranger_key: ec.EllipticCurvePrivateKey
    stranger: x509.Certificate
    rsa: x509.Certificate

    @property
    def root(self) -> Element:
        """A fresh root element, to be changed."""
        return etree.fromstring(self.content)


Builder: TypeAlias = Callable[[Material], bytes]
Change: TypeAlias = Callable[[Element, Material], object]


class Attack(NamedTuple):
    """A hostile document: the rule that refuses it, what it does, how it is made."""

    code: str
    does: str
    build: Builder


def one(root: Element, path: str) -> Element:
    """Return the first element at a path."""
    elements = root.xpath(path, namespaces=NAMES)
    assert isinstance(elements, list)
    assert isinstance(elements[0], etree._Element)  # noqa: SLF001 as above
    return elements[0]


def written(root: Element) -> bytes:
    """Return a root element as a document."""
    return etree.tostring(root, encoding="UTF-8")


def resigned(root: Element, key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return a document with all digests and the signature made again."""
    signature = one(root, "//ds:Signature")
    information = one(signature, "ds:SignedInfo")
    for reference in information.iterfind(f"{{{DS}}}Reference"):
        octets = _referred(root, reference)
        algorithm = HASHES.get(one(reference, "ds:DigestMethod").get("Algorithm", ""))
        if octets is not None and algorithm is not None:
            digest = hashes.Hash(algorithm())
            digest.update(octets)
            one(reference, "ds:DigestValue").text = base64_of(digest.finalize())
    one(signature, "ds:SignatureValue").text = base64_of(_signature(information, key))
    return written(root)


def _signature(information: Element, key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the signature over SignedInfo, by the algorithms that it names."""
    method = one(information, "ds:CanonicalizationMethod").get("Algorithm", "")
    named = one(information, "ds:SignatureMethod").get("Algorithm", "")
    algorithm = hashes.SHA384() if named == ECDSA_384 else hashes.SHA256()
    der = key.sign(_canonical(information, method), ec.ECDSA(algorithm))
    numbers = utils.decode_dss_signature(der)
    return b"".join(number.to_bytes(key.key_size // 8) for number in numbers)


def _referred(root: Element, reference: Element) -> bytes | None:
    """Return the octets of what a reference points at; None for what is not in the document."""
    uri = reference.get("URI")
    targets = [root] if uri == "" else root.xpath("//*[@Id=$name]", name=(uri or "")[1:])
    if not targets:
        return None
    target = copy.deepcopy(targets[0])
    transforms = reference.xpath("ds:Transforms/ds:Transform/@Algorithm", namespaces=NAMES)
    if ENVELOPED in transforms:
        _take_out(target)
    return _canonical(target, transforms[-1] if transforms else INCLUSIVE)


def _take_out(root: Element) -> None:
    """Take the signature out of a root and leave the blank behind it."""
    for signature in root.findall(f"{{{DS}}}Signature"):
        before, blank = signature.getprevious(), signature.tail or ""
        root.remove(signature)
        if before is not None:
            before.tail = (before.tail or "") + blank


def _canonical(element: Element, method: str) -> bytes:
    return etree.tostring(
        element,
        method="c14n",
        exclusive=method.startswith(EXCLUSIVE),
        with_comments=method.endswith("WithComments"),
    )


def base64_of(content: bytes) -> str:
    """Return bytes as XML has them."""
    return base64.b64encode(content).decode()


def der_of(certificate: x509.Certificate) -> bytes:
    """Return the bytes of a certificate."""
    return certificate.public_bytes(serialization.Encoding.DER)


def ds(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    """Return a new last child of the namespace of XML Signature."""
    child = etree.SubElement(parent, f"{{{DS}}}{name}", attributes)
    child.text = text
    return child


def changed(path: str, change: Change) -> Builder:
    """Return what changes an element and has the genuine key sign the whole again."""

    def build(material: Material) -> bytes:
        root = material.root
        change(one(root, path), material)
        return resigned(root, material.key)

    return build


def edited(old: str, new: str) -> Builder:
    """Return what replaces a text of the document, once, and signs nothing."""

    def build(material: Material) -> bytes:
        text = material.content.decode()
        assert old in text
        return text.replace(old, new, 1).encode()

    return build


def edited_and_signed(old: str, new: str) -> Builder:
    """Return what replaces a text of the document, once, and has the genuine key sign it."""
    edit = edited(old, new)
    return lambda material: resigned(etree.fromstring(edit(material)), material.key)


def set_to(name: str, value: str) -> Change:
    """Return the change that sets an attribute."""
    return lambda element, _: element.set(name, value)


def without(name: str) -> Change:
    """Return the change that takes an attribute away."""
    return lambda element, _: element.attrib.pop(name)


def remove(element: Element, _material: Material) -> None:
    """Take an element away."""
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def prefix_list(element: Element, _material: Material) -> None:
    """Give a canonicalisation the parameter that it can have."""
    etree.SubElement(element, f"{{{EXCLUSIVE}}}InclusiveNamespaces", PrefixList="ds")


def put_certificate(root: Element, certificate: x509.Certificate) -> None:
    """Exchange the certificate in KeyInfo."""
    one(root, "//ds:X509Certificate").text = base64_of(der_of(certificate))


def put_digest(root: Element, certificate: x509.Certificate) -> None:
    """Exchange the digest in SigningCertificateV2."""
    digest = certificate.fingerprint(hashes.SHA256())
    one(root, "//x:CertDigest/ds:DigestValue").text = base64_of(digest)
