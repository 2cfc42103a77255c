"""Who waits for another process says so and for whom, and does not wait for ever."""

from __future__ import annotations

import os
import platform
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock

from aeo_exchange.errors import StateError
from aeo_exchange.locks import locked
from aeo_exchange.waiting import Waiting, told_of_waiting, waiting_as, waiting_now

HERE = f"process {os.getpid()} of {platform.node()} has "


def test_who_waits_is_told_whose_lock_it_is_and_goes_on_when_it_is_free(tmp_path: Path) -> None:
    told: list[str] = []
    is_told = threading.Event()

    def tell(message: str) -> None:
        told.append(message)
        is_told.set()

    def wait() -> bool:
        with waiting_as(Waiting(told=tell, untold=0)), locked(tmp_path / "x"):
            return True

    with ThreadPoolExecutor(1) as other:
        with locked(tmp_path / "x"):
            waits = other.submit(wait)
            assert is_told.wait(60)
        assert waits.result(60)
    assert f"as {HERE}{tmp_path / '.x.lock'} since 20" in told[0]
    assert "0 ends at once" in told[0]


def test_who_waits_too_long_ends_and_names_the_process(tmp_path: Path) -> None:
    with (
        locked(tmp_path / "x"),
        waiting_as(Waiting(seconds=0)),
        pytest.raises(StateError, match=HERE) as refused,
        locked(tmp_path / "x"),
    ):
        pass
    assert "Run it again" in refused.value.advice
    with locked(tmp_path / "x"):  # and who ended left nothing behind
        pass


@pytest.mark.parametrize("said", [b"", b"nobody", b"12 ", b"x y", b"\xff\xfe"])
def test_a_lock_that_does_not_say_whose_it_is_names_nobody(tmp_path: Path, said: bytes) -> None:
    held, says_nobody = tmp_path / ".x.lock", pytest.raises(StateError, match="another process has")
    with FileLock(held), waiting_as(Waiting(seconds=0)):
        held.write_bytes(said)
        with says_nobody as refused, locked(tmp_path / "x"):
            pass
    assert str(tmp_path / ".x.lock") in str(refused.value)


def test_a_file_of_somebody_else_under_the_name_of_a_lock_keeps_its_content(
    tmp_path: Path,
) -> None:
    (tmp_path / "theirs").write_bytes(b"theirs")
    (tmp_path / ".x.lock").hardlink_to(tmp_path / "theirs")
    with locked(tmp_path / "x"):
        pass
    assert (tmp_path / "theirs").read_bytes() == b"theirs"


def test_nobody_is_told_of_what_is_done_in_a_moment() -> None:
    told: list[str] = []
    with waiting_as(Waiting(told=told.append, untold=60)), told_of_waiting(lambda: "x"):
        pass
    assert told == []


def test_how_long_is_waited_ends_with_its_block() -> None:
    before = waiting_now()
    with waiting_as(Waiting(seconds=7)):
        assert waiting_now().seconds == 7
    assert waiting_now() == before
