"""Decisions about declarations to how long these took: of all, by size class and by tier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.operations.measuring.decisions import (
    CLEARED,
    Decision,
    MeasuredArrangement,
    cleared_hours,
)
from aeo_exchange.operations.measuring.fact_counts import ALL, CountKey, Counts, hidden_keys

__all__ = ["ClearanceTime", "ClearedTimes"]


class ClearanceTime(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """From acceptance to release, of declarations that tell both as instants.

    Without `dimension` all of an arrangement; else those with a party that has the value, and
    `cleared` is of these parties alone. The times of few are left out; their number too, and where
    it would tell another one or a hidden count of parties.
    """

    asked_by: str
    profile: str = ""
    partner: str = ""
    dimension: str = ""
    value: str = ""
    cleared: str
    declarations: int | UnsetType = UNSET
    median_hours: float | UnsetType = UNSET
    hours_of_nine_in_ten: float | UnsetType = UNSET
    hidden: bool = False


class ClearedTimes:
    """Takes decisions, and keeps how long their declarations took."""

    def __init__(self) -> None:
        self._hours: dict[CountKey, list[float]] = {}

    def add(self, decision: Decision) -> None:
        """Take a decision; one whose declaration does not tell both instants says nothing."""
        for cleared in cleared_hours(decision):
            key = CountKey(*decision.arrangement, cleared.dimension, cleared.value, cleared.kind)
            self._hours.setdefault(key, []).append(cleared.hours)

    def told(
        self, parties: Counts, partners: Mapping[MeasuredArrangement, str], least: int
    ) -> Iterator[ClearanceTime]:
        """Yield the times of each arrangement beside what is told of its parties."""
        numbers = dict(self._numbers())
        hidden = hidden_keys(numbers, {}, least, veiled=set(_veiled(numbers, parties)))
        for key, number in numbers.items():
            if key.told == ALL:
                continue
            arrangement = MeasuredArrangement(key.subject, key.section)
            hours = self._hours.get(key, []) if number >= max(least, 1) else []
            yield ClearanceTime(
                asked_by=arrangement.asked_by,
                profile=arrangement.profile,
                partner=partners[arrangement],
                dimension=key.dimension,
                value=key.value,
                cleared=key.told,
                declarations=UNSET if key in hidden else number,
                median_hours=_quantile(hours, 0.5),
                hours_of_nine_in_ten=_quantile(hours, 0.9),
                hidden=key in hidden,
            )

    def _numbers(self) -> Iterator[tuple[CountKey, int]]:
        """Yield how many declarations there are of each kind, and of both kinds together."""
        for line in sorted({key._replace(told=ALL) for key in self._hours}):
            keys = [line._replace(told=kind) for kind in CLEARED]
            numbers = [len(self._hours.get(key, ())) for key in keys]
            yield from zip((*keys, line), (*numbers, sum(numbers)), strict=True)


def _veiled(numbers: Mapping[CountKey, int], parties: Counts) -> Iterator[CountKey]:
    """Yield what is hidden because a count of parties is.

    Most declarations have one party that counts: their numbers are nearly those of parties.
    """
    lines = {key._replace(told=ALL) for key in parties.hidden}
    for key, number in numbers.items():
        if number and key.told != ALL and key._replace(told=ALL) in lines:
            yield key


def _quantile(hours: Sequence[float], share: float) -> float | UnsetType:
    """Return the least time within which a share of the declarations were released."""
    if not hours:
        return UNSET
    place = -(-len(hours) * share // 1)
    return round(sorted(hours)[int(place) - 1], 1)
