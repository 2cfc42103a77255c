"""A register in memory that can be copied, ended in the middle, and restored."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from msgspec.structs import replace
from sqlalchemy import create_engine, event, select
from sqlalchemy.pool import StaticPool

from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.receiving import HeadQuestion
from aeo_exchange.exchange.recognition.question import Sought
from aeo_exchange.model.codes import Role
from aeo_exchange.model.instants import Instant
from aeo_exchange.operations.exchange.partner_profiles import partner_profile_of
from aeo_exchange.operations.register.care import check_register
from aeo_exchange.operations.register.recognise import HeldWish, RegisterReader
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.register import connecting
from aeo_exchange.register.database import Database, lay_out, tick
from aeo_exchange.register.decisions import adopt_head
from aeo_exchange.register.marks import lower_mark, note_marks, read_marks, reconcile
from aeo_exchange.register.profiles import adopt_profile
from aeo_exchange.register.receive import Reception, receive
from aeo_exchange.register.streams import streams
from aeo_exchange.register.tables import CHANGES, CONFIRMED, ENTRIES, HEADS
from exchange.profiles import changed
from exchange.streams import question
from machine.messages import SMALL, Message
from register.keeping import BEGIN, JAPANS

STREAM = "HK/JP/HK-JP-2026"


class Ended(Exception):
    """The process of the receiver ends here; the memory of this one must outlive it."""


class MemoryStore:
    """The marks, which outlive every restore."""

    name = "marks"

    def __init__(self) -> None:
        self.content: bytes | None = None

    def read(self) -> bytes | None:
        return self.content

    def locked(self):
        return nullcontext()

    def write(self, content: bytes) -> None:
        self.content = content


class Receiver:
    """Japan; what a process holds is gone with `reopened`, what is on the disk is not."""

    def __init__(self) -> None:
        self.marks = MemoryStore()
        self.engine = create_engine("sqlite://", poolclass=StaticPool)
        event.listen(self.engine, "connect", connecting._set_up)  # noqa: SLF001 no place names it
        event.listen(self.engine, "begin", connecting._begin)  # noqa: SLF001 as above
        self.database = Database(self.engine, SimpleNamespace(name="memory", file=None))
        self.reader = RegisterReader(self, shipped())

    @property
    def raw(self) -> sqlite3.Connection:
        return self.engine.raw_connection().driver_connection

    def disk(self) -> bytes:
        return self.raw.serialize()

    def put_back(self, disk: bytes, marks: bytes | None) -> None:
        self.raw.deserialize(disk)
        self.marks.content = marks
        self.reader = RegisterReader(self, shipped())

    def reopen(self) -> None:
        reconcile(self.database, self.marks)
        self.reader = RegisterReader(self, shipped())

    def take(self, message: Message, now: Instant, *, marks: bool = True) -> Reception:
        """Apply a message; where the process ends behind the commit no mark is noted."""
        asked = replace(asked_once(), at=now)
        done = receive(self.database, message.token, message, asked, read_marks(self.marks))
        if marks:
            note_marks(self.database, self.marks)
        return done

    @contextmanager
    def ending_at(self, beginning: str) -> Iterator[None]:
        """End the process before the first statement that begins so."""

        def before(_connection, _cursor, statement, *_more) -> None:
            if statement.startswith(beginning):
                raise Ended

        event.listen(self.engine, "before_cursor_execute", before)
        try:
            yield
        finally:
            event.remove(self.engine, "before_cursor_execute", before)

    def confirm(self, digest: str, now: Instant) -> bool:
        """Take a head as the operator; say whether it could be taken."""
        try:
            with self.database.writing() as connection:
                adopt_head(connection, digest, tick(connection, now))
        except WrongChoice:
            return False
        return True

    def look(self) -> None:
        """See what a restored register lost, as the operator."""
        with self.database.writing() as connection:
            lower_mark(connection, self.marks, STREAM)

    def says(self, number: int, now: Instant) -> tuple[str, str]:
        """Return the answer about a firm and its first reason."""
        answer = self.reader.recognise(
            HeldWish(
                sought=Sought(value=f"HK{number:08}"),
                at=now,
                known_at=now,
                party_role=Role.EXPORTER,
                flow="import",
            )
        )
        return str(answer.result), str(answer.reasons[0].code)

    def stream(self):
        with self.database.reading() as connection:
            return next(iter(streams(connection)), None)

    def lines(self) -> tuple[bytes, ...]:
        with self.database.reading() as connection:
            query = select(CHANGES.c.line).join(ENTRIES, ENTRIES.c.change_id == CHANGES.c.id)
            return tuple(connection.execute(query.order_by(ENTRIES.c.key)).scalars())

    def is_whole(self) -> bool:
        return check_register(self).verdict == "VALID"

    def content_of(self, erased: set[str]) -> int:
        """Return how many contents are left of keys that were to be forgotten at once."""
        with self.database.reading() as connection:
            left = select(CHANGES.c.line).where(CHANGES.c.key.in_(erased))
            rows = connection.execute(left.where(CHANGES.c.line.is_not(None))).scalars()
            return sum(b'"record":' in line for line in rows)

    def fingerprint(self) -> str:
        """Return what tells two registers apart, but for numbers of rows and instants."""
        with self.database.reading() as connection:
            heads = {row.id: row for row in connection.execute(select(HEADS))}
            known = [
                (str(row.name), row.head_id and heads[row.head_id].digest, *row[3:])
                for row in streams(connection)
            ]
            changes = [
                (row.key, heads[row.head_id].digest, row.state, row.codes, row.line is None)
                for row in connection.execute(select(CHANGES).order_by(CHANGES.c.id))
            ]
            confirmed = sorted(connection.execute(select(CONFIRMED.c.digest)).scalars())
        seen = sorted((row.digest, row.outcome, row.code) for row in heads.values())
        return json.dumps([known, seen, changes, confirmed, (self.marks.content or b"").decode()])


@cache
def asked_once() -> HeadQuestion:
    return question(profile=None)


@cache
def new_disk() -> bytes:
    """Return the register of a receiver that has adopted the profile and received nothing."""
    receiver = Receiver()
    with receiver.engine.begin() as connection:
        lay_out(connection, "memory")
    content = changed(JAPANS, SMALL)
    adopted = partner_profile_of(content, Path("adopted.toml"), shipped())
    with receiver.database.writing() as connection:
        adopt_profile(connection, content, adopted, tick(connection, BEGIN))
    disk = receiver.disk()
    receiver.engine.dispose()
    return disk
