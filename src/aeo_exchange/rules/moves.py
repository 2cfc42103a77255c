"""Which key a record has in a set: where it stands, and from where the old side let it go.

`formerAdministrations` is the word of the side that has the record now, so alone it takes over no
key (REC-1-6). The old side's word is the revision that says `movedTo`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import UNSET

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.rules.rule import Breach, Level, Rule, Station, items_of
from aeo_exchange.rules.set_members import SetMembers

__all__ = ["CONTRADICTED", "UNCONFIRMED", "Keys", "record_place"]


class MovedRevision(NamedTuple):
    """The last revision of a record at one place: what it says of the next, and which it is."""

    administration: str
    revision: int
    met: int


class Keys:
    """The keys of the records seen so far, by the place at which each stands."""

    def __init__(self, met: SetMembers) -> None:
        self._met = met
        self._keys: dict[int, int] = {}
        self._left: dict[int, MovedRevision] = {}
        self._highest: dict[int, int] = {}  # as the numbers of records met

    def of(self, record: AeoRecord, met: int) -> int:
        """Return the key of a record: that of the old side where this let it go, else its own."""
        place = record_place(record)
        before = self._before(record)
        key = place if before is None else self._keys[before]
        self._keys[place] = key
        highest = self._highest.setdefault(place, met)
        if record.revision > self._met.revision(highest):
            self._highest[place] = met
        if record.moved_to is not UNSET:
            self._left.setdefault(place, MovedRevision(record.moved_to, record.revision, met))
        return key

    def unconfirmed(self, record: AeoRecord) -> Iterator[Breach]:
        """Look for the word of the administration that a record says it came from."""
        former = items_of(record.former_administrations)
        if former and self._before(record) is None:
            said = self._left.get(hash((former, record.record_id)))
            yield Breach(
                "/formerAdministrations",
                f"names {former[-1]}, and no revision of {former[-1]} before it in the set says "
                f"that the record moved to {record.administration}"
                f"{f'; one says {said.administration}' if said else ''}",
                got=former[-1],
                hint=f"put the last revision of {former[-1]} before it, or ask that administration",
                other=self._met.other(said.met) if said else UNSET,
            )

    def contradicted(self, record: AeoRecord) -> Iterator[Breach]:
        """Look for revisions that an administration issued after it let the record go."""
        place = record_place(record)
        left = self._left.get(place)
        if left and record.revision > left.revision:
            yield Breach(
                "/revision",
                f"is higher than {left.revision}, by which the record moved to "
                f"{left.administration}",
                got=str(record.revision),
                hint=f"only {left.administration} issues further revisions",
                other=self._met.other(left.met),
            )
        elif record.moved_to is not UNSET:
            yield from self._followed(record, self._highest[place])

    def _followed(self, record: AeoRecord, highest: int) -> Iterator[Breach]:
        """Look for a later revision of the administration that a record says it leaves."""
        revision = self._met.revision(highest)
        if record.revision < revision:
            yield Breach(
                "/movedTo",
                f"stands in revision {record.revision}, and revision {revision} is of "
                "the same administration",
                got=record.moved_to or "",
                hint="the revision that says so is the last one",
                other=self._met.other(highest),
            )

    def _before(self, record: AeoRecord) -> int | None:
        """Return the place that a record came from, where the old side let it go."""
        former = items_of(record.former_administrations)
        if not former:
            return None
        place = hash((former, record.record_id))
        left = self._left.get(place)
        confirmed = (
            left is not None
            and left.administration == record.administration
            and left.revision <= record.revision
        )
        return place if confirmed else None


def record_place(record: AeoRecord) -> int:
    """Return where a record says it stands: every administration that had it, and its id."""
    path = (*items_of(record.former_administrations), record.administration)
    return hash((path, record.record_id))


UNCONFIRMED = Rule(
    code="AEO-XCH-03",
    sentence="A record that moved stands behind the revision by which the old side let it go.",
    reason="Else anybody could take over the records of another by naming it.",
    clause="REC-1-6",
    at="/formerAdministrations",
    level=Level.SHOULD,
    station=Station.SET,
)
CONTRADICTED = Rule(
    code="AEO-XCH-04",
    sentence="After the revision by which a record moved its old administration issues no other.",
    reason="Two administrations would speak for one record.",
    clause="REC-1-6",
    at="/revision /movedTo",
    level=Level.MUST,
    station=Station.SET,
)
