"""The key of a vendor: from a statement, from a file, and whether anybody has it."""

from __future__ import annotations

import msgspec
from cryptography.hazmat.primitives import serialization
from msgspec import Struct

from aeo_exchange.conformance.errors import BadSuite
from aeo_exchange.conformance.statement.statement import PublicKey
from aeo_exchange.conformance.suite.cases import Suite
from aeo_exchange.errors import UnusableKey
from aeo_exchange.signing.jwk import read_public_jwk
from aeo_exchange.signing.keys import (
    VerificationKey,
    carried_key,
    read_certificate,
    verification_key,
)

__all__ = ["is_published_for_tests", "read_public_key", "vendor_key"]


class _TestKey(Struct, frozen=True):
    kid: str


class _TestKeys(Struct, frozen=True):
    keys: tuple[_TestKey, ...]


def vendor_key(told: PublicKey) -> VerificationKey:
    """Return the key that a statement names; raises UnusableKey."""
    try:
        return verification_key(read_public_jwk(msgspec.to_builtins(told)))
    except ValueError as cause:
        raise UnusableKey("", f"the statement holds no public key: {cause}") from cause


def read_public_key(content: bytes) -> VerificationKey:
    """Return the key of a public key or certificate in PEM; raises UnusableKey."""
    if b"CERTIFICATE" in content:
        return carried_key(read_certificate(content))
    try:
        return verification_key(serialization.load_pem_public_key(content))
    except ValueError as cause:
        raise UnusableKey("", f"no public key in PEM: {cause}") from cause


def is_published_for_tests(key: VerificationKey, suite: Suite) -> bool:
    """Say whether the private half of a key lies in the suite; raises BadSuite."""
    try:
        content = (suite.folder / "keys" / "keys.json").read_bytes()
        known = msgspec.json.decode(content, type=_TestKeys)
    except (OSError, msgspec.DecodeError) as cause:
        raise BadSuite(f"keys/keys.json: {cause}") from cause
    return any(known_key.kid == key.kid for known_key in known.keys)
