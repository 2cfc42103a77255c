"""Decisions about declarations to how far an arrangement is used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from typing import BinaryIO

import msgspec
from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.counting import how_many
from aeo_exchange.formats import Content
from aeo_exchange.operations.csv_rows import MARK, csv_row
from aeo_exchange.operations.measuring.counted import ALL, CountedFact, Counts, FactCounter
from aeo_exchange.operations.measuring.decisions import (
    CLEARED,
    RESULTS,
    ClearedHours,
    DecisionReader,
    decision_facts,
    hours_of,
)
from aeo_exchange.operations.measuring.page import BarRow, BarTable, MeasuredPage, as_measured_page
from aeo_exchange.operations.measuring.parquet import write_counts

__all__ = ["ArrangementUse", "ClearanceTime", "UseCount", "arrangement_use", "use_files"]

COLUMNS = ("askedBy", "dimension", "value", "result", "parties", "hidden")
TITLES = {
    "month": "By month",
    "size-class": "By size class",
    "tier": "By tier",
    "role": "By role in the declaration",
    "reason": "Why somebody was not recognised",
}
AT_ONCE = 8192  # facts on their way


class _UsePart(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A part of what is told; what is hidden is left out."""


class UseCount(_UsePart, frozen=True, kw_only=True):
    """How many parties have a value of a dimension, and a result; all of them without either.

    Of a party without a record at hand tiers and size class are `not-told`.
    """

    asked_by: str
    dimension: str = ""
    value: str = ""
    result: str = ""
    parties: int | UnsetType = UNSET
    hidden: bool = False


class ClearanceTime(_UsePart, frozen=True, kw_only=True):
    """From acceptance to release, of declarations that tell both as instants."""

    asked_by: str
    cleared: str
    declarations: int | UnsetType = UNSET
    median_hours: float | UnsetType = UNSET
    hours_of_nine_in_ten: float | UnsetType = UNSET
    hidden: bool = False


class ArrangementUse(_UsePart, frozen=True, kw_only=True):
    """How far an arrangement is used; counts below `hiddenBelow` are hidden."""

    hidden_below: int
    declarations: int
    not_read: int
    parties: int | UnsetType = UNSET
    recognised: int | UnsetType = UNSET
    counts: tuple[UseCount, ...]
    clearance: tuple[ClearanceTime, ...]


class _Lines:
    """Goes through decisions, and counts what it met."""

    def __init__(self, refused: Callable[[str, int, str], None]) -> None:
        self.declarations = self.refused = self._parties = 0
        self.cleared: list[ClearedHours] = []
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
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            decision = self._reader.decision(line)
            if isinstance(decision, str):
                self._refuse(name, number, decision)
            elif decision.refusal is not UNSET:
                self.refused += 1
            else:
                self.declarations += 1
                if (hours := hours_of(decision)) is not None:
                    self.cleared.append(hours)
                yield from decision_facts(decision, self._parties)
                self._parties += len(decision.decided())

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
    counts = counter.counts({}, least)
    total = [key for key in counts.counts if (key.dimension, key.told) == (ALL, ALL)]
    yes = [key._replace(told=RESULTS[0]) for key in total]
    return ArrangementUse(
        hidden_below=least,
        declarations=lines.declarations,
        not_read=lines.refused,
        parties=_sum(counts.shown(key) for key in total),
        recognised=_sum(counts.shown(key) for key in yes),
        counts=tuple(_counted(counts)),
        clearance=tuple(_clearance(lines.cleared, least)),
    )


def _sum(shown: Iterable[int | None]) -> int | UnsetType:
    counts = list(shown)
    return UNSET if None in counts else sum(count or 0 for count in counts)


def _counted(counts: Counts) -> Iterator[UseCount]:
    for line in sorted({key._replace(told=ALL) for key in counts.counts}):
        for result in (ALL, *RESULTS):
            key = line._replace(told=result)
            count = counts.shown(key)
            yield UseCount(
                asked_by=key.subject,
                dimension=key.dimension,
                value=key.value,
                result=result,
                parties=UNSET if count is None else count,
                hidden=count is None,
            )


def _clearance(cleared: Sequence[ClearedHours], least: int) -> Iterator[ClearanceTime]:
    for asked_by in sorted({one.asked_by for one in cleared}):
        for kind in CLEARED:
            of_kind = (one.asked_by == asked_by and one.cleared == kind for one in cleared)
            hours = sorted(
                one.hours for one, is_one in zip(cleared, of_kind, strict=True) if is_one
            )
            if len(hours) < least:
                yield ClearanceTime(
                    asked_by=asked_by,
                    cleared=kind,
                    declarations=UNSET if hours else 0,
                    hidden=bool(hours),
                )
                continue
            yield ClearanceTime(
                asked_by=asked_by,
                cleared=kind,
                declarations=len(hours),
                median_hours=_quantile(hours, 0.5),
                hours_of_nine_in_ten=_quantile(hours, 0.9),
            )


def _quantile(hours: Sequence[float], share: float) -> float:
    """Return the least time within which a share of the declarations were released."""
    place = -(-len(hours) * share // 1)
    return round(hours[int(place) - 1], 1)


def use_files(use: ArrangementUse) -> dict[str, bytes]:
    """Return the files of a report by their names; raises MissingExtra without pyarrow."""
    table = BytesIO()
    write_counts(use.counts, UseCount, table)
    return {
        "use.html": "".join(_page(use)).encode(),
        "use.csv": "".join(_rows(use)).encode(),
        "use.parquet": table.getvalue(),
        "use.json": msgspec.json.format(msgspec.json.encode(use), indent=2) + b"\n",
    }


def _rows(use: ArrangementUse) -> Iterator[str]:
    """Yield the counts as rows of CSV, the names of the columns first."""
    yield MARK + csv_row(COLUMNS)
    for one in use.counts:
        count = "" if one.parties is UNSET else str(one.parties)
        told = (one.asked_by, one.dimension, one.value, one.result, count)
        yield csv_row((*told, "yes" if one.hidden else ""))


def _page(use: ArrangementUse) -> Iterator[str]:
    """Yield the page of a report."""
    tables = [
        _table(dimension, asked_by, use)
        for asked_by in sorted({one.asked_by for one in use.counts})
        for dimension in TITLES
    ]
    yield from as_measured_page(
        MeasuredPage("How far the arrangement is used", tuple(_sentences(use)), tuple(tables))
    )


def _sentences(use: ArrangementUse) -> Iterator[str]:
    parties = "hidden" if use.parties is UNSET else f"{use.parties:,}"
    yes = "hidden" if use.recognised is UNSET else f"{use.recognised:,}"
    yield f"Declarations: {use.declarations:,}. Parties: {parties}. Recognised: {yes}."
    if use.not_read:
        yield f"Not read, and not counted: {use.not_read:,}."
    if use.hidden_below > 1:
        yield (
            f"Counts below {use.hidden_below} are hidden, and so are others that would tell them. "
            "A bar leaves out what is hidden."
        )
    for one in use.clearance:
        if one.median_hours is not UNSET:
            yield (
                f"Hours from acceptance to release, {one.cleared}: {one.median_hours:,} for half "
                f"of {how_many(one.declarations or 0, 'declaration')}, "
                f"{one.hours_of_nine_in_ten:,} for nine in ten."
            )


def _table(dimension: str, asked_by: str, use: ArrangementUse) -> BarTable:
    shown: dict[str, dict[str, int | None]] = {}
    for one in use.counts:
        if (one.asked_by, one.dimension) == (asked_by, dimension):
            count = None if one.parties is UNSET else one.parties
            shown.setdefault(one.value, {})[one.result] = count
    results = RESULTS[1:] if dimension == "reason" else RESULTS
    about = f"Parties of declarations, as {asked_by} asked"
    if dimension in {"reason", "tier"}:
        about += "; a party with several is counted in each"
    return BarTable(
        title=TITLES[dimension],
        about=about,
        first=dimension.replace("-", " "),
        parts=tuple(result.replace("_", " ").lower() for result in results),
        beside=("all",),
        rows=tuple(
            BarRow(value, tuple(counts[result] for result in results), (counts[ALL],))
            for value, counts in shown.items()
        ),
    )
