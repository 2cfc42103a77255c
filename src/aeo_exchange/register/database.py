"""A register that is open: one writer at a time, readers beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, func, insert, inspect, select, text, update

from aeo_exchange.files import OWNER_ONLY
from aeo_exchange.model.instants import Instant, instant
from aeo_exchange.register.connecting import (
    WRITES,
    DatabasePlace,
    database_place,
    engine_of,
    execute_alone,
    is_locked_at_once,
)
from aeo_exchange.register.refusals import told_in_words
from aeo_exchange.register.tables import STATE
from aeo_exchange.register.versions import bring_up_to_date, require_version
from aeo_exchange.waiting import told_of_waiting

__all__ = ["Database", "init_database", "latest", "lay_out", "open_database", "tick"]

EARLIEST = "1970-01-01T00:00:00Z"
ONE_STATE = {"isolation_level": "REPEATABLE READ"}
MAKERS = 0x41454F  # "AEO": the number of a lock that programs of this database agree on
THE_LOCK = select(STATE.c.id).with_for_update(nowait=True)


class Database:
    """The tables of a register, by transactions that count whole or not at all."""

    def __init__(self, engine: Engine, place: DatabasePlace) -> None:
        self.name = place.name
        self.file = place.file
        self.engine = engine
        # SQLite shows one state to a transaction as it is; PostgreSQL has to be told.
        self._is_server = engine.dialect.name == "postgresql"
        self._readers = engine.execution_options(**ONE_STATE) if self._is_server else engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to one state of the register; what it did is rolled back."""
        with told_in_words(self.name), self._readers.connect() as connection:
            connection.begin()
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the connection of the only writer; what it did counts when the block ends well."""
        engine = self.engine.execution_options(**{WRITES: self.name})
        with told_in_words(self.name), engine.begin() as connection:
            # In PostgreSQL this row is the lock, and in SQLite the transaction.
            if self._is_server and not is_locked_at_once(connection, THE_LOCK):
                with told_of_waiting(lambda: f"another program writes to {self.name}"):
                    connection.execute(select(STATE.c.id).with_for_update())
            connection.execute(update(STATE).values(writes=STATE.c.writes + 1))
            yield connection

    def close(self) -> None:
        """Let the database go."""
        self.engine.dispose()


def tick(connection: Connection, now: Instant) -> Instant:
    """Return the instant of a message that is applied now; the clock never goes back (XCH-9-2)."""
    clock = latest(connection, now)
    connection.execute(update(STATE).values(clock=clock))
    return clock


def latest(connection: Connection, now: Instant) -> Instant:
    """Return by when all is known that was applied: now, unless a clock was ahead (XCH-9-2)."""
    return max(now, instant(str(connection.execute(select(STATE.c.clock)).scalar_one())))


def init_database(url: str, environment: Mapping[str, str]) -> Database:
    """Make a register of an empty database, or bring an older one up to date.

    Raises WrongChoice for a URL that names none, StateError for a database that is not ours.
    """
    place = database_place(url, environment)
    engine = engine_of(place, may_make=True)
    try:
        with told_in_words(place.name):
            _brought_up(engine, place)
    finally:
        engine.dispose()
    return open_database(url, environment)


def _brought_up(engine: Engine, place: DatabasePlace) -> None:
    if place.file is not None:
        _made_for_its_owner(place.file)
        with engine.connect() as connection:
            connection.rollback()
            execute_alone(connection.connection.cursor(), "PRAGMA journal_mode=WAL", place.name)
    with engine.execution_options(**{WRITES: place.name}).begin() as connection:
        if place.file is None:
            _wait_for_makers(connection, place.name)
            _wait_for_writers(connection, place.name)
        lay_out(connection, place.name)


def lay_out(connection: Connection, name: str) -> None:
    """Make the tables of a register, or bring older ones up to date, in the transaction at hand."""
    bring_up_to_date(connection, name)
    if connection.execute(select(STATE.c.id)).first() is None:
        connection.execute(insert(STATE).values(id=1, writes=0, clock=EARLIEST))


def _wait_for_makers(connection: Connection, name: str) -> None:
    """Wait for whoever makes the tables of a server, or changes them; before, no row is a lock."""
    if not connection.execute(select(func.pg_try_advisory_xact_lock(MAKERS))).scalar_one():
        with told_of_waiting(lambda: f"another program makes {name}, or brings it up to date"):
            connection.execute(select(func.pg_advisory_xact_lock(MAKERS)))


def _wait_for_writers(connection: Connection, name: str) -> None:
    """Wait for other writers of a register on a server; in SQLite the transaction has waited."""
    if STATE.name not in inspect(connection).get_table_names():
        return
    lock = f"LOCK TABLE {STATE.name} IN EXCLUSIVE MODE"  # readers go on
    if not is_locked_at_once(connection, text(f"{lock} NOWAIT")):
        with told_of_waiting(lambda: f"another program writes to {name}"):
            connection.execute(text(lock))


def _made_for_its_owner(file: Path) -> None:
    """Make the file where there is none: SQLite would let everybody read the data of firms.

    Its log and its index get the same rights. Who shares a register changes them.
    """
    with suppress(OSError):  # it is there, or SQLite says why it cannot be made
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY))


def open_database(url: str, environment: Mapping[str, str]) -> Database:
    """Return the register at a URL; raises WrongChoice and StateError as `init_database` does."""
    place = database_place(url, environment)
    database = Database(engine_of(place), place)
    try:
        with database.reading() as connection:
            require_version(connection, place.name)
    except BaseException:
        database.close()
        raise
    return database
