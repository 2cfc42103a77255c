"""The messages of a stream that a receiver is given: the document of `receive` (CNF-3-14).

messages.schema.json is printed from it. What a message says is for the receiver to judge, so of its
head and its files nothing is demanded here.
"""

from __future__ import annotations

import base64
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from aeo_exchange.conformance.suite.texts import Country, InstantText, Phrase, Sha256, told

__all__ = ["MeantStream", "MessageSeries", "SeriesFile", "SeriesMessage"]


class _Given(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """A part of the document."""


class MeantStream(_Given, frozen=True, kw_only=True):
    """The stream that the receiver means to read."""

    iss: Annotated[Country, told("Sender.")]
    aud: Annotated[Phrase, told("Audience.")]
    agreement: Annotated[Phrase | UnsetType, told("Agreement; absent where there is none.")] = UNSET


class SeriesFile(_Given, frozen=True, kw_only=True):
    """A file that came with a head."""

    name: Annotated[Phrase, told("The name by which a head names it.")]
    content: Annotated[str, told("The bytes as stored, in base64.", contentEncoding="base64")]

    @property
    def held(self) -> bytes:
        """The bytes themselves."""
        return base64.b64decode(self.content)


class SeriesMessage(_Given, frozen=True, kw_only=True):
    """A head with the files that came with it; nothing else is at hand."""

    head: Annotated[str, told("The bytes of the head, in base64.", contentEncoding="base64")]
    files: Annotated[tuple[SeriesFile, ...], told("The files that came with it.")] = ()
    at: Annotated[
        InstantText | UnsetType,
        told("When it comes, in place of the clock; that of the question when absent."),
    ] = UNSET
    stream: Annotated[
        MeantStream | UnsetType,
        told("The stream that this message is read for; that of the document when absent."),
    ] = UNSET
    confirmed: Annotated[
        Sha256 | UnsetType,
        told("Digest of the head whose reset, or mass change, the operator has confirmed."),
    ] = UNSET
    taken: Annotated[
        Sha256 | UnsetType,
        told("Digest of the head that the operator takes before it comes, to end a dispute."),
    ] = UNSET

    @property
    def token(self) -> bytes:
        """The bytes of the head."""
        return base64.b64decode(self.head)


class MessageSeries(_Given, frozen=True, kw_only=True):
    """The messages that a receiver is given one after the other; it begins with nothing."""

    stream: Annotated[MeantStream, told("The stream that is meant.")]
    messages: Annotated[
        tuple[SeriesMessage, ...], Meta(description="In their order.", min_length=1)
    ]
