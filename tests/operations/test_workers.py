"""Workers: answers come in order, what they raise is raised, and nobody waits for a lost one."""

from __future__ import annotations

import os
import signal
import stat
from contextlib import suppress
from pathlib import Path

import pytest

from aeo_exchange.errors import WorkerLost, WrongChoice
from aeo_exchange.formats import Content
from aeo_exchange.operations.workers import Share, Work, in_order

LONG = 1 << 22


def prepared() -> None:
    """Need nothing."""


def unprepared() -> None:
    raise WrongChoice("nothing can be prepared")


def said(part: Share) -> str:
    return part.content.name


def refused(part: Share) -> str:
    if part.content.name == "2":
        raise WrongChoice("the third is refused")
    return part.content.name


def cut_off(part: Share) -> bytes:
    """End the process, for the third part in the middle of its answer."""
    if part.content.name == "2":
        os.write(_line(), (LONG).to_bytes(4, "big") + b"half")
        os.kill(os.getpid(), signal.SIGKILL)
    return part.content.name.encode()


def _line() -> int:
    """Return the number of the socket that leads to the parent."""
    numbers = (int(link.name) for link in Path("/proc/self/fd").iterdir())
    return max(number for number in numbers if _is_socket(number))


def _is_socket(number: int) -> bool:
    with suppress(OSError):
        return stat.S_ISSOCK(os.fstat(number).st_mode)
    return False


def work(prepare=prepared, jobs: int = 2) -> Work:
    return Work(module=__name__, prepare=prepare, settings=(), jobs=jobs)


def parts(number: int) -> list[Share]:
    return [Share(Content(name=str(place), held=b""), is_lines=False) for place in range(number)]


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_answers_come_in_the_order_of_the_parts(jobs):
    asked = [*parts(20), "ready", *parts(2)]
    answers = list(in_order(work(jobs=jobs), said, asked))
    assert answers == [*map(str, range(20)), "ready", "0", "1"]


def test_what_a_worker_raises_is_raised_where_its_answer_would_stand():
    answers = in_order(work(), refused, parts(9))
    assert [next(answers), next(answers)] == ["0", "1"]
    with pytest.raises(WrongChoice, match="the third"):
        next(answers)


def test_what_the_preparing_raises_is_raised():
    with pytest.raises(WrongChoice, match="prepared"):
        list(in_order(work(unprepared), said, parts(2)))


def test_whoever_stops_early_waits_for_nothing():
    answers = in_order(work(), said, parts(50))
    assert next(answers) == "0"
    answers.close()


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="no /proc")  # noqa: PTH112
def test_a_worker_that_is_ended_within_its_answer_is_lost_and_nobody_waits_for_the_rest():
    answers = in_order(work(), cut_off, parts(9))
    assert [next(answers), next(answers)] == [b"0", b"1"]
    with pytest.raises(WorkerLost):
        next(answers)
