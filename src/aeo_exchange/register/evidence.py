"""What a register holds to what an answer about recognition rests on.

One statement finds a firm by the index of names: each key with its last change as known then. What
is the same for every question is read again only when something was written meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, Row, Select, and_, bindparam, or_, select

from aeo_exchange.exchange.recognition.evidence import HeldChange, HeldEvidence, HeldKey
from aeo_exchange.exchange.recognition.question import IssuedCode, Sought
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.register.codes import kept_codes
from aeo_exchange.register.database import Database
from aeo_exchange.register.direct import DirectQuery
from aeo_exchange.register.held_rows import CHANGE_COLUMNS, HeldRow, change_of, every_key
from aeo_exchange.register.profiles import AdoptedVersion, adopted_profiles
from aeo_exchange.register.shared_evidence import AskedSides, SharedEvidence, SidesHeld
from aeo_exchange.register.streams import StreamRow
from aeo_exchange.register.tables import CHANGES, NAMES, STATE

__all__ = ["EvidenceReader", "RegisterQuestion"]

KNOWN_AT: BindParameter[str] = bindparam("known_at")


class RegisterQuestion(NamedTuple):
    """By which number is asked, between whom, as known when."""

    sought: Sought
    sides: AskedSides
    known_at: str


def _by_name() -> Select[Any]:
    """Return what finds the last change, as known at an instant, of each key of a name.

    There is always a row, which says how often something was written.
    """
    earlier = CHANGES.alias("earlier")
    last = (
        select(earlier.c.id)
        .where(earlier.c.stream_id == NAMES.c.stream_id, earlier.c.key == NAMES.c.key)
        .where(earlier.c.applied_at <= KNOWN_AT)
        .where(or_(earlier.c.issued_at.is_(None), earlier.c.issued_at <= KNOWN_AT))
        .order_by(earlier.c.id.desc())
        .limit(1)
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
        self._by_name = DirectQuery(BY_NAME, database.engine.dialect)
        self._shared: SharedEvidence | None = None

    def profiles(self, agreement: str | None = None) -> list[AdoptedVersion]:
        """Return the versions of profiles that were adopted, of one agreement or of all."""
        with self._database.reading() as connection:
            return adopted_profiles(connection, self._reference, agreement)

    def evidence(
        self, asked: RegisterQuestion, codes: Sequence[IssuedCode] | None = None
    ) -> HeldEvidence:
        """Return what an answer rests on; `codes` stand in the place of the register's own."""
        with self._database.reading() as connection:
            writes, changes = self._named(connection, asked.sought, asked.known_at)
            shared = self._current(connection, writes)
            sides = shared.between(asked.sides)
            if codes is None and shared.has_codes:
                codes = kept_codes(connection, asked.sought)
            if codes and sides.profiles:
                for tin in _own_tins(asked.sought, codes):
                    changes += self._named(connection, Sought(value=tin), asked.known_at)[1]
            held = _KeysOfRows(connection, asked.known_at).by_stream(changes, shared.streams)
        return self._held(sides, asked, held, codes)

    def everything(
        self, asked: RegisterQuestion, codes: Sequence[IssuedCode] | None = None
    ) -> HeldEvidence:
        """Return what any question rests on that is asked as this one, whatever it is about."""
        with self._database.reading() as connection:
            writes = connection.execute(select(STATE.c.writes)).scalar_one()
            shared = self._current(connection, writes)
            if codes is None and shared.has_codes:
                codes = kept_codes(connection)
            held = every_key(connection, asked.known_at)
        return self._held(shared.between(asked.sides), asked, held, codes)

    def _current(self, connection: Connection, writes: int) -> SharedEvidence:
        if self._shared is None or self._shared.writes != writes:
            self._shared = SharedEvidence(connection, self._reference, writes)
        return self._shared

    def _named(
        self, connection: Connection, sought: Sought, known_at: str
    ) -> tuple[int, list[HeldRow]]:
        """Return how often something was written, and the last change of each key of a name."""
        given = {"scheme": sought.scheme or "", "value": sought.value, "known_at": known_at}
        rows = self._by_name.rows(connection, given)
        # Where nothing has the name there is a row all the same, without a change.
        return rows[0][0], [HeldRow(*row[1:]) for row in rows if row[1] is not None]

    def _held(
        self,
        sides: SidesHeld,
        asked: RegisterQuestion,
        held: Mapping[int, Sequence[HeldKey]],
        codes: Sequence[IssuedCode] | None,
    ) -> HeldEvidence:
        return HeldEvidence(
            profiles=sides.profiles,
            streams=sides.held(asked.known_at, held),
            reference=self._reference,
            issued_codes=codes,
        )


def _own_tins(sought: Sought, codes: Sequence[IssuedCode]) -> Iterator[str]:
    """Yield the TINs that our own codes lead to; which count is for the answer to say."""
    for code in codes:
        if (code.scheme, code.value) == (sought.scheme, sought.value):
            yield code.tin


class _KeysOfRows:
    """Makes keys of the rows that were found, with what else an answer must know of each."""

    def __init__(self, connection: Connection, known_at: str) -> None:
        self._connection, self._known_at = connection, known_at

    def by_stream(
        self, rows: Sequence[HeldRow], known: Sequence[StreamRow]
    ) -> dict[int, list[HeldKey]]:
        """Return the keys of each stream, those of records that moved in the others too."""
        held: dict[int, dict[str, HeldKey]] = defaultdict(dict)
        for row in rows:
            change = change_of(row, with_digest=True)
            changes = (change,) if row.has_holder else (*self._with_holder(row), change)
            held[row.stream_id][row.key] = HeldKey(key=row.key, changes=changes)
            record = change.record
            if record is not None and record.former_administrations:
                for stream in known:
                    if row.key not in held[stream.id]:
                        self._add_moved(held[stream.id], stream.id, row.key)
        return {number: list(keys.values()) for number, keys in held.items()}

    def _with_holder(self, row: HeldRow) -> Iterator[HeldChange]:
        """Yield the last change of a key of which the holder can be read."""
        for earlier in self._last(LAST_WITH_HOLDER, row.stream_id, row.key):
            yield change_of(earlier)

    def _add_moved(self, keys: dict[str, HeldKey], stream_id: int, key: str) -> None:
        for row in self._last(LAST_OF_KEY, stream_id, key):
            if row.cause == "moved":
                keys[key] = HeldKey(key=key, changes=(change_of(row, with_digest=True),))

    def _last(self, query: Select[Any], stream_id: int, key: str) -> Sequence[Row[Any]]:
        given = {"stream_id": stream_id, "key": key, "known_at": self._known_at}
        rows: Sequence[Row[Any]] = self._connection.execute(query, given).all()
        return rows
