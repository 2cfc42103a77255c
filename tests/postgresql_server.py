"""A server of PostgreSQL with its files in a folder of its own, on a free port of this machine."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import create_engine


class RunningServer(NamedTuple):
    """The URL of a server, without a database, and the number of its process."""

    url: str
    process: int

    def database(self, name: str) -> str:
        """Make a database and return its URL as an operator writes it."""
        engine = create_engine(f"{self.url}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
        engine.dispose()
        return f"{self.url}/{name}".replace("+psycopg", "")

    def processor_seconds(self) -> float:
        """Return the processor time that the server and its processes took so far (Linux)."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it ended
            if self.process in (int(stat.parent.name), int(fields[1])):
                ticks += sum(map(int, fields[11:15]))  # its own, and of its children that ended
        return ticks / os.sysconf("SC_CLK_TCK")


def program(name: str) -> str | None:
    """Return the path of a program of PostgreSQL, or None where it is not installed."""
    known = shutil.which(name)
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return known or (str(places[-1]) if places else None)


@contextmanager
def running_server(folder: Path) -> Iterator[RunningServer]:
    """Run a server over a folder that is empty, by a user without rights where we are root."""
    initdb, postgres = program("initdb"), program("postgres")
    assert initdb is not None
    assert postgres is not None
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
        yield RunningServer(url, running.pid)
    finally:
        running.send_signal(signal.SIGINT)  # whoever is connected is cut off
        running.wait(30)


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


def _wait_for(url: str, running: subprocess.Popen[bytes]) -> None:
    engine = create_engine(f"{url}/postgres")
    for _ in range(100):
        assert running.poll() is None, "the server did not start"
        try:
            with engine.connect():
                break
        except Exception:  # noqa: BLE001 it says so in several ways while it starts
            _pause(running)
    engine.dispose()


def _pause(running: subprocess.Popen[bytes]) -> None:
    try:
        running.wait(0.1)
    except subprocess.TimeoutExpired:
        return
