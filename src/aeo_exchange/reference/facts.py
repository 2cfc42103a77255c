"""What a programme file says: one row, one fact, with source, day and confidence.

The files write their names in snake_case, the JSON of `aeo programmes` the same names in
camelCase; programme.schema.json describes the files and is compared with these structs by a test.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, TypeVar

from msgspec import UNSET, Struct, UnsetType, field
from msgspec.structs import replace

from aeo_exchange.model.codes import Criterion, CriterionOutcome, Provision, Role
from aeo_exchange.model.texts import (
    CountryCode,
    DecimalText,
    IdentifierScheme,
    LanguageTag,
    ProgrammeCode,
    TierCode,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

TierKind = Literal["level", "module", "simplified", "regional"]
Scope = Literal["customs-simplification", "security-and-safety"]


class Fact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """What every row says about itself; `from_` is inclusive, `until` exclusive.

    `confidence` is S for one of the joint reports, A for an official text, B for a secondary
    text, C for prior knowledge not read again, D for what is plausible and still to be verified.
    `look_again` takes the place of the day that `ages` reckons from the kind of the row.
    """

    source: str
    as_of: date
    confidence: Literal["S", "A", "B", "C", "D"]
    from_: date | UnsetType = field(default=UNSET, name="from")
    until: date | UnsetType = UNSET
    note: str | UnsetType = UNSET
    look_again: date | UnsetType = UNSET


class ProgrammeName(Fact, frozen=True, kw_only=True):
    """A name of the programme; `original` marks one the administration itself uses."""

    text: str
    language: LanguageTag
    original: bool | UnsetType = UNSET


class Administration(Fact, frozen=True, kw_only=True):
    """An authority that decides under the programme, or one that coordinates those."""

    administration: CountryCode
    name: str | UnsetType = UNSET
    function: Literal["decides", "coordinates"]


class Start(Fact, frozen=True, kw_only=True):
    """A beginning of the programme or of one tier; `on` is a year, a month or a day."""

    stage: Literal["pilot", "launch", "legal-basis"]
    on: str
    tier: TierCode | UnsetType = UNSET


class TimeZone(Fact, frozen=True, kw_only=True):
    """The IANA time zone whose midnight the administration means."""

    zone: str
    administration: CountryCode | UnsetType = UNSET


class Territory(Fact, frozen=True, kw_only=True):
    """A customs territory in which the programme holds."""

    territory: CountryCode


class Tier(Fact, frozen=True, kw_only=True):
    """A tier; `rank` orders levels upwards, `combines` names the modules it stands for.

    Absent `scope`, `roles` or `recognised_abroad` means not known, or for roles not narrower
    than the programme.
    """

    code: TierCode
    label: str
    label_original: str | UnsetType = UNSET
    kind: TierKind
    rank: int | UnsetType = UNSET
    scope: tuple[Scope, ...] | UnsetType = UNSET
    criteria: int | UnsetType = UNSET
    combines: tuple[TierCode, ...] | UnsetType = UNSET
    recognised_abroad: bool | UnsetType = UNSET
    roles: tuple[Role, ...] | UnsetType = UNSET


class WaivedCriterion(Fact, frozen=True, kw_only=True):
    """A SAFE criterion that the programme lacks or that one tier does not ask for."""

    criterion: Criterion
    outcome: CriterionOutcome
    tier: TierCode | UnsetType = UNSET


class StudiedCriterion(Fact, frozen=True, kw_only=True):
    """How far small firms met a SAFE criterion in a study, and what stood in the way."""

    criterion: Criterion
    met: Literal["met", "partly-met", "not-met"]
    hindrance: str | UnsetType = UNSET


class AcceptedRole(Fact, frozen=True, kw_only=True):
    """A role the programme accepts; no such rows means not known to be narrower than all."""

    role: Role
    label: str | UnsetType = UNSET


class TinPrefix(Fact, frozen=True, kw_only=True):
    """A country with which a TIN of the programme may begin."""

    prefix: CountryCode


class Scheme(Fact, frozen=True, kw_only=True):
    """An identifier scheme that holders are known by; its form stands in schemes.toml.

    `makes_tin` says whether its number is the TIN or follows the prefix.
    """

    code: IdentifierScheme
    label: str
    issuer: CountryCode | UnsetType = UNSET
    makes_tin: Literal["whole", "prefixed"] | UnsetType = UNSET


class OfferedProvision(Fact, frozen=True, kw_only=True):
    """A provision for small firms that the programme, a tier or one administration of it offers."""

    provision: Provision
    tier: TierCode | UnsetType = UNSET
    administration: CountryCode | UnsetType = UNSET


class TermValidity(Fact, frozen=True, kw_only=True):
    """How long an authorisation lasts: a number of years, or `unlimited`."""

    years: int | UnsetType = UNSET
    unlimited: bool | UnsetType = UNSET
    tier: TierCode | UnsetType = UNSET


class Figure(Fact, frozen=True, kw_only=True):
    """A number that a source gives about the programme, under a name of ours."""

    code: str
    label: str
    value: DecimalText
    unit: str | UnsetType = UNSET
    qualifier: Literal["about", "more-than", "at-least"] | UnsetType = UNSET
    on: str | UnsetType = UNSET


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text that rows rest on; `date` is a year, a month or a day, absent where it gives none."""

    title: str
    publisher: str
    date: str | UnsetType = UNSET


Row = TypeVar("Row", bound=Fact)


def in_force(rows: Iterable[Row], day: date) -> tuple[Row, ...]:
    """Return the rows that hold on a day."""
    return tuple(
        row
        for row in rows
        if (row.from_ is UNSET or row.from_ <= day) and (row.until is UNSET or day < row.until)
    )


class Programme(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """An AEO programme as its reference file tells it."""

    code: ProgrammeCode
    economy: CountryCode
    names: tuple[ProgrammeName, ...]
    administrations: tuple[Administration, ...]
    starts: tuple[Start, ...] = ()
    time_zones: tuple[TimeZone, ...] = ()
    territories: tuple[Territory, ...] = ()
    tiers: tuple[Tier, ...]
    criteria_waived: tuple[WaivedCriterion, ...] = ()
    criteria_studied: tuple[StudiedCriterion, ...] = ()
    roles: tuple[AcceptedRole, ...] = ()
    tin_prefixes: tuple[TinPrefix, ...] = ()
    identifier_schemes: tuple[Scheme, ...] = ()
    provisions: tuple[OfferedProvision, ...] = ()
    term_validities: tuple[TermValidity, ...] = ()
    figures: tuple[Figure, ...] = ()
    sources: dict[str, Source]

    @property
    def name(self) -> str:
        """The first English name, or else the first name."""
        english = (name.text for name in self.names if name.language == "en")
        return next(english, self.names[0].text)

    def tiers_at(self, day: date) -> tuple[Tier, ...]:
        """Return the tiers that exist on a day, in the order of the file."""
        return in_force(self.tiers, day)

    def at(self, day: date) -> Programme:
        """Return the programme with only the rows that hold on a day."""
        return replace(self, **{name: in_force(getattr(self, name), day) for name in ROW_KINDS})


ROW_KINDS = tuple(
    name for name in Programme.__struct_fields__ if name not in {"code", "economy", "sources"}
)
