"""Decisions about declarations to how far an arrangement is used."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import BinaryIO

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.formats import Content
from aeo_exchange.operations.measuring.clearance import ClearanceTime, ClearedTimes
from aeo_exchange.operations.measuring.decision_lines import numbered_decisions
from aeo_exchange.operations.measuring.decisions import (
    RESULTS,
    Decision,
    DecisionReader,
    MeasuredArrangement,
    decision_facts,
)
from aeo_exchange.operations.measuring.fact_counts import (
    ALL,
    CountedFact,
    CountKey,
    Counts,
    FactCounter,
)

__all__ = ["ArrangementUse", "UseCount", "arrangement_use"]

MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])", re.ASCII)
YEAR, MOST_MONTHS = 12, 240


class _UsePart(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A part of what is told; what is hidden is left out."""


class UseCount(_UsePart, frozen=True, kw_only=True):
    """How many parties have a value of a dimension, and a result; all of them without either.

    An arrangement is who asked and the profile, which some decisions do not name; `partner` is its
    other side. Of a party without a record at hand tiers and size class are `not-told`.
    """

    asked_by: str
    profile: str = ""
    partner: str = ""
    dimension: str = ""
    value: str = ""
    result: str = ""
    parties: int | UnsetType = UNSET
    hidden: bool = False


class ArrangementUse(_UsePart, frozen=True, kw_only=True):
    """How far each arrangement is used; counts below `hiddenBelow` are hidden.

    No table is of several arrangements: it would tell what is hidden in one. The totals are of all,
    and hidden where one of them is.
    """

    hidden_below: int
    declarations: int | UnsetType = UNSET
    not_read: int
    parties: int | UnsetType = UNSET
    recognised: int | UnsetType = UNSET
    counts: tuple[UseCount, ...]
    clearance: tuple[ClearanceTime, ...]


class _Lines:
    """Goes through decisions, and counts what it met."""

    def __init__(self, refused: Callable[[str, int, str], None]) -> None:
        self.declarations = self.refused = self._parties = 0
        self.cleared = ClearedTimes()
        self._partners: dict[MeasuredArrangement, set[str]] = {}
        self._refused, self._reader = refused, DecisionReader()

    def facts(self, contents: Iterable[Content]) -> Iterator[CountedFact]:
        """Yield what counts; what is no decision, or cannot be read, is told and passed over."""
        for content in contents:
            try:
                with content.open() as stream:
                    yield from self._of_stream(content.name, stream)
            except OSError as cause:
                self._refuse(content.name, 0, f"cannot be read: {cause.strerror or cause}")

    def _of_stream(self, name: str, stream: BinaryIO) -> Iterator[CountedFact]:
        for number, decision in numbered_decisions(stream, self._reader):
            if isinstance(decision, str):
                self._refuse(name, number, decision)
            elif decision.refusal is not UNSET:
                self.refused += 1
            else:
                yield from self._counted(decision)

    def _counted(self, decision: Decision) -> Iterator[CountedFact]:
        self.declarations += 1
        arrangement = decision.arrangement
        self._partners.setdefault(arrangement, set()).update(decision.partners())
        self.cleared.add(decision)
        yield from decision_facts(decision, self._parties)
        self._parties += len(decision.decided())

    def partners(self) -> dict[MeasuredArrangement, str]:
        """Return the other side of each arrangement; none where its decisions do not agree."""
        return {
            arrangement: next(iter(told)) if len(told) == 1 else ""
            for arrangement, told in self._partners.items()
        }

    def _refuse(self, name: str, line: int, why: str) -> None:
        self.refused += 1
        self._refused(name, line, why)


def arrangement_use(
    contents: Iterable[Content], least: int, refused: Callable[[str, int, str], None]
) -> ArrangementUse:
    """Return how far an arrangement is used; raises MissingExtra without DuckDB.

    `refused` is told name, line and reason of each line that is no decision.
    """
    counter, lines = FactCounter("measuring use"), _Lines(refused)
    counter.add(lines.facts(contents))
    counts, partners = counter.counts({}, least), lines.partners()
    total = [key for key in counts.counts if (key.dimension, key.told) == (ALL, ALL)]
    yes = [key._replace(told=RESULTS[0]) for key in total]
    parties = _sum(counts.visible(key) for key in total)
    is_few = lines.declarations < least or parties is UNSET
    return ArrangementUse(
        hidden_below=least,
        declarations=UNSET if is_few and lines.declarations else lines.declarations,
        not_read=lines.refused,
        parties=parties,
        recognised=_sum(counts.visible(key) for key in yes),
        counts=tuple(_counted(counts, partners)),
        clearance=tuple(lines.cleared.told(counts, partners, least)),
    )


def _sum(shown: Iterable[int | None]) -> int | UnsetType:
    counts = list(shown)
    return UNSET if None in counts else sum(count or 0 for count in counts)


def _counted(counts: Counts, partners: Mapping[MeasuredArrangement, str]) -> Iterator[UseCount]:
    lines = {key._replace(told=ALL) for key in counts.counts}
    for line in sorted(lines.union(_empty_months(lines))):
        arrangement = MeasuredArrangement(line.subject, line.section)
        for result in (ALL, *RESULTS):
            count = counts.visible(line._replace(told=result))
            yield UseCount(
                asked_by=arrangement.asked_by,
                profile=arrangement.profile,
                partner=partners[arrangement],
                dimension=line.dimension,
                value=line.value,
                result=result,
                parties=UNSET if count is None else count,
                hidden=count is None,
            )


def _empty_months(lines: Collection[CountKey]) -> Iterator[CountKey]:
    """Yield the months in which nobody was counted between two of an arrangement.

    A page that leaves them out shows two months beside each other that are not.
    """
    told: dict[CountKey, set[int]] = {}
    for line in lines:
        if line.dimension == "month" and (told_in := MONTH.fullmatch(line.value)):
            number = int(told_in["year"]) * YEAR + int(told_in["month"]) - 1
            told.setdefault(line._replace(value=ALL), set()).add(number)
    for line, months in told.items():
        if max(months) - min(months) <= MOST_MONTHS:  # a wrong century is not filled
            for month in set(range(min(months), max(months))) - months:
                yield line._replace(value=f"{month // YEAR:04}-{month % YEAR + 1:02}")
