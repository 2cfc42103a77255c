"""What every question to a register rests on alike, until something is written to it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Self

import msgspec
from sqlalchemy import Connection, select

from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.profile_faults import is_of_side
from aeo_exchange.exchange.recognition.evidence import AdoptedProfile, HeldHead, HeldKey, HeldStream
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.register.profiles import adopted_profiles
from aeo_exchange.register.streams import StreamRow, streams
from aeo_exchange.register.tables import CODES, HEADS

__all__ = ["AskedSides", "SharedEvidence", "SidesHeld"]


class AskedSides(NamedTuple):
    """Who asks about whom under which agreement."""

    agreement: str
    asked_by: str
    other: str

    @classmethod
    def under(cls, profile: PartnerProfile, asked_by: str) -> Self:
        """Return the sides of a profile, of which one asks."""
        return cls(profile.code, asked_by, profile.partner_of(asked_by))


class _KnownHead(NamedTuple):
    """A head that was applied, and what a question must know of its state."""

    head: HeldHead
    unread: int
    lost_until: str | None


class _StreamHeads:
    """The heads of a stream that were applied; of those known at an instant one answers."""

    def __init__(self, row: StreamRow, heads: Sequence[_KnownHead]) -> None:
        self._row = row
        applied = sorted(heads, key=lambda known: known.head.applied_at)
        self._since = [known.head.applied_at for known in applied]
        self._answering: list[_KnownHead] = []
        for known in applied:
            before = self._answering[-1] if self._answering else known
            is_higher = known.head.sequence > before.head.sequence
            self._answering.append(known if is_higher else before)

    def held(self, known_at: str, keys: Mapping[int, Sequence[HeldKey]]) -> HeldStream:
        """Return the stream as known at an instant, with those keys of it that are asked about."""
        row, place = self._row, bisect_right(self._since, known_at)
        known = self._answering[place - 1] if place else None
        return HeldStream(
            sender=row.name.sender,
            heads=() if known is None else (known.head,),
            keys=tuple(keys.get(row.id, ())),
            disputed=row.disputed is not None,
            restored=row.restored is not None,
            unread=0 if known is None else known.unread,
            lost_until=None if known is None else known.lost_until,
        )


class SidesHeld(NamedTuple):
    """What is held between two sides: the versions of their profile, and the streams."""

    profiles: tuple[AdoptedProfile, ...]
    streams: tuple[_StreamHeads, ...]

    def held(self, known_at: str, keys: Mapping[int, Sequence[HeldKey]]) -> tuple[HeldStream, ...]:
        """Return the streams as known at an instant, with those keys that are asked about."""
        return tuple([stream.held(known_at, keys) for stream in self.streams])


class SharedEvidence:
    """Streams, heads and profiles as of one state of the register, each put together once."""

    def __init__(self, connection: Connection, reference: ReferenceData, writes: int) -> None:
        self.writes = writes
        self.streams = streams(connection)
        self.has_codes = connection.execute(select(CODES.c.id).limit(1)).first() is not None
        self._heads = _heads(connection)
        self._profiles = adopted_profiles(connection, reference)
        self._reference = reference
        self._between: dict[AskedSides, SidesHeld] = {}

    def between(self, sides: AskedSides) -> SidesHeld:
        """Return what is held between two sides."""
        known = self._between.get(sides)
        if known is None:
            known = SidesHeld(tuple(self._adopted(sides)), tuple(self._asked(sides)))
            self._between[sides] = known
        return known

    def _adopted(self, sides: AskedSides) -> Iterator[AdoptedProfile]:
        for version in self._profiles:
            if version.profile.code == sides.agreement:
                yield version.adopted

    def _asked(self, sides: AskedSides) -> Iterator[_StreamHeads]:
        for row in self.streams:
            name = row.name
            meant = name.agreement == sides.agreement and name.audience[:2] == sides.asked_by
            if meant and is_of_side(name.sender, sides.other, self._reference):
                yield _StreamHeads(row, self._heads.get(row.id, ()))


def _heads(connection: Connection) -> dict[int, list[_KnownHead]]:
    heads: dict[int, list[_KnownHead]] = defaultdict(list)
    query = select(HEADS).where(HEADS.c.applied_at.is_not(None)).order_by(HEADS.c.id)
    for row in connection.execute(query):
        lists = msgspec.json.decode(row.trust_lists, type=tuple[tuple[str, int], ...])
        head = HeldHead(
            sequence=row.sequence,
            digest=row.digest,
            as_of=row.as_of,
            applied_at=row.applied_at,
            compromised_since=row.compromised_since,
            trust_lists=lists,
        )
        heads[row.stream_id].append(_KnownHead(head, row.unread, row.lost_until))
    return heads
