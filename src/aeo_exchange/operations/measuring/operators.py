"""Records to facts about operators at the end of each year: status, tiers, roles, size class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec import UNSET, Struct

from aeo_exchange.errors import InvalidInstant
from aeo_exchange.model.instants import Instant, day_somewhere, instant
from aeo_exchange.model.record import AeoRecord, Term
from aeo_exchange.model.standing import Standing
from aeo_exchange.model.status import record_key, status_by
from aeo_exchange.operations.measuring.fact_counts import ALL, CountedFact
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.reference.time_zones import time_zone_of

__all__ = ["CLASSES", "NOT_TOLD", "SMALL", "SMALL_FIRMS", "OperatorFacts"]

SMALL = ("micro", "small", "medium", "msme")
SMALL_FIRMS, NOT_TOLD = "small-firms", "not-told"
CLASSES = (*SMALL, SMALL_FIRMS, "large", NOT_TOLD)
MOST_YEARS = 60
FIRST, LAST = Instant("1000-01-01T00:00:00Z"), Instant("9999-12-31T23:59:59Z")


class _HeldRecord(Struct):
    """The last revision of a record that was met, and the size classes of all of them."""

    revisions: list[AeoRecord]
    assessed: set[tuple[str, str, str]]  # day, instant of issue, class


class _Standing(NamedTuple):
    """A record that is in force at a moment, by a term."""

    held: _HeldRecord
    term: Term
    moment: Instant


class OperatorFacts:
    """Takes the revisions of records in any order, and tells who was an operator when.

    A year is that of the administration that granted, where the reference data know its time zone;
    else that of UTC.
    """

    def __init__(self, reference: ReferenceData) -> None:
        self._reference = reference
        self._held: dict[object, _HeldRecord] = {}

    def __len__(self) -> int:
        return len(self._held)

    def add(self, record: AeoRecord) -> None:
        """Take a revision of a record; of those that are older only the size class counts."""
        held = self._held.setdefault(record_key(record)[:2], _HeldRecord([], set()))
        last = held.revisions[0].revision if held.revisions else 0
        if record.revision > last:
            held.revisions = [record]
        elif record.revision == last and record not in held.revisions:
            held.revisions.append(record)  # two contents: neither is believed
        if record.msme is not UNSET:
            size = record.msme
            held.assessed.add((size.assessed_on, record.issued_at, str(size.size_class)))

    def years(self, at: Instant) -> range:
        """Return the years from the first term of any record to that of the question."""
        last = int(day_somewhere(at)[:4])
        begun = [
            int(term.from_[:4])
            for held in self._held.values()
            for term in held.revisions[0].authorisation.terms
        ]
        first = max(min(begun, default=last), last - MOST_YEARS)
        return range(first, last + 1)

    def facts(self, years: Iterable[int], at: Instant) -> Iterator[CountedFact]:
        """Yield who was an operator at the end of each year, or at the instant of the question."""
        units: dict[tuple[str, str], int] = {}
        for year in years:
            standing = list(self._standing(year, at))
            sizes = _sizes(standing)
            for one in standing:
                record = one.held.revisions[0]
                operator = (record.programme, record.holder.tin)
                unit = units.setdefault(operator, len(units))
                told = sizes.get(operator, NOT_TOLD)
                for dimension, value in _values(one):
                    yield CountedFact(record.programme, str(year), unit, dimension, value, told)

    def _standing(self, year: int, at: Instant) -> Iterator[_Standing]:
        """Yield the records that are in force when a year ends, or at the question in it."""
        for held in self._held.values():
            record = held.revisions[0]
            begins, ends = _bounds(year, self._zone(record.programme, record.administration))
            moment = min(ends, at)
            if at >= begins and (term := _term_in_force(held.revisions, moment)) is not None:
                yield _Standing(held, term, moment)

    def _zone(self, programme: str, administration: str) -> str:
        zone = time_zone_of(self._reference.look_up(programme), administration)
        return "UTC" if zone is None else zone.key


@cache
def _bounds(year: int, zone: str) -> tuple[Instant, Instant]:
    """Return the first and the last second of a year in a zone that are in the calendar."""
    name = ZoneInfo(zone)
    begins = datetime(year, 1, 1, tzinfo=name)
    ends = datetime(year, 12, 31, 23, 59, 59, tzinfo=name)
    return _or_edge(begins, FIRST), _or_edge(ends, LAST)


def _or_edge(moment: datetime, edge: Instant) -> Instant:
    try:
        return instant(moment)
    except InvalidInstant:  # a zone begins the year 1000, or ends 9999, outside of it
        return edge


def _term_in_force(revisions: Sequence[AeoRecord], moment: Instant) -> Term | None:
    for term in revisions[0].authorisation.terms:
        if term.from_ <= moment and (term.until is UNSET or moment < term.until):
            is_granted = any(_is_granted(revisions, moment, tier) for tier in term.tiers)
            return term if is_granted else None
    return None


def _is_granted(revisions: Sequence[AeoRecord], moment: Instant, tier: str) -> bool:
    return status_by(revisions, at=moment, tier=tier).status is Standing.GRANTED


def _values(standing: _Standing) -> Iterator[tuple[str, str]]:
    held, term, moment = standing
    yield ALL, ALL
    for tier in term.tiers:
        if _is_granted(held.revisions, moment, tier):
            yield "tier", tier
    for role in term.roles:
        yield "role", str(role)


def _sizes(standing: Iterable[_Standing]) -> dict[tuple[str, str], str]:
    """Return the class of each operator by the last assessment that had been made.

    One of a day that has begun nowhere at the moment is still to come.
    """
    last: dict[tuple[str, str], tuple[str, str, str]] = {}
    for held, _, moment in standing:
        record = held.revisions[0]
        operator = (record.programme, record.holder.tin)
        day = day_somewhere(moment)
        for assessed in held.assessed:
            if assessed[0] <= day:
                last[operator] = max(assessed, last.get(operator, ("", "", "")))
    return {operator: assessed[2] for operator, assessed in last.items()}
