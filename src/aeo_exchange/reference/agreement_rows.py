"""The rows of a file about an arrangement: one row, one fact, with the clause it was read in."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.model.codes import IdentifierMode, Role
from aeo_exchange.model.texts import (
    CountryCode,
    IdentifierScheme,
    LanguageTag,
    ProgrammeCode,
    TierCode,
)
from aeo_exchange.reference.row import Fact, Source
from aeo_exchange.reference.terms import BenefitCode, Flow
from aeo_exchange.reference.texts import Line, PartialDate, SourceKey, told

__all__ = [
    "AgreedBenefit",
    "AgreementName",
    "ClauseFact",
    "Declaring",
    "InForce",
    "OtherReading",
    "ReadText",
    "Recognising",
    "Signing",
    "Standing",
    "Unread",
]

Standing: TypeAlias = Literal["official", "copy", "translation"]
SOME = {"minItems": 1, "uniqueItems": True}
NOT_NARROWED = "absent where the clause does not narrow it"


class ReadText(Source, frozen=True, kw_only=True, rename="camel"):
    """A text that was read: where, when, how much of it, and which side speaks in it."""

    side: Annotated[CountryCode, told("The side whose administration speaks in it.")]
    standing: Annotated[
        Standing,
        told(
            "official: on the site of the administration; copy: its words on another site; "
            "translation: in another language than it was written in."
        ),
    ]
    url: Annotated[
        str,
        told("Where it was read.", pattern="^https?://[!-~]+$", maxLength=300),
    ]
    read: Annotated[date, told("The day on which it was read.")]
    left_out: Annotated[
        Line | UnsetType, told("What of it was not read; absent: it was read whole.")
    ] = UNSET


class OtherReading(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """What another text says of the same clause, where the two do not agree."""

    source: Annotated[SourceKey, told("The text that says so.")]
    says: Annotated[Line, told("What it says.")]


class ClauseFact(Fact, frozen=True, kw_only=True):
    """A fact with the clause that fixes it.

    `also` names other texts with the same clause, `otherwise` those that say another thing.
    """

    clause: Annotated[
        Line, told("The clause in the source: its number there, or `preamble` before the first.")
    ]
    also: Annotated[
        tuple[SourceKey, ...] | UnsetType, told("Other texts that say the same.", **SOME)
    ] = UNSET
    otherwise: Annotated[
        tuple[OtherReading, ...] | UnsetType,
        told("Texts that say another thing of it.", minItems=1),
    ] = UNSET


class AgreementName(ClauseFact, frozen=True, kw_only=True):
    """The name of the arrangement; `text` renders in English what the source calls it."""

    text: Annotated[Line, told("The name in English.")]
    original: Annotated[Line | UnsetType, told("The name as the source has it.")] = UNSET
    language: Annotated[LanguageTag | UnsetType, told("Language of the original.")] = UNSET


class Signing(ClauseFact, frozen=True, kw_only=True):
    """When it was signed."""

    on: Annotated[PartialDate, told("When.")]


class InForce(ClauseFact, frozen=True, kw_only=True):
    """The first day on which it was put into practice, a day of each side in its own zone."""

    on: Annotated[date, told("The day.")]


class Recognising(ClauseFact, frozen=True, kw_only=True):
    """Whom one side recognises of the other.

    `named` has the words of the source; `tiers` are what they are in the programme file, absent
    where the clause names the programme alone.
    """

    granted_by: Annotated[CountryCode, told("The side whose programme it is.")]
    recognised_by: Annotated[CountryCode, told("The side that recognises.")]
    named: Annotated[Line, told("Whom it recognises, in the words of the source.")]
    programme: Annotated[ProgrammeCode, told("The programme that is meant.")]
    tiers: Annotated[
        tuple[TierCode, ...] | UnsetType,
        told(
            "The tiers that are meant; absent where the clause names the programme alone.", **SOME
        ),
    ] = UNSET
    holder_roles: Annotated[
        tuple[Role, ...] | UnsetType, told(f"Roles of the holder; {NOT_NARROWED}.", **SOME)
    ] = UNSET
    party_roles: Annotated[
        tuple[Role, ...] | UnsetType, told(f"Roles in a declaration; {NOT_NARROWED}.", **SOME)
    ] = UNSET
    flows: Annotated[
        tuple[Flow, ...] | UnsetType,
        told(
            f"Flows of trade, as the side that recognises sees them; {NOT_NARROWED}.",
            **SOME,
        ),
    ] = UNSET


class AgreedBenefit(ClauseFact, frozen=True, kw_only=True):
    """What each side gives to holders of the other."""

    code: Annotated[BenefitCode, told("A code for it, the same in every file.")]
    text: Annotated[Line, told("What it is, in English.")]


class Declaring(ClauseFact, frozen=True, kw_only=True):
    """How a holder is named to one side, and by what that side finds it."""

    side: Annotated[CountryCode, told("The side that finds the holder of the other.")]
    mode: Annotated[
        IdentifierMode | UnsetType,
        told("By what it finds the holder; absent where the clause leaves it to other rules."),
    ] = UNSET
    schemes: Annotated[
        tuple[IdentifierScheme, ...] | UnsetType,
        told("Schemes of the number, where its form is that of a known one.", **SOME),
    ] = UNSET
    form: Annotated[Line, told("The form of the number, or what is told instead.")]
    example: Annotated[Line | UnsetType, told("An example of the source.")] = UNSET
    place: Annotated[Line | UnsetType, told("Where it is declared.")] = UNSET


class Unread(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text or a clause that was not read."""

    what: Annotated[Line, told("What was not read.")]
    why: Annotated[Line, told("Why.")]
