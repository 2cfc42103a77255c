"""An XML attestation: read and found in the form of the standard, then proved by a key (ATT-3).

What is given out after the proof is what the references covered, as signxml returned it, and
nothing else of the document (ATT-3-5).
"""

from __future__ import annotations

from typing import Any

from cryptography import x509
from lxml import etree
from msgspec import UNSET, Struct
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import InvalidSignature
from signxml.xades.xades import XAdESSignatureConfiguration, XAdESVerifier

from aeo_exchange.model.attestation import Claims
from aeo_exchange.signing import refusals
from aeo_exchange.signing.attestation import Envelope, Proved
from aeo_exchange.signing.claims_form import check_holder, check_lifetime, check_sets
from aeo_exchange.signing.keys import VerificationKey
from aeo_exchange.signing.xml_claims import read_claims
from aeo_exchange.signing.xml_document import Element, parser, read_root_element
from aeo_exchange.signing.xml_signature import XmlSignature, read_signature
from aeo_exchange.signing.xml_structure import attestation_parts, check_root, signed_parts_of

__all__ = ["XmlAttestation", "read_xml_attestation"]


class XmlAttestation(Struct, frozen=True, kw_only=True):
    """An XML attestation that was read; `name` is the Id of its root."""

    content: bytes
    name: str
    claims: Claims
    signature: XmlSignature

    @property
    def envelope(self) -> Envelope:
        """How it is written."""
        return Envelope.XADES

    @property
    def kid(self) -> str:
        """The thumbprint of the key in the certificate that it carries."""
        return self.signature.carrier.key.kid

    @property
    def algorithm(self) -> str:
        """The algorithm that it names, ES256 or ES384."""
        return self.signature.algorithm

    def prove(self, key: VerificationKey) -> Proved:
        """Return what the key has signed; raises BadSignature (AEO-SIG-19)."""
        refusals.require(
            (key.kid, key.algorithm) == (self.kid, self.algorithm),
            "AEO-SIG-19",
            "it names another key",
        )
        root = self._signed_root(key)
        check_root(root)
        claims, record = signed_parts_of(root)
        stated = read_claims(claims)
        refusals.require(stated.claims == self.claims, "AEO-SIG-19", "other claims were signed")
        return Proved(claims=stated.claims, tree=stated.tree, record=_document_of(record))

    def _signed_root(self, key: VerificationKey) -> Element:
        """Return what the reference to the root covered, as signxml read it again."""
        try:
            results = _Verifier(key).verify(
                self.content,
                x509_cert=self.signature.carrier.certificate,
                validate_schema=False,  # done when it was read
                parser=parser(),
                id_attribute="Id",
                expect_config=_expected(self.signature.references),
            )
        except Exception as cause:  # noqa: BLE001 whatever stops a verifier, nothing was proved
            refusals.refuse("AEO-SIG-19", "the signature does not fit the content", cause)
        read_again = [result.signed_xml for result in results if result.signed_xml is not None]
        roots = [element for element in read_again if element.get("Id") == self.name]
        if len(roots) != 1:
            refusals.refuse("AEO-SIG-19", "the root was not signed")
        return roots[0]


def read_xml_attestation(content: bytes) -> XmlAttestation:
    """Return the attestation of an XML document, unproved.

    Raises BadSignature and UnsupportedAlgorithm (AEO-SIG-01, AEO-SIG-08, AEO-SIG-14 to
    AEO-SIG-18).
    """
    root = read_root_element(content)
    check_root(root)
    parts = attestation_parts(root)
    read = read_claims(parts.claims)
    claims = read.claims
    refusals.require(
        claims.sub is not UNSET, "AEO-SIG-08", "the TIN is missing; here every claim is shown"
    )
    check_holder(claims)
    check_sets(claims)
    check_lifetime(claims)
    return XmlAttestation(
        content=content,
        name=parts.name,
        claims=claims,
        signature=read_signature(parts.signature, parts.name),
    )


class _Verifier(XAdESVerifier):
    """signxml, told whom to ask: the key of the trust list, never one in the document."""

    def __init__(self, key: VerificationKey) -> None:
        self._key = key

    def _check_cert_validity(self, _certificate: x509.Certificate, _source: str) -> None:
        """Let any dates pass: a certificate is the carrier of a key (ATT-5-2)."""

    def _verify_signature_with_pubkey(
        self, *, signed_info_c14n: bytes, raw_signature: bytes, **_ours: object
    ) -> tuple[bytes, Any]:
        if not self._key.verifies(signed_info_c14n, raw_signature):
            raise InvalidSignature("not of the key")
        return signed_info_c14n, self._key.public_key


def _expected(references: int) -> XAdESSignatureConfiguration:
    return XAdESSignatureConfiguration(
        location="./",
        expect_references=references,
        signature_methods=frozenset({SignatureMethod.ECDSA_SHA256, SignatureMethod.ECDSA_SHA384}),
        digest_algorithms=frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384}),
    )


def _document_of(record: Element) -> bytes:
    """Return the record as a document of its own."""
    return etree.tostring(record, method="c14n", exclusive=True, with_comments=False)
