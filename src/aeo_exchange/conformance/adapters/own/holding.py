"""The records that a recogniser is given in place of a register; a schema is printed from it."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.conformance.suite.texts import (
    AtLeastNothing,
    AtLeastOne,
    InstantText,
    Phrase,
    told,
)
from aeo_exchange.exchange.entries import EntryTombstone

__all__ = [
    "Holding",
    "HoldingCode",
    "HoldingEntry",
    "HoldingHead",
    "HoldingProfile",
    "HoldingStream",
]


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """A part of a holding; unknown members are refused, so that none goes unread."""


class HoldingProfile(_Part, frozen=True, kw_only=True):
    """A version of the partner profile."""

    adopted_at: Annotated[InstantText, told("When the operator adopted it.")]
    content: Annotated[str, told("Its file, in TOML.")]


class HoldingEntry(_Part, frozen=True, kw_only=True):
    """What a head says of one key: one of a record and a tombstone."""

    key: Annotated[Phrase, told("Key of the entry.")]
    record: Annotated[
        AtLeastNothing | UnsetType, told("Place of the record in the document, counted from 0.")
    ] = UNSET
    tombstone: Annotated[EntryTombstone | UnsetType, told("That it is gone, and why.")] = UNSET


class HoldingHead(_Part, frozen=True, kw_only=True):
    """A head that was applied, with every entry of its state."""

    sequence: Annotated[AtLeastOne, told("Number of the head.")]
    as_of: Annotated[InstantText, told("Instant of the state.")]
    applied_at: Annotated[InstantText, told("When it was applied.")]
    reset: Annotated[bool, told("Whether it was a reset, which the operator confirmed.")] = False
    compromised_at: Annotated[
        InstantText | UnsetType, told("When a trust list first said that its key is compromised.")
    ] = UNSET
    entries: Annotated[tuple[HoldingEntry, ...], told("The whole state, not only changes.")]


class HoldingStream(_Part, frozen=True, kw_only=True):
    """A stream of the other side for the asking one, under the agreement of the profiles."""

    sender: Annotated[Phrase, told("Who sends it.")]
    transcribed: Annotated[bool, told("Whether the asking side transcribed it.")] = False
    disputed: Annotated[bool, told("Whether it is disputed.")] = False
    restored: Annotated[bool, told("Whether a restored database cut it off.")] = False
    heads: Annotated[tuple[HoldingHead, ...], told("In the order of their numbers.")]


class HoldingCode(_Part, frozen=True, kw_only=True):
    """A code that the asking side issued."""

    scheme: Annotated[Phrase, told("Scheme of the code.")]
    value: Annotated[Phrase, told("The code.")]
    tin: Annotated[Phrase, told("TIN of the holder for whom it was issued.")]
    from_: Annotated[InstantText | UnsetType, told("From when on it counts.")] = UNSET
    until: Annotated[InstantText | UnsetType, told("From when on it does not.")] = UNSET


class Holding(_Part, frozen=True, kw_only=True):
    """All that an answer can rest on: profiles, streams, and the codes of the asking side."""

    profiles: Annotated[tuple[HoldingProfile, ...], told("Versions of one profile.")]
    streams: Annotated[tuple[HoldingStream, ...], told("What was received.")]
    issued_codes: Annotated[
        tuple[HoldingCode, ...] | UnsetType,
        told("The table of issued codes; absent where there is none."),
    ] = UNSET
