"""The key that a case signs with: its certificate to what verifies ES256, by cryptography alone."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from aeo_exchange.conformance.judge.refusal import BadOutput

__all__ = ["IssuerKey", "base64url_bytes", "base64url_text", "certificate_key", "certified_key"]

HALF = 32  # bytes of r, of s, and of either coordinate
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+\Z")


class IssuerKey(NamedTuple):
    """A public key on P-256, and the thumbprint that names it (RFC 7638)."""

    public: ec.EllipticCurvePublicKey
    kid: str

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        """Say whether r and s, one behind the other, are an ES256 signature of this key."""
        if len(signature) != 2 * HALF:
            return False
        r, s = (int.from_bytes(half) for half in (signature[:HALF], signature[HALF:]))
        try:
            self.public.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True


def certified_key(content: bytes) -> IssuerKey:
    """Return the key in the certificate that a case names; raises ValueError."""
    is_text = content.lstrip().startswith(b"-----BEGIN")
    load = x509.load_pem_x509_certificate if is_text else x509.load_der_x509_certificate
    return certificate_key(load(content))


def certificate_key(certificate: x509.Certificate) -> IssuerKey:
    """Return the key in a certificate; raises BadOutput for one that is not on P-256."""
    public = certificate.public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey) or public.curve.name != "secp256r1":
        raise BadOutput("AEO-SIG-17", "the key is not on P-256")
    point = public.public_numbers()
    x, y = (base64url_text(coordinate.to_bytes(HALF)) for coordinate in (point.x, point.y))
    # The members that make the key, sorted and without blanks (RFC 7638, section 3).
    members = f'{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}'
    return IssuerKey(public, base64url_text(hashlib.sha256(members.encode()).digest()))


def base64url_text(content: bytes) -> str:
    """Return bytes as base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def base64url_bytes(text: str) -> bytes:
    """Return the bytes of base64url; raises ValueError for any other spelling of them."""
    if not _BASE64URL.match(text):
        raise ValueError("not base64url without padding")
    try:
        content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as cause:
        raise ValueError("not base64url without padding") from cause
    if base64url_text(content) != text:
        raise ValueError("base64url with bits set that belong to no byte")
    return content
