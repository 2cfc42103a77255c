"""THE partner profile (XCH-1): what two administrations agreed, as data an operator answers for.

One TOML file. Its schema is printed from these structs, in the names of the TOML file.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType, field

from aeo_exchange.model.codes import IdentifierMode, Role
from aeo_exchange.model.texts import (
    AgreementCode,
    CountryCode,
    IdentifierScheme,
    Instant,
    LongText,
    ProgrammeCode,
    SequenceNumber,
    SpecVersion,
    TierCode,
    TinPrefix,
)
from aeo_exchange.reference.terms import BenefitCode, Flow
from aeo_exchange.reference.texts import told

__all__ = [
    "Benefit",
    "ConsentNeeded",
    "Flow",
    "MassChange",
    "OwnSettings",
    "PartnerProfile",
    "ProfileRow",
    "ProfileSide",
    "Retention",
]

ConsentNeeded: TypeAlias = Literal["given", "given-or-not-required"]
ItemName = Annotated[
    str,
    Meta(pattern=r"^(?:[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)*)\Z", min_length=1, max_length=64),
]
ZoneName = Annotated[
    str, Meta(pattern=r"^(?:[A-Za-z_]+(/[A-Za-z0-9_+-]+)*)\Z", min_length=1, max_length=64)
]
Days = Annotated[int, Meta(ge=1, le=36_500)]
SOME = Meta(min_length=1)
STALENESS_HOURS = 72
CHANGES_IN_PERCENT, CHANGES_AT_LEAST = 10, 20


class _ProfileTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """A table of the file: closed, so that a misspelt member is told."""


class ProfileSide(_ProfileTable, frozen=True, kw_only=True):
    """One of the two sides, and how it finds a holder of the other in a declaration."""

    party: Annotated[CountryCode, told("The country, or EU.")]
    time_zone: Annotated[ZoneName, told("Name in the IANA database; a day is the day there.")]
    identifier_mode: Annotated[IdentifierMode, told("By what it finds a holder.")]
    identifier_schemes: Annotated[
        Annotated[tuple[IdentifierScheme, ...], SOME] | UnsetType,
        told("The schemes of the numbers it goes by; absent: the TIN alone."),
    ] = UNSET


class ProfileRow(_ProfileTable, frozen=True, kw_only=True):
    """What one side recognises of the other; what is absent does not narrow it."""

    granted_by: Annotated[CountryCode, told("The side whose programme it is.")]
    recognised_by: Annotated[CountryCode, told("The side that recognises.")]
    programme: Annotated[ProgrammeCode, told("Programme of the side that grants.")]
    tiers: Annotated[
        Annotated[tuple[TierCode, ...], SOME], told("Tiers recognised; one of them suffices.")
    ]
    holder_roles: Annotated[
        Annotated[tuple[Role, ...], SOME] | UnsetType,
        told("Roles of which the authorisation must cover one."),
    ] = UNSET
    party_roles: Annotated[
        Annotated[tuple[Role, ...], SOME] | UnsetType,
        told("Roles in a declaration for which benefits are given."),
    ] = UNSET
    flows: Annotated[
        Annotated[tuple[Flow, ...], SOME] | UnsetType,
        told("Flows of trade, as the side that recognises sees them."),
    ] = UNSET
    tin_prefixes_excluded: Annotated[
        Annotated[tuple[TinPrefix, ...], SOME] | UnsetType,
        told("Beginnings of TINs that are left out."),
    ] = UNSET
    benefits: Annotated[
        Annotated[tuple[BenefitCode, ...], SOME] | UnsetType,
        told("Codes of the benefits that follow."),
    ] = UNSET
    from_: Annotated[Instant, told("First instant at which the row holds.")] = field(name="from")
    until: Annotated[
        Instant | UnsetType, told("First instant at which it no longer does; absent while open.")
    ] = UNSET


class Benefit(_ProfileTable, frozen=True, kw_only=True):
    """What a holder is granted."""

    code: Annotated[BenefitCode, told("Code of the benefit, as rows name it.")]
    text: Annotated[LongText, told("What it is, in words.")]


class Retention(_ProfileTable, frozen=True, kw_only=True):
    """For how long a receiver keeps what it was sent."""

    content_days: Annotated[Days, told("Days for which content out of use is kept.")]
    evidence_days: Annotated[Days, told("Days for which heads and receipts are kept.")]


class MassChange(_ProfileTable, frozen=True, kw_only=True):
    """Above both figures a message is held for a person."""

    percent: Annotated[int, Meta(ge=0, le=100), told("Percent of the entries held.")] = (
        CHANGES_IN_PERCENT
    )
    at_least: Annotated[int, Meta(ge=0, le=999_999_999), told("A number of entries.")] = (
        CHANGES_AT_LEAST
    )


class OwnSettings(_ProfileTable, frozen=True, kw_only=True):
    """What one side has set for itself; no part of what was agreed, nor of the digest."""

    side: Annotated[CountryCode | UnsetType, told("The side that keeps this file.")] = UNSET
    staleness_hours: Annotated[
        int,
        Meta(ge=1, le=8_784),
        told("Hours after the last state known, from which on nothing is answered about now."),
    ] = STALENESS_HOURS
    mass_change: Annotated[
        MassChange | UnsetType,
        told("Above how many new, changed and gone entries a message is held."),
    ] = UNSET


class PartnerProfile(_ProfileTable, frozen=True, kw_only=True, cache_hash=True):
    """What two administrations agreed, as the operator of one of them has adopted it."""

    code: Annotated[AgreementCode, told("The agreement, as views name it.")]
    version: Annotated[SequenceNumber, told("Number of this version of the profile, rising.")]
    spec_version: Annotated[SpecVersion, told("Version of the standard written under it.")]
    parties: Annotated[
        Annotated[tuple[ProfileSide, ...], Meta(min_length=2, max_length=2)],
        told("The two sides."),
    ]
    consent: Annotated[ConsentNeeded, told("What consent lets a record be shared.")]
    transcription: Annotated[
        bool, told("Whether records that the partner's importer transcribed count.")
    ]
    retention: Annotated[Retention, told("How long the receiver keeps what it was sent.")]
    withheld: Annotated[
        Annotated[tuple[ItemName, ...], SOME] | UnsetType,
        told("Items of class partner that are not shared, such as holder.sites."),
    ] = UNSET
    benefits: Annotated[
        Annotated[tuple[Benefit, ...], SOME] | UnsetType, told("What a holder is granted.")
    ] = UNSET
    rows: Annotated[Annotated[tuple[ProfileRow, ...], SOME], told("What is recognised.")]
    own: Annotated[
        OwnSettings | UnsetType,
        told("What one side has set for itself; no part of the digest."),
    ] = UNSET

    @property
    def settings(self) -> OwnSettings:
        """What the side that keeps the file has set, or what holds where it has not."""
        return OwnSettings() if isinstance(self.own, UnsetType) else self.own

    def settings_of(self, side: str) -> OwnSettings:
        """Return what a side goes by: what the other has set in its file binds it not (XCH-1-3)."""
        return self.settings if self.settings.side in (UNSET, side) else OwnSettings()

    def side(self, party: str) -> ProfileSide | None:
        """Return one of the two sides, or None where it is neither."""
        return next((side for side in self.parties if side.party == party), None)

    def partner_of(self, side: str) -> str:
        """Return the other of the two sides."""
        return next(one.party for one in self.parties if one.party != side)
