"""A lock beside a file lets one in at a time, and is gone when nobody has it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from itertools import count
from pathlib import Path

import pytest

from aeo_exchange import locks
from aeo_exchange.errors import StateError
from aeo_exchange.locks import locked
from aeo_exchange.waiting import Waiting, waiting_as
from stopping import asked_to_stop

fcntl = pytest.importorskip("fcntl")

COUNTED = """
import sys
from pathlib import Path
from aeo_exchange.locks import locked
file = Path(sys.argv[1])
for _ in range(int(sys.argv[2])):
    with locked(file):
        file.write_text(str(int(file.read_text()) + 1))
"""

HELD = """
import sys, time
from pathlib import Path
from aeo_exchange.locks import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_a_lock_is_there_while_somebody_has_it_and_no_longer(tmp_path: Path) -> None:
    with locked(tmp_path / "x"):
        assert names(tmp_path) == {".x.lock"}
    with pytest.raises(KeyError), locked(tmp_path / "x"):
        raise KeyError
    assert names(tmp_path) == set()


def test_a_lock_that_goes_at_each_turn_lets_one_in_at_a_time(tmp_path: Path) -> None:
    """Three count 300 times, each waiting for a file that another one takes away."""
    (tmp_path / "count").write_text("0")
    command = [sys.executable, "-c", COUNTED, tmp_path / "count", "100"]
    several = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait() for process in several] == [0, 0, 0]
    assert (tmp_path / "count").read_text() == "300"
    assert names(tmp_path) == {"count"}


def test_what_a_killed_process_leaves_is_taken_over_and_away(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HELD, tmp_path / "x"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as held:
        assert held.stdout is not None
        assert held.stdout.readline() == b"held\n"
        held.send_signal(signal.SIGKILL)
    assert names(tmp_path) == {".x.lock"}
    with locked(tmp_path / "x"):
        assert (tmp_path / ".x.lock").read_text().split()[0] == str(os.getpid())
    assert names(tmp_path) == set()


def take(path: Path) -> None:
    with locked(path):
        pass


def stopped_everywhere(folder: Path) -> None:
    take(folder / "first")  # what is loaded once is
    for number in count(1):
        is_asked = asked_to_stop(take, folder / "x", number)
        assert (number, names(folder)) == (number, set())
        if not is_asked:
            break
    assert number > 100
    with waiting_as(Waiting(seconds=0)):
        take(folder / "x")


def stopped_everywhere_while_another_has_it(folder: Path) -> None:
    # To begin the thread that tells of waiting is a matter of Python, which is stopped there badly.
    locks.told_of_waiting = lambda _for_what: nullcontext()

    def refused(path: Path) -> None:
        with suppress(StateError):
            take(path)

    command = [sys.executable, "-c", HELD, folder / "x"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as held, killed_behind(held):
        assert held.stdout is not None
        assert held.stdout.readline() == b"held\n"
        with waiting_as(Waiting(seconds=0)):
            for number in count(1):
                is_asked = asked_to_stop(refused, folder / "x", number)
                lock = (folder / ".x.lock").read_text()
                assert (number, lock.split()[0]) == (number, str(held.pid))
                if not is_asked:
                    break
    assert number > 100


@pytest.mark.parametrize("stopped", [stopped_everywhere, stopped_everywhere_while_another_has_it])
def test_wherever_a_process_is_asked_to_stop_no_lock_stays_but_that_of_another(
    stopped: Callable[[Path], None], tmp_path: Path
) -> None:
    """In a process of its own: stopped within it, the library keeps its threads out for good."""
    told = (
        "import sys, pathlib, test_locks as t; getattr(t, sys.argv[1])(pathlib.Path(sys.argv[2]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", told, stopped.__name__, tmp_path],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.PIPE,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@contextmanager
def killed_behind(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.kill()


def at_first(monkeypatch: pytest.MonkeyPatch, does: Callable[[], None]) -> None:
    """Let something happen the first time that this process has got a lock, and once only."""
    real, left = fcntl.flock, [does]

    def flock(handle: int, how: int) -> None:
        real(handle, how)
        if left and how & fcntl.LOCK_EX:
            left.pop()()

    monkeypatch.setattr(fcntl, "flock", flock)


def test_who_gets_a_lock_that_was_renamed_meanwhile_takes_the_one_that_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network file system renames what is taken away while another process has it open."""
    lock = tmp_path / ".x.lock"
    at_first(monkeypatch, lambda: lock.rename(tmp_path / ".nfs1") and None)
    with locked(tmp_path / "x"):
        assert lock.read_text().split()[0] == str(os.getpid())
        assert (tmp_path / ".nfs1").read_text() == ""
    assert names(tmp_path) == {".nfs1"}


def test_who_gets_a_lock_that_another_machine_took_away_takes_it_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stale() -> None:
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))

    at_first(monkeypatch, stale)
    with locked(tmp_path / "x"):
        assert names(tmp_path) == {".x.lock"}
    assert names(tmp_path) == set()


def test_a_file_that_got_the_name_of_a_lock_meanwhile_stays(tmp_path: Path) -> None:
    lock = tmp_path / ".x.lock"
    with locked(tmp_path / "x"):
        lock.unlink()
        lock.write_text("theirs")
    assert lock.read_text() == "theirs"
