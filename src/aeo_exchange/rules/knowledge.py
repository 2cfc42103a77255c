"""What the reference data says about a programme, arranged so that a rule asks at once.

Dates of the reference data have no time zone, so an interval is taken from its start at +14:00
to its end at -12:00: a rule fires only when no offset makes it true.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.model.codes import Criterion, Provision, Role
from aeo_exchange.reference.programme_facts import Fact, Programme, Tier
from aeo_exchange.reference.programmes import ReferenceData

__all__ = ["CERTAIN", "Knowledge", "Span", "TierFacts", "knowledge"]

# Facts that were read in a joint report or an official text; any other drives a warning at most.
CERTAIN = frozenset({"S", "A"})
BEGINNING, END = "0000-00-00", "9999-99-99"


class Span(Struct, frozen=True):
    """When a fact holds, in the widest reading, and whether it is certain."""

    start: str
    end: str
    certain: bool

    def holds(self, instant: str) -> bool:
        """Say whether the fact may hold at an instant."""
        return self.start <= instant < self.end


class TierFacts(Struct, frozen=True):
    """A tier with the roles it takes; no roles means not known to be narrower."""

    span: Span
    kind: str
    roles: frozenset[Role]


class Knowledge(Struct, frozen=True, eq=False):
    """What is known of a programme, by the codes that records use.

    `dated` are the tiers of which some row has a date, `narrow` those of which some takes certain
    roles only.
    """

    tiers: dict[str, tuple[TierFacts, ...]]
    waived: frozenset[tuple[Criterion, str]]
    waived_is_certain: bool
    absent: frozenset[Criterion]
    prefixes: frozenset[str]
    provisions: frozenset[Provision]
    dated: frozenset[str]
    narrow: frozenset[str]
    economy: str
    tin_schemes: tuple[tuple[str, bool], ...]


@cache
def knowledge(reference: ReferenceData, code: str) -> Knowledge | None:
    """Return what is known of a programme, or None when it is not known at all."""
    programme = reference.look_up(code)
    return _arranged(programme) if programme else None


def _arranged(programme: Programme) -> Knowledge:
    by_tier = tuple(row for row in programme.criteria_waived if row.tier is not UNSET)
    tiers = programme.tiers
    return Knowledge(
        tiers={
            code: tuple(_tier(tier) for tier in tiers if tier.code == code)
            for code in {tier.code for tier in tiers}
        },
        waived=frozenset((row.criterion, str(row.tier)) for row in by_tier),
        waived_is_certain=_all_certain(by_tier),
        absent=frozenset(row.criterion for row in programme.criteria_waived if row.tier is UNSET),
        prefixes=frozenset(row.prefix for row in programme.tin_prefixes),
        provisions=frozenset(row.provision for row in programme.provisions),
        dated=frozenset(
            tier.code for tier in tiers if tier.from_ is not UNSET or tier.until is not UNSET
        ),
        economy=programme.economy,
        tin_schemes=tuple(
            (scheme.code, scheme.makes_tin == "whole")
            for scheme in programme.identifier_schemes
            if scheme.makes_tin is not UNSET
        ),
        narrow=frozenset(tier.code for tier in tiers if tier.roles is not UNSET),
    )


def _tier(tier: Tier) -> TierFacts:
    span = Span(_start(tier.from_), _end(tier.until), tier.confidence in CERTAIN)
    roles = frozenset() if tier.roles is UNSET else frozenset(tier.roles)
    return TierFacts(span, tier.kind, roles)


def _all_certain(rows: tuple[Fact, ...]) -> bool:
    return all(row.confidence in CERTAIN for row in rows)


def _start(day: date | UnsetType) -> str:
    """Return the instant at which a date begins at +14:00."""
    return BEGINNING if day is UNSET else f"{day - timedelta(days=1)}T10:00:00Z"


def _end(day: date | UnsetType) -> str:
    """Return the instant at which a date begins at -12:00, which an exclusive end reaches."""
    return END if day is UNSET else f"{day}T12:00:00Z"
