"""Claims and record to an XML attestation: AeoAttestation with one XAdES B-B signature (ATT-3).

signxml makes the signature. What is corrected here, and why the library is pinned to one
version, is in docs/decisions/0015-xades-by-signxml.md.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

import msgspec
from cryptography import x509
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, SignatureMethod
from signxml.util import SigningSettings
from signxml.xades.xades import XAdESDataObjectFormat, XAdESSigner

from aeo_exchange.errors import UnusableKey
from aeo_exchange.formats.xml_write import record_lines
from aeo_exchange.model.attestation import Claims
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.shape import NAMESPACE
from aeo_exchange.model.tree import Tree
from aeo_exchange.signing.dates import numeric_date_instant
from aeo_exchange.signing.keys import SigningKey, carried_key
from aeo_exchange.signing.pen import Pen
from aeo_exchange.signing.xml_claims import claim_lines
from aeo_exchange.signing.xml_document import Element, parser
from aeo_exchange.signing.xml_signature import XADES
from aeo_exchange.signing.xml_structure import ATTESTATION, DSIG

__all__ = ["MEDIA_TYPE", "sign_xml"]

MEDIA_TYPE = "application/vnd.aeo-exchange.attestation+xml;version=1.0"
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_NAME_BYTES = 16


def sign_xml(
    claims: dict[str, Tree],
    record: AeoRecord,
    key: SigningKey,
    certificate: x509.Certificate,
    *,
    randomness: Callable[[int], bytes] = secrets.token_bytes,
) -> bytes:
    """Return the XML attestation of claims, with every claim of the record, and of the record.

    The record stands in it as given: its claims are to be the projection of it. SigningTime is
    `iat`. Raises UnusableKey when the certificate is not of the key.
    """
    if carried_key(certificate).kid != key.public.kid:
        raise UnusableKey("", "the certificate is of another key")
    stated = msgspec.convert(claims, Claims)
    signed = _Signer(stated.iat, randomness).sign(
        etree.fromstring(_document(stated, record, _name(randomness)), parser()),
        key=Pen(key),
        cert=[certificate],
        always_add_key_value=False,
        id_attribute="Id",
    )
    return _HEAD + etree.tostring(signed) + b"\n"


def _document(claims: Claims, record: AeoRecord, name: str) -> bytes:
    """Return what is to be signed, with the name that the signature refers to."""
    inside = claim_lines(claims) + record_lines(record, "", 1)
    start = f'<{ATTESTATION} xmlns="{NAMESPACE}" Id="{name}">'
    return f"{start}\n{inside}</{ATTESTATION}>".encode()


def _name(randomness: Callable[[int], bytes]) -> str:
    """Return a name that no other document has, so that documents can stand in one another."""
    return f"A{randomness(_NAME_BYTES).hex()}"


class _Signer(XAdESSigner):
    """signxml with names and time from outside, and its references corrected."""

    def __init__(self, iat: int, randomness: Callable[[int], bytes]) -> None:
        super().__init__(
            signature_algorithm=SignatureMethod.ECDSA_SHA256,
            c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
            data_object_format=XAdESDataObjectFormat("AEO status attestation", MEDIA_TYPE),
        )
        self._iat = iat
        self._randomness = randomness

    def add_signing_time(
        self,
        signed_signature_properties: Element,
        sig_root: Element,  # noqa: ARG002 the library gives it
        signing_settings: SigningSettings,  # noqa: ARG002 as above
    ) -> None:
        """Write `iat` where the library would read the clock."""
        time = etree.SubElement(signed_signature_properties, f"{{{XADES}}}SigningTime")
        time.text = numeric_date_instant(self._iat)

    def _get_token(self, length: int = _NAME_BYTES) -> str:
        return self._randomness(max(length, _NAME_BYTES)).hex()

    def _add_reference_to_signed_info(
        self, sig_root: Element, node_to_reference: Element, **attrs: str
    ) -> None:
        """Add a reference that names the canonicalisation by which its digest is made.

        Left to itself the library digests in one form and names none, so that every verifier
        takes another.
        """
        super()._add_reference_to_signed_info(  # type: ignore[no-untyped-call]
            sig_root, node_to_reference, **attrs
        )
        reference = sig_root.findall(f"{{{DSIG}}}SignedInfo/{{{DSIG}}}Reference")[-1]
        transforms = etree.Element(f"{{{DSIG}}}Transforms", nsmap=self.namespaces)
        etree.SubElement(transforms, f"{{{DSIG}}}Transform", Algorithm=self.c14n_alg.value)
        reference.insert(0, transforms)
