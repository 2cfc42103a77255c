"""Rows of the bench about the register: a night beside validation, a question beside a read."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace
from sqlalchemy import bindparam, select
from tests.bench.many_revisions import REVISIONS_OF_A_FIRM, tin_of, with_revisions
from tests.bench.processor import median_of_blocks

from aeo_exchange.exchange.recognition.question import Sought
from aeo_exchange.formats import Content
from aeo_exchange.model.codes import Role
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.records.validate import validate
from aeo_exchange.operations.register.recognise import HeldWish, RegisterReader
from aeo_exchange.operations.register.register import Register, init_register
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.register.tables import CHANGES
from aeo_exchange.rules import Context
from exchange.streams import AT, content, create, firms, question
from postgresql_server import program, running_server
from register.keeping import adopted

__all__ = ["night_rows", "question_rows"]

Row = Callable[..., None]
Clock = Callable[[], float]
QUESTIONS = 4000
STEP = 7919  # a prime number: the firms are asked about in no order of the database


class Night(NamedTuple):
    """A night in a folder that is ready to be applied, and how long its records take to judge."""

    folder: Path
    many: int
    validated: float

    @classmethod
    def of(cls, folder: Path, many: int) -> Night:
        """Create one of so many firms."""
        records = firms(*range(1, many + 1))
        held: Content = content(*records)
        start = time.process_time()
        assert all(validate([held], Context(at=AT, reference=shipped())))
        validated = time.process_time() - start
        create(folder / "hk", *records)
        return cls(folder, many, validated)

    def applied(self, url: str, clock: Clock) -> float:
        """Apply it to a register that is new; return the time in that of validating."""
        with closing(_begun(url, self.folder)) as register:
            start = clock()
            done = register.apply(self.folder / "hk", replace(question(), profile=None))
            assert done.changes == self.many
            return (clock() - start) / self.validated


def night_rows(many: int, row: Row) -> None:
    """Measure a first night of so many firms in SQLite, and in PostgreSQL where it is installed."""
    note = f"{many:,} records, processor time"
    with tempfile.TemporaryDirectory(prefix="aeo-bench-") as name:
        night = Night.of(Path(name), many)
        ratio = night.applied(f"{name}/night.db", time.process_time)
        row("apply to SQLite / validate", ratio, "<= 3", note)
        if program("postgres") is None:
            print("apply to PostgreSQL: not measured, the server is not installed")
            return
        with (
            tempfile.TemporaryDirectory(prefix="aeo-postgresql-", dir="/tmp") as data,
            running_server(Path(data)) as server,
        ):

            def clock() -> float:
                return time.process_time() + server.processor_seconds()

            ratio = night.applied(server.database("night"), clock)
        row("apply to PostgreSQL / validate", ratio, "<= 3", f"{note}, that of the server with it")


def question_rows(revisions: int, row: Row) -> None:
    """Measure questions to a register of so many stored revisions beside reads of one of them."""
    many = max(1, revisions // REVISIONS_OF_A_FIRM)
    with tempfile.TemporaryDirectory(prefix="aeo-bench-") as name:
        folder = Path(name)
        create(folder / "hk", *firms(1))
        with closing(_begun(f"{name}/asked.db", folder)) as register:
            register.apply(folder / "hk", replace(question(), profile=None))
            with_revisions(register, many)
            asked, read, bare = _asked(register, folder / "asked.db", many)
    note = f"{asked * 1e6:,.0f} microseconds at {revisions:,} revisions"
    row("recognise by a register / primary-key read", asked / read, "<= 3", note)
    note = f"{bare * 1e6:,.0f} microseconds a read"
    row("recognise by a register / read by the driver alone", asked / bare, "none", note)


def _begun(url: str, folder: Path) -> Register:
    init_register(url, {})
    register = Register(url, {}, folder / f"{len(list(folder.iterdir()))}.marks.json")
    adopted(folder, register)
    return register


def _asked(register: Register, file: Path, many: int) -> list[float]:
    """Return what a question takes, a read through the register, and one by the driver alone."""
    reader = RegisterReader(register, shipped())
    query = select(CHANGES).where(CHANGES.c.id == bindparam("number"))

    def read(number: int) -> None:
        with register.database.reading() as connection:
            connection.execute(query, {"number": number}).one()

    def ask(number: int) -> None:
        wish = HeldWish(
            sought=Sought(value=tin_of(number)),
            at=AT,
            known_at=instant(AT),
            party_role=Role.EXPORTER,
            flow="import",
        )
        assert reader.recognise(wish).result == "RECOGNISED"

    with closing(sqlite3.connect(file)) as driver:

        def fetch(number: int) -> None:
            driver.execute("SELECT * FROM changes WHERE id = ?", (number,)).fetchone()

        numbers = [1 + turn * STEP % many for turn in range(min(QUESTIONS, many))]
        rows = [1 + turn * STEP % (many * REVISIONS_OF_A_FIRM) for turn in range(len(numbers))]
        kinds = ((ask, numbers), (read, rows), (fetch, rows))
        return median_of_blocks([[partial(do, one) for one in of] for do, of in kinds])
