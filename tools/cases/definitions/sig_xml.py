"""Cases of SIG: attestations in the XML envelope, and the ways to wrap and bend a signature."""

from __future__ import annotations

from attesting import RECORD, AttestationCase, claims_of, document
from forging import authority, hmac_sha256, listed_key, scope, signature, trust_list
from xml_forging import (
    AEO,
    DS,
    ENVELOPED,
    EXCLUSIVE,
    KEY_INFO,
    PROPERTIES,
    REFERENCES,
    ROOT,
    XADES,
    Reference,
    Signing,
    attestation,
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


def _root(**other: object) -> Reference:
    return Reference(**{"uri": "#att", "digested": "/*", "transforms": ROOT.transforms, **other})


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
    _case(15, "n14", "No signature", "Nobody signed it.", "Unsigned", WITHOUT.encode()),
]  # fmt: skip

EVIL = f'<AeoAttestation xmlns="{AEO}" Id="evil">{FORGED}'
OBJECT = f"<ds:Object>{WITHOUT}</ds:Object>"
MANIFEST = (
    '<ds:Object><ds:Manifest Id="list"><ds:Reference URI="#att">'
    f'<ds:DigestMethod Algorithm="{XADES}"/>'
    "<ds:DigestValue>AAAA</ds:DigestValue></ds:Reference></ds:Manifest></ds:Object>"
)
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
    _case(16, "n18", "A reference to the record alone", "Then the claims are not signed.",
          "References", _references(Reference(uri="#rec", digested="//a:AeoRecord"), PROPERTIES,
                                    KEY_INFO)),
]  # fmt: skip
P384 = trust_list([authority("HK", [listed_key("hk-384"), listed_key("hk")],
                             [scope("HK", "HK-AEO")])])  # fmt: skip
MORE = "http://www.w3.org/2001/04/xmldsig-more#"
SHA1 = f"{DS}sha1"


def _method(method: str, sign: object = signature) -> bytes:
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
    _case(17, "n06", "Canonicalisation with comments", "There are none.", "Canonicalisation",
          attestation(INNER, Signing(canonicalisation=f"{EXCLUSIVE}WithComments"))),
]  # fmt: skip
KEY_VALUE = (
    '<ds:KeyValue><dsig11:ECKeyValue xmlns:dsig11="http://www.w3.org/2009/xmldsig11#">'
    "<dsig11:PublicKey>BAAA</dsig11:PublicKey></dsig11:ECKeyValue></ds:KeyValue>"
)


def _key_info(inner: str) -> bytes:
    return attestation(INNER, Signing(key_info=inner))


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
    _case(18, "n06", "An address of a certificate", "A verifier would open it.", "Retrieval",
          _key_info('<ds:RetrievalMethod URI="https://attacker.example/cert"/>')),
]  # fmt: skip

CASES = [*STRUCTURE, *REFERENCE_CASES, *ALGORITHMS, *KEYS]
