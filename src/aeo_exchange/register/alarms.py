"""What of a stream keeps its entries from being answered by, or what waits for a person.

Who reads entries and asks no question is told it too: an export is as old as its stream.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct
from sqlalchemy import Connection, select

from aeo_exchange.model.instants import Instant, instant, shifted
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.register.profiles import AdoptedVersion, adopted_profiles
from aeo_exchange.register.streams import StreamRow
from aeo_exchange.register.tables import HEADS

__all__ = ["AlarmWatch", "StreamAlarm"]

AlarmCode: TypeAlias = Literal["disputed", "restored", "key-compromised", "held", "stale"]
STALE_HOURS = 72  # without a profile (XCH-1-3)


class StreamAlarm(Struct, frozen=True, kw_only=True):
    """Why nothing is answered from a stream now (XCH-13-3), or, `held`, what waits for a person."""

    stream: str
    code: AlarmCode
    message: str

    def is_about_head(self, asked_by: str, agreement: str) -> bool:
        """Say whether a head waits in a stream for a side, or an agency of it, under a profile."""
        _, audience, *under = self.stream.split("/")
        return self.code == "held" and audience[:2] == asked_by and under == [agreement]


class AlarmWatch(NamedTuple):
    """What alarms are told by: the profiles that were adopted, and the instant."""

    profiles: Sequence[AdoptedVersion]
    at: Instant

    @classmethod
    def of(cls, connection: Connection, reference: ReferenceData, at: Instant) -> AlarmWatch:
        """Return the watch of a register at an instant."""
        return cls(adopted_profiles(connection, reference), at)

    def alarms(self, connection: Connection, stream: StreamRow) -> Iterator[StreamAlarm]:
        """Yield what is to be told of a stream."""
        for code, message in self._alarms_of_stream(connection, stream):
            yield StreamAlarm(stream=str(stream.name), code=code, message=message)

    def _alarms_of_stream(
        self, connection: Connection, stream: StreamRow
    ) -> Iterator[tuple[AlarmCode, str]]:
        if stream.disputed is not None:
            yield "disputed", stream.disputed
        if stream.restored is not None:
            yield "restored", stream.restored
        last = _last(connection, stream)
        if last is not None and last.compromised_since is not None:
            told = f"the key of head {last.sequence} is known to be in other hands"
            yield "key-compromised", f"{told} since {last.compromised_since}"
        if held := _held(connection, stream, 0 if last is None else last.sequence):
            yield "held", held
        if last is not None and self._ends(stream, last.as_of) < self.at:
            yield "stale", f"head {last.sequence} is the state as of {last.as_of}"

    def _ends(self, stream: StreamRow, as_of: str) -> Instant:
        """Return the instant behind which a state answers no more (XCH-9-4)."""
        hours = [
            version.profile.settings_of(stream.name.audience[:2]).staleness_hours
            for version in self.profiles
            if version.profile.code == stream.name.agreement
        ]
        span = timedelta(hours=hours[-1] if hours else STALE_HOURS)
        return shifted(instant(as_of), span)


class _LastHead(NamedTuple):
    """What is asked of the head applied last."""

    sequence: int
    as_of: str
    compromised_since: str | None


def _last(connection: Connection, stream: StreamRow) -> _LastHead | None:
    columns = (HEADS.c.sequence, HEADS.c.as_of, HEADS.c.compromised_since)
    row = connection.execute(select(*columns).where(HEADS.c.id == stream.head_id)).first()
    return None if row is None else _LastHead(*row)


def _held(connection: Connection, stream: StreamRow, above: int) -> str:
    """Tell the highest head above the one applied last that waits for a person, if there is one."""
    query = select(HEADS.c.sequence, HEADS.c.code, HEADS.c.reason).where(
        HEADS.c.stream_id == stream.id, HEADS.c.outcome == "held", HEADS.c.sequence > above
    )
    row = connection.execute(query.order_by(HEADS.c.sequence.desc()).limit(1)).first()
    return (
        "" if row is None else f"head {row.sequence} waits for a person: {row.code}: {row.reason}"
    )
