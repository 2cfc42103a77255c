"""The size class of a firm: under one definition, under many side by side, and the list of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import UNSET, Struct, UnsetType, field

from aeo_exchange.errors import WrongChoice
from aeo_exchange.model.codes import SizeClass
from aeo_exchange.model.instants import calendar_day
from aeo_exchange.msme import Classification, Measures, classify_by_line
from aeo_exchange.msme import classify_by_definition as classify_under
from aeo_exchange.msme.given_figures import Figures, measures_of
from aeo_exchange.reference.lists import list_rows
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.reference.size_facts import SizeDefinition, SizeVersion
from aeo_exchange.reference.sizes import SizeDefinitions
from aeo_exchange.report import Verdict, worst

__all__ = [
    "Comparison",
    "DefinitionSummary",
    "Line",
    "VersionSummary",
    "classify",
    "classify_firm",
    "compare_definitions",
    "list_definitions",
    "list_lines",
]


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


class Line(Struct, frozen=True, kw_only=True):
    """A range of codes of ISIC4, and the sectors of a definition that a firm in it may be in."""

    definition: str
    first: str
    last: str
    sectors: tuple[str, ...]
    source: str
    as_of: str = field(name="asOf")
    confidence: str
    note: str | UnsetType = UNSET


def classify_firm(
    definition: SizeDefinition,
    measures: Measures,
    *,
    sectors: Sequence[str] = (),
    line: str | None = None,
    at: date,
) -> Classification:
    """Return the size class of a firm under one definition on a day.

    `line` is a code of ISIC4; it counts where none of `sectors` is one of the definition.
    """
    version = definition.version_at(at)
    if line is None or (version and version.sectors_of(sectors)):
        return classify_under(definition, measures, sectors=sectors, at=at)
    return classify_by_line(definition, measures, line, at=at)


def classify(
    definition: SizeDefinition | str,
    measures: Figures,
    *,
    sectors: Sequence[str] = (),
    line: str | None = None,
    at: date | str,
) -> Classification:
    """Return the size class of a firm under one definition on a day, with the working.

    A definition goes by its code, such as `EU-2003-361`; figures are given as `{"headcount": 42,
    "turnover": (9_500_000, "EUR")}`; a day is a date, or text `YYYY-MM-DD`, or an instant, whose
    date in UTC counts; `line` is a code of ISIC4, which counts where none of `sectors` is one of
    the definition. Raises WrongChoice for an unknown code and for a figure that is no amount,
    InvalidInstant for a text that is no day.
    """
    known, figures, day = _known(definition), measures_of(measures), calendar_day(at)
    return classify_firm(known, figures, sectors=sectors, line=line, at=day)


def _known(definition: SizeDefinition | str) -> SizeDefinition:
    if not isinstance(definition, str):
        return definition
    sizes = shipped().sizes
    known = sizes.look_up(definition)
    if known is None:
        near = ", ".join(sizes.did_you_mean(definition) or sizes.codes())
        raise WrongChoice(f"{definition} is not a definition known; did you mean {near}?")
    return known


def compare_definitions(
    definitions: Sequence[SizeDefinition],
    measures: Measures,
    *,
    sectors: Sequence[str] = (),
    line: str | None = None,
    at: date,
) -> Comparison:
    """Return the size classes of a firm under several definitions on a day."""
    results = tuple(
        classify_firm(definition, measures, sectors=sectors, line=line, at=at)
        for definition in definitions
    )
    return Comparison(verdict=worst({result.verdict for result in results}), results=results)


def list_lines(definitions: Sequence[str] = ()) -> list[Line]:
    """Return the table of lines of business, or the rows of some definitions."""
    return [
        Line(
            definition=row["definition"],
            first=row["first"],
            last=row["last"],
            sectors=tuple(row["sectors"].split()),
            source=row["source"],
            as_of=row["asOf"],
            confidence=row["confidence"],
            note=row["note"] or UNSET,
        )
        for row in list_rows("sectors")
        if not definitions or row["definition"] in definitions
    ]


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


def _summary(version: SizeVersion) -> VersionSummary:
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
