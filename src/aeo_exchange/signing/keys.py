"""Keys: P-256 to sign, P-256 and P-384 to verify; named by their RFC 7638 thumbprint."""

from __future__ import annotations

from typing import Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.exceptions import UnsupportedAlgorithm as Unsupported
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from msgspec import Struct

from aeo_exchange.errors import UnsupportedAlgorithm, UnusableKey
from aeo_exchange.signing.jwk import thumbprint

__all__ = [
    "ALGORITHMS",
    "SigningKey",
    "SoftwareKey",
    "VerificationKey",
    "carried_key",
    "private_key",
    "read_certificate",
    "read_der",
    "read_private_key",
    "verification_key",
]

# The algorithm that belongs to a curve; there is no other choice.
ALGORITHMS = {"secp256r1": "ES256", "secp384r1": "ES384"}
NO_CERTIFICATE = "no certificate in PEM or DER"
# The bytes of r and of s (RFC 7518, section 3.4), and how a message is signed.
_HALVES = {"ES256": 32, "ES384": 48}
_SIGNING = {"ES256": ec.ECDSA(hashes.SHA256()), "ES384": ec.ECDSA(hashes.SHA384())}
_HIGHEST_BIT = 0x80


class VerificationKey(Struct, frozen=True, kw_only=True):
    """A public key, the thumbprint that names it, and the one algorithm it is used with."""

    kid: str
    algorithm: str
    public_key: ec.EllipticCurvePublicKey

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Say whether a signature, r and s one behind the other (RFC 7518), is of this key."""
        half = _HALVES[self.algorithm]
        if len(signature) != 2 * half:
            return False
        try:
            self.public_key.verify(_in_der(signature, half), message, _SIGNING[self.algorithm])
        except InvalidSignature:
            return False
        return True

    def __reduce__(self) -> tuple[object, ...]:
        # A worker process gets it as bytes; the object of the library does not travel.
        return (
            _read_public_half,
            (
                self.public_key.public_bytes(
                    serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
                ),
            ),
        )


class SigningKey(Protocol):
    """What signs: a key in memory, or one in hardware that never leaves it."""

    @property
    def public(self) -> VerificationKey:
        """The public half."""

    def sign(self, message: bytes) -> bytes:
        """Return the ES256 signature of a message, r and s one behind the other."""


class SoftwareKey(Struct, frozen=True):
    """A private key in memory; its text form tells nothing of it."""

    key: ec.EllipticCurvePrivateKey
    public: VerificationKey

    def __repr__(self) -> str:
        return f"SoftwareKey(kid={self.public.kid!r})"

    def sign(self, message: bytes) -> bytes:
        """Return the ES256 signature of a message, r and s one behind the other."""
        half = _HALVES["ES256"]
        r, s = decode_dss_signature(self.key.sign(message, _SIGNING["ES256"]))
        return r.to_bytes(half) + s.to_bytes(half)


def verification_key(public_key: object) -> VerificationKey:
    """Return the verification key of a public key of the cryptography package.

    Raises UnsupportedAlgorithm for anything but P-256 and P-384.
    """
    if (
        not isinstance(public_key, ec.EllipticCurvePublicKey)
        or public_key.curve.name not in ALGORITHMS
    ):
        raise UnsupportedAlgorithm("", "the key is neither on P-256 nor on P-384")
    return VerificationKey(
        kid=thumbprint(public_key),
        algorithm=ALGORITHMS[public_key.curve.name],
        public_key=public_key,
    )


def read_certificate(content: bytes) -> x509.Certificate:
    """Return the X.509 certificate of PEM or DER bytes; raises UnusableKey."""
    if b"-----BEGIN CERTIFICATE-----" not in content:
        return read_der(content)
    try:
        return x509.load_pem_x509_certificate(content)
    except (ValueError, x509.InvalidVersion) as cause:
        raise UnusableKey("", NO_CERTIFICATE) from cause


def read_der(content: bytes) -> x509.Certificate:
    """Return the X.509 certificate of DER bytes, the one form inside lists and signatures.

    Raises UnusableKey.
    """
    try:
        return x509.load_der_x509_certificate(content)
    except (ValueError, x509.InvalidVersion) as cause:
        raise UnusableKey("", NO_CERTIFICATE) from cause


def carried_key(certificate: x509.Certificate) -> VerificationKey:
    """Return the key in a certificate; its issuer, dates and extensions are not looked at.

    Raises UnusableKey for a key of no known kind, UnsupportedAlgorithm for one that is neither
    on P-256 nor on P-384.
    """
    try:
        public_key = certificate.public_key()
    except (ValueError, Unsupported) as cause:
        raise UnusableKey("", f"the certificate carries no key that is known: {cause}") from cause
    return verification_key(public_key)


def read_private_key(content: bytes, passphrase: bytes | None = None) -> SoftwareKey:
    """Return the private key of PEM bytes.

    Raises UnusableKey for bytes that are no key and for a wrong or missing passphrase,
    UnsupportedAlgorithm for a key that is not on P-256.
    """
    try:
        key = serialization.load_pem_private_key(content, passphrase)
    except TypeError as cause:
        wanted = "has no passphrase" if passphrase else "needs a passphrase"
        raise UnusableKey("", f"the key {wanted}") from cause
    except (ValueError, Unsupported) as cause:
        # What the library says may quote the file; a key is never quoted.
        wrong = "no private key in PEM, or a wrong passphrase"
        raise UnusableKey("", wrong) from cause
    return private_key(key)


def private_key(key: object) -> SoftwareKey:
    """Return the signing key of a private key of the cryptography package.

    Raises UnsupportedAlgorithm for another than one on P-256 (RFC 7518, 3.4).
    """
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise UnsupportedAlgorithm("", "a key that signs must be on P-256")
    return SoftwareKey(key, verification_key(key.public_key()))


def _in_der(signature: bytes, half: int) -> bytes:
    """Return a signature as DER: a SEQUENCE of r and s, each an INTEGER (RFC 3279, 2.2.3).

    An INTEGER has no zeros in front but one, where the highest bit would make it negative. By
    hand, since integers of Python between take as long again.
    """
    r, s = signature[:half].lstrip(b"\0"), signature[half:].lstrip(b"\0")
    r = r if r and r[0] < _HIGHEST_BIT else b"\0" + r
    s = s if s and s[0] < _HIGHEST_BIT else b"\0" + s
    # Each length is below 128, for both curves, and so is one byte.
    return bytes((0x30, len(r) + len(s) + 4, 2, len(r))) + r + bytes((2, len(s))) + s


def _read_public_half(content: bytes) -> VerificationKey:
    return verification_key(serialization.load_der_public_key(content))
