"""How far arrangements are used, to the files of a report: a page, CSV, Parquet and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

import msgspec
from msgspec import UNSET

from aeo_exchange.counting import how_many
from aeo_exchange.declarations.answer import MatchReason
from aeo_exchange.exchange.recognition.reasons import RecognitionReason
from aeo_exchange.operations.csv_rows import MARK, csv_row
from aeo_exchange.operations.measuring.clearance import ClearanceTime
from aeo_exchange.operations.measuring.decisions import RESULTS
from aeo_exchange.operations.measuring.fact_counts import ALL
from aeo_exchange.operations.measuring.page import BarRow, BarTable, MeasuredPage, as_measured_page
from aeo_exchange.operations.measuring.parquet import write_counts
from aeo_exchange.operations.measuring.use import ArrangementUse, UseCount

__all__ = ["arrangement_name", "totals_of_arrangements", "use_files"]

OF = ("askedBy", "profile", "partner", "dimension", "value")
COLUMNS = (*OF, "result", "parties", "hidden")
CLEARANCE_COLUMNS = (
    *OF,
    "cleared",
    "declarations",
    "medianHours",
    "hoursOfNineInTen",
    "hidden",
)
TITLES = {
    "month": "By month",
    "size-class": "By size class",
    "tier": "By tier",
    "role": "By role in the declaration",
    "reason": "Why somebody was not recognised",
}
CLEARANCE_TITLES = {
    "size-class": "Hours to release by size class",
    "tier": "Hours to release by tier",
}
HOURS = 3  # the pattern of a bar that is a time: that of no result
REASONS = {
    str(reason): reason.definition for kind in (RecognitionReason, MatchReason) for reason in kind
}


def use_files(use: ArrangementUse) -> dict[str, bytes]:
    """Return the files of a report by their names; raises MissingExtra without pyarrow."""
    counts, times = BytesIO(), BytesIO()
    write_counts(use.counts, UseCount, counts)
    write_counts(use.clearance, ClearanceTime, times)
    return {
        "use.html": "".join(_page(use)).encode(),
        "use.csv": "".join(_rows(use)).encode(),
        "use.parquet": counts.getvalue(),
        "clearance.csv": "".join(_clearance_rows(use)).encode(),
        "clearance.parquet": times.getvalue(),
        "use.json": msgspec.json.format(msgspec.json.encode(use), indent=2) + b"\n",
    }


def totals_of_arrangements(use: ArrangementUse) -> list[dict[str, UseCount]]:
    """Return all parties of each arrangement, by result; the empty one is all."""
    totals: dict[tuple[str, str], dict[str, UseCount]] = {}
    for one in use.counts:
        if one.dimension == ALL:
            totals.setdefault((one.asked_by, one.profile), {})[one.result] = one
    return list(totals.values())


def arrangement_name(one: UseCount | ClearanceTime) -> str:
    """Return an arrangement in words: the profile, and which side asked about which."""
    sides = f"{one.asked_by} about {one.partner}" if one.partner else one.asked_by
    return f"{one.profile or 'profile not told'}, {sides}"


def _rows(use: ArrangementUse) -> Iterator[str]:
    """Yield the counts as rows of CSV, the names of the columns first."""
    yield MARK + csv_row(COLUMNS)
    for one in use.counts:
        count = "" if one.parties is UNSET else str(one.parties)
        of = (one.asked_by, one.profile, one.partner)
        told = (*of, one.dimension, one.value, one.result, count)
        yield csv_row((*told, "yes" if one.hidden else ""))


def _clearance_rows(use: ArrangementUse) -> Iterator[str]:
    """Yield the times as rows of CSV, the names of the columns first."""
    yield MARK + csv_row(CLEARANCE_COLUMNS)
    for one in use.clearance:
        numbers = (one.declarations, one.median_hours, one.hours_of_nine_in_ten)
        of = (one.asked_by, one.profile, one.partner)
        told = ("" if number is UNSET else str(number) for number in numbers)
        cells = (*of, one.dimension, one.value, one.cleared, *told)
        yield csv_row((*cells, "yes" if one.hidden else ""))


def _page(use: ArrangementUse) -> Iterator[str]:
    """Yield the page of a report; of several arrangements it first shows all beside each other."""
    several = totals_of_arrangements(use)
    tables = [_beside_each_other(several)] if len(several) > 1 else []
    for totals in several:
        of = totals[ALL]
        about = (of.asked_by, of.profile)
        counts = [one for one in use.counts if (one.asked_by, one.profile) == about]
        more = f": {arrangement_name(of)}" if len(several) > 1 else ""
        tables += [_table(dimension, TITLES[dimension] + more, counts) for dimension in TITLES]
        times = [one for one in use.clearance if (one.asked_by, one.profile) == about]
        tables += _tables_of_times(times, more)
    yield from as_measured_page(
        MeasuredPage("How far the arrangement is used", tuple(_sentences(use)), tuple(tables))
    )


def _sentences(use: ArrangementUse) -> Iterator[str]:
    declarations, parties, yes = (
        "hidden" if count is UNSET else f"{count:,}"
        for count in (use.declarations, use.parties, use.recognised)
    )
    yield f"Declarations: {declarations}. Parties: {parties}. Recognised: {yes}."
    if use.not_read:
        yield f"Not read, and not counted: {use.not_read:,}."
    if use.hidden_below > 1:
        yield (
            f"Counts below {use.hidden_below} are hidden, and so are others that would tell them. "
            "A bar leaves out what is hidden."
        )
    for one in use.clearance:
        if one.dimension == ALL and one.median_hours is not UNSET:
            yield (
                f"Hours from acceptance to release, {one.cleared} ({arrangement_name(one)}): "
                f"{one.median_hours:,} for half of {_declarations(one)}, "
                f"{one.hours_of_nine_in_ten:,} for nine in ten."
            )


def _declarations(one: ClearanceTime) -> str:
    if one.declarations is UNSET:
        return "the declarations"
    return how_many(one.declarations, "declaration")


def _beside_each_other(several: Sequence[dict[str, UseCount]]) -> BarTable:
    return BarTable(
        title="By arrangement",
        about="Parties of declarations; arrangements are the profile, who asked and about whom",
        first="arrangement",
        parts=_words(RESULTS),
        beside=("all",),
        rows=tuple(_row(arrangement_name(totals[ALL]), totals, RESULTS) for totals in several),
    )


def _table(dimension: str, title: str, counts: Sequence[UseCount]) -> BarTable:
    by_value: dict[str, dict[str, UseCount]] = {}
    for one in counts:
        if one.dimension == dimension:
            by_value.setdefault(one.value, {})[one.result] = one
    results = RESULTS[1:] if dimension == "reason" else RESULTS
    about = f"Parties of declarations ({arrangement_name(counts[0])})"
    if dimension in {"reason", "tier"}:
        about += "; a party with several is counted in each"
    if dimension == "month":
        about += "; months are those of the side that asks"
    return BarTable(
        title=title,
        about=about,
        first=dimension.replace("-", " "),
        parts=_words(results),
        beside=("all",),
        rows=tuple(
            _row(_in_words(dimension, value), of_value, results)
            for value, of_value in by_value.items()
        ),
        pattern=RESULTS.index(results[0]),
    )


def _tables_of_times(times: Sequence[ClearanceTime], more: str) -> Iterator[BarTable]:
    """Yield a table by size class and one by tier, where any time is told."""
    for dimension, title in CLEARANCE_TITLES.items():
        some = [one for one in times if one.dimension == dimension and one.declarations != 0]
        if any(one.median_hours is not UNSET for one in some):
            yield BarTable(
                title=title + more,
                about=f"From acceptance to release ({arrangement_name(some[0])}); a declaration is "
                "counted with each value that its parties have",
                first=dimension.replace("-", " "),
                parts=("half of them",),
                beside=("nine in ten", "declarations"),
                rows=tuple(_row_of_times(one) for one in some),
                pattern=HOURS,
            )


def _row_of_times(one: ClearanceTime) -> BarRow:
    half, most, number = (
        None if told is UNSET else told
        for told in (one.median_hours, one.hours_of_nine_in_ten, one.declarations)
    )
    return BarRow(f"{one.value}, {one.cleared}", (half,), (most, number))


def _in_words(dimension: str, value: str) -> str:
    """Return a value as the page names it: a reason with its sentence."""
    sentence = REASONS.get(value, "") if dimension == "reason" else ""
    return f"{value}: {sentence}" if sentence else value


def _row(name: str, told: dict[str, UseCount], results: Sequence[str]) -> BarRow:
    parts = tuple(_visible_count(told[result]) for result in results)
    return BarRow(name, parts, (_visible_count(told[ALL]),))


def _visible_count(count: UseCount) -> int | None:
    return None if count.parties is UNSET else count.parties


def _words(results: Sequence[str]) -> tuple[str, ...]:
    return tuple(result.replace("_", " ").lower() for result in results)
