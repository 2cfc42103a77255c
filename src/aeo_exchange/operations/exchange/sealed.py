"""Files sealed for a partner, and opened by it; what does not open is not written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from aeo_exchange.errors import ReadError, UnusableKey, WrongChoice
from aeo_exchange.formats.json_tree import read_tree
from aeo_exchange.signing.jwk import read_public_jwk
from aeo_exchange.signing.keys import (
    SigningKey,
    SoftwareKey,
    VerificationKey,
    carried_key,
    read_certificate,
    verification_key,
)
from aeo_exchange.signing.sealing import MOST_SEALED, PIECE_BYTES, opened_pieces, seal_pieces
from aeo_exchange.signing.test_keys import is_test_key

__all__ = ["is_test_key", "open_sealed", "read_sealing_key", "seal_file"]

NEEDED, ALLOWED = {"crv", "kty", "x", "y"}, {"alg", "kid", "use"}
FOR_SEALING = {"alg": {"ECDH-ES"}, "use": {"enc"}}


def read_sealing_key(content: bytes) -> VerificationKey:
    """Return the public key of a recipient, from a certificate or a JWK.

    Raises UnusableKey for what is none, for a private one, and for one that is not on P-256.
    """
    key = _of_jwk(content) if content.lstrip().startswith(b"{") else _of_certificate(content)
    if key.algorithm != "ES256":
        raise UnusableKey("", "a sealing key is on P-256")
    return key


def seal_file(source: BinaryIO, recipient: VerificationKey) -> Iterator[bytes]:
    """Yield the pieces of a sealed file; raises WrongChoice for more than one seal holds."""
    if os.fstat(source.fileno()).st_size > MOST_SEALED:
        raise WrongChoice(f"a sealed file holds {MOST_SEALED:,} bytes at most")
    yield from seal_pieces(iter(lambda: source.read(PIECE_BYTES), b""), recipient.public_key)


def open_sealed(source: Path, key: SigningKey) -> Iterator[bytes]:
    """Yield what is inside a sealed file, of which the seal was looked at in whole before.

    Raises MessageRefused with nothing yielded where the seal does not hold, WrongChoice for a key
    in hardware and for what cannot be read twice, OSError.
    """
    if not isinstance(key, SoftwareKey):
        raise WrongChoice("this version cannot open a sealed file with a key in hardware")
    if source.exists() and not source.is_file():
        raise WrongChoice(f"{source} is not a file; a sealed file is read twice")
    with source.open("rb") as stream:
        for _ in opened_pieces(stream, key.key):
            pass
        stream.seek(0)
        yield from opened_pieces(stream, key.key)


def _of_certificate(content: bytes) -> VerificationKey:
    if b"PRIVATE KEY" in content:
        raise UnusableKey("", "this is a private key; give the certificate of the recipient")
    return carried_key(read_certificate(content))


def _of_jwk(content: bytes) -> VerificationKey:
    try:
        jwk = msgspec.convert(read_tree(content), dict[str, str])
    except (ReadError, msgspec.ValidationError) as cause:
        raise UnusableKey("", f"no JWK: {cause}") from cause
    if "d" in jwk:
        raise UnusableKey("", "this is a private key; give the public one of the recipient")
    strange = set(jwk) - NEEDED - ALLOWED
    if strange or not set(jwk) >= NEEDED:
        raise UnusableKey("", "a JWK for sealing has crv, kty, x, y, and alg, kid and use at most")
    for name, values in FOR_SEALING.items():
        if jwk.get(name, next(iter(values))) not in values:
            raise UnusableKey("", f"the JWK is not for sealing: {name} is {jwk[name]}")
    try:
        key = verification_key(read_public_jwk(jwk))
    except ValueError as cause:
        raise UnusableKey("", f"no key in the JWK: {cause}") from cause
    if jwk.get("kid", key.kid) != key.kid:
        raise UnusableKey("", f"kid is not the thumbprint of the key, {key.kid}")
    return key
