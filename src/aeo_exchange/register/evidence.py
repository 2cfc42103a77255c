"""What a register holds to what an answer about recognition rests on.

One statement finds a firm by the index of names: each key with its last change as known then. What
is the same for every question is read again only when something was written meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import BindParameter, Connection, Row, Select, and_, bindparam, func, or_, select

from aeo_exchange.exchange.profile_faults import is_of_side
from aeo_exchange.exchange.recognition.held import (
    HeldChange,
    HeldEvidence,
    HeldHead,
    HeldKey,
    HeldStream,
)
from aeo_exchange.exchange.recognition.question import IssuedCode, Sought
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.register.database import Database
from aeo_exchange.register.held_rows import CHANGE_COLUMNS, change_of, every_key
from aeo_exchange.register.profiles import AdoptedVersion, adopted_profiles
from aeo_exchange.register.streams import StreamRow, streams
from aeo_exchange.register.tables import CHANGES, CODES, HEADS, NAMES, STATE

__all__ = ["EvidenceReader", "RegisterQuestion"]

KNOWN_AT: BindParameter[str] = bindparam("known_at")


class RegisterQuestion(NamedTuple):
    """Who asks about whom, by which number, under which agreement, as known when."""

    sought: Sought
    agreement: str
    asked_by: str
    other: str
    known_at: str


class _KnownHead(NamedTuple):
    """A head that was applied, and what a question must know of its state."""

    head: HeldHead
    unread: int
    lost_until: str | None


class _Standing(NamedTuple):
    """What is the same for every question until something is written."""

    writes: int
    streams: Sequence[StreamRow]
    heads: Mapping[int, Sequence[_KnownHead]]
    profiles: Sequence[AdoptedVersion]
    has_codes: bool


def _by_name() -> Select[Any]:
    """Return what finds the last change, as known at an instant, of each key of a name.

    There is always a row, which says how often something was written.
    """
    earlier = CHANGES.alias("earlier")
    last = (
        select(func.max(earlier.c.id))
        .where(earlier.c.stream_id == NAMES.c.stream_id, earlier.c.key == NAMES.c.key)
        .where(earlier.c.applied_at <= KNOWN_AT)
        .where(or_(earlier.c.issued_at.is_(None), earlier.c.issued_at <= KNOWN_AT))
        .scalar_subquery()
    )
    named = and_(NAMES.c.scheme == bindparam("scheme"), NAMES.c.value == bindparam("value"))
    changes = STATE.outerjoin(NAMES, named).outerjoin(CHANGES, CHANGES.c.id == last)
    return select(STATE.c.writes, *CHANGE_COLUMNS).select_from(changes)


def _by_key() -> Select[Any]:
    """Return what finds the last changes of one key, in every stream, that were known then."""
    return (
        select(*CHANGE_COLUMNS)
        .where(CHANGES.c.key == bindparam("key"), CHANGES.c.applied_at <= KNOWN_AT)
        .where(CHANGES.c.stream_id == bindparam("stream_id"))
        .where(or_(CHANGES.c.issued_at.is_(None), CHANGES.c.issued_at <= KNOWN_AT))
        .order_by(CHANGES.c.id.desc())
        .limit(1)
    )


BY_NAME = _by_name()
LAST_OF_KEY = _by_key()
LAST_WITH_HOLDER = LAST_OF_KEY.where(CHANGES.c.has_holder)


class EvidenceReader:
    """Reads what questions rest on; one for many questions is fast, and safe in one thread."""

    def __init__(self, database: Database, reference: ReferenceData) -> None:
        self._database, self._reference = database, reference
        self._standing: _Standing | None = None

    def profiles(self, agreement: str | None = None) -> list[AdoptedVersion]:
        """Return the versions of profiles that were adopted, of one agreement or of all."""
        with self._database.reading() as connection:
            return adopted_profiles(connection, self._reference, agreement)

    def evidence(
        self, asked: RegisterQuestion, codes: Sequence[IssuedCode] | None = None
    ) -> HeldEvidence:
        """Return what an answer rests on; `codes` stand in the place of the register's own."""
        with self._database.reading() as connection:
            rows = _named(connection, asked.sought, asked.known_at)
            standing = self._current(connection, rows[0].writes)
            profiles = [
                one.adopted for one in standing.profiles if one.profile.code == asked.agreement
            ]
            if codes is None and standing.has_codes:
                codes = _codes(connection, asked.sought)
            changes = [row for row in rows if row.stream_id is not None]
            for tin in self._own_tins(asked, codes, profiles):
                sought = Sought(value=tin)
                more = _named(connection, sought, asked.known_at)
                changes.extend(row for row in more if row.stream_id is not None)
            held = _KeysOfRows(connection, asked.known_at).by_stream(changes, standing.streams)
        return HeldEvidence(
            profiles=profiles,
            streams=tuple(self._streams(standing, asked, held)),
            reference=self._reference,
            issued_codes=codes,
        )

    def everything(
        self, asked: RegisterQuestion, codes: Sequence[IssuedCode] | None = None
    ) -> HeldEvidence:
        """Return what any question rests on that is asked as this one, whatever it is about."""
        with self._database.reading() as connection:
            writes = connection.execute(select(STATE.c.writes)).scalar_one()
            standing = self._current(connection, writes)
            profiles = [
                one.adopted for one in standing.profiles if one.profile.code == asked.agreement
            ]
            if codes is None and standing.has_codes:
                codes = _codes(connection)
            held = every_key(connection, asked.known_at)
        return HeldEvidence(
            profiles=profiles,
            streams=tuple(self._streams(standing, asked, held)),
            reference=self._reference,
            issued_codes=codes,
        )

    def _own_tins(
        self,
        asked: RegisterQuestion,
        codes: Sequence[IssuedCode] | None,
        profiles: Sequence[object],
    ) -> Iterator[str]:
        """Yield the TINs that our own codes lead to; which count is for the answer to say."""
        wanted = (asked.sought.scheme, asked.sought.value)
        for code in codes or ():
            if profiles and (code.scheme, code.value) == wanted:
                yield code.tin

    def _current(self, connection: Connection, writes: int) -> _Standing:
        if self._standing is None or self._standing.writes != writes:
            self._standing = _Standing(
                writes=writes,
                streams=streams(connection),
                heads=_heads(connection),
                profiles=adopted_profiles(connection, self._reference),
                has_codes=connection.execute(select(CODES.c.id).limit(1)).first() is not None,
            )
        return self._standing

    def _streams(
        self, standing: _Standing, asked: RegisterQuestion, held: Mapping[int, Sequence[HeldKey]]
    ) -> Iterator[HeldStream]:
        for stream in standing.streams:
            name = stream.name
            meant = name.agreement == asked.agreement and name.audience[:2] == asked.asked_by
            if not meant or not is_of_side(name.sender, asked.other, self._reference):
                continue
            known = [
                one
                for one in standing.heads.get(stream.id, ())
                if one.head.applied_at <= asked.known_at
            ]
            last = max(known, key=lambda one: one.head.sequence, default=None)
            yield HeldStream(
                sender=name.sender,
                heads=() if last is None else (last.head,),
                keys=tuple(held.get(stream.id, ())),
                disputed=stream.disputed is not None,
                restored=stream.restored is not None,
                unread=0 if last is None else last.unread,
                lost_until=None if last is None else last.lost_until,
            )


class _KeysOfRows:
    """Makes keys of the rows that were found, with what else an answer must know of each."""

    def __init__(self, connection: Connection, known_at: str) -> None:
        self._connection, self._known_at = connection, known_at

    def by_stream(
        self, rows: Sequence[Row[Any]], known: Sequence[StreamRow]
    ) -> dict[int, list[HeldKey]]:
        """Return the keys of each stream, those of records that moved in the others too."""
        held: dict[int, dict[str, HeldKey]] = defaultdict(dict)
        for row in rows:
            change = change_of(row)
            changes = (change,) if row.has_holder else (*self._with_holder(row), change)
            held[row.stream_id][row.key] = HeldKey(key=row.key, changes=changes)
            record = change.record
            if record is not None and record.former_administrations:
                for stream in known:
                    if row.key not in held[stream.id]:
                        self._add_moved(held[stream.id], stream.id, row.key)
        return {number: list(keys.values()) for number, keys in held.items()}

    def _with_holder(self, row: Row[Any]) -> Iterator[HeldChange]:
        """Yield the last change of a key of which the holder can be read."""
        for earlier in self._last(LAST_WITH_HOLDER, row.stream_id, row.key):
            yield change_of(earlier)

    def _add_moved(self, keys: dict[str, HeldKey], stream_id: int, key: str) -> None:
        for row in self._last(LAST_OF_KEY, stream_id, key):
            if row.cause == "moved":
                keys[key] = HeldKey(key=key, changes=(change_of(row),))

    def _last(self, query: Select[Any], stream_id: int, key: str) -> Sequence[Row[Any]]:
        given = {"stream_id": stream_id, "key": key, "known_at": self._known_at}
        rows: Sequence[Row[Any]] = self._connection.execute(query, given).all()
        return rows


def _named(connection: Connection, sought: Sought, known_at: str) -> Sequence[Row[Any]]:
    given = {"scheme": sought.scheme or "", "value": sought.value, "known_at": known_at}
    rows: Sequence[Row[Any]] = connection.execute(BY_NAME, given).all()
    return rows


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


def _codes(connection: Connection, sought: Sought | None = None) -> tuple[IssuedCode, ...]:
    """Return the rows of a code that we issued, or of all of them."""
    query = select(CODES)
    if sought is not None:
        query = query.where(CODES.c.scheme == sought.scheme, CODES.c.value == sought.value)
    return tuple(
        IssuedCode(
            scheme=row.scheme,
            value=row.value,
            tin=row.tin,
            from_=row.valid_from,
            until=row.valid_until,
        )
        for row in connection.execute(query)
    )
