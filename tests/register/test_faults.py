"""What goes wrong while a message is applied: nothing is lost silently, the next run goes on."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec import UNSET
from msgspec.structs import replace
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from aeo_exchange.errors import StateError
from aeo_exchange.exchange.heads import read_head
from aeo_exchange.exchange.receiving import HeadQuestion
from aeo_exchange.operations.register.care import check_register, register_lines_of
from aeo_exchange.operations.register.register import EntryFilter, Register
from exchange.streams import create, firms, head_of, line_of, question, signed, with_body
from register.keeping import NIGHT, apply, ask, begun, last_step, night, profiles_read_once, said


@contextmanager
def at_each_statement(register: Register, do: Callable[[int, str], None]) -> Iterator[None]:
    """Call before every statement, with its number from 1."""
    count = [0]

    def before(_connection, _cursor, statement, *_more) -> None:
        count[0] += 1
        do(count[0], statement)

    engine = register.database.engine
    event.listen(engine, "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", before)


def second_night(folder) -> None:
    """A night on which a firm changes, one is new, and two are gone without a tombstone."""
    create(folder, *firms(1, 2, 3), at=NIGHT[2])
    (one,) = firms(2, revision=6)
    with_body(folder, line_of(one) + b"\n" + line_of(firms(4)[0]) + b"\n")


def told(register: Register) -> object:
    answer = register.query(EntryFilter())
    return answer.streams, answer.entries, list(register_lines_of(register, None))


class Killed(BaseException):
    """The process ends here; nobody catches it."""


def test_a_process_that_ends_before_any_statement_has_done_nothing_or_all(register, tmp_path):
    folder = tmp_path / "hk"
    night(register, folder, 1, *firms(1, 2, 3))
    before = told(register)
    second_night(folder)
    ended, outcome = 0, ""
    while not outcome:
        at = ended + 1

        def end(number: int, _statement: str, at: int = at) -> None:
            if number == at:
                raise Killed

        try:
            with at_each_statement(register, end):
                outcome = apply(register, folder, NIGHT[2]).outcome
        except Killed:
            ended += 1
            if told(register) != before:
                # It was behind the commit, and before the marks outside were noted.
                outcome = apply(register, folder, NIGHT[2]).outcome
                assert outcome == "already-applied"
    assert ended > 20
    assert check_register(register).verdict == "VALID"
    assert said(ask(register, "HK00000004", NIGHT[2]))[0] == "RECOGNISED"
    assert said(ask(register, "HK00000001", NIGHT[2])) == ("UNDETERMINED", ["missing"])


@pytest.fixture
def once():
    with profiles_read_once():
        yield


def killed_at(url: str, folder, number: int, asked: HeadQuestion) -> bool:
    """Apply in a process of its own, which is killed by kill -9 at such a statement; say whether.

    A commit counts as one. The parent has no register open: what a child inherits of one, it would
    close.
    """
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    count = [0]

    def kill(*_given: object) -> None:
        count[0] += 1
        if count[0] == number:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        register = Register(url, {})
        with at_each_statement(register, kill):
            event.listen(register.database.engine, "commit", kill)
            register.apply(folder, asked)
    finally:
        os._exit(0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.usefixtures("once")
@pytest.mark.parametrize("step", [3, 1])
def test_a_process_killed_at_any_statement_leaves_the_old_state_or_the_new_one(
    step: int, tmp_path, url
):
    folder = tmp_path / "hk"
    register = begun(tmp_path, url)
    night(register, folder, 1, *firms(1, 2, 3))
    before = told(register)
    register.close()
    second_night(folder)
    killed, states, asked = 0, [before], question(at=NIGHT[2], profile=None)
    while killed_at(url, folder, killed + step, asked):
        killed += step
        register = Register(url, {})
        now = told(register)
        register.close()
        if now != states[-1]:
            states.append(now)
    assert killed > 20
    register = Register(url, {})
    # Behind the commit the new state stood; it was the only other one, and nothing was lost since.
    assert len(states) == 2
    assert told(register) == states[1]
    assert apply(register, folder, NIGHT[2]).outcome == "already-applied"
    assert check_register(register).verdict == "VALID"
    assert said(ask(register, "HK00000001", NIGHT[2])) == ("UNDETERMINED", ["missing"])
    register.close()


def killed_when(url: str, folder, do: Callable[[Register, Callable[[], None]], None]) -> bool:
    """Apply in a process of its own, where `do` says when kill -9 ends it; say whether it did."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    try:
        register = Register(url, {})
        do(register, lambda: os.kill(os.getpid(), signal.SIGKILL))
        register.apply(folder, question(at=NIGHT[2], profile=None))
    finally:
        os._exit(0)


@pytest.fixture
def second(tmp_path, url):
    """A register with one night, and the second in the folder of the stream."""
    folder = tmp_path / "hk"
    register = begun(tmp_path, url)
    night(register, folder, 1, *firms(1, 2, 3))
    marks = Path(register.marks.name)
    register.close()
    second_night(folder)
    return folder, marks


STREAM = "HK/JP/HK-JP-2026"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.usefixtures("once")
@pytest.mark.parametrize("forked", [False, True])
def test_a_digest_marked_before_the_commit_is_no_head_that_was_applied(second, url, forked):
    """As XCH-9-6 lets a receiver mark it: it was seen, and nothing of it counts yet."""
    folder, marks = second
    digest = read_head((folder / "head.jwt").read_bytes()).digest
    before = json.loads(marks.read_bytes())

    def mark_and_die(register: Register, die: Callable[[], None]) -> None:
        def at_commit(_connection: object) -> None:
            told = json.loads(marks.read_bytes())
            told["streams"][STREAM]["heads"]["2"] = digest
            marks.write_text(json.dumps(told))
            die()

        event.listen(register.database.engine, "commit", at_commit)

    assert killed_when(url, folder, mark_and_die)
    assert json.loads(marks.read_bytes()) != before
    register = Register(url, {})
    (stream,) = register.query(None).streams
    assert (stream.sequence, stream.restored, stream.disputed) == (1, UNSET, UNSET)
    assert said(ask(register, "HK00000001", NIGHT[2]))[0] == "RECOGNISED"
    if forked:  # another head of its number is seen to be a fork till a person has taken this one
        whole = (folder / "head.jwt").read_bytes()
        signed(folder, replace(head_of(folder), next_update="2026-12-24T00:00:00Z"))
        assert last_step(apply(register, folder, NIGHT[2])) == ("refused", "sequence", "AEO-XCH-15")
        (folder / "head.jwt").write_bytes(whole)
        assert last_step(apply(register, folder, NIGHT[2])) == ("refused", "sequence", "AEO-XCH-15")
        register.adopt_head(digest, NIGHT[2])
    assert apply(register, folder, NIGHT[2]).outcome == "applied"
    assert check_register(register).verdict == "VALID"
    register.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.usefixtures("once")
def test_a_process_killed_between_the_commit_and_the_marks_makes_them_the_next_time(second, url):
    folder, marks = second
    before = marks.read_bytes()

    def die_at_the_marks(register: Register, die: Callable[[], None]) -> None:
        register.marks.write = lambda _content: die()

    assert killed_when(url, folder, die_at_the_marks)
    assert marks.read_bytes() == before
    register = Register(url, {})
    assert register.query(None).streams[0].sequence == 2
    assert apply(register, folder, NIGHT[2]).outcome == "already-applied"
    mark = json.loads(marks.read_bytes())["streams"][STREAM]
    assert (mark["applied"], sorted(mark["heads"])) == (2, ["1", "2"])
    register.close()


@pytest.mark.parametrize(
    ("said_by_database", "words"),
    [
        ("database or disk is full", "the disk is full"),
        ("could not extend file: No space left on device", "the disk is full"),
        ("database is locked", "another program writes to it"),
        ("disk I/O error", "the disk could not be read or written"),
        ("attempt to write a readonly database", "it cannot be written to"),
        ("database disk image is malformed", "the database is damaged"),
        ("connection to server was lost", "the database cannot be reached"),
        ("something that nobody foresaw", "the database refuses: "),
    ],
)
def test_what_a_database_refuses_is_told_in_words_and_nothing_is_changed(
    register, tmp_path, said_by_database, words
):
    folder = tmp_path / "hk"
    night(register, folder, 1, *firms(1, 2, 3))
    before = told(register)
    second_night(folder)

    def refuse(_number: int, statement: str) -> None:
        if statement.startswith("INSERT INTO changes"):
            raise OperationalError(statement, {}, Exception(said_by_database))

    with at_each_statement(register, refuse), pytest.raises(StateError, match=words) as refused:
        apply(register, folder, NIGHT[2])
    assert refused.value.advice
    assert told(register) == before
    assert apply(register, folder, NIGHT[2]).outcome == "applied"


def test_two_writers_apply_one_message_once(register, tmp_path, url):
    folder = tmp_path / "hk"
    create(folder, *firms(1, 2), at=NIGHT[1])
    outcomes: list[str] = []

    def write() -> None:
        own = Register(url, {})
        outcomes.append(apply(own, folder, NIGHT[1]).outcome)
        own.close()

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(outcomes) == ["already-applied", "already-applied", "applied"]
    assert check_register(register).verdict == "VALID"


def test_a_reader_goes_on_beside_a_writer_and_sees_the_state_of_before(register, tmp_path, url):
    folder = tmp_path / "hk"
    night(register, folder, 1, *firms(1, 2, 3))
    second_night(folder)
    reader = Register(url, {})
    seen: list[tuple[str, list[str]]] = []

    def look(_number: int, statement: str) -> None:
        if statement.startswith("INSERT INTO entries"):
            seen.append(said(ask(reader, "HK00000001", NIGHT[1])))

    with at_each_statement(register, look):
        apply(register, folder, NIGHT[2])
    assert seen == [("RECOGNISED", ["recognised"])]
    assert said(ask(reader, "HK00000001", NIGHT[2])) == ("UNDETERMINED", ["missing"])
    reader.close()
