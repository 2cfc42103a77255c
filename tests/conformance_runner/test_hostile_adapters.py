"""Whatever an adapter does, its case ends in a state and the run goes on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psutil
import pytest
from msgspec.structs import replace

from aeo_exchange.conformance.adapters.transports import Settings
from aeo_exchange.conformance.suite.lists import State

HOSTILE = Path(__file__).parent / "adapters" / "hostile.py"
# It needs no package: without looking for any Python begins in a third of the time.
ADAPTER = f"exec:{sys.executable} -I -S {HOSTILE}"
ESCAPING = HOSTILE.with_name("escaping.sh")
# Time enough for a machine that has much to do: harm is to be seen by what it does.
LIMITS = Settings(
    deadline=60,
    start=60,
    keep=("PYTHONPATH",),
    memory=200 << 20,
    processes=20,
    output=1 << 20,
)
# What answers nothing is waited for, so not for long; an answer takes a hundredth of it.
SHORT = replace(LIMITS, deadline=1)
# Cases of two or three documents, so that harm is done twice at least.
CASES = tuple(f"AEO-STR-0{number}.n02" for number in range(1, 6))
HARMS = {
    "hang": {State.TIMEOUT},
    "crash": {State.ERROR},
    "leave": {State.ERROR},
    "print_garbage": {State.ERROR},
    "print_bytes": {State.ERROR},
    "answer_another": {State.ERROR},
    "answer_twice": {State.ERROR},
    "say_two_things": {State.ERROR},
    "print_too_much": {State.ERROR},
    "flood": {State.ERROR},
    "eat_memory": {State.ERROR},
    "fork": {State.ERROR},
    "nest_deeply": {State.ERROR},
    "nest_in_a_member": {State.ERROR},
    "nest_objects": {State.ERROR},
    "tell_infinity": {State.ERROR},
    "tell_nan": {State.ERROR},
    "tell_a_huge_number": {State.ERROR},
    "tell_half_a_character": {State.ERROR},
    "tell_raw_half_a_character": {State.ERROR},
    "say_it_twice": {State.ERROR},
    "say_it_twice_in_a_finding": {State.ERROR},
    "close_output": {State.ERROR},
}
needs_posix = pytest.mark.skipif(os.name != "posix", reason="the hostile adapters are of POSIX")


def _sleepers(mark: str) -> int:
    """Count the processes that a forking adapter would leave behind."""
    running = (process.info["cmdline"] for process in psutil.process_iter(["cmdline"]))
    return [*running].count(["sleep", mark, "600"])


@needs_posix
@pytest.mark.parametrize("harm", HARMS)
def test_a_harmful_adapter_ends_in_a_state_and_the_run_goes_on(
    harm: str, ask, known_answers: Path
) -> None:
    limits = SHORT if HARMS[harm] == {State.TIMEOUT} else LIMITS
    report = ask(f"{ADAPTER} {harm} {known_answers}", limits, filters=CASES)
    results = [result for case in report.cases for result in case.inputs]
    states = {result.state for result in results}
    harmed = [result for result in results if result.state is not State.PASS]
    assert states == {State.PASS, *HARMS[harm]}
    # Every fifth question does harm; what follows it may lose its answer, and no more.
    assert 2 <= len(results) // 5 <= len(harmed)
    # On a machine that has much to do others come too late for the short time as well.
    assert limits is SHORT or len(harmed) <= 2 * len(results) // 5 + 1
    assert all(result.differences for result in harmed)


@needs_posix
def test_no_child_of_an_adapter_outlives_it(ask, known_answers: Path) -> None:
    mark = f"{os.getpid()}"  # others may be at this test beside us
    adapter = f"{ADAPTER} fork {known_answers} {mark}"
    report = ask(adapter, LIMITS, filters=CASES[:3])
    assert State.ERROR in {result.state for case in report.cases for result in case.inputs}
    assert _sleepers(mark) == 0


def _lives(process: int) -> bool:
    """Say whether a process runs; one that waits to be buried does not."""
    try:
        return psutil.Process(process).status() not in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}
    except psutil.NoSuchProcess:
        return False


@needs_posix
@pytest.mark.parametrize("transport", ["exec", "argv"])
@pytest.mark.parametrize("then", ["stay", "leave"])
def test_a_child_that_left_the_session_holds_nothing_up_and_is_ended(
    transport: str, then: str, ask, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    told.touch()
    adapter = f"{transport}:sh {ESCAPING} {told} {then}"
    # A shell is there in a hundredth of a second, but on a machine that has much to do.
    for seconds in (1.0, 10.0, 100.0):
        limits = Settings(deadline=seconds, start=seconds)
        report = ask(adapter, limits, filters=CASES[:1])
        assert State.PASS not in {case.state for case in report.cases}
        if escaped := [int(word) for word in told.read_text().split()]:
            break
    assert escaped
    assert not [process for process in escaped if _lives(process)]


def test_an_adapter_that_does_not_start_leaves_everything_not_run(ask) -> None:
    report = ask("exec:there-is-no-such-program", filters=CASES)
    assert {case.state for case in report.cases} == {State.NOT_RUN}
    assert not report.certifies
    assert report.reasons[0] == (
        "the adapter did not start: there-is-no-such-program: no such command"
    )


def test_an_adapter_that_says_nothing_is_given_up(ask) -> None:
    report = ask("exec:sleep 600", Settings(start=0.5), filters=CASES)
    assert {case.state for case in report.cases} == {State.NOT_RUN}
    assert report.reasons[0] == "the adapter did not start: no answer within 0.5 seconds"


def test_an_adapter_sees_nothing_of_the_environment_but_what_is_passed_on(
    ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    script = tmp_path / "tell.py"
    script.write_text(f"import os\nopen({str(told)!r}, 'w').write(repr(dict(os.environ)))\n")
    monkeypatch.setenv("SECRET_TOKEN", "hush")
    monkeypatch.setenv("WANTED", "yes")
    ask(f"exec:{sys.executable} {script}", replace(LIMITS, keep=("WANTED",)), filters=CASES[:1])
    seen = told.read_text()
    assert "hush" not in seen
    assert "WANTED" in seen
    assert f"'HOME': '{Path.home()}'" not in seen


def test_a_command_is_read_by_no_shell(ask, tmp_path: Path) -> None:
    ask(f"exec:{sys.executable} -c pass; touch {tmp_path / 'made'}", filters=CASES[:1])
    assert not (tmp_path / "made").exists()
