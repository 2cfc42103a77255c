"""What is known of AEO programmes: the list of them, and one with all its facts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType, field

from aeo_exchange.reference.programme_facts import TierKind

if TYPE_CHECKING:
    from aeo_exchange.reference.programme_facts import Programme, Tier
    from aeo_exchange.reference.programmes import ReferenceData

__all__ = [
    "ProgrammeSummary",
    "Relation",
    "TierSummary",
    "list_programmes",
    "show_programme",
    "summary_of",
]


# How an economy that was asked about stands to a programme.
Relation: TypeAlias = Literal["own", "takes-part", "within"]


class TierSummary(Struct, frozen=True, kw_only=True, rename="camel"):
    """A tier in the list of programmes."""

    code: str
    label: str
    kind: TierKind
    rank: int | UnsetType = UNSET
    from_: date | UnsetType = field(default=UNSET, name="from")
    until: date | UnsetType = UNSET


class ProgrammeSummary(Struct, frozen=True, kw_only=True, rename="camel"):
    """A programme in the list of programmes.

    `relation` is there where an economy was asked about: the programme is its own, it takes part
    in that of another, or it lies within its territory.
    """

    code: str
    name: str
    economy: str
    tiers: tuple[TierSummary, ...]
    relation: Relation | UnsetType = UNSET


def list_programmes(reference: ReferenceData) -> list[ProgrammeSummary]:
    """Return a summary of every known programme, by code, with past and coming tiers."""
    return [summary_of(programme) for programme in reference.programmes()]


def summary_of(programme: Programme) -> ProgrammeSummary:
    """Return a programme as the list shows it."""
    return ProgrammeSummary(
        code=programme.code,
        name=programme.name,
        economy=programme.economy,
        tiers=tuple(_summary(tier) for tier in programme.tiers),
    )


def show_programme(reference: ReferenceData, code: str, at: date | None = None) -> Programme | None:
    """Return every fact of a programme, or those that hold on a day; None for an unknown code."""
    programme = reference.look_up(code)
    if programme is None or at is None:
        return programme
    return programme.at(at)


def _summary(tier: Tier) -> TierSummary:
    """Return a tier as the list shows it."""
    return TierSummary(
        code=tier.code,
        label=tier.label,
        kind=tier.kind,
        rank=tier.rank,
        from_=tier.from_,
        until=tier.until,
    )
