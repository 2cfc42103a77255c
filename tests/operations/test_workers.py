"""Workers: answers come in order, what they raise is raised, and nobody waits for a lost one."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import sleep

import pytest

from aeo_exchange.errors import WorkerLost, WrongChoice
from aeo_exchange.files import OWNER_ONLY, whole_file
from aeo_exchange.formats import Content
from aeo_exchange.operations.workers import Share, Work, in_order

LONG = 1 << 22
TESTS = Path(__file__).parents[1]


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


def writing(part: Share) -> str:
    """Write a file whole, and be half through when the parent ends."""
    path = Path(part.content.name)
    with whole_file(path, OWNER_ONLY) as stream:
        stream.write(b"half")
        path.with_name("begun").touch()
        sleep(60)
    return ""


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


def test_a_worker_that_is_ended_leaves_no_file_half_written(tmp_path):
    def parts_until_begun() -> Iterator[Share | str]:
        yield Share(Content(name=str(tmp_path / "out"), held=b""), is_lines=False)
        while not (tmp_path / "begun").exists():
            sleep(0.01)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(in_order(work(), writing, parts_until_begun()))
    assert [file.name for file in tmp_path.iterdir()] == ["begun"]


PARENT = """
import sys
from aeo_exchange.formats import Content
from aeo_exchange.operations.workers import Share, in_order
from operations.test_workers import work, writing

list(in_order(work(), writing, [Share(Content(name=sys.argv[1], held=b""), is_lines=False)]))
"""


def test_a_worker_whose_parent_is_killed_leaves_no_file_half_written(tmp_path):
    command = [sys.executable, "-c", PARENT, str(tmp_path / "out")]
    with subprocess.Popen(command, cwd=TESTS, stdout=subprocess.PIPE) as parent:
        while not (tmp_path / "begun").exists():
            sleep(0.01)
        assert len([*tmp_path.iterdir()]) == 2
        parent.kill()
        assert parent.communicate() == (b"", None)  # when the workers have ended too
    assert [file.name for file in tmp_path.iterdir()] == ["begun"]


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="no /proc")  # noqa: PTH112
def test_a_worker_that_is_ended_within_its_answer_is_lost_and_nobody_waits_for_the_rest():
    answers = in_order(work(), cut_off, parts(9))
    assert [next(answers), next(answers)] == [b"0", b"1"]
    with pytest.raises(WorkerLost):
        next(answers)
