"""The register on PostgreSQL: each test of the register again, on a server of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from peers.conftest import absent
from register.conftest import register  # noqa: F401 a fixture
from register.test_applying import *  # noqa: F403 the tests
from register.test_care import *  # noqa: F403 as above
from register.test_faults import *  # noqa: F403 as above
from register.test_own import *  # noqa: F403 as above
from register.test_store import *  # noqa: F403 as above

NUMBERS = count(1)


def _program(name: str) -> str:
    program = shutil.which(name)
    if program is None:
        places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
        program = str(places[-1]) if places else None
    if program is None:
        absent("PostgreSQL (Debian: postgresql)")
    return str(program)


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A folder that the user of the server reaches; those of pytest are for its own user alone."""
    with tempfile.TemporaryDirectory(prefix="aeo-postgresql-", dir="/tmp") as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[str]:
    """The URL of a server with its files in a folder of its own, run by a user without rights."""
    initdb, postgres = _program("initdb"), _program("postgres")
    folder = data
    as_user: dict[str, object] = {"cwd": "/"}
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        as_user |= {"user": "postgres", "group": "postgres", "extra_groups": ()}
    made = [initdb, "-D", folder, "-U", "aeo", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL, **as_user)
    port = _free_port()
    options = [
        "-c",
        "fsync=off",
        "-c",
        "unix_socket_directories=",
        "-c",
        "listen_addresses=127.0.0.1",
    ]
    running = subprocess.Popen(
        [postgres, "-D", folder, "-p", str(port), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **as_user,
    )
    url = f"postgresql+psycopg://aeo@127.0.0.1:{port}"
    try:
        _wait_for(url, running)
        yield url
    finally:
        running.send_signal(signal.SIGINT)  # whoever is connected is cut off
        running.wait(30)


def _wait_for(url: str, running: subprocess.Popen[bytes]) -> None:
    engine = create_engine(f"{url}/postgres")
    for _ in range(100):
        assert running.poll() is None, "the server did not start"
        try:
            with engine.connect():
                break
        except Exception:  # noqa: BLE001 it says so in several ways while it starts
            running_wait(running)
    engine.dispose()


def running_wait(running: subprocess.Popen[bytes]) -> None:
    try:
        running.wait(0.1)
    except subprocess.TimeoutExpired:
        return


@pytest.fixture
def url(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a database that is new; its marks go to a folder that is new too."""
    monkeypatch.setenv("HOME", str(tmp_path))
    name = f"register_{next(NUMBERS)}"
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
    engine.dispose()
    return f"{server}/{name}".replace("+psycopg", "")
