"""Hostile XML attestations by wrapping, by their parts and by their claims, and all together."""

from __future__ import annotations

import base64
import copy
import re

from cryptography.hazmat.primitives.asymmetric import utils
from lxml import etree

from signing.xml_forging import (
    AEO,
    DS,
    ROOT,
    Attack,
    Element,
    Material,
    base64_of,
    changed,
    ds,
    edited,
    edited_and_signed,
    one,
    put_certificate,
    put_digest,
    remove,
    resigned,
    set_to,
    written,
)
from signing.xml_signature_attacks import ALGORITHMS, KEYS, REFERENCES

__all__ = ["ATTACKS"]

XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"
SOAP = "http://www.w3.org/2003/05/soap-envelope"


def _forged(material: Material) -> Element:
    """Return a root with another Id and TIN: what the forger wants to be read."""
    forged = material.root
    forged.set("Id", "Aforged")
    one(forged, "a:Claims/a:Sub").text = "HK99999999"
    return forged


def _unsigned(material: Material) -> Element:
    """Return the genuine root without the signature, as it was when it was signed."""
    genuine = material.root
    genuine.remove(one(genuine, "ds:Signature"))
    return genuine


def sibling(material: Material) -> bytes:
    root = _forged(material)
    root.append(_unsigned(material))
    return written(root)


def enveloping(material: Material) -> bytes:
    root = material.root
    signature = one(root, "ds:Signature")
    root.remove(signature)
    ds(signature, "Object").append(root)
    return written(signature)


def in_object(material: Material) -> bytes:
    root = _forged(material)
    ds(one(root, "ds:Signature"), "Object").append(_unsigned(material))
    return written(root)


def manifest(material: Material) -> bytes:
    root = material.root
    reference = one(root, ROOT)
    listed = ds(ds(one(root, "ds:Signature"), "Object"), "Manifest", Id="M1")
    listed.append(copy.deepcopy(reference))
    reference.set("URI", "#M1")
    reference.set("Type", f"{DS}Manifest")
    del reference.attrib["Id"]
    return resigned(root, material.key)


def moved(material: Material) -> bytes:
    root = _forged(material)
    one(root, "a:AeoRecord").append(_unsigned(material))
    return written(root)


def duplicate_id(material: Material) -> bytes:
    root, genuine = _forged(material), _unsigned(material)
    root.set("Id", genuine.get("Id", ""))
    ds(one(root, "ds:Signature"), "Object").append(genuine)
    return written(root)


def fake_properties(material: Material) -> bytes:
    root = material.root
    genuine = one(root, "//x:SignedProperties")
    fake = copy.deepcopy(genuine)
    fake.set("Id", "Sfake")
    one(fake, ".//x:SigningTime").text = "2020-01-01T00:00:00Z"
    genuine.addprevious(fake)
    return written(root)


def fake_object(material: Material) -> bytes:
    root = material.root
    genuine = one(root, "//ds:Object")
    fake = copy.deepcopy(genuine)
    one(fake, ".//x:SignedProperties").set("Id", "Sfake")
    genuine.addprevious(fake)
    return written(root)


def nested_root(material: Material) -> bytes:
    root = _forged(material)
    root.replace(one(root, "ds:Signature"), material.root)
    return written(root)


def in_envelope(material: Material) -> bytes:
    envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"s": SOAP})
    etree.SubElement(envelope, f"{{{SOAP}}}Body").append(material.root)
    return written(envelope)


def two_signatures(material: Material) -> bytes:
    root = material.root
    root.append(copy.deepcopy(one(root, "ds:Signature")))
    return written(root)


def more_claims(material: Material) -> bytes:
    root = material.root
    root.append(copy.deepcopy(one(root, "a:Claims")))
    return written(root)


def signature_first(material: Material) -> bytes:
    root = material.root
    root.insert(0, one(root, "ds:Signature"))
    return resigned(root, material.key)


def signature_in_record(material: Material) -> bytes:
    root = material.root
    inner = copy.deepcopy(one(root, "ds:Signature"))
    for element in inner.iter("*"):
        element.attrib.clear()
    one(root, "a:AeoRecord").append(inner)
    return resigned(root, material.key)


def utf_16(material: Material) -> bytes:
    return material.content.decode().replace('"UTF-8"', '"UTF-16"').encode("utf-16")


def too_long(material: Material) -> bytes:
    return material.content + b" " * (1 << 22)


def by_stranger(material: Material) -> bytes:
    root = material.root
    put_certificate(root, material.stranger)
    put_digest(root, material.stranger)
    return resigned(root, material.stranger_key)


def by_stranger_in_disguise(material: Material) -> bytes:
    return resigned(material.root, material.stranger_key)


def der_signature(material: Material) -> bytes:
    root = material.root
    value = one(root, "//ds:SignatureValue")
    raw = base64.b64decode(value.text or "")
    numbers = int.from_bytes(raw[:32]), int.from_bytes(raw[32:])
    value.text = base64_of(utils.encode_dss_signature(*numbers))
    return written(root)


def other_prefixes(material: Material) -> bytes:
    parts, _, signature = material.content.decode().partition("<ds:Signature ")
    parts = re.sub(r"<(/?)(?=[A-Z])", r"<\1n:", parts).replace("xmlns=", "xmlns:n=")
    return f"{parts}<ds:Signature {signature}".replace("</Aeo", "</n:Aeo").encode()


def renamed_reference(material: Material) -> bytes:
    root = material.root
    one(root, ROOT).set("Id", "R9")
    return written(root)


WRAPPING = (
    Attack("AEO-SIG-15", "the signed attestation is a sibling behind the signature", sibling),
    Attack("AEO-SIG-01", "the signature is the root and envelops the attestation", enveloping),
    Attack("AEO-SIG-16", "the signed attestation stands in an Object of the signature", in_object),
    Attack("AEO-SIG-16", "the attestation is referred to by a Manifest alone", manifest),
    Attack("AEO-SIG-15", "the signed attestation was moved into the record of another", moved),
    Attack("AEO-SIG-16", "two elements have the Id that is signed", duplicate_id),
    Attack("AEO-SIG-16", "other SignedProperties stand before those signed", fake_properties),
    Attack("AEO-SIG-16", "an Object before holds other SignedProperties", fake_object),
    Attack("AEO-SIG-15", "an attestation is nested in an attestation", nested_root),
    Attack("AEO-SIG-01", "the attestation is the body of an envelope", in_envelope),
)
_DOCTYPE = "<!DOCTYPE AeoAttestation"
PARTS = (
    Attack("AEO-SIG-15", "there are two signatures", two_signatures),
    Attack("AEO-SIG-15", "a second Claims was appended after signing", more_claims),
    Attack("AEO-SIG-15", "the signature stands before what it signs", signature_first),
    Attack("AEO-SIG-15", "a signature stands inside the record too", signature_in_record),
    *(
        Attack("AEO-SIG-15", f"there is an attribute {name} at {path}", changed(path, change))
        for path, name, change in (
            ("a:Claims", "Id", set_to("Id", "C1")),
            ("a:AeoRecord/a:Holder", "Id", set_to("Id", "H1")),
            ("a:AeoRecord", "xml:id", set_to(f"{{{XML}}}id", "R1")),
            ("a:Claims", "xml:space", set_to(f"{{{XML}}}space", "preserve")),
            ("a:Claims/a:Iat", "xsi:type", set_to(f"{{{XSI}}}type", "x")),
            ("a:Claims/a:Iat", "xsi:nil", set_to(f"{{{XSI}}}nil", "true")),
            ("/*", "xsi:schemaLocation", set_to(f"{{{XSI}}}schemaLocation", "urn:x x.xsd")),
            ("/*", "Version", set_to("Version", "2")),
        )
    ),
    *(
        Attack(code, does, edited(old, new))
        for code, does, old, new in (
            ("AEO-SIG-15", "a comment stands inside a claim", "<Sub>HK", "<Sub>HK<!-- -->"),
            ("AEO-SIG-15", "a comment stands inside the record", "</Tin>", "<!--0--></Tin>"),
            ("AEO-SIG-15", "a comment stands between parts", "<AeoRecord>", "<!-- --><AeoRecord>"),
            ("AEO-SIG-15", "a comment is in the key", "</ds:X509C", "<!-- --></ds:X509C"),
            ("AEO-SIG-15", "a comment stands before the root", "<AeoA", "<!-- --><AeoA"),
            ("AEO-SIG-15", "an instruction stands inside a claim", "<Sub>HK", "<Sub>HK<?x y?>"),
            ("AEO-SIG-15", "an instruction stands before the root", "<AeoA", "<?x y?><AeoA"),
            ("AEO-SIG-15", "text stands between the parts", "<AeoRecord>", "x<AeoRecord>"),
            ("AEO-SIG-15", "the root has no Id", " Id=", " xmlns:n="),
            ("AEO-SIG-15", "the Id of the root is not a name", ' Id="', ' Id="0 '),
            ("AEO-SIG-15", "Claims has another namespace", "<Claims>", '<Claims xmlns="urn:x">'),
            ("AEO-SIG-15", "the encoding is not UTF-8", '"UTF-8"', '"ISO-8859-1"'),
            ("AEO-SIG-15", "it is XML 1.1", '"1.0"', '"1.1"'),
            ("AEO-SIG-15", "a DTD defines", "<AeoA", f'{_DOCTYPE} [<!ENTITY e "x">]><AeoA'),
            ("AEO-SIG-15", "a DTD reads", "<AeoA", f'{_DOCTYPE} SYSTEM "file:///dev/zero"><AeoA'),
            ("AEO-SIG-01", "an entity is nowhere declared", "<Sub>HK", "<Sub>&tin;HK"),
            ("AEO-SIG-01", "a prefix is bound to no namespace", "<Sub>", "<Sub><n:a/>"),
            ("AEO-SIG-01", "a second root follows", "</AeoAttest", "</AeoAttestation><a/></AeoA"),
            ("AEO-SIG-01", "the root has another namespace", f'"{AEO}"', '"urn:aeo-exchange:2.0"'),
            ("AEO-SIG-01", "elements have no end", "<AeoRecord>", "<AeoRecord>" + "<a>" * 5000),
        )
    ),
    Attack("AEO-SIG-01", "the document is UTF-16", utf_16),
    Attack("AEO-SIG-01", "the document is longer than the limit", too_long),
)
# All signed again: their form alone is wrong.
CLAIMS = (
    *(
        Attack("AEO-SIG-08", does, changed(f"a:Claims/{path}", change))
        for does, path, change in (
            ("a claim is missing", "a:Jti", remove),
            (
                "a claim is of another namespace",
                "a:Iss",
                lambda e, _: setattr(e, "tag", "{urn:x}A"),
            ),
            ("a claim holds an element", "a:Iss", lambda e, _: etree.SubElement(e, f"{{{AEO}}}A")),
        )
    ),
    *(
        Attack("AEO-SIG-08", does, edited_and_signed(old, new))
        for does, old, new in (
            ("a claim is not of this standard", "</Claims>", "<Cnf>x</Cnf></Claims>"),
            ("a claim is made twice", "<Iss>HK</Iss>", "<Iss>HK</Iss><Iss>CN</Iss>"),
            ("a claim comes too early", "<Iss>", "<Sub>HK1</Sub><Iss>"),
            ("text stands between claims", "<Iss>", "granted<Iss>"),
            ("a code is in no list", ">granted</Auth", ">valid</Auth"),
            ("a code is written in capitals", ">granted</Auth", ">GRANTED</Auth"),
            ("a blank stands before a code", ">granted</Auth", "> granted</Auth"),
            ("the type of statement is another", ":1.0:status</", ":1.0:other</"),
            ("a number has a leading zero", "<Revision>", "<Revision>0"),
            ("a number has a sign", "<Revision>", "<Revision>+"),
            ("a number has a blank before it", "<Revision>", "<Revision> "),
            ("a number has a point", "</Revision>", ".0</Revision>"),
            ("a number has five thousand digits", "<Revision>", f"<Revision>{'9' * 5000}"),
            ("an index is negative", "<Idx>", "<Idx>-"),
            ("a date is no number", "<Iat>", "<Iat>2026-"),
            ("a name starts in lower case", "<Iss>HK</Iss>", "<iss>HK</iss>"),
        )
    ),
)
FORGED = (
    Attack("AEO-SIG-19", "a stranger signed, with a certificate of one subject", by_stranger),
    Attack("AEO-SIG-19", "a stranger signed and left the certificate", by_stranger_in_disguise),
    Attack("AEO-SIG-19", "the signature is written as DER", der_signature),
    Attack("AEO-SIG-19", "every prefix was changed after signing", other_prefixes),
    Attack("AEO-SIG-19", "the Id of a reference was changed after signing", renamed_reference),
    *(
        Attack("AEO-SIG-19", f"{does} was changed after signing", edited(old, new))
        for does, old, new in (
            ("the status", ">granted</Auth", ">expired</Auth"),
            ("the TIN", "<Sub>HK", "<Sub>HL"),
            ("the holder in the record", "<Tin>HK", "<Tin>HL"),
            ("the blank between elements", "\n    <Iss>", "\n   <Iss>"),
            ("the blank before the signature", "</AeoRecord>\n", "</AeoRecord>"),
            ("the time of signing", "SigningTime>20", "SigningTime>21"),
            ("the signature", "<ds:SignatureValue>", "<ds:SignatureValue>AAAA"),
        )
    ),
)
ATTACKS = (*WRAPPING, *PARTS, *CLAIMS, *REFERENCES, *ALGORITHMS, *KEYS, *FORGED)
