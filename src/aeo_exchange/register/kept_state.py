"""Rows of a register in which other parts of the toolkit keep their state from run to run."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, insert, select, update

from aeo_exchange.errors import StateError
from aeo_exchange.register.database import Database
from aeo_exchange.register.tables import KEPT

__all__ = ["RegisterStore"]


class RegisterStore:
    """A row as the place where state is kept (`Store`), changed by one writer at a time.

    What is written within `locked` counts when its block ends well, and not at all where it does
    not. The lock is that of the register: who applies a message waits meanwhile.
    """

    def __init__(self, database: Database, row: str) -> None:
        self.name = f"{database.name}#{row}"
        self._database, self._row = database, row
        self._held = threading.local()

    def read(self) -> bytes | None:
        """Return what is kept, or None where nothing was kept yet."""
        query = select(KEPT.c.content).where(KEPT.c.name == self._row)
        with self._database_errors(), self.connection() as connection:
            content: bytes | None = connection.execute(query).scalar()
        return content

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other writer out until the block is left."""
        with self._database_errors(), self._database.writing() as connection:
            self._held.connection = connection
            try:
                yield
            finally:
                self._held.connection = None

    def write(self, content: bytes) -> None:
        """Replace what is kept, whole or not at all."""
        if getattr(self._held, "connection", None) is None:
            with self.locked():
                self.write(content)
            return
        kept = update(KEPT).where(KEPT.c.name == self._row).values(content=content)
        with self._database_errors(), self.connection() as connection:
            if not connection.execute(kept).rowcount:
                connection.execute(insert(KEPT).values(name=self._row, content=content))

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Give the connection that holds the lock, or one that reads."""
        held: Connection | None = getattr(self._held, "connection", None)
        if held is not None:
            yield held
            return
        with self._database.reading() as connection:
            yield connection

    @contextmanager
    def _database_errors(self) -> Iterator[None]:
        """Turn a database error into an OSError, as every Store raises it."""
        try:
            yield
        except StateError as cause:
            raise OSError(errno.EIO, f"{cause}. {cause.advice}", self.name) from cause
