"""A head (XCH-3): what the sender signed of the state of a stream, as a token and back.

Reading looks at the form only; whose it is and whether it counts is for receiving.py to say.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.model.texts import (
    AgreementCode,
    AudienceCode,
    CountryCode,
    Instant,
    ListSequence,
    LongText,
    Sha256Hex,
    SpecVersion,
)
from aeo_exchange.model.version import is_newer
from aeo_exchange.signing import refusals
from aeo_exchange.signing.jws import Codes, Compact, read_compact, read_token_json, sign_compact
from aeo_exchange.signing.keys import SigningKey
from aeo_exchange.trust.list_form import token_text

__all__ = [
    "DELTA",
    "DELTA_XML",
    "LONGEST_HEAD",
    "MOST_HEADS",
    "SNAPSHOT",
    "SNAPSHOT_XML",
    "DeltaBase",
    "Head",
    "HeadFile",
    "HeadReset",
    "InflatedFile",
    "SignedHead",
    "head_token",
    "read_head",
]

TYP = "aeo-head+jwt"
FORM = "AEO-XCH-10"
CODES = Codes.one(FORM)
LONGEST_HEAD = 1 << 16
MOST_HEADS = 1 << 31
SNAPSHOT = "application/vnd.aeo-exchange.snapshot+ndjson;version=1.0"
DELTA = "application/vnd.aeo-exchange.delta+ndjson;version=1.0"
MOST = 9_007_199_254_740_991
SNAPSHOT_XML = SNAPSHOT.replace("+ndjson", "+xml")
DELTA_XML = DELTA.replace("+ndjson", "+xml")
ByteCount = Annotated[int, Meta(ge=0, le=MOST)]
EntryCount = Annotated[int, Meta(ge=0, le=MOST)]
FileName = Annotated[
    str,
    Meta(pattern=r"^(?:[A-Za-z0-9][A-Za-z0-9._-]{0,127})\Z", min_length=1, max_length=128),
]
MediaType = Annotated[
    str,
    Meta(
        pattern=r"^(?:application/[a-z0-9.+-]{1,80}(;version=1\.0)?)\Z",
        min_length=1,
        max_length=128,
    ),
]


class _HeadPart(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """A part of a head: closed, since what one reader ignores another would act on."""


class DeltaBase(_HeadPart, frozen=True, kw_only=True):
    """The state that a delta starts from."""

    root: Sha256Hex
    sequence: ListSequence


class InflatedFile(_HeadPart, frozen=True, kw_only=True):
    """The content of a file that is gzipped."""

    bytes: ByteCount
    sha256: Sha256Hex


class HeadFile(_HeadPart, frozen=True, kw_only=True):
    """A way to the state: a file as it is stored, and what it inflates to where it is gzipped."""

    name: FileName
    media: MediaType
    bytes: ByteCount
    sha256: Sha256Hex
    inflated: InflatedFile | UnsetType = UNSET
    base: DeltaBase | UnsetType = UNSET


class HeadReset(_HeadPart, frozen=True, kw_only=True):
    """Why a sender cannot keep what earlier heads promised."""

    reason: LongText


class Head(_HeadPart, frozen=True, kw_only=True):
    """What a sender signs of the state of a stream (XCH-3-2)."""

    spec_version: SpecVersion
    iss: CountryCode
    aud: AudienceCode
    agreement: AgreementCode | UnsetType = UNSET
    sequence: ListSequence
    as_of: Instant
    issued_at: Instant
    next_update: Instant
    count: EntryCount
    root: Sha256Hex
    profile: Sha256Hex | UnsetType = UNSET
    reset: HeadReset | UnsetType = UNSET
    files: Annotated[tuple[HeadFile, ...], Meta(min_length=1, max_length=100)] | UnsetType = UNSET


class SignedHead(Struct, frozen=True, kw_only=True):
    """A head that was read, whoever signed it; without content where it is newer than this reader.

    `digest` is the SHA-256 of what was signed, by which a fork is known (XCH-3-7).
    """

    compact: Compact
    head: Head | None
    digest: str


def head_token(head: Head, key: SigningKey) -> str:
    """Return a head signed by a key, as a compact token."""
    return sign_compact(canonical_item(head), key, TYP)


def read_head(content: bytes) -> SignedHead:
    """Return the head in a token; raises MessageRefused (AEO-XCH-10) for what is none in form."""
    refusals.require(len(content.strip()) <= LONGEST_HEAD, FORM, "longer than a head may be")
    compact = read_compact(token_text(content, FORM), TYP, CODES)
    digest = sha256(compact.payload).hexdigest()
    tree = read_token_json(compact.payload, FORM)
    if is_newer(tree):
        return SignedHead(compact=compact, head=None, digest=digest)
    try:
        head = msgspec.convert(tree, Head)
    except msgspec.ValidationError as cause:
        refusals.refuse(FORM, f"no head by its payload: {cause}", cause)
    _require_together(head)
    return SignedHead(compact=compact, head=head, digest=digest)


def _require_together(head: Head) -> None:
    refusals.require(head.as_of <= head.issued_at, FORM, "issuedAt is before asOf")
    refusals.require(head.issued_at < head.next_update, FORM, "nextUpdate is not after issuedAt")
    refusals.require(
        (head.agreement is UNSET) is (head.profile is UNSET),
        FORM,
        "one of agreement and profile stands without the other",
    )
    names = [file.name for file in head.files or ()]
    refusals.require(len(set(names)) == len(names), FORM, "two files have one name")
