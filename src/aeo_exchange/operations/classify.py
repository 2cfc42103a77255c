"""The size class of a firm: under one definition, under many side by side, and the list of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import UNSET, Struct, UnsetType, field

from aeo_exchange.model.codes import SizeClass
from aeo_exchange.msme import Classification, Measures, classify
from aeo_exchange.reference.size_facts import SizeDefinition, Version
from aeo_exchange.reference.sizes import SizeDefinitions
from aeo_exchange.report import Verdict, worst


class Comparison(Struct, frozen=True, kw_only=True):
    """One firm under several definitions, by code; VALID when every one gave a class."""

    verdict: Verdict
    results: tuple[Classification, ...]


class VersionSummary(Struct, frozen=True, kw_only=True, rename="camel"):
    """A version in the list of definitions."""

    version: str
    from_: date | UnsetType = field(default=UNSET, name="from")
    until: date | UnsetType = UNSET
    legal_source: str
    unit: str | UnsetType = UNSET
    classes: tuple[SizeClass, ...]
    measures: tuple[str, ...]
    sectors: tuple[str, ...]


class DefinitionSummary(Struct, frozen=True, kw_only=True, rename="camel"):
    """A definition in the list of definitions."""

    code: str
    name: str
    official: bool
    economy: str | UnsetType = UNSET
    versions: tuple[VersionSummary, ...]


def classify_firm(
    definition: SizeDefinition, measures: Measures, *, sectors: Sequence[str] = (), at: date
) -> Classification:
    """Return the size class of a firm under one definition on a day."""
    return classify(definition, measures, sectors=sectors, at=at)


def compare_definitions(
    definitions: Sequence[SizeDefinition],
    measures: Measures,
    *,
    sectors: Sequence[str] = (),
    at: date,
) -> Comparison:
    """Return the size classes of a firm under several definitions on a day."""
    results = tuple(classify(each, measures, sectors=sectors, at=at) for each in definitions)
    return Comparison(verdict=worst({result.verdict for result in results}), results=results)


def list_definitions(known: SizeDefinitions) -> list[DefinitionSummary]:
    """Return a summary of every known definition, by code, with past versions."""
    return [
        DefinitionSummary(
            code=definition.code,
            name=definition.name,
            official=definition.official,
            economy=definition.economy,
            versions=tuple(_summary(version) for version in definition.versions),
        )
        for definition in known.definitions()
    ]


def _summary(version: Version) -> VersionSummary:
    """Return a version as the list shows it."""
    return VersionSummary(
        version=version.version,
        from_=version.from_,
        until=version.until,
        legal_source=version.legal_source,
        unit=version.currency if version.index_unit is UNSET else version.index_unit,
        classes=tuple(row.class_ for row in version.classes),
        measures=tuple(sorted(version.measures())),
        sectors=tuple(row.code for row in version.sectors),
    )
