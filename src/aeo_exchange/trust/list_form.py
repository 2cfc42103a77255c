"""A trust list as bytes: read, checked by itself, written and signed (ATT-5-1 to ATT-5-3).

Whether it counts is another question; trust_list.py answers it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import UNSET, Struct

from aeo_exchange.errors import AeoError, WrongChoice
from aeo_exchange.model.canonical import canonical_item, is_sorted_set
from aeo_exchange.model.trust_list import ListedKey, Scope, TrustList
from aeo_exchange.signing import refusals
from aeo_exchange.signing.jws import (
    Codes,
    Compact,
    read_compact,
    read_token_json,
    sign_compact,
    why_not_ascii,
)
from aeo_exchange.signing.keys import SigningKey, VerificationKey, carried_key, read_der

__all__ = [
    "UNSIGNED",
    "SignedList",
    "certificate_bytes",
    "certificate_text",
    "entry_key",
    "is_unsigned",
    "read_draft",
    "read_list_token",
    "read_signed_list",
    "read_trust_list",
    "sign_trust_list",
    "token_text",
    "write_trust_list",
]

TYP = "aeo-trust-list+jwt"
FORM = "AEO-TRU-02"
CODES = Codes.one(FORM)
BLANKS = b" \t\r\n"
TOKEN_START = b"eyJ"  # of a JSON object in base64url
UNSIGNED = (
    "the trust list is not signed, so anybody could have written it; "
    "`aeo trust sign LIST.json --key ROOT.pem -o LIST.jwt` signs it"
)


class SignedList(Struct, frozen=True, kw_only=True):
    """A signed trust list that was read, whoever signed it.

    `digest` is the SHA-256 of the bytes that were signed, by which a fork is known.
    """

    compact: Compact
    trust_list: TrustList
    keys: dict[str, VerificationKey]
    digest: bytes


def is_unsigned(content: bytes) -> bool:
    """Say whether content is JSON and not a token."""
    return content.lstrip(BLANKS).startswith(b"{")


def token_text(content: bytes, code: str) -> str:
    """Return the text of a token from a file, without the blanks at either end."""
    try:
        return content.strip(BLANKS).decode("ascii")
    except UnicodeDecodeError as cause:
        refusals.refuse(code, f"not a token: {why_not_ascii(content)}", cause)


def read_list_token(content: bytes) -> Compact:
    """Return the token of a signed trust list, of whose payload nothing was read yet.

    Raises UntrustedKey for any other content (AEO-TRU-02).
    """
    return read_compact(token_text(content, FORM), TYP, CODES)


def read_signed_list(compact: Compact) -> SignedList:
    """Return the list in a token, with its keys; raises UntrustedKey (AEO-TRU-02)."""
    trust_list = read_trust_list(compact.payload)
    return SignedList(
        compact=compact,
        trust_list=trust_list,
        keys=dict(_keys(trust_list)),
        digest=hashlib.sha256(compact.payload).digest(),
    )


def read_trust_list(content: bytes) -> TrustList:
    """Return the trust list of JSON bytes, by its schema; raises UntrustedKey (AEO-TRU-02)."""
    try:
        trust_list = msgspec.convert(read_token_json(content, FORM), TrustList)
    except msgspec.ValidationError as cause:
        refusals.refuse(FORM, f"no trust list by its schema: {cause}", cause)
    for name, elements in _sets(trust_list):
        refusals.require(is_sorted_set(elements), FORM, f"{name} is not sorted, each once")
    refusals.require(
        trust_list.issued_at < trust_list.next_update, FORM, "nextUpdate is not after issuedAt"
    )
    for name, period in _periods(trust_list):
        refusals.require(
            period.from_ is UNSET or period.until is UNSET or period.from_ < period.until,
            FORM,
            f"{name} ends at {period.until}, which is not after its start",
        )
    return trust_list


def _periods(trust_list: TrustList) -> Iterator[tuple[str, ListedKey | Scope]]:
    """Yield every interval of a trust list (CON-9-1)."""
    for authority in trust_list.authorities:
        yield from ((f"the key {listed.kid}", listed) for listed in authority.keys)
        yield from ((f"a scope of {authority.administration}", scope) for scope in authority.scope)


def _sets(trust_list: TrustList) -> Iterator[tuple[str, Sequence[object]]]:
    """Yield the elements of every set of a trust list; a test compares them with the model."""
    for authority in trust_list.authorities:
        for scope in authority.scope:
            yield "tinPrefixes", scope.tin_prefixes
            yield "purposes", scope.purposes
        if authority.status_lists is not UNSET:
            yield "statusLists", authority.status_lists


def read_draft(content: bytes) -> TrustList:
    """Return the trust list of an unsigned file, which can be changed and signed.

    Raises WrongChoice for a list that is signed, UntrustedKey (AEO-TRU-02) for what is no list.
    """
    if content.startswith(TOKEN_START):
        fault = "the list is signed already; give the draft, which is JSON"
        raise WrongChoice(fault)
    return read_trust_list(content)


def write_trust_list(trust_list: TrustList) -> bytes:
    """Return the canonical bytes of a trust list, so that one issue has one content."""
    return canonical_item(trust_list)


def sign_trust_list(trust_list: TrustList, key: SigningKey) -> str:
    """Return a trust list signed by a root; raises UntrustedKey when its keys do not fit."""
    dict(_keys(trust_list))
    return sign_compact(write_trust_list(trust_list), key, TYP)


def entry_key(listed: ListedKey) -> VerificationKey:
    """Return the key that an entry carries; raises UntrustedKey when key and entry disagree."""
    try:
        key = carried_key(read_der(certificate_bytes(listed.certificate)))
    except (AeoError, ValueError) as cause:
        refusals.refuse(FORM, f"the certificate of key {listed.kid}: {cause}", cause)
    refusals.require(key.kid == listed.kid, FORM, f"kid {listed.kid} is the key {key.kid}")
    refusals.require(
        key.algorithm == listed.algorithm,
        FORM,
        f"key {listed.kid} is used with {key.algorithm}, not {listed.algorithm}",
    )
    return key


def certificate_text(der: bytes) -> str:
    """Return the DER bytes of a certificate as a trust list carries them."""
    return base64.b64encode(der).decode()


def _keys(trust_list: TrustList) -> Iterator[tuple[str, VerificationKey]]:
    """Yield the keys of a list by kid, each parsed once however often it is listed."""
    parsed: dict[ListedKey, VerificationKey] = {}
    for authority in trust_list.authorities:
        for listed in authority.keys:
            if listed not in parsed:
                parsed[listed] = entry_key(listed)
            yield listed.kid, parsed[listed]


def certificate_bytes(text: str) -> bytes:
    """Return the DER bytes of a certificate in a trust list; raises ValueError."""
    content = base64.b64decode(text, validate=True)
    if binascii.b2a_base64(content, newline=False).decode() != text:
        raise ValueError("base64 with bits set that belong to no byte")
    return content
