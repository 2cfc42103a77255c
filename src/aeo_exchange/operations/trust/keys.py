"""Keys made, certified and described; of a key that signs only the public half is ever told."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.errors import InvalidInstant, UnusableKey
from aeo_exchange.model.instants import instant
from aeo_exchange.model.trust_list import KeyAlgorithm
from aeo_exchange.signing.certificates import Bearer, read_subject, self_signed
from aeo_exchange.signing.keys import (
    SigningKey,
    VerificationKey,
    carried_key,
    read_certificate,
    read_private_key,
    verification_key,
)
from aeo_exchange.signing.pen import Pen
from aeo_exchange.signing.test_keys import is_test_key

__all__ = ["KeyFacts", "NewKey", "certify_key", "describe_key", "facts_of", "generate_key"]

_SERIAL_BYTES = 16  # RFC 5280 allows 20; the first bit is kept 0 so that the number is positive


class KeyFacts(Struct, frozen=True, kw_only=True, rename="camel"):
    """What everybody may know of a key.

    `subject` and the two instants are there where a certificate says them; a verifier does not
    look at them. `test_key` says that the private half is published.
    """

    kid: str
    algorithm: KeyAlgorithm
    kind: str
    subject: str | UnsetType = UNSET
    not_before: str | UnsetType = UNSET
    not_after: str | UnsetType = UNSET
    test_key: bool = False


class NewKey(Struct, frozen=True, kw_only=True):
    """A key just made, with its certificate, both in PEM; its text form tells nothing of it."""

    private: bytes
    certificate: bytes
    facts: KeyFacts

    def __repr__(self) -> str:
        return f"NewKey(kid={self.facts.kid!r})"


def generate_key(
    subject: str,
    *,
    at: str,
    days: int,
    passphrase: bytes | None,
    randomness: Callable[[int], bytes] = secrets.token_bytes,
) -> NewKey:
    """Return a new P-256 key with a certificate that it signed itself, good from `at` on.

    The subject is a name as RFC 4514 writes it. Raises UnusableKey for a text that is no name
    and for a passphrase that cannot be one.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    try:
        certificate = self_signed(key, _bearer(subject, at, days, randomness))
        private = _pem(key, passphrase)
    except InvalidInstant:
        raise
    except (ValueError, OverflowError) as cause:
        raise _not_made(cause) from cause
    return NewKey(
        private=private,
        certificate=certificate.public_bytes(serialization.Encoding.PEM),
        facts=_of_certificate(certificate),
    )


def certify_key(
    key: SigningKey,
    subject: str,
    *,
    at: str,
    days: int,
    randomness: Callable[[int], bytes] = secrets.token_bytes,
) -> tuple[bytes, KeyFacts]:
    """Return a certificate in PEM, which a key in memory or hardware signed itself, and its facts.

    Raises UnusableKey for a subject that is no name, and when a token does not sign.
    """
    try:
        certificate = self_signed(Pen(key), _bearer(subject, at, days, randomness))
    except InvalidInstant:
        raise
    except (ValueError, OverflowError) as cause:
        raise _not_made(cause) from cause
    return certificate.public_bytes(serialization.Encoding.PEM), _of_certificate(certificate)


def describe_key(content: bytes, passphrase: bytes | None = None) -> KeyFacts:
    """Return what is public of a certificate, a public key or a private key in a file.

    Raises UnusableKey and UnsupportedAlgorithm.
    """
    if b"PRIVATE KEY-----" in content:
        return facts_of(read_private_key(content, passphrase).public)
    if b"-----BEGIN PUBLIC KEY-----" in content:
        return _facts(_read_public_key(content), "public key")
    return _of_certificate(read_certificate(content))


def facts_of(key: VerificationKey) -> KeyFacts:
    """Return what is public of a private key, wherever that is."""
    return _facts(key, "private key")


def _of_certificate(certificate: x509.Certificate) -> KeyFacts:
    return _facts(
        carried_key(certificate),
        "certificate",
        subject=certificate.subject.rfc4514_string(),
        not_before=_certificate_instant(certificate.not_valid_before_utc),
        not_after=_certificate_instant(certificate.not_valid_after_utc),
    )


def _facts(key: VerificationKey, kind: str, **said: str) -> KeyFacts:
    return KeyFacts(
        kid=key.kid,
        algorithm=KeyAlgorithm[key.algorithm],
        kind=kind,
        test_key=is_test_key(key.kid),
        **said,
    )


def _bearer(subject: str, at: str, days: int, randomness: Callable[[int], bytes]) -> Bearer:
    """Return what a certificate is to say; raises ValueError and OverflowError."""
    begins = datetime.fromisoformat(instant(at))
    return Bearer(
        subject=read_subject(subject),
        not_before=begins,
        not_after=begins + timedelta(days=days),
        serial=int.from_bytes(randomness(_SERIAL_BYTES)) >> 1 | 1,
    )


def _read_public_key(content: bytes) -> VerificationKey:
    try:
        return verification_key(serialization.load_pem_public_key(content))
    except ValueError as cause:
        raise UnusableKey("", f"no public key in PEM: {cause}") from cause


def _pem(key: ec.EllipticCurvePrivateKey, passphrase: bytes | None) -> bytes:
    lock = (
        serialization.NoEncryption()
        if passphrase is None
        else serialization.BestAvailableEncryption(passphrase)
    )
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)


def _not_made(cause: Exception) -> UnusableKey:
    error = UnusableKey("", f"no key can be made so: {cause}")
    error.advice = "Give a subject as CN=Customs,O=Example,C=HK, and a passphrase of some length."
    return error


def _certificate_instant(moment: datetime) -> str:
    """Return what a certificate says, whose years may be earlier than those of a record."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
