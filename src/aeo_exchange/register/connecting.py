"""A URL to the database that it names: SQLite in a file, or PostgreSQL."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import URL, Connection, Engine, Executable, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import NullPool, QueuePool

from aeo_exchange.endless import read_file
from aeo_exchange.errors import WrongChoice
from aeo_exchange.register.refusals import state_error
from aeo_exchange.waiting import told_of_waiting, waiting_now

__all__ = [
    "WRITES",
    "DatabasePlace",
    "database_place",
    "engine_of",
    "execute_alone",
    "is_locked_at_once",
]

PASSWORD, PASSWORD_FILE = "AEO_DB_PASSWORD", "AEO_DB_PASSWORD_FILE"
SECRET_PARTS = frozenset({"password", "passwd", "sslpassword"})
SECRET = f"--db: a password in a URL is read by others; set PGPASSFILE or {PASSWORD}"
NO_SCHEME = re.compile(r"[^/\\:@]+:[^/\\@]*@")  # of a URL that begins behind its `postgresql://`
PLACES = "--db: write a path, sqlite:///FILE or postgresql://HOST/NAME"
WRITES = "aeo_writes"  # the option of who writes; it says how messages call the database
LOCK_NOT_AVAILABLE = "55P03"
CONNECT_SECONDS = 10


class DatabasePlace(NamedTuple):
    """Where a register is; `name` is what messages call it, and holds no secret."""

    url: URL
    name: str
    file: Path | None


def database_place(text: str, environment: Mapping[str, str]) -> DatabasePlace:
    """Return the place that a URL, or the path of a file, names.

    Raises WrongChoice for a URL with a password in it, which others can read in the list of
    processes, and for a database of another kind.
    """
    if "://" not in text:
        if NO_SCHEME.match(text):
            raise WrongChoice(SECRET)
        return _file(Path(text))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise WrongChoice(PLACES) from None
    parts = {part.lower() for part in url.query}
    if url.password is not None or ":" in (url.username or "") or parts & SECRET_PARTS:
        raise WrongChoice(SECRET)
    kind = url.get_backend_name()
    if kind == "sqlite" and url.database and url.database != ":memory:" and not url.query:
        return _file(Path(url.database))
    if kind != "postgresql":
        raise WrongChoice(PLACES)
    _require_hosts(url)
    shown = url.render_as_string()
    return DatabasePlace(_with_password(url, environment), shown, None)


def _require_hosts(url: URL) -> None:
    """Refuse a host that no network could be asked for; a path is the socket of a server here."""
    named = url.query.get("host", ())
    for host in (url.host or "", *((named,) if isinstance(named, str) else named)):
        for one in host.split(","):
            try:
                one.encode("idna" if not one.startswith("/") else "utf-8")
            except UnicodeError:
                raise WrongChoice(f"{PLACES}; {one} is no name of a host") from None


def _file(file: Path) -> DatabasePlace:
    if str(file) in {".", ":memory:"}:
        raise WrongChoice(PLACES)
    return DatabasePlace(URL.create("sqlite+pysqlite", database=str(file)), str(file), file)


def _with_password(url: URL, environment: Mapping[str, str]) -> URL:
    """Return the URL with our own driver, and the password where one was given to us.

    Without, libpq looks at PGPASSWORD and PGPASSFILE by itself.
    """
    password = environment.get(PASSWORD)
    if password is None and (file := environment.get(PASSWORD_FILE)):
        password = read_file(Path(file)).decode("utf-8", "replace").rstrip("\r\n")
    ours = url.set(drivername="postgresql+psycopg")
    return ours if password is None else ours.set(password=password)


def engine_of(place: DatabasePlace, *, may_make: bool = False) -> Engine:
    """Return the engine of a place; opens nothing yet.

    Raises StateError for a file that is not there, unless it may be made.
    """
    if place.file is None:
        server = create_engine(
            place.url, poolclass=QueuePool, connect_args={"connect_timeout": CONNECT_SECONDS}
        )
        event.listen(server, "begin", _limit_waiting)
        return server
    folder = place.file.parent
    if may_make and not folder.is_dir():
        raise state_error(
            f"{place.name}: there is no folder {folder}",
            "No folder is made for a register; make it, or mend the path.",
        )
    if not may_make and not place.file.exists():
        raise state_error(f"{place.name}: there is no such file", "`aeo register init` makes one.")
    engine = create_engine(
        place.url,
        poolclass=QueuePool if not may_make else NullPool,
        connect_args={"timeout": waiting_now().seconds},
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: object, _record: object) -> None:
    """Leave transactions to us, have each commit on the disk before it counts, and wipe what goes.

    Not every build of SQLite overwrites what is deleted, and what was erased has to be gone.
    """
    connection.isolation_level = None  # type: ignore[attr-defined]  # that of sqlite3
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for setting in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _limit_waiting(connection: Connection) -> None:
    """Have a server end a writer that waits too long for another; 0 would be without end."""
    if connection.get_execution_options().get(WRITES):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, _milliseconds())}")


def _begin(connection: Connection) -> None:
    """Take the lock of the only writer at once: two that read first would both be turned away."""
    name = connection.get_execution_options().get(WRITES)
    # Of the driver itself, as SQLAlchemy takes longer over it than all that a question reads.
    cursor = connection.connection.cursor()
    if name:
        execute_alone(cursor, "BEGIN IMMEDIATE", name)
    else:
        cursor.execute("BEGIN")
    cursor.close()


def execute_alone(cursor: DBAPICursor, statement: str, name: str) -> None:
    """Execute what one connection to SQLite at a time may: at once, or by waiting, and told so.

    Told is who waits for a lock that another one has, and not who is slow by himself.
    """
    cursor.execute("PRAGMA busy_timeout=0")
    try:
        cursor.execute(statement)
    except sqlite3.OperationalError as cause:
        if "locked" not in str(cause):
            raise
        with told_of_waiting(lambda: f"another program writes to {name}"):
            cursor.execute(f"PRAGMA busy_timeout={_milliseconds()}")
            cursor.execute(statement)
    else:
        cursor.execute(f"PRAGMA busy_timeout={_milliseconds()}")


def is_locked_at_once(connection: Connection, lock: Executable) -> bool:
    """Say whether a lock of a server is taken at once, as one with NOWAIT is or fails."""
    try:
        with connection.begin_nested():
            connection.execute(lock)
    except OperationalError as cause:
        if getattr(cause.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
            raise
        return False
    return True


def _milliseconds() -> int:
    return round(waiting_now().seconds * 1000)
