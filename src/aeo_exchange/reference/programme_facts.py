"""What a programme file says: one row, one fact, with source, day and confidence.

The files write their names in snake_case, the JSON of `aeo programmes` the same names in
camelCase; programme.schema.json is printed from these structs.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Self, TypeVar

from msgspec import UNSET, Struct
from msgspec.structs import replace

from aeo_exchange.model.instants import calendar_day
from aeo_exchange.model.texts import CountryCode, ProgrammeCode
from aeo_exchange.reference.programme_rows import (
    AcceptedRole,
    Administration,
    Figure,
    OfferedProvision,
    ProgrammeName,
    Scheme,
    Start,
    StudiedCriterion,
    TermValidity,
    Territory,
    Tier,
    TierKind,
    TimeZone,
    TinPrefix,
    WaivedCriterion,
)
from aeo_exchange.reference.row import Fact, Source
from aeo_exchange.reference.texts import SOURCE_KEYS, told

__all__ = [
    "ROW_KINDS",
    "Administration",
    "Fact",
    "Figure",
    "OfferedProvision",
    "Programme",
    "Scheme",
    "Source",
    "Start",
    "StudiedCriterion",
    "TermValidity",
    "Territory",
    "Tier",
    "TierKind",
    "TimeZone",
    "WaivedCriterion",
    "in_force",
]

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

    code: Annotated[ProgrammeCode, told("Code of the programme.")]
    economy: Annotated[CountryCode, told("Economy whose programme it is.")]
    names: Annotated[tuple[ProgrammeName, ...], told("A name of the programme.", minItems=1)]
    administrations: Annotated[
        tuple[Administration, ...],
        told(
            "An authority that decides under the programme, or one that coordinates those.",
            minItems=1,
        ),
    ]
    starts: Annotated[
        tuple[Start, ...], told("A beginning of the programme or of one tier.", minItems=1)
    ] = ()
    time_zones: Annotated[
        tuple[TimeZone, ...], told("Time zone whose midnight the administration means.", minItems=1)
    ] = ()
    territories: Annotated[
        tuple[Territory, ...], told("A customs territory in which the programme holds.", minItems=1)
    ] = ()
    tiers: Annotated[tuple[Tier, ...], told("A tier of the programme.", minItems=1)]
    criteria_waived: Annotated[
        tuple[WaivedCriterion, ...],
        told(
            "A SAFE criterion that the programme lacks or that one tier does not ask for.",
            minItems=1,
        ),
    ] = ()
    criteria_studied: Annotated[
        tuple[StudiedCriterion, ...],
        told(
            "How far small firms met a SAFE criterion in a study that a source tells of.",
            minItems=1,
        ),
    ] = ()
    roles: Annotated[
        tuple[AcceptedRole, ...],
        told(
            "A role the programme accepts; no rows mean not known to be narrower than all.",
            minItems=1,
        ),
    ] = ()
    tin_prefixes: Annotated[
        tuple[TinPrefix, ...],
        told("A country with which a TIN of the programme may begin.", minItems=1),
    ] = ()
    identifier_schemes: Annotated[
        tuple[Scheme, ...], told("An identifier scheme that holders are known by.", minItems=1)
    ] = ()
    provisions: Annotated[
        tuple[OfferedProvision, ...],
        told("A provision for small firms that the programme offers.", minItems=1),
    ] = ()
    term_validities: Annotated[
        tuple[TermValidity, ...], told("How long an authorisation lasts.", minItems=1)
    ] = ()
    figures: Annotated[
        tuple[Figure, ...], told("A number that a source gives about the programme.", minItems=1)
    ] = ()
    sources: Annotated[
        dict[str, Source],
        told("The texts that rows rest on, by key.", minProperties=1, propertyNames=SOURCE_KEYS),
    ]

    @property
    def name(self) -> str:
        """The first English name, or else the first name."""
        english = (name.text for name in self.names if name.language == "en")
        return next(english, self.names[0].text)

    def tiers_at(self, day: date | str) -> tuple[Tier, ...]:
        """Return the tiers that exist on a day, in the order of the file."""
        return in_force(self.tiers, calendar_day(day))

    def at(self, day: date | str) -> Self:
        """Return the programme with only the rows that hold on a day."""
        on = calendar_day(day)
        return replace(self, **{name: in_force(getattr(self, name), on) for name in ROW_KINDS})


ROW_KINDS = tuple(
    name for name in Programme.__struct_fields__ if name not in {"code", "economy", "sources"}
)
