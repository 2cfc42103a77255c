"""Figures, definition and day to a size class with its working.

Classes stand from the smallest up; the first whose test passes is the class, unless a smaller
one is still open for want of a figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.model.codes import SizeClass
from aeo_exchange.msme.answer import (
    CautionGiven,
    CeilingOutcome,
    Classification,
    DefinitionUsed,
    Missing,
)
from aeo_exchange.msme.assumptions import assumptions_of
from aeo_exchange.msme.criteria import Tested, examine
from aeo_exchange.report import Verdict

if TYPE_CHECKING:
    from aeo_exchange.msme.figures import Measures
    from aeo_exchange.reference.size_facts import (
        Confidence,
        SectorRow,
        SizeDefinition,
        SizeVersion,
    )

__all__ = [
    "CONFIDENCE_FALLING",
    "classify_by_definition",
]

CONFIDENCE_FALLING = "SABCD"


def classify_by_definition(
    definition: SizeDefinition, measures: Measures, *, sectors: Sequence[str] = (), at: date
) -> Classification:
    """Return the size class of a firm under a definition as it stood on a day.

    `sectors` are codes of lines of business; those that the definition does not know are passed
    over, but one of its sectors, and one alone, must be among them if it has any.
    """
    version = definition.version_at(at)
    if version is None or version.begins_about(at):
        return _undated(definition, version, at)
    rows = version.sectors_of(sectors)
    if version.sectors and len(rows) != 1:
        return _without_sector(definition, version, sectors, at)
    return _applied(definition, version, rows[0] if rows else None, measures, at)


def _applied(
    definition: SizeDefinition,
    version: SizeVersion,
    row: SectorRow | None,
    measures: Measures,
    at: date,
) -> Classification:
    """Return the answer of a version in one of its sectors."""
    tested = [examine(class_, version, row, measures) for class_ in version.classes]
    possible = _possible(tested, version)
    decided = len(possible) == 1
    return Classification(
        verdict=Verdict.VALID if decided else Verdict.UNDETERMINED,
        size_class=possible[0] if decided else UNSET,
        possible=UNSET if decided else possible,
        definition=_used(definition, version, tested, row),
        at=at,
        sector=row.code if row else UNSET,
        criteria=tuple(criterion for class_ in tested for criterion in class_.criteria),
        assumptions=assumptions_of(version, tested, at),
        cautions=_cautions(version),
        missing=() if decided else _missing(tested, possible),
    )


def _possible(tested: Sequence[Tested], version: SizeVersion) -> tuple[SizeClass, ...]:
    """Return the classes that the firm may be in, from the smallest up."""
    still_open: list[SizeClass] = []
    for class_ in tested:
        if class_.outcome in {CeilingOutcome.PASS, CeilingOutcome.UNKNOWN}:
            still_open.append(class_.row.class_)
        if class_.outcome is CeilingOutcome.PASS:
            return tuple(still_open)
    return (*still_open, *version.above)


def _missing(tested: Sequence[Tested], possible: Sequence[SizeClass]) -> tuple[Missing, ...]:
    """Return what is needed to tell the possible classes apart."""
    lacks = {
        lack.measure: lack.reason
        for class_ in tested
        if class_.outcome is CeilingOutcome.UNKNOWN and class_.row.class_ in possible
        for lack in class_.lacks
    }
    if lacks:
        return tuple(Missing(what=measure, reason=reason) for measure, reason in lacks.items())
    names = tuple(size_class.value for size_class in possible)
    return (
        Missing(
            what="class",
            reason=f"is left open by the definition: {' or '.join(names)}",
            choices=names,
        ),
    )


def _undated(definition: SizeDefinition, version: SizeVersion | None, at: date) -> Classification:
    """Return the answer when no version is known to be in force."""
    if version is None:
        reason = f"none is in force on {at}"
    else:
        reason = (
            f"{version.version} begins in the same {version.from_precision}, on a day not known"
        )
    return Classification(
        verdict=Verdict.UNDETERMINED,
        definition=_bare(definition),
        at=at,
        missing=(
            Missing(
                what="version",
                reason=reason,
                choices=tuple(version.version for version in definition.versions),
            ),
        ),
    )


def _without_sector(
    definition: SizeDefinition, version: SizeVersion, sectors: Sequence[str], at: date
) -> Classification:
    """Return the answer when the definition goes by sector and the one given is not known."""
    codes = ", ".join(row.code for row in version.sectors_of(sectors))
    unknown = f"{', '.join(sectors)} is none of the definition" if sectors else "is not given"
    reason = f"must be one, not {codes}" if codes else unknown
    return Classification(
        verdict=Verdict.UNDETERMINED,
        definition=_used(definition, version, (), None),
        at=at,
        assumptions=assumptions_of(version, (), at),
        cautions=_cautions(version),
        missing=(
            Missing(
                what="sector", reason=reason, choices=tuple(row.code for row in version.sectors)
            ),
        ),
    )


def _cautions(version: SizeVersion) -> tuple[CautionGiven, ...]:
    return tuple(
        CautionGiven(text=row.text, source=row.source, as_of=row.as_of, confidence=row.confidence)
        for row in version.cautions
    )


def _bare(definition: SizeDefinition) -> DefinitionUsed:
    return DefinitionUsed(
        code=definition.code,
        name=definition.name,
        official=definition.official,
        economy=definition.economy,
    )


def _used(
    definition: SizeDefinition,
    version: SizeVersion,
    tested: Sequence[Tested],
    sector: SectorRow | None,
) -> DefinitionUsed:
    """Return the definition and version applied, with the lowest confidence of the rows used."""
    return replace(
        _bare(definition),
        version=version.version,
        from_=version.from_,
        until=version.until,
        legal_source=version.legal_source,
        source=version.source,
        as_of=version.as_of,
        confidence=max(_confidences(version, tested, sector), key=CONFIDENCE_FALLING.index),
    )


def _confidences(
    version: SizeVersion, tested: Sequence[Tested], sector: SectorRow | None
) -> Iterator[Confidence]:
    """Yield the confidence of each row that was used."""
    yield version.confidence
    if sector:
        yield sector.confidence
    yield from (row.confidence for row in version.score)
    for class_ in tested:
        yield class_.row.confidence
        yield from (criterion.confidence for criterion in class_.criteria)
