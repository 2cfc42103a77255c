"""A new root, introduced by the old one and by itself (ATT-5-12)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from msgspec import Struct

from aeo_exchange.errors import AeoError
from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.model.instants import instant
from aeo_exchange.model.texts import CertificateText, Instant, SpecVersion, Thumbprint
from aeo_exchange.signing import refusals
from aeo_exchange.signing.jws import Codes, read_compact, read_token_json, sign_compact
from aeo_exchange.signing.keys import SigningKey, VerificationKey, carried_key, read_der
from aeo_exchange.signing.test_keys import is_test_key
from aeo_exchange.trust.list_form import certificate_bytes, certificate_text, token_text
from aeo_exchange.trust.roots import Root, pinned_for

__all__ = ["make_handover", "take_over"]

TYP = "aeo-root-handover+jwt"
CODE = "AEO-TRU-14"
CODES = Codes.one(CODE)
Shape = TypeVar("Shape")


class _Handover(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """What the old root signs."""

    spec_version: SpecVersion
    old_root: Thumbprint
    new_root: CertificateText
    issued_at: Instant


class _Accepted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the new root signs: the whole statement of the old one."""

    handover: str


def make_handover(
    old: SigningKey, new: SigningKey, certificate: x509.Certificate, *, at: str
) -> str:
    """Return the statement that a new root follows an old one, signed by both.

    `certificate` is that of the new root. Raises UntrustedKey (AEO-TRU-14) when it carries
    another key than the new one, or when old and new are the same.
    """
    kid = carried_key(certificate).kid
    refusals.require(
        kid == new.public.kid, CODE, f"the certificate carries {kid}, the new key is another"
    )
    refusals.require(kid != old.public.kid, CODE, "the new root is the old one")
    statement = _Handover(
        spec_version="1.0",
        old_root=old.public.kid,
        new_root=certificate_text(certificate.public_bytes(Encoding.DER)),
        issued_at=instant(at),
    )
    inner = sign_compact(canonical_item(statement), old, TYP)
    return sign_compact(canonical_item(_Accepted(handover=inner)), new, TYP)


def take_over(content: bytes, roots: Iterable[Root], *, test_keys: bool = False) -> Root:
    """Return the new root that a handover introduces, pinned for the same purpose as the old one.

    With `test_keys` roots whose keys are published count too. Raises UntrustedKey (AEO-TRU-14)
    unless a root that is pinned and the new one both signed.
    """
    outer = read_compact(token_text(content, CODE), TYP, CODES)
    inner = read_compact(_payload(outer.payload, _Accepted).handover, TYP, CODES)
    statement = _payload(inner.payload, _Handover)
    old = [root for root in roots if root.key.kid == statement.old_root]
    refusals.require(
        bool(old) and inner.is_of(old[0].key),
        CODE,
        f"the handover is not by {statement.old_root}, or that is not a root that was pinned",
    )
    new = _new_root(statement)
    refusals.require(
        test_keys or not (is_test_key(statement.old_root) or is_test_key(new.kid)),
        CODE,
        "the handover is by, or to, a published test key; --test-keys lets it count",
    )
    refusals.require(outer.is_of(new), CODE, "the handover is not signed by the new root too")
    return Root(key=new, administrations=pinned_for(old))


def _payload(content: bytes, shape: type[Shape]) -> Shape:
    try:
        return msgspec.convert(read_token_json(content, CODE), shape)
    except msgspec.ValidationError as cause:
        refusals.refuse(CODE, f"no handover by its payload: {cause}", cause)


def _new_root(statement: _Handover) -> VerificationKey:
    try:
        return carried_key(read_der(certificate_bytes(statement.new_root)))
    except (AeoError, ValueError) as cause:
        refusals.refuse(CODE, f"the certificate of the new root: {cause}", cause)
