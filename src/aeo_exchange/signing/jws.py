"""Compact JWS (RFC 7515) with fewer liberties: the statement that every token here is.

The header has alg, typ and kid and nothing else; nothing in a token says where its key is.
The caller says by which rule each refusal goes, since attestations, status lists and trust
lists each have their own.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

import msgspec
from msgspec import Struct

from aeo_exchange.errors import ReadError
from aeo_exchange.formats.json_tree import compact_tree, read_tree
from aeo_exchange.formats.limits import Limits
from aeo_exchange.model.tree import Tree, depth, walk
from aeo_exchange.safe_text import excerpt
from aeo_exchange.signing import base64url, refusals
from aeo_exchange.signing.keys import ALGORITHMS, SigningKey, VerificationKey

__all__ = [
    "KINDS",
    "Codes",
    "Compact",
    "JoseHeader",
    "SignedBytes",
    "decoded_part",
    "read_compact",
    "read_signed",
    "read_token_json",
    "sign_compact",
    "token_type",
    "why_not_ascii",
]

# What a token is by its type, and the option of `aeo verify` that takes it.
KINDS = {
    "aeo-status+sd-jwt": "an attestation",
    "aeo-trust-list+jwt": "a trust list, for --trust",
    "aeo-root-handover+jwt": "a handover to a new root, for --root-handover",
    "aeo-head+jwt": "the head of a stream, for `aeo snapshot check`",
    "aeo-answer+jwt": "an answer, for `aeo answer`",
    "aeo-receipt+jwt": "a receipt, for `aeo receipt check`",
    "statuslist+jwt": "a status list, for --status-list",
}
KID_LENGTH = 43  # of a SHA-256 in base64url
# Texts are matched first, so that nothing inside of one is taken for a number.
_MINUS_ZERO = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z)|-0(?![0-9.eE])', re.DOTALL)


class Codes(NamedTuple):
    """The rules by which a token is refused."""

    form: str
    json: str
    header: str
    typ: str
    algorithm: str
    kid: str

    @classmethod
    def one(cls, code: str) -> Codes:
        """Return one rule for every fault."""
        return cls(*[code] * len(cls._fields))


class JoseHeader(Struct, frozen=True, forbid_unknown_fields=True):
    """The header of a token of ours."""

    alg: str
    typ: str
    kid: str


class SignedBytes(Struct, frozen=True, kw_only=True, gc=False):
    """Which bytes of a token were signed, and how; unproved until `is_of` says yes."""

    header: JoseHeader
    signing_input: bytes
    signature: bytes

    @property
    def token(self) -> str:
        """The token as it was read: base64url knows no other writing of a signature."""
        return f"{self.signing_input.decode()}.{base64url.encode(self.signature)}"

    def is_of(self, key: VerificationKey) -> bool:
        """Say whether a key signed it, with the algorithm that belongs to the key."""
        return (
            self.header.kid == key.kid
            and self.header.alg == key.algorithm
            and key.verifies(self.signing_input, self.signature)
        )


class Compact(SignedBytes, frozen=True, kw_only=True, gc=False):
    """A token that was read; its payload is unproved until `is_of` says yes."""

    payload: bytes


def sign_compact(payload: bytes, key: SigningKey, typ: str) -> str:
    """Return a payload signed by a key, as a compact token of a type."""
    header = JoseHeader(alg=key.public.algorithm, typ=typ, kid=key.public.kid)
    encoded = base64url.encode(msgspec.json.encode(header)), base64url.encode(payload)
    signing_input = ".".join(encoded)
    return f"{signing_input}.{base64url.encode(key.sign(signing_input.encode()))}"


def read_compact(token: str, typ: str, codes: Codes) -> Compact:
    """Return a token of a type, not yet verified; raises the SignatureError of the rule."""
    signed, payload = read_signed(token, typ, codes)
    return Compact(
        header=signed.header,
        payload=payload,
        signing_input=signed.signing_input,
        signature=signed.signature,
    )


def read_signed(token: str, typ: str, codes: Codes) -> tuple[SignedBytes, bytes]:
    """Return a token and its payload, as `read_compact` does, for whom lets the payload go."""
    signing_input, _, signature = token.rpartition(".")
    header, point, payload = signing_input.partition(".")
    if not point or "." in payload:
        refusals.refuse(codes.form, "not three parts with points between them")
    read = _header(header, typ, codes)
    content = decoded_part(payload, codes.form)
    signed = SignedBytes(
        header=read,
        signing_input=signing_input.encode(),
        signature=decoded_part(signature, codes.form),
    )
    return signed, content


@lru_cache(maxsize=256)
def _header(text: str, typ: str, codes: Codes) -> JoseHeader:
    """Return a header; a list of attestations has the same one many times."""
    tree = read_token_json(decoded_part(text, codes.form), codes.json)
    names = set(tree) if isinstance(tree, dict) else set()
    refusals.require(
        names == set(JoseHeader.__struct_fields__),
        codes.header,
        f"the header has {_comma_list(names)}, not alg, kid and typ alone",
    )
    assert isinstance(tree, dict)
    header = JoseHeader(*(str(tree.get(name, "")) for name in JoseHeader.__struct_fields__))
    refusals.require(
        header.typ == typ,
        codes.typ,
        f"typ is {excerpt(repr(header.typ))}, not {typ}{_kind(header.typ)}",
    )
    refusals.require(
        header.alg in ALGORITHMS.values(),
        codes.algorithm,
        f"alg is {excerpt(repr(header.alg))}, not ES256",
    )
    refusals.require(
        len(header.kid) == KID_LENGTH and _is_base64url(header.kid),
        codes.kid,
        "kid is not a thumbprint of a key",
    )
    return header


def _kind(typ: str) -> str:
    return f": it is {KINDS[typ]}" if typ in KINDS else ""


def _comma_list(names: set[str]) -> str:
    return excerpt(", ".join(sorted(names))) or "no members"


def token_type(token: str) -> str:
    """Return what a text is by the type in its header, or an empty text where it has none."""
    with suppress(ValueError, ReadError):
        tree = read_tree(base64url.decode(token.partition(".")[0]))
        return KINDS.get(str(tree.get("typ")), "") if isinstance(tree, dict) else ""
    return ""


def why_not_ascii(content: bytes) -> str:
    """Return what is wrong with content that should be a token and is not ASCII."""
    marks = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if content.startswith(marks):
        return "it begins with a byte order mark; save it as plain text without one"
    return "not ASCII"


def read_token_json(content: bytes, code: str) -> Tree:
    """Return the tree of JSON bytes, read as strictly as a record is (ATT-2-2)."""
    tree = compact_tree(content)
    if tree is not None:
        return tree
    try:
        tree = read_tree(_MINUS_ZERO.sub(_below_all_bounds, content))
    except ReadError as cause:
        refusals.refuse(code, cause.message, cause)
    refusals.require(depth(tree) <= Limits().depth, code, "it is nested too deeply")
    refusals.require(
        not any(isinstance(value, float) for _, value in walk(tree)),
        code,
        "a number is not a whole number",
    )
    return tree


def _below_all_bounds(token: re.Match[bytes]) -> bytes:
    """Return a text as it is, and -0 as a number that no member may have (CON-3-1)."""
    return token[0] if token[0] != b"-0" else b"-1"


def decoded_part(text: str, code: str) -> bytes:
    """Return the bytes of a part of a token."""
    try:
        return base64url.decode(text)
    except ValueError as cause:
        refusals.refuse(code, str(cause), cause)


def _is_base64url(text: str) -> bool:
    try:
        base64url.decode(text)
    except ValueError:
        return False
    return True
