"""What the runner says to an adapter (CNF-3); adapter-request.schema.json is printed from it.

An adapter is told a number, an operation and bytes; never the case, and never the expectation.
"""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.conformance.suite.lists import Operation, ProductRole
from aeo_exchange.conformance.suite.texts import (
    AtLeastNothing,
    AtLeastOne,
    Countries,
    Country,
    DayText,
    InstantText,
    Phrase,
    told,
)

__all__ = [
    "VERSION",
    "AnsweredPlace",
    "AskedAudience",
    "AskedExpiry",
    "AskedIssuer",
    "AskedKnowledge",
    "AskedRecognition",
    "AskedTier",
    "ByeRequest",
    "HelloRequest",
    "Message",
    "Options",
    "Request",
    "RequestInputs",
    "ResetRequest",
    "RootPart",
    "SentDocument",
    "decoded_base64",
]

VERSION: Literal[1] = 1


class Message(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A message: members in camelCase; what is absent is not sent."""


class _Bare(Message, frozen=True, kw_only=True):
    v: Annotated[Literal[1], told("Version of the protocol.")]


class HelloRequest(_Bare, frozen=True, kw_only=True):
    """Asks the adapter what it is and can do."""

    cmd: Annotated[Literal["hello"], told("The message.")]


class ResetRequest(_Bare, frozen=True, kw_only=True):
    """Asks the adapter to forget what it was told."""

    cmd: Annotated[Literal["reset"], told("The message.")]


class ByeRequest(_Bare, frozen=True, kw_only=True):
    """Tells that no more questions come; the only message without an answer."""

    cmd: Annotated[Literal["bye"], told("The message.")]


class SentDocument(Message, frozen=True, kw_only=True):
    """Bytes with their media type."""

    media: Annotated[Phrase, told("Media type.")]
    content: Annotated[str, told("The bytes in base64.", contentEncoding="base64")]

    @classmethod
    def of(cls, media: str, content: bytes) -> SentDocument:
        """Return bytes as a part."""
        return cls(media=media, content=base64.b64encode(content).decode())

    @property
    def held(self) -> bytes:
        """The bytes themselves."""
        return decoded_base64(self.content)


class RootPart(SentDocument, frozen=True, kw_only=True):
    """A root, or a handover; one that names administrations is pinned for these alone."""

    pinned_for: Annotated[
        Countries | UnsetType,
        told("Administrations for which this root is pinned, in place of options.pinnedFor."),
    ] = UNSET


class RequestInputs(Message, frozen=True, kw_only=True):
    """What a question is about, and what else the product is given to answer it."""

    document: Annotated[SentDocument, told("The document that is asked about.")]
    record: Annotated[
        SentDocument | UnsetType, told("The record of an attestation; of a matcher those held.")
    ] = UNSET
    trust: Annotated[tuple[SentDocument, ...], told("Trust lists.")] = ()
    roots: Annotated[tuple[RootPart, ...], told("Keys of trust lists.")] = ()
    status: Annotated[tuple[SentDocument, ...], told("Status lists.")] = ()
    profiles: Annotated[
        tuple[SentDocument, ...], told("Versions of the partner profile that were adopted.")
    ] = ()
    key: Annotated[
        SentDocument | UnsetType, told("Private key to sign with, in PEM; for tests only.")
    ] = UNSET
    certificate: Annotated[SentDocument | UnsetType, told("Certificate of that key, in PEM.")] = (
        UNSET
    )
    holding: Annotated[
        SentDocument | UnsetType, told("What a recogniser holds, in the place of its register.")
    ] = UNSET
    previous: Annotated[
        SentDocument | UnsetType, told("The message that a sender published last; absent at first.")
    ] = UNSET
    secret: Annotated[
        SentDocument | UnsetType, told("Secret of the stream, as bytes; for tests only.")
    ] = UNSET


class AnsweredPlace(Message, frozen=True, kw_only=True):
    """Place in a status list that the attestation is to name."""

    idx: Annotated[AtLeastNothing, told("Place of the entry, counted from 0.")]
    uri: Annotated[Phrase, told("Name of the status list.")]


class AskedRecognition(Message, frozen=True, kw_only=True):
    """Who is asked about, by whom, for what: by one of `tin` and `identifier`.

    A matcher is asked about a declaration, and neither is there.
    """

    asked_by: Annotated[Country, told("The side that asks, and recognises.")]
    tin: Annotated[Phrase | UnsetType, told("The firm, by its TIN.")] = UNSET
    identifier: Annotated[
        Phrase | UnsetType, told("The firm, by another number, as SCHEME:VALUE.")
    ] = UNSET
    party_role: Annotated[Phrase | UnsetType, told("Its role in the declaration.")] = UNSET
    flow: Annotated[
        Literal["import", "export", "transit"] | UnsetType,
        told("Flow of the goods, as the asking side sees them."),
    ] = UNSET
    day: Annotated[
        DayText | UnsetType,
        told("The day that is asked about, in the zone of the asking side; `at` when absent."),
    ] = UNSET


# A case says these beside its documents, and the question to a product passes them on as they are.
AskedExpiry: TypeAlias = Annotated[
    InstantText | UnsetType,
    told("Until before when the attestation is to speak; as late as it may when absent."),
]
AskedIssuer: TypeAlias = Annotated[
    Country | UnsetType, told("Administration that signs; that of the record when absent.")
]
AskedTier: TypeAlias = Annotated[
    Phrase | UnsetType, told("Tier asked about; the authorisation as a whole when absent.")
]
AskedKnowledge: TypeAlias = Annotated[
    InstantText | UnsetType, told("Instant by which the revision that answers was issued.")
]
AskedAudience: TypeAlias = Annotated[Phrase | UnsetType, told("For whom views are cut.")]


class Options(Message, frozen=True, kw_only=True):
    """What the question says beside its inputs."""

    target: Annotated[Phrase | UnsetType, told("Media type to be written.")] = UNSET
    expect_tin: Annotated[Phrase | UnsetType, told("TIN to be compared.")] = UNSET
    min_sequence: Annotated[AtLeastOne | UnsetType, told("Lowest sequence of a trust list.")] = (
        UNSET
    )
    known_revision: Annotated[AtLeastOne | UnsetType, told("Latest revision known.")] = UNSET
    known_status_at: Annotated[
        InstantText | UnsetType, told("When the newest status list known was signed.")
    ] = UNSET
    pinned_for: Annotated[
        Countries | UnsetType,
        told("Administrations for which the roots are pinned; all when absent."),
    ] = UNSET
    test_keys: Annotated[bool | UnsetType, told("Whether keys marked test-only are taken.")] = UNSET
    status: AnsweredPlace | UnsetType = UNSET
    expires: AskedExpiry = UNSET
    issuer: AskedIssuer = UNSET
    tier: AskedTier = UNSET
    known_at: AskedKnowledge = UNSET
    recognition: AskedRecognition | UnsetType = UNSET
    audience: AskedAudience = UNSET


class Request(Message, frozen=True, kw_only=True, omit_defaults=False):
    """A question."""

    v: Annotated[int, told("Version of the protocol.", const=VERSION)] = VERSION
    cmd: Annotated[Literal["run"], told("The message.")] = "run"
    seq: Annotated[AtLeastOne, told("Number of the question; it says nothing about the case.")]
    operation: Annotated[str, told("What is asked.", enum=[*Operation])]
    role: Annotated[str, told("The role in which it is asked.", enum=[*ProductRole])]
    at: Annotated[InstantText, told("The instant of the question, in place of the clock.")]
    inputs: Annotated[RequestInputs, told("What it is about.")]
    options: Annotated[Options, told("What else is asked.")] = Options()
    deadline_ms: Annotated[AtLeastOne, told("Time for the answer.")]


def decoded_base64(text: str) -> bytes:
    """Return the bytes of base64 text; raises AdapterFailure for any other text."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as cause:
        raise AdapterFailure("the output is not base64") from cause
