"""The rows of a programme file: one row, one fact."""

from typing import Annotated, Literal

from msgspec import UNSET, UnsetType

from aeo_exchange.model.codes import Criterion, CriterionOutcome, Provision, Role
from aeo_exchange.model.texts import (
    CountryCode,
    DecimalText,
    IdentifierScheme,
    LanguageTag,
    TierCode,
)
from aeo_exchange.reference.row import Fact
from aeo_exchange.reference.texts import Line, PartialDate, told

__all__ = [
    "AcceptedRole",
    "Administration",
    "Figure",
    "OfferedProvision",
    "ProgrammeName",
    "Scheme",
    "Scope",
    "Start",
    "StudiedCriterion",
    "TermValidity",
    "Territory",
    "Tier",
    "TierKind",
    "TimeZone",
    "TinPrefix",
    "WaivedCriterion",
]

TierKind = Literal["level", "module", "simplified", "regional"]
Scope = Literal["customs-simplification", "security-and-safety"]


class ProgrammeName(Fact, frozen=True, kw_only=True):
    """A name of the programme; `original` marks one the administration itself uses."""

    text: Annotated[Line, told("The name.")]
    language: Annotated[LanguageTag, told("Language of the name.")]
    original: Annotated[bool | UnsetType, told("Whether the administration itself uses it.")] = (
        UNSET
    )


class Administration(Fact, frozen=True, kw_only=True):
    """An authority that decides under the programme, or one that coordinates those."""

    administration: Annotated[CountryCode, told("Its country or customs code.")]
    name: Annotated[Line | UnsetType, told("Its name.")] = UNSET
    function: Annotated[Literal["decides", "coordinates"], told("What it does.")]


class Start(Fact, frozen=True, kw_only=True):
    """A beginning of the programme or of one tier; `on` is a year, a month or a day."""

    stage: Annotated[Literal["pilot", "launch", "legal-basis"], told("What began.")]
    on: Annotated[PartialDate, told("When.")]
    tier: Annotated[
        TierCode | UnsetType, told("Tier that the row is about; absent means the whole programme.")
    ] = UNSET


class TimeZone(Fact, frozen=True, kw_only=True):
    """The IANA time zone whose midnight the administration means."""

    zone: Annotated[
        str,
        told("Name in the IANA database.", pattern="^[A-Za-z_]+(/[A-Za-z_+-]+)*$", maxLength=64),
    ]
    administration: Annotated[
        CountryCode | UnsetType, told("Administration it belongs to, where there are several.")
    ] = UNSET


class Territory(Fact, frozen=True, kw_only=True):
    """A customs territory in which the programme holds."""

    territory: Annotated[CountryCode, told("Country or customs code.")]


class Tier(Fact, frozen=True, kw_only=True):
    """A tier; `rank` orders levels upwards, `combines` names the modules it stands for.

    Absent `scope`, `roles` or `recognised_abroad` means not known, or for roles not narrower
    than the programme.
    """

    code: Annotated[TierCode, told("Code of the tier.")]
    label: Annotated[Line, told("Label in English.")]
    label_original: Annotated[
        Line | UnsetType, told("Label in the language of the administration.")
    ] = UNSET
    kind: Annotated[
        TierKind,
        told(
            "level: one of an order; module: may be combined; simplified: for small firms; "
            "regional: holds in a region."
        ),
    ]
    rank: Annotated[
        int | UnsetType, told("Place in the order, 1 the lowest.", minimum=1, maximum=99)
    ] = UNSET
    scope: Annotated[
        tuple[Scope, ...] | UnsetType,
        told("What the tier is about; absent means not known.", minItems=1, uniqueItems=True),
    ] = UNSET
    criteria: Annotated[
        int | UnsetType,
        told("Number of criteria to be met, as the programme counts them.", minimum=1, maximum=999),
    ] = UNSET
    combines: Annotated[
        tuple[TierCode, ...] | UnsetType,
        told("Modules that the tier stands for together.", minItems=2, uniqueItems=True),
    ] = UNSET
    recognised_abroad: Annotated[
        bool | UnsetType,
        told("Whether mutual recognition arrangements take it; absent means not known."),
    ] = UNSET
    roles: Annotated[
        tuple[Role, ...] | UnsetType,
        told(
            "Roles accepted, where narrower than those of the programme.",
            minItems=1,
            uniqueItems=True,
        ),
    ] = UNSET


class WaivedCriterion(Fact, frozen=True, kw_only=True):
    """A SAFE criterion that the programme lacks or that one tier does not ask for."""

    criterion: Annotated[Criterion, told("The criterion.")]
    outcome: Annotated[CriterionOutcome, told("What a record says of it.")]
    tier: Annotated[
        TierCode | UnsetType, told("Tier that the row is about; absent means the whole programme.")
    ] = UNSET


class StudiedCriterion(Fact, frozen=True, kw_only=True):
    """How far small firms met a SAFE criterion in a study, and what stood in the way."""

    criterion: Annotated[Criterion, told("The criterion.")]
    met: Annotated[Literal["met", "partly-met", "not-met"], told("Whether the firms asked met it.")]
    hindrance: Annotated[Line | UnsetType, told("What stands in the way, as the study has it.")] = (
        UNSET
    )


class AcceptedRole(Fact, frozen=True, kw_only=True):
    """A role the programme accepts; no such rows means not known to be narrower than all."""

    role: Annotated[Role, told("The role.")]
    label: Annotated[Line | UnsetType, told("The role in the words of the programme.")] = UNSET


class TinPrefix(Fact, frozen=True, kw_only=True):
    """A country with which a TIN of the programme may begin."""

    prefix: Annotated[CountryCode, told("The country or customs code.")]


class Scheme(Fact, frozen=True, kw_only=True):
    """An identifier scheme that holders are known by; its form stands in schemes.toml.

    `makes_tin` says whether its number is the TIN or follows the prefix.
    """

    code: Annotated[IdentifierScheme, told("Code of the scheme.")]
    label: Annotated[Line, told("What the number is called.")]
    issuer: Annotated[CountryCode | UnsetType, told("Country that issues it.")] = UNSET
    makes_tin: Annotated[
        Literal["whole", "prefixed"] | UnsetType,
        told("whole: the number is the TIN; prefixed: the TIN is the prefix and the number."),
    ] = UNSET


class OfferedProvision(Fact, frozen=True, kw_only=True):
    """A provision for small firms that the programme, a tier or one administration of it offers."""

    provision: Annotated[Provision, told("The provision.")]
    tier: Annotated[
        TierCode | UnsetType, told("Tier that the row is about; absent means the whole programme.")
    ] = UNSET
    administration: Annotated[
        CountryCode | UnsetType,
        told("Administration that offers it, where the programme has several and not all do."),
    ] = UNSET


class TermValidity(Fact, frozen=True, kw_only=True):
    """How long an authorisation lasts: a number of years, or `unlimited`."""

    years: Annotated[int | UnsetType, told("Number of years.", minimum=1, maximum=99)] = UNSET
    unlimited: Annotated[bool | UnsetType, told("True when it has no end.", const=True)] = UNSET
    tier: Annotated[
        TierCode | UnsetType, told("Tier that the row is about; absent means the whole programme.")
    ] = UNSET


class Figure(Fact, frozen=True, kw_only=True):
    """A number that a source gives about the programme, under a name of ours."""

    code: Annotated[
        str,
        told(
            "Name of the figure; the same name at several times is a series.",
            pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
            maxLength=48,
        ),
    ]
    label: Annotated[Line, told("What is counted.")]
    value: Annotated[DecimalText, told("The number.")]
    unit: Annotated[Line | UnsetType, told("What it is counted in; currencies as ISO 4217.")] = (
        UNSET
    )
    qualifier: Annotated[
        Literal["about", "more-than", "at-least"] | UnsetType,
        told("How exact the source is; absent means exact."),
    ] = UNSET
    on: Annotated[PartialDate | UnsetType, told("When it was counted.")] = UNSET
