"""Rows of the bench about the register: a night beside validation, a question beside a read."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace
from sqlalchemy import bindparam, select

from aeo_exchange.exchange.recognition.question import Sought
from aeo_exchange.formats import Content
from aeo_exchange.model.codes import Role
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.register import Register, init_register
from aeo_exchange.operations.register_recognise import HeldWish, RegisterReader
from aeo_exchange.operations.validate import validate
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.register.tables import CHANGES
from aeo_exchange.rules import Context
from exchange.streams import AT, content, create, firms, question
from register.keeping import adopted

__all__ = ["register_rows"]

Row = Callable[..., None]
MOST, QUESTIONS = 20_000, 2000


def register_rows(count: int, row: Row) -> None:
    """Measure a first night of so many firms in SQLite, and questions about each of them."""
    many = min(count, MOST)
    with tempfile.TemporaryDirectory(prefix="aeo-bench-") as name:
        folder = Path(name)
        register, ratio = _applied(folder, many)
        row("apply to SQLite / validate, 1 process", ratio, "<= 3", f"{many:,} records")
        asked, read = _asked(register, many)
        note = f"{asked * 1e6:,.0f} microseconds at {many:,} keys"
        row("recognise by a register / primary-key read", asked / read, "<= 3", note)
        register.close()


def _applied(folder: Path, many: int) -> tuple[Register, float]:
    records = firms(*range(1, many + 1))
    held: Content = content(*records)
    start = time.perf_counter()
    assert all(validate([held], Context(at=AT, reference=shipped())))
    validated = time.perf_counter() - start
    create(folder / "hk", *records)
    url = str(folder / "bench.db")
    init_register(url, {})
    register = Register(url, {})
    adopted(folder, register)
    start = time.perf_counter()
    done = register.apply(folder / "hk", replace(question(), profile=None))
    assert done.changes == many
    return register, (time.perf_counter() - start) / validated


def _asked(register: Register, many: int) -> tuple[float, float]:
    reader = RegisterReader(register, shipped())
    numbers = [1 + number * 7919 % many for number in range(QUESTIONS)]
    wishes = [
        HeldWish(
            sought=Sought(value=f"HK{number:08}"),
            at=AT,
            known_at=instant(AT),
            party_role=Role.EXPORTER,
            flow="import",
        )
        for number in numbers
    ]
    assert reader.recognise(wishes[0]).result == "RECOGNISED"
    query = select(CHANGES).where(CHANGES.c.id == bindparam("number"))

    def read(number: int) -> None:
        with register.database.reading() as connection:
            connection.execute(query, {"number": number}).one()

    times = [float("inf"), float("inf")]
    for turn in (0, 1) * 3:
        start = time.perf_counter()
        if turn:
            for number in numbers:
                read(number)
        else:
            for wish in wishes:
                reader.recognise(wish)
        times[turn] = min(times[turn], (time.perf_counter() - start) / QUESTIONS)
    return times[0], times[1]
