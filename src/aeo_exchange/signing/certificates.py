"""Certificates of our own making: the carrier in which a public key travels to a trust list.

A verifier looks at nothing in them but the key (specification, ATT-5-2); they are written as
end-entity certificates so that other software takes them for what they are.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from msgspec import Struct

from aeo_exchange.safe_text import excerpt

__all__ = ["Bearer", "read_subject", "self_signed"]

PrivateKey: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
_DIGITAL_SIGNATURE_ONLY = x509.KeyUsage(
    digital_signature=True,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


class Bearer(Struct, frozen=True, kw_only=True):
    """What a certificate says of a key: whose it is, from when and until when, and its number."""

    subject: x509.Name
    not_before: datetime
    not_after: datetime
    serial: int


def read_subject(text: str) -> x509.Name:
    """Return the name that a text such as `CN=Customs,O=Example,C=HK` gives (RFC 4514).

    Raises ValueError for a text that is no name, and for an empty one.
    """
    try:
        subject = x509.Name.from_rfc4514_string(text)
    except ValueError as cause:
        # The library has no words for most of what can be wrong.
        raise ValueError(f"{excerpt(text)} is not a name of RFC 4514 {cause}".rstrip()) from cause
    if not subject.rdns:
        raise ValueError("the name is empty")
    return subject


def self_signed(key: PrivateKey, bearer: Bearer) -> x509.Certificate:
    """Return a certificate of a key signed by itself, an end entity that signs statements only."""
    public_key = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(bearer.subject)
        .issuer_name(bearer.subject)
        .public_key(public_key)
        .serial_number(bearer.serial)
        .not_valid_before(bearer.not_before)
        .not_valid_after(bearer.not_after)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_DIGITAL_SIGNATURE_ONLY, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .sign(key, _hash_for(key))
    )


def _hash_for(key: PrivateKey) -> hashes.SHA256 | hashes.SHA384:
    """Return the hash of the size of the key, as ES384 and ES256 have it."""
    return hashes.SHA384() if key.key_size == ec.SECP384R1().key_size else hashes.SHA256()
