"""The register on PostgreSQL: each test of the register again, on a server of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Event

import pytest

from aeo_exchange.operations.register.register import init_register
from aeo_exchange.register import database
from aeo_exchange.waiting import Waiting, waiting_as
from peers.conftest import absent
from postgresql_server import RunningServer, program, running_server
from register.conftest import register  # noqa: F401 a fixture
from register.test_applying import *  # noqa: F403 the tests
from register.test_care import *  # noqa: F403 as above
from register.test_faults import *  # noqa: F403 as above
from register.test_own import *  # noqa: F403 as above
from register.test_store import *  # noqa: F403 as above

NUMBERS = count(1)


def required(name: str) -> str:
    """Return the path of a program, or skip the test, which fails where peers are demanded."""
    known = program(name)
    if known is None:
        absent("PostgreSQL (Debian: postgresql)")
    return str(known)


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    """A server with its files where its user reaches them; folders of pytest are for ours alone."""
    required("postgres")
    with (
        tempfile.TemporaryDirectory(prefix="aeo-postgresql-", dir="/tmp") as folder,
        running_server(Path(folder)) as running,
    ):
        yield running


@pytest.fixture
def url(server: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a database that is new; its marks go to a folder that is new too."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return server.database(f"register_{next(NUMBERS)}")


def test_the_second_who_makes_one_register_says_for_whom_it_waits(url, monkeypatch):
    made, told_once, told = Event(), Event(), []
    bring = database.bring_up_to_date

    def slow(connection, name):
        bring(connection, name)
        made.set()
        told_once.wait(60)

    def tell(message: str) -> None:
        told.append(message)
        told_once.set()

    with ThreadPoolExecutor(1) as pool:
        monkeypatch.setattr(database, "bring_up_to_date", slow)
        first = pool.submit(init_register, url, {})
        assert made.wait(60)
        monkeypatch.setattr(database, "bring_up_to_date", bring)
        try:
            with waiting_as(Waiting(told=tell, untold=0)):
                second = init_register(url, {})
        finally:
            told_once.set()
        assert first.result() == second
    assert f"as another program makes {second}, or brings it up to date; " in told[0]
