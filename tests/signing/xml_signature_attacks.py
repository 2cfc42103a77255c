"""Hostile XML attestations by their signature: references, algorithms, keys.

All are signed again by the genuine key, so their form alone is wrong.
"""

from __future__ import annotations

import copy

from cryptography.hazmat.primitives import serialization
from lxml import etree

from signing.xml_forging import (
    DS,
    ENVELOPED,
    INCLUSIVE,
    INCLUSIVE_1_1,
    KEY,
    MORE,
    PROPERTIES,
    ROOT,
    SHA1,
    SHA384,
    SHA512,
    WITH_COMMENTS,
    XADES,
    Attack,
    Change,
    Element,
    Material,
    base64_of,
    changed,
    der_of,
    ds,
    one,
    prefix_list,
    put_certificate,
    put_digest,
    remove,
    resigned,
    set_to,
    without,
)

__all__ = ["ALGORITHMS", "KEYS", "REFERENCES"]

XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"
XPATH_2 = "http://www.w3.org/2002/06/xmldsig-filter2"
XSLT = "http://www.w3.org/TR/1999/REC-xslt-19991116"
ECDSA_KEY = "http://www.w3.org/2009/xmldsig11#"


def _transform(algorithm: str, parameter: str = "") -> Change:
    """Return the change that puts a transform before the last."""

    def change(reference: Element, _material: Material) -> None:
        transform = etree.Element(f"{{{DS}}}Transform", Algorithm=algorithm)
        if parameter:
            transform.append(etree.fromstring(parameter))
        one(reference, "ds:Transforms/ds:Transform[last()]").addprevious(transform)

    return change


def _canonicalised(algorithm: str) -> Change:
    """Return the change that sets the last transform."""
    last = "ds:Transforms/ds:Transform[last()]"
    return lambda reference, _: one(reference, last).set("Algorithm", algorithm)


def _no_transforms(reference: Element, _material: Material) -> None:
    reference.remove(one(reference, "ds:Transforms"))


def _twice(reference: Element, _material: Material) -> None:
    reference.addnext(copy.deepcopy(reference))


def _to_object(reference: Element, _material: Material) -> None:
    more = copy.deepcopy(reference)
    more.set("URI", "#O1")
    one(reference, "//ds:Object").set("Id", "O1")
    reference.addnext(more)


def _unsigned_property(properties: Element, _material: Material) -> None:
    etree.SubElement(properties, f"{{{XADES}}}UnsignedProperties")


def _short_hmac(method: Element, _material: Material) -> None:
    method.set("Algorithm", f"{DS}hmac-sha1")
    ds(method, "HMACOutputLength", "8")


def rsa_certificate(material: Material) -> bytes:
    root = material.root
    put_certificate(root, material.rsa)
    return resigned(root, material.key)


def _key_value(key_info: Element, material: Material) -> None:
    point = material.stranger_key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    key = etree.SubElement(ds(key_info, "KeyValue"), f"{{{ECDSA_KEY}}}ECKeyValue")
    curve = "urn:oid:1.2.840.10045.3.1.7"
    etree.SubElement(key, f"{{{ECDSA_KEY}}}NamedCurve", URI=curve)
    etree.SubElement(key, f"{{{ECDSA_KEY}}}PublicKey").text = base64_of(point)


def _key_value_instead(key_info: Element, material: Material) -> None:
    key_info.remove(one(key_info, "ds:X509Data"))
    _key_value(key_info, material)


def _second_certificate(data: Element, material: Material) -> None:
    ds(data, "X509Certificate", base64_of(der_of(material.stranger)))


def _second_data(key_info: Element, material: Material) -> None:
    _second_certificate(ds(key_info, "X509Data"), material)


def _named_only(certificate: Element, material: Material) -> None:
    certificate.addnext(certificate.makeelement(f"{{{DS}}}X509SKI"))
    remove(certificate, material)


def _old_kind(properties: Element, _material: Material) -> None:
    old = etree.Element(f"{{{XADES}}}SigningCertificate")
    old.append(one(properties, "x:Cert"))
    issuer = etree.SubElement(old[0], f"{{{XADES}}}IssuerSerial")
    ds(issuer, "X509IssuerName", "CN=x")
    ds(issuer, "X509SerialNumber", "1")
    properties.addnext(old)
    remove(properties, _material)


def no_key_info(material: Material) -> bytes:
    root = material.root
    remove(one(root, KEY), material)
    remove(one(root, "//ds:KeyInfo"), material)
    return resigned(root, material.key)


_SELECTION = f'<ds:XPath xmlns:ds="{DS}">not(ancestor-or-self::Sub)</ds:XPath>'
_SHEET = (
    '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
    '<xsl:template match="/"><x/></xsl:template></xsl:stylesheet>'
)
REFERENCES = tuple(
    Attack("AEO-SIG-16", does, changed(path, change))
    for does, path, change in (
        ("a transform selects by XPath", ROOT, _transform(XPATH, _SELECTION)),
        ("a transform selects by XPath Filter 2", ROOT, _transform(XPATH_2)),
        ("a transform rewrites by XSLT", ROOT, _transform(XSLT, _SHEET)),
        ("a transform decodes base64", ROOT, _transform(f"{DS}base64")),
        ("the signature is taken out twice", ROOT, _transform(ENVELOPED)),
        ("the key has a transform more", KEY, _transform(f"{DS}base64")),
        ("the root has no transforms", ROOT, _no_transforms),
        ("the properties have no transforms", PROPERTIES, _no_transforms),
        ("the root is canonicalised inclusively", ROOT, _canonicalised(INCLUSIVE)),
        ("the root is canonicalised with comments", ROOT, _canonicalised(WITH_COMMENTS)),
        ("the root is canonicalised by 1.1", ROOT, _canonicalised(INCLUSIVE_1_1)),
        ("the properties are canonicalised inclusively", PROPERTIES, _canonicalised(INCLUSIVE)),
        ("a canonicalisation has parameters", f"{ROOT}//ds:Transform[2]", prefix_list),
        ("the properties are not referred to", PROPERTIES, remove),
        ("the root is not referred to", ROOT, remove),
        ("the reference to the properties does not say so", PROPERTIES, without("Type")),
        ("the reference to the root says Manifest", ROOT, set_to("Type", f"{DS}Manifest")),
        ("a reference is to the whole document", ROOT, set_to("URI", "")),
        ("a reference has no URI", ROOT, without("URI")),
        ("a reference leads outside", ROOT, set_to("URI", "https://example.org/record.xml")),
        ("a reference leads to a file", ROOT, set_to("URI", "file:///dev/zero")),
        ("a reference is an XPointer", ROOT, set_to("URI", "#xpointer(/)")),
        ("a reference is an XPointer to an Id", ROOT, set_to("URI", "#xpointer(id('A'))")),
        ("the key is referred to twice", KEY, _twice),
        ("a fourth reference is there", KEY, _to_object),
        ("the properties are of another", "//x:QualifyingProperties", set_to("Target", "#other")),
        ("a property is not signed", "//x:QualifyingProperties", _unsigned_property),
        ("a second Object is there", "//ds:Signature", lambda e, _: ds(e, "Object")),
        ("the time of signing is missing", "//x:SigningTime", remove),
        ("an element is in no schema", "//ds:SignedInfo", lambda e, _: ds(e, "Extra")),
        ("an attribute is in no schema", "//ds:SignedInfo", set_to("Lang", "en")),
    )
)
_METHOD = "//ds:SignatureMethod"
_CANONICAL = "//ds:CanonicalizationMethod"
_DIGEST = f"{ROOT}/ds:DigestMethod"
ALGORITHMS = (
    *(
        Attack("AEO-SIG-17", does, changed(path, change))
        for does, path, change in (
            ("SignedInfo is canonicalised inclusively", _CANONICAL, set_to("Algorithm", INCLUSIVE)),
            ("SignedInfo is canonicalised by 1.1", _CANONICAL, set_to("Algorithm", INCLUSIVE_1_1)),
            ("SignedInfo keeps comments", _CANONICAL, set_to("Algorithm", WITH_COMMENTS)),
            ("its canonicalisation has parameters", _CANONICAL, prefix_list),
            ("the signature is a short HMAC", _METHOD, _short_hmac),
            ("the digest is SHA-1", _DIGEST, set_to("Algorithm", SHA1)),
            ("the digest is SHA-512", _DIGEST, set_to("Algorithm", SHA512)),
            ("the digest is SHA-384 beside ES256", _DIGEST, set_to("Algorithm", SHA384)),
            ("the digest is unknown", _DIGEST, set_to("Algorithm", "urn:x")),
        )
    ),
    *(
        Attack("AEO-SIG-17", f"the method is {name}", changed(_METHOD, set_to("Algorithm", uri)))
        for name, uri in (
            ("HMAC-SHA256", f"{MORE}hmac-sha256"),
            ("RSA-SHA256", f"{MORE}rsa-sha256"),
            ("RSA-SHA1", f"{DS}rsa-sha1"),
            ("DSA-SHA1", f"{DS}dsa-sha1"),
            ("ECDSA-SHA1", f"{MORE}ecdsa-sha1"),
            ("ECDSA-SHA512", f"{MORE}ecdsa-sha512"),
            ("ECDSA-SHA384 on the key of ES256", f"{MORE}ecdsa-sha384"),
            ("EdDSA", "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519"),
            ("none", ""),
        )
    ),
    Attack("AEO-SIG-17", "the certificate has an RSA key", rsa_certificate),
)
_INFO = "//ds:KeyInfo"
_DATA = "//ds:X509Data"
_CERTIFICATE = "//ds:X509Certificate"
_V2 = "//x:SigningCertificateV2"
_FAR = "https://example.org/key"
KEYS = (
    *(
        Attack("AEO-SIG-18", does, changed(path, change))
        for does, path, change in (
            ("a KeyValue stands beside the certificate", _INFO, _key_value),
            ("a KeyValue stands in place of the certificate", _INFO, _key_value_instead),
            ("two certificates are there", _DATA, _second_certificate),
            ("two X509Data are there", _INFO, _second_data),
            ("a KeyName is there too", _INFO, lambda e, _: ds(e, "KeyName", "HK")),
            ("the key lies elsewhere", _INFO, lambda e, _: ds(e, "RetrievalMethod", URI=_FAR)),
            ("a subject is there too", _DATA, lambda e, _: ds(e, "X509SubjectName", "CN=x")),
            ("the certificate is named and not there", _CERTIFICATE, _named_only),
            ("the certificate is none", _CERTIFICATE, lambda e, _: setattr(e, "text", "AAAA")),
            ("SigningCertificateV2 is missing", _V2, remove),
            ("SigningCertificate stands in its place", _V2, _old_kind),
            ("SigningCertificateV2 has two", _V2, lambda e, _: e.append(copy.deepcopy(e[0]))),
            ("SigningCertificateV2 differs", "/*", lambda e, m: put_digest(e, m.stranger)),
            ("the certificate was exchanged", "/*", lambda e, m: put_certificate(e, m.stranger)),
        )
    ),
    Attack("AEO-SIG-18", "there is no KeyInfo", no_key_info),
)
