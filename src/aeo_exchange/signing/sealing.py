"""A file to a sealed one, which its recipient alone can open, and back (XCH-11; RFC 7516).

One compact JWE: ECDH-ES with a key made for this file alone (RFC 7518, section 4.6), A256GCM over
what is inside. It is written and read in pieces, so its size is bounded by the disk. A seal says
nothing of who sent it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, NamedTuple

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash
from msgspec import Struct

from aeo_exchange.signing import base64url, refusals
from aeo_exchange.signing.jwk import public_jwk, read_public_jwk, thumbprint
from aeo_exchange.signing.jws import read_token_json

__all__ = [
    "MOST_SEALED",
    "PIECE_BYTES",
    "SEALED_TYPE",
    "SealForm",
    "opened_pieces",
    "seal_form",
    "seal_pieces",
]

SEALED_TYPE = "aeo-sealed+jwe"
FORM, RECIPIENT, SEAL = "AEO-XCH-46", "AEO-XCH-47", "AEO-XCH-48"
MOST_SEALED = (1 << 36) - 32  # bytes that one key and nonce of GCM may seal (SP 800-38D)
AGREEMENT, ENCRYPTION = "ECDH-ES", "A256GCM"
KEY_BYTES, NONCE_BYTES, TAG_BYTES = 32, 12, 16
NONCE_LENGTH, TAG_LENGTH = 16, 22  # in base64url
LONGEST_FRONT = 1 << 12  # header and nonce, with white space before them
LONGEST_END = 1 << 8
PIECE_BYTES = 3 << 18  # bytes inside of what is written at a time; whole in base64url
BLANKS = b" \t\r\n"


class _Point(Struct, frozen=True, forbid_unknown_fields=True):
    """The key that was made for one file."""

    crv: str
    kty: str
    x: str
    y: str


class _SealHeader(Struct, frozen=True, forbid_unknown_fields=True):
    """The header of a sealed file: closed, so that nothing in it chooses another way."""

    alg: str
    enc: str
    epk: _Point
    kid: str
    typ: str


class SealForm(NamedTuple):
    """What anybody sees of a sealed file: the key that opens it, and how long its content is."""

    kid: str
    bytes: int


class _Sealed(NamedTuple):
    """Where the parts of a sealed file are: its header as text, its nonce, its tag, its middle."""

    header: bytes
    nonce: bytes
    tag: bytes
    start: int
    end: int


def seal_pieces(
    pieces: Iterable[bytes],
    recipient: ec.EllipticCurvePublicKey,
    randomness: Callable[[int], bytes] = os.urandom,
) -> Iterator[bytes]:
    """Yield the pieces of a sealed file, which the private half of a key on P-256 opens.

    Raises ValueError beyond `MOST_SEALED` bytes.
    """
    once = ec.generate_private_key(ec.SECP256R1())
    header = {
        "alg": AGREEMENT,
        "enc": ENCRYPTION,
        "epk": public_jwk(once.public_key()),
        "kid": thumbprint(recipient),
        "typ": SEALED_TYPE,
    }
    text = base64url.encode(msgspec.json.encode(header)).encode()
    nonce = randomness(NONCE_BYTES)
    key = _agreed_key(once, recipient)
    cipher = Cipher(algorithms.AES(key), modes.GCM(nonce)).encryptor()
    cipher.authenticate_additional_data(text)
    yield b"%s..%s." % (text, base64url.encode(nonce).encode())
    held = b""
    for piece in pieces:
        held += cipher.update(piece)
        whole = len(held) - len(held) % 3
        if whole >= PIECE_BYTES:
            yield base64url.encode(held[:whole]).encode()
            held = held[whole:]
    held += cipher.finalize()
    yield b"%s.%s\n" % (base64url.encode(held).encode(), base64url.encode(cipher.tag).encode())


def opened_pieces(source: BinaryIO, key: ec.EllipticCurvePrivateKey) -> Iterator[bytes]:
    """Yield what is inside a sealed file, piece by piece; it counts when the last one was given.

    The file can be sought in. Raises MessageRefused for what is no sealed file (AEO-XCH-46), for
    one that is sealed for another key (AEO-XCH-47), and, after the last piece, for one that was
    changed or cut off (AEO-XCH-48).
    """
    sealed = _read_parts(source)
    header = _read_header(sealed.header)
    refusals.require(
        header.kid == thumbprint(key.public_key()),
        RECIPIENT,
        f"it is sealed for the key {header.kid}, and this is {thumbprint(key.public_key())}",
    )
    agreed = _agreed_key(key, _read_point(header.epk))
    cipher = Cipher(algorithms.AES(agreed), modes.GCM(sealed.nonce)).decryptor()
    cipher.authenticate_additional_data(sealed.header)
    source.seek(sealed.start)
    for text in _chunks(source, sealed.end - sealed.start):
        yield cipher.update(_decoded(text))
    try:
        yield cipher.finalize_with_tag(sealed.tag)
    except InvalidTag as cause:
        refusals.refuse(SEAL, "it was changed or cut off since it was sealed", cause)


def seal_form(source: BinaryIO) -> SealForm:
    """Return what is seen of a sealed file without its key; the file can be sought in.

    Raises MessageRefused for what is none (AEO-XCH-46), or was cut off at its end (AEO-XCH-48).
    """
    sealed = _read_parts(source)
    header = _read_header(sealed.header)
    _read_point(header.epk)
    return SealForm(header.kid, (sealed.end - sealed.start) * 3 // 4)


def _agreed_key(own: ec.EllipticCurvePrivateKey, other: ec.EllipticCurvePublicKey) -> bytes:
    """Return the key that both sides come to, for A256GCM and nothing else (RFC 7518, 4.6.2)."""
    name = ENCRYPTION.encode()
    parties = bytes(4) * 2  # neither side is named: `apu` and `apv` are absent
    other_info = len(name).to_bytes(4) + name + parties + (8 * KEY_BYTES).to_bytes(4)
    derivation = ConcatKDFHash(hashes.SHA256(), length=KEY_BYTES, otherinfo=other_info)
    return derivation.derive(own.exchange(ec.ECDH(), other))


def _read_parts(source: BinaryIO) -> _Sealed:
    """Find the parts of a compact JWE of which the key part is empty."""
    front = source.read(LONGEST_FRONT)
    blanks = len(front) - len(front.lstrip(BLANKS))
    parts = front[blanks:].split(b".", 3)
    refusals.require(
        len(parts) == 4 and not parts[1] and len(parts[2]) == NONCE_LENGTH,  # noqa: PLR2004
        FORM,
        "it does not begin as a sealed file does",
    )
    start = blanks + sum(map(len, parts[:3])) + 3
    size = source.seek(0, os.SEEK_END)
    source.seek(max(0, size - LONGEST_END))
    rest = source.read(LONGEST_END)
    last = rest.rstrip(BLANKS)
    end = size - len(rest) + len(last) - TAG_LENGTH - 1
    refusals.require(
        end >= start and last[-TAG_LENGTH - 1 : -TAG_LENGTH] == b".",
        SEAL,
        "it does not end as a sealed file does; it was cut off, or something stands behind it",
    )
    return _Sealed(parts[0], _decoded(parts[2]), _decoded(last[-TAG_LENGTH:]), start, end)


def _read_header(text: bytes) -> _SealHeader:
    tree = read_token_json(_decoded(text), FORM)
    try:
        header = msgspec.convert(tree, _SealHeader)
    except msgspec.ValidationError as cause:
        refusals.refuse(FORM, f"no sealed file by its header: {cause}", cause)
    refusals.require(
        (header.alg, header.enc, header.typ) == (AGREEMENT, ENCRYPTION, SEALED_TYPE),
        FORM,
        f"alg, enc and typ are {header.alg}, {header.enc} and {header.typ}, not {AGREEMENT}, "
        f"{ENCRYPTION} and {SEALED_TYPE}",
    )
    return header


def _read_point(point: _Point) -> ec.EllipticCurvePublicKey:
    """Return the key made for the file; what is no point of the curve would tell our key."""
    try:
        key = read_public_jwk(msgspec.to_builtins(point))
    except ValueError as cause:
        refusals.refuse(FORM, f"epk is not a key: {cause}", cause)
    refusals.require(isinstance(key.curve, ec.SECP256R1), FORM, "epk is not on P-256")
    return key


def _chunks(source: BinaryIO, length: int) -> Iterator[bytes]:
    """Yield so many characters, fours of them at a time."""
    left = length
    while left:
        text = source.read(min(left, PIECE_BYTES // 3 * 4))
        refusals.require(bool(text), SEAL, "it became shorter while it was read")
        left -= len(text)
        yield text


def _decoded(text: bytes) -> bytes:
    try:
        return base64url.decode(text.decode("ascii"))
    except ValueError as cause:
        refusals.refuse(FORM, f"a part is not as a sealed file has it: {cause}", cause)
