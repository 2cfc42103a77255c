"""What the rules over a set remember of each record, so that later findings can name its place.

About 30 bytes and the record id for a record, and 12 bytes beside the mark for whatever a rule
remembers by it: columns of numbers, since of 100,000 records each object would be felt.
"""

from __future__ import annotations

from array import array
from typing import NamedTuple

from msgspec import UNSET

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.report import OtherRecord

__all__ = ["FirstValue", "FirstValues", "Origin", "SetMembers"]


class Origin(NamedTuple):
    """Where a record stands: its source, and its line and number in it, from 1, where known."""

    source: str
    line: int = 0
    number: int = 0


class SetMembers:
    """The records met so far, by their number in the set, from 0."""

    def __init__(self) -> None:
        self._sources: dict[str, int] = {}
        self._names: list[str] = []
        self._source_of = array("I")
        self._lines = array("Q")
        self._numbers = array("Q")
        self._revisions = array("Q")
        self._ids: list[str] = []

    def add(self, record: AeoRecord, origin: Origin) -> int:
        """Remember a record and where it stands, and return its number."""
        source = self._sources.setdefault(origin.source, len(self._names))
        if source == len(self._names):
            self._names.append(origin.source)
        self._source_of.append(source)
        self._lines.append(origin.line)
        self._numbers.append(origin.number)
        self._revisions.append(record.revision)
        self._ids.append(record.record_id)
        return len(self._ids) - 1

    def revision(self, met: int) -> int:
        """Return the revision of a record met."""
        return self._revisions[met]

    def other(self, met: int) -> OtherRecord:
        """Return what a finding says of a record met."""
        return OtherRecord(
            source=self._names[self._source_of[met]],
            record_id=self._ids[met],
            revision=self._revisions[met],
            line=self._lines[met] or UNSET,
            number=self._numbers[met] or UNSET,
        )


class FirstValue(NamedTuple):
    """The first value remembered under a mark, and the record that it came from."""

    value: int
    met: int


class FirstValues:
    """What one rule remembers: for each mark the first value, and the record that it came from."""

    def __init__(self) -> None:
        self._places: dict[int, int] = {}
        self._values = array("q")
        self._met = array("I")

    def first(self, mark: int, value: int, met: int) -> FirstValue:
        """Return the first value under a mark; the one given where the mark is new."""
        place = self._places.setdefault(mark, len(self._values))
        if place < len(self._values):
            return FirstValue(self._values[place], self._met[place])
        self._values.append(value)
        self._met.append(met)
        return FirstValue(value, met)
