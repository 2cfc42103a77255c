"""Cases of SIG: attestations in the XML envelope, and the ways to wrap and bend a signature."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from attesting import RECORD, AttestationCase, claims_of, document
from forging import KEYS as KEYS_FOLDER
from forging import (
    authority,
    certificate,
    hmac_sha256,
    listed_key,
    scope,
    signature,
    trust_list,
)
from lxml import etree
from msgspec.structs import replace
from xml_forging import (
    AEO,
    DS,
    ECDSA,
    ENVELOPED,
    EXCLUSIVE,
    KEY_INFO,
    PROPERTIES,
    REFERENCES,
    ROOT,
    SHA256,
    XADES,
    Reference,
    Signing,
    attestation,
    canonical,
    content,
    qualifying_properties,
    sign,
    x509_data,
)

NO_SD = "The SD-JWT envelope has no such part."
CLAIMS = claims_of(RECORD)
INNER = content(CLAIMS, RECORD)
GENUINE = document()
BODY = GENUINE.partition(b"?>\n")[2].decode()
FORGED = content({**CLAIMS, "tiers": ["TIER2"]}, RECORD)
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
XPATH = (
    '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116">'
    "<ds:XPath>not(ancestor-or-self::*[local-name()='Tiers'])</ds:XPath></ds:Transform>"
)
XSLT = (
    '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116">'
    '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"/>'
    "</ds:Transform>"
)
PREFIXES = (
    f'<ds:Transform Algorithm="{EXCLUSIVE}"><ec:InclusiveNamespaces xmlns:ec="{EXCLUSIVE}" '
    'PrefixList="xs"/></ds:Transform>'
)


def _edit(before: str, after: str, whole: str = GENUINE.decode()) -> bytes:
    assert before in whole, before
    return whole.replace(before, after, 1).encode()


def _case(
    code: int, name: str, title: str, why: str, flag: str, xml: bytes, *allow: str
) -> AttestationCase:
    rule = f"AEO-SIG-{code}"
    return AttestationCase(
        id=f"{rule}.{name}",
        title=title,
        why=f"{why} {NO_SD}",
        flags=(flag,),
        xml=xml,
        finds=(rule,) if name.startswith("n") else (),
        allow=allow,
    )


def _references(*references: Reference) -> bytes:
    return attestation(INNER, Signing(references=references))


def _root(**other: Any) -> Reference:
    return replace(ROOT, **other)


# A prefix for everything, CDATA, and white space between the elements, all before signing.
PREFIXED = sign(
    BODY.replace("<Claims>", "<Claims>\n  ")
    .replace(
        "<LegalName>Example Trading Limited<", "<LegalName><![CDATA[Example Trading Limited]]><"
    )
    .encode(),
    Signing(),
)
SIGNATURE = BODY[BODY.index("<ds:Signature ") : BODY.index("</ds:Signature>") + 15]
WITHOUT = BODY.replace(SIGNATURE, "")


def _namespaces(more: int) -> bytes:
    """Return an attestation with some namespaces beside the three that it needs."""
    declared = "".join(f' xmlns:a{number}="urn:example:x"' for number in range(more))
    return sign(BODY.replace(' Id="att"', f' Id="att"{declared}', 1).encode(), Signing())


STRUCTURE = [
    _case(15, "p01", "White space between elements and a CDATA section, signed so", "Both are "
          "content that XML allows and the record does not see.", "Spelling", PREFIXED),
    _case(15, "n01", "A comment inside the TIN, put in after signing", "Canonicalisation drops it, "
          "so the signature stays right; a reader that stops at it sees half a TIN.",
          "CommentInjection", _edit("<Sub>HK00000001<", "<Sub>HK0000<!-- -->0001<")),
    _case(15, "n02", "A processing instruction between two elements", "Nothing that is not data "
          "stands in an attestation.", "ProcessingInstruction",
          sign(BODY.replace("<Claims>", "<?print now?><Claims>", 1).encode(), Signing())),
    _case(15, "n03", "A document type declaration with an entity", "An entity puts a text where "
          "the signature saw a name.", "Doctype", _edit("<AeoAttestation ",
          '<!DOCTYPE AeoAttestation [<!ENTITY t "TIER2">]>\n<AeoAttestation '), "AEO-HOS-01"),
    _case(15, "n04", "An attribute on the claims", "There is one attribute, Id of the root.",
          "Attribute", attestation(INNER.replace("<Claims>", '<Claims lang="en">', 1))),
    _case(15, "n05", "Claims twice, both signed", "A reader takes one of them.", "Twice",
          attestation(f"{FORGED.partition('<AeoRecord>')[0]}{INNER}")),
    _case(15, "n06", "The record before the claims", "The order is fixed.", "Order",
          attestation("<AeoRecord>" + INNER.partition("<AeoRecord>")[2]
                      + INNER.partition("<AeoRecord>")[0])),
    _case(15, "n07", "Text between claims and record", "Between elements there is white space "
          "only.", "Text", attestation(INNER.replace("<AeoRecord>", "valid<AeoRecord>", 1))),
    _case(15, "n08", "A second signature", "Whose signature was checked?", "TwoSignatures",
          _edit("</ds:Signature>", "</ds:Signature>" + SIGNATURE)),
    _case(15, "n09", "Claims appended behind the signature", "What is not signed is not there.",
          "Appended", _edit("</ds:Signature>", "</ds:Signature>"
                            + FORGED.partition("<AeoRecord>")[0])),
    _case(15, "n10", "Wrapped: the genuine attestation beside forged content", "The signature is "
          "right, and about something else.", "WrappingSibling",
          f'<AeoAttestation xmlns="{AEO}" Id="evil">{FORGED}{BODY}{SIGNATURE}</AeoAttestation>'
          .encode()),
    _case(15, "n11", "Wrapped: the genuine attestation as the only child", "A root around a root.",
          "WrappingNested", f'<AeoAttestation xmlns="{AEO}" Id="evil">{BODY}</AeoAttestation>'
          .encode()),
    _case(15, "n12", "xsi:type on the claims", "It would make a parser read another type.",
          "Attribute", attestation(INNER.replace("<Claims>", '<Claims xmlns:xsi="http://www.w3.org/'
          '2001/XMLSchema-instance" xsi:type="Other">', 1))),
    _case(15, "n13", "No Id at the root", "A reference needs something to refer to.", "NoId",
          _edit(' Id="att"', "")),
    _case(15, "n16", "Four hundred namespaces that nothing uses", "Canonicalisation takes time by "
          "the square of their number, and anybody can add them.", "Namespaces", GENUINE.replace(
              b"<AeoAttestation ", b"<AeoAttestation " + b" ".join(
                  b'xmlns:a%d="urn:example:x"' % number for number in range(400)) + b" ", 1)),
    _case(15, "n15", "Wrapped: the genuine attestation whole inside an Object of another",
          "Two signatures, and the outer one is forged.", "WrappingEnveloping",
          attestation(FORGED, Signing(objects=f"<ds:Object>{BODY}</ds:Object>")), "AEO-SIG-16"),
    _case(15, "n17", "An attribute on an item of the record", "Id of the root is the one "
          "attribute outside the signature.", "Attribute",
          attestation(INNER.replace("<Number>", '<Number note="x">', 1))),
    _case(15, "n18", "A second attribute at the root", "Id of the root is the one attribute "
          "outside the signature.", "Attribute",
          sign(BODY.replace(' Id="att"', ' Id="att" lang="en"', 1).encode(), Signing())),
    _case(15, "n19", "xml:id on the claims", "Some programs take it for a name.", "Attribute",
          attestation(INNER.replace("<Claims>", '<Claims xml:id="c">', 1))),
    _case(15, "n20", "A comment inside the signature", "There is none anywhere.",
          "CommentInjection", _edit("<ds:SignatureValue>", "<ds:SignatureValue><!-- -->")),
    _case(15, "n21", "A processing instruction behind the root", "There is none anywhere.",
          "ProcessingInstruction", GENUINE + b"<?print now?>"),
    _case(15, "n22", "Text behind the signature", "Between the parts there is white space only.",
          "Text", sign(BODY.replace("</ds:Signature>", "</ds:Signature>valid", 1).encode(),
                       Signing())),
    _case(15, "n27", "ISO-8859-1 declared around bytes that are ASCII", "The encoding is UTF-8, "
          "and the declaration says so or says nothing.", "Declaration", GENUINE.replace(
              b'encoding="UTF-8"', b'encoding="ISO-8859-1"', 1)),
    _case(15, "n28", "XML 1.1 declared", "It knows other ends of lines and other names.",
          "Declaration", GENUINE.replace(b'version="1.0"', b'version="1.1"', 1)),
    _case(15, "p03", "utf-8 declared in small letters", "Names of encodings have no case.",
          "Declaration", GENUINE.replace(b'"UTF-8"', b'"utf-8"', 1)),
    _case(15, "p04", "A declaration without an encoding", "Then it is UTF-8.", "Declaration",
          GENUINE.replace(b' encoding="UTF-8"', b"", 1)),
    _case(15, "p02", "Thirty-two namespaces", "That is how many there may be.", "Namespaces",
          _namespaces(29)),
    _case(15, "n23", "Thirty-three namespaces", "One more than there may be.", "Namespaces",
          _namespaces(30)),
    _case(15, "n24", "The record twice", "A reader takes one of them.", "Twice",
          attestation(INNER + INNER[INNER.index("<AeoRecord>"):])),
    _case(15, "n25", "No claims", "What is claimed then?", "Missing",
          attestation(INNER[INNER.index("<AeoRecord>"):])),
    _case(15, "n26", "No record", "The record stands inside.", "Missing",
          attestation(INNER[:INNER.index("<AeoRecord>")])),
    _case(15, "n14", "No signature", "Nobody signed it.", "Unsigned", WITHOUT.encode()),
]  # fmt: skip

EVIL = f'<AeoAttestation xmlns="{AEO}" Id="evil">{FORGED}'
OBJECT = f"<ds:Object>{WITHOUT}</ds:Object>"
MANIFEST = (
    '<ds:Object><ds:Manifest Id="list"><ds:Reference URI="#att">'
    f'<ds:DigestMethod Algorithm="{XADES}"/>'
    "<ds:DigestValue>AAAA</ds:DigestValue></ds:Reference></ds:Manifest></ds:Object>"
)


def _properties_without(name: str) -> str:
    """Return the signed properties without one of them."""
    whole = qualifying_properties(Signing())
    start, end = whole.index(f"<x:{name}>"), whole.index(f"</x:{name}>") + len(f"</x:{name}>")
    return whole[:start] + whole[end:]


def _signed_edit(before: str, after: str) -> bytes:
    """Return the attestation edited and then signed as it is."""
    return sign(_edit(before, after, BODY), Signing())


def _digest_edit(change: Callable[[str], str]) -> bytes:
    """Return the attestation with the first digest written in another way, signed so."""
    root = etree.fromstring(BODY.encode())
    value = next(root.iter(f"{{{DS}}}DigestValue"))
    value.text = change(value.text or "")
    info = next(root.iter(f"{{{DS}}}SignedInfo"))
    signed = signature("hk", canonical(info))
    next(root.iter(f"{{{DS}}}SignatureValue")).text = base64.b64encode(signed).decode()
    return etree.tostring(root)


REFERENCE_CASES = [
    _case(16, "p01", "No reference to the key information", "SignedProperties bind the "
          "certificate already.", "References", _references(ROOT, PROPERTIES)),
    _case(16, "n01", "Wrapped: the genuine content moved into an Object, forged content in its "
          "place", "The reference finds the content by its Id, wherever it is.", "WrappingObject",
          (EVIL + SIGNATURE.replace("</ds:Signature>", OBJECT + "</ds:Signature>")
           + "</AeoAttestation>").encode(), "AEO-SIG-15"),
    _case(16, "n02", "The genuine content as a second Object", "There is one Object, for the "
          "properties.", "WrappingObject", attestation(INNER, Signing(objects=OBJECT.replace(
              'Id="att"', 'Id="old"')))),
    _case(16, "n03", "Signed by way of a manifest", "A manifest may be checked or not.",
          "WrappingManifest", attestation(INNER, Signing(objects=MANIFEST, references=(
              Reference(uri="#list", digested="//ds:Manifest"), PROPERTIES)))),
    _case(16, "n04", "Two elements of one Id", "The reference finds one of them.",
          "WrappingDuplicateId", (EVIL.replace("evil", "att") + SIGNATURE.replace(
              "</ds:Signature>", OBJECT + "</ds:Signature>") + "</AeoAttestation>").encode(),
          "AEO-SIG-15"),
    _case(16, "n05", "Forged properties beside those that are signed", "A reader takes the first.",
          "FakeProperties", attestation(INNER, Signing(objects="<ds:Object>"
          + qualifying_properties(Signing(), "fake") + "</ds:Object>"))),
    _case(16, "n06", "The properties are not signed", "Then anybody writes them.", "References",
          _references(ROOT, KEY_INFO)),
    _case(16, "n07", "A reference to the whole document by an empty URI", "It means whatever "
          "stands around.", "EmptyUri", _references(_root(uri=""), PROPERTIES, KEY_INFO)),
    _case(16, "n08", "A reference to an address", "A verifier would open it.", "ExternalUri",
          _references(*REFERENCES, Reference(uri="https://attacker.example/x", digested="/*"))),
    _case(16, "n09", "A reference by XPointer", "It finds what the attacker likes.", "XPointer",
          _references(_root(uri="#xpointer(id('att'))"), PROPERTIES, KEY_INFO)),
    _case(16, "n10", "A transform that leaves the tiers out", "What is left out can be changed.",
          "XPathTransform", _references(_root(transforms=(ENVELOPED, XPATH, EXCLUSIVE)),
                                        PROPERTIES, KEY_INFO)),
    _case(16, "n11", "A transform that is a program", "It would be run.", "XsltTransform",
          _references(_root(transforms=(ENVELOPED, XSLT, EXCLUSIVE)), PROPERTIES, KEY_INFO)),
    _case(16, "n12", "A transform that decodes base64", "It signs what is written in one element.",
          "Base64Transform", _references(_root(transforms=(ENVELOPED, f"{DS}base64")), PROPERTIES,
                                         KEY_INFO)),
    _case(16, "n13", "A transform with a list of prefixes", "No transform has parameters.",
          "Parameters", _references(_root(transforms=(ENVELOPED, PREFIXES)), PROPERTIES,
                                    KEY_INFO)),
    _case(16, "n14", "The enveloped-signature transform twice", "Once is what it takes.",
          "Transforms", _references(_root(transforms=(ENVELOPED, ENVELOPED, EXCLUSIVE)),
                                    PROPERTIES, KEY_INFO)),
    _case(16, "n15", "No canonicalisation of the root", "What is digested then depends on the "
          "program.", "Transforms", _references(_root(transforms=(ENVELOPED,)), PROPERTIES,
                                                KEY_INFO)),
    _case(16, "n16", "Properties of another signature", "Their target is another.", "Target",
          attestation(INNER, Signing(target="#other"))),
    _case(16, "n17", "Wrapped: the signed properties moved out, others in their place", "The "
          "reference finds the signed ones in a second Object.", "WrappingMovedProperties",
          _edit('<x:SignedProperties Id="props">', '<x:SignedProperties Id="fake">',
                GENUINE.decode().replace("</ds:Signature>", "<ds:Object>" + BODY[BODY.index(
                    "<x:QualifyingProperties") : BODY.index("</ds:Object>")]
                    + "</ds:Object></ds:Signature>"))),
    _case(16, "n19", "No reference to the root", "Then properties and key are signed, and no "
          "claim: anybody writes them.", "References", attestation(INNER, Signing(
              references=(PROPERTIES, KEY_INFO)))),
    _case(16, "n20", "No reference but that to the properties", "Then no claim is signed.",
          "References", attestation(INNER, Signing(references=(PROPERTIES,)))),
    _case(16, "n21", "A reference to the claims alone", "Then the record is not signed.",
          "References", _references(Reference(uri="#rec", digested="//a:Claims"), PROPERTIES,
                                    KEY_INFO)),
    _case(16, "n22", "The root referred to twice", "Once is what it takes.", "References",
          _references(ROOT, ROOT, PROPERTIES, KEY_INFO)),
    _case(16, "n23", "The properties referred to without their type", "The type says what they "
          "are.", "References", _references(ROOT, Reference(
              uri="#props", digested="//x:SignedProperties"), KEY_INFO)),
    _case(16, "n24", "The root referred to with a type", "It has none.", "References",
          _references(_root(kind=f"{DS}Object"), PROPERTIES, KEY_INFO)),
    _case(16, "n25", "The properties canonicalised twice", "Once is what it takes.", "Transforms",
          _references(ROOT, Reference(uri="#props", digested="//x:SignedProperties",
                                      kind=PROPERTIES.kind, transforms=(EXCLUSIVE, EXCLUSIVE)),
                      KEY_INFO)),
    _case(16, "n26", "No canonicalisation of the key information", "What is digested then "
          "depends on the program.", "Transforms", _references(ROOT, PROPERTIES, Reference(
              uri="#key", digested="//ds:KeyInfo", transforms=(f"{DS}base64",)))),
    _case(16, "n27", "Unsigned properties beside those that are signed", "Anybody can add them.",
          "UnsignedProperties", _edit("</x:QualifyingProperties>", "<x:UnsignedProperties>"
          "<x:UnsignedDataObjectProperties><x:UnsignedDataObjectProperty>x"
          "</x:UnsignedDataObjectProperty></x:UnsignedDataObjectProperties>"
          "</x:UnsignedProperties></x:QualifyingProperties>")),
    _case(16, "n28", "No signing time", "XAdES B-B has one.", "SigningTime",
          attestation(INNER, Signing(properties=_properties_without("SigningTime")))),
    _case(16, "n29", "Other characters in the signature value", "There is one way to write a "
          "value.", "Base64", attestation(INNER, Signing(
              value=lambda text: f"{text[:20]}!*{text[20:]}"))),
    _case(16, "n30", "The padding of the signature value is missing", "There is one way to write "
          "a value.", "Base64", attestation(INNER, Signing(value=lambda text: text.rstrip("=")))),
    _case(16, "n31", "Bits set behind the last byte of the signature value", "Two texts would "
          "have the same bytes.", "Base64", attestation(INNER, Signing(
              value=lambda text: text.replace("A==", "B==").replace("Q==", "R==")
              .replace("g==", "h==").replace("w==", "x==")))),
    _case(16, "p02", "The signature value on several lines", "White space in base64 is nothing.",
          "Base64", attestation(INNER, Signing(
              value=lambda text: f"\n{text[:40]}\n {text[40:]}\n"))),
    _case(16, "n32", "Text in the Object", "Nobody says what it means.", "Text",
          _edit("<ds:Object>", "<ds:Object>valid")),
    _case(16, "n33", "Text behind the properties in the Object", "Nobody says what it means.",
          "Text", _edit("</ds:Object>", "valid</ds:Object>")),
    _case(16, "n34", "Text in the key information", "Nobody says what it means.", "Text",
          _signed_edit('<ds:KeyInfo Id="key">', '<ds:KeyInfo Id="key">valid')),
    _case(16, "n35", "Text between two references", "Nobody says what it means.", "Text",
          _signed_edit("</ds:Reference>", "</ds:Reference>valid")),
    _case(16, "n36", "Other characters in the digest of the root", "There is one way to write a "
          "value.", "Base64", _digest_edit(lambda text: f"{text[:9]}*{text[9:]}")),
    _case(16, "n37", "Two elements of the signature with one Id", "A reference finds one of "
          "them.", "WrappingDuplicateId", attestation(INNER, Signing(target="#key")).replace(
              b'Id="sig"', b'Id="key"')),
    _case(16, "n18", "A reference to the record alone", "Then the claims are not signed.",
          "References", _references(Reference(uri="#rec", digested="//a:AeoRecord"), PROPERTIES,
                                    KEY_INFO)),
]  # fmt: skip
P384 = trust_list([authority("HK", [listed_key("hk-384"), listed_key("hk")],
                             [scope("HK", "HK-AEO")])])  # fmt: skip
MORE = "http://www.w3.org/2001/04/xmldsig-more#"
SHA1 = f"{DS}sha1"


def _method(method: str, sign: Callable[[str, bytes], bytes] = signature) -> bytes:
    return attestation(INNER, Signing(method=method, signed_with=sign))


ALGORITHMS = [
    AttestationCase(
        id="AEO-SIG-17.p01",
        title="ECDSA-SHA384 by a key of P-384",
        why=f"It is there to verify, for keys that exist. {NO_SD}",
        flags=("Algorithm",),
        xml=attestation(INNER, Signing(key="hk-384", method=f"{MORE}ecdsa-sha384")),
        trust=(P384,),
    ),
    _case(17, "n01", "HMAC with the public key as the secret", "Everybody has the public key.",
          "Hmac", _method(f"{MORE}hmac-sha256", hmac_sha256)),
    _case(17, "n02", "An RSA signature", "Not an algorithm of this standard.", "Rsa",
          _method(f"{MORE}rsa-sha256", lambda _key, message: signature("rsa", message))),
    _case(17, "n03", "ECDSA over SHA-1", "SHA-1 can be forged.", "Sha1",
          _method(f"{MORE}ecdsa-sha1")),
    _case(17, "n04", "A digest by SHA-1", "SHA-1 can be forged.", "Sha1",
          _references(_root(method=SHA1), PROPERTIES, KEY_INFO)),
    _case(17, "n05", "Inclusive canonicalisation of what is signed", "It takes in the namespaces "
          "that stand around.", "Canonicalisation",
          attestation(INNER, Signing(canonicalisation=INCLUSIVE))),
    _case(17, "n07", "A signature method with a parameter", "None has any.", "Parameters",
          _signed_edit(f'<ds:SignatureMethod Algorithm="{ECDSA}"/>',
                       f'<ds:SignatureMethod Algorithm="{ECDSA}"><ds:HMACOutputLength>8'
                       "</ds:HMACOutputLength></ds:SignatureMethod>")),
    _case(17, "n08", "Text in the signature method", "It has no parameters.", "Parameters",
          _signed_edit(f'<ds:SignatureMethod Algorithm="{ECDSA}"/>',
                       f'<ds:SignatureMethod Algorithm="{ECDSA}">x</ds:SignatureMethod>')),
    _case(17, "n09", "A digest method with a parameter", "None has any.", "Parameters",
          _signed_edit(f'<ds:DigestMethod Algorithm="{SHA256}"/>',
                       f'<ds:DigestMethod Algorithm="{SHA256}"><x:Any xmlns:x="urn:example:x"/>'
                       "</ds:DigestMethod>")),
    _case(17, "n10", "Canonicalisation with a list of prefixes", "It has no parameters.",
          "Parameters", _signed_edit(
              f'<ds:CanonicalizationMethod Algorithm="{EXCLUSIVE}"/>',
              f'<ds:CanonicalizationMethod Algorithm="{EXCLUSIVE}"><ec:InclusiveNamespaces '
              f'xmlns:ec="{EXCLUSIVE}" PrefixList="xs"/></ds:CanonicalizationMethod>')),
    _case(17, "n06", "Canonicalisation with comments", "There are none.", "Canonicalisation",
          attestation(INNER, Signing(canonicalisation=f"{EXCLUSIVE}WithComments"))),
]  # fmt: skip
KEY_VALUE = (
    '<ds:KeyValue><dsig11:ECKeyValue xmlns:dsig11="http://www.w3.org/2009/xmldsig11#">'
    "<dsig11:PublicKey>BAAA</dsig11:PublicKey></dsig11:ECKeyValue></ds:KeyValue>"
)


def _key_info(inner: str) -> bytes:
    return attestation(INNER, Signing(key_info=inner))


CERT = BODY[BODY.index("<x:Cert>") : BODY.index("</x:Cert>") + len("</x:Cert>")].replace(
    f' xmlns:ds="{DS}"', ""
)
KEY_REFERENCE = BODY[BODY.index('<ds:Reference URI="#key">') : BODY.index("</ds:SignedInfo>")]


def _with_first_version() -> str:
    """Return the signed properties with a SigningCertificate before SigningCertificateV2."""
    number = (
        "<x:IssuerSerial><ds:X509IssuerName>CN=x</ds:X509IssuerName>"
        "<ds:X509SerialNumber>1</ds:X509SerialNumber></x:IssuerSerial>"
    )
    first = CERT.replace("</x:Cert>", f"{number}</x:Cert>")
    return qualifying_properties(Signing()).replace(
        "<x:SigningCertificateV2>",
        f"<x:SigningCertificate>{first}</x:SigningCertificate><x:SigningCertificateV2>",
    )


KEYS = [
    _case(18, "p01", "One certificate and its digest", "As an issuer makes it.", "KeyInfo",
          GENUINE),
    _case(18, "n01", "A key value beside the certificate", "A verifier may take it for the key.",
          "KeyValue", _key_info(x509_data("hk") + KEY_VALUE)),
    _case(18, "n02", "Two certificates", "A verifier builds a chain of them.", "Chain",
          _key_info(x509_data("hk", "root-1"))),
    _case(18, "n03", "The name of a key only", "A name is no certificate.", "KeyName",
          _key_info("<ds:KeyName>hk</ds:KeyName>")),
    _case(18, "n04", "The digest of another certificate", "The certificate was exchanged.",
          "SigningCertificate", attestation(INNER, Signing(signing_certificate="jp"))),
    _case(18, "n05", "No digest of the certificate", "The certificate could be exchanged.",
          "SigningCertificate", _edit(BODY[BODY.index(
              "<x:SigningCertificateV2>") : BODY.index("</x:SignedSignatureProperties>")], "")),
    _case(18, "n07", "SigningCertificate of the first version beside that of the second", "Two "
          "statements of one thing.", "SigningCertificate",
          attestation(INNER, Signing(properties=_with_first_version()))),
    _case(18, "n08", "Two certificates in SigningCertificateV2", "It names the one that signed.",
          "SigningCertificate", attestation(INNER, Signing(properties=qualifying_properties(
              Signing()).replace(CERT, CERT + CERT)))),
    _case(18, "n09", "SigningCertificate of the first version alone", "It is that of the second "
          "that binds.", "SigningCertificate", attestation(INNER, Signing(
              properties=_with_first_version().replace(
                  f"<x:SigningCertificateV2>{CERT}</x:SigningCertificateV2>", "")))),
    _case(18, "n10", "The certificate in PEM, in base64", "It is base64 of DER.", "KeyInfo",
          _key_info(x509_data("hk").replace(certificate("hk"), base64.b64encode(
              (KEYS_FOLDER / "hk.cert.pem").read_bytes()).decode()))),
    _case(18, "n11", "Other characters in the certificate", "There is one way to write it.",
          "Base64", _key_info(x509_data("hk").replace("<ds:X509Certificate>M",
                                                      "<ds:X509Certificate>*M"))),
    _case(18, "n12", "Other characters in the digest of the certificate", "There is one way to "
          "write it.", "Base64", attestation(INNER, Signing(properties=qualifying_properties(
              Signing()).replace("<ds:DigestValue>", "<ds:DigestValue>*")))),
    _case(18, "n13", "No key information", "Which key is meant?", "KeyInfo", sign(
        BODY.replace(BODY[BODY.index("<ds:KeyInfo"):BODY.index("<ds:Object>")], "")
        .replace(KEY_REFERENCE, "").encode(), Signing(references=(ROOT, PROPERTIES)))),
    _case(18, "n14", "Two certificates, each in its own X509Data", "One X509Data, one "
          "certificate.", "Chain", _key_info(x509_data("hk") + x509_data("root-1"))),
    _case(18, "n15", "The name of the certificate beside it", "There is the certificate and "
          "nothing else.", "KeyInfo", _key_info(x509_data("hk").replace(
              "</ds:X509Data>", "<ds:X509SubjectName>CN=x</ds:X509SubjectName></ds:X509Data>"))),
    _case(18, "p02", "The certificate on lines of 64 characters", "White space in base64 is "
          "nothing.", "Base64", _key_info(x509_data("hk").replace(
              certificate("hk"), "\n".join(certificate("hk")[at : at + 64] for at in range(
                  0, len(certificate("hk")), 64))))),
    _case(18, "n06", "An address of a certificate", "A verifier would open it.", "Retrieval",
          _key_info('<ds:RetrievalMethod URI="https://attacker.example/cert"/>')),
]  # fmt: skip

CASES = [*STRUCTURE, *REFERENCE_CASES, *ALGORITHMS, *KEYS]
