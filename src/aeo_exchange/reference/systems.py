"""Systems and instruments beside this standard, and the compendium of AEO programmes.

systems.toml and compendium.toml hold them, in snake_case; no overlay replaces them, since no rule
asks them. docs/systems.md and docs/compendium.md are printed from them.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from msgspec import UNSET, Struct, UnsetType, field

from aeo_exchange.model.texts import CountryCode, ProgrammeCode
from aeo_exchange.reference.files import PRINTED, read_shipped
from aeo_exchange.reference.programme_facts import Fact, Figure, Source

__all__ = [
    "Compendium",
    "ListedEconomy",
    "Practice",
    "System",
    "SystemFigure",
    "Systems",
    "shipped_compendium",
    "shipped_systems",
]

Kind = Literal["reference", "mapping", "identifier-scheme", "provision", "guide"]
GoodPractice = Literal[
    "tailored-criteria",
    "tiered-system",
    "outreach-and-capacity-building",
    "financial-support",
    "continuous-feedback",
    "collaboration",
]


class System(Fact, frozen=True, kw_only=True):
    """A system, instrument or guide, and what it is to this standard.

    `place` says where the project meets it; absent when it does so nowhere yet.
    """

    code: str
    name: str
    keeper: str
    is_: Kind = field(name="is")
    says: str
    place: str | UnsetType = UNSET


class SystemFigure(Figure, frozen=True, kw_only=True):
    """A number that a source gives about a system."""

    system: str


class Systems(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All systems with the texts they rest on."""

    sources: dict[str, Source]
    systems: tuple[System, ...]
    figures: tuple[SystemFigure, ...] = ()


class ListedEconomy(Fact, frozen=True, kw_only=True):
    """An economy that the compendium lists, and the programme of ours that it means."""

    economy: CountryCode
    name: str
    programme: ProgrammeCode


class Practice(Fact, frozen=True, kw_only=True):
    """A good practice that the compendium finds in an economy; `says` is absent without words."""

    economy: CountryCode
    practice: GoodPractice
    says: str | UnsetType = UNSET


class Compendium(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is told of the compendium, with the texts that tell it."""

    sources: dict[str, Source]
    economies: tuple[ListedEconomy, ...]
    practices: tuple[Practice, ...]

    def of(self, economy: str) -> tuple[Practice, ...]:
        """Return the practices that it finds in an economy."""
        return tuple(row for row in self.practices if row.economy == economy)


@cache
def shipped_systems() -> Systems:
    """Return the systems of the package."""
    return read_shipped(PRINTED / "systems.json", Systems)


@cache
def shipped_compendium() -> Compendium:
    """Return the compendium as the package tells it."""
    return read_shipped(PRINTED / "compendium.json", Compendium)
