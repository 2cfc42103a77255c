"""Whatever an answer holds, its case is in error and the report can be written and read."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from aeo_exchange.conformance.adapters.transports import Settings
from aeo_exchange.conformance.report.render import RENDERERS
from aeo_exchange.conformance.report.stored import read_report, written_report
from aeo_exchange.conformance.suite.lists import Depth, State

CASES = ("AEO-STR-01.n01",)
HOSTILE = Path(__file__).parent / "adapters" / "hostile.py"
HELLO = {"v": 1, "implementation": {"name": "P", "version": "1"}, "roles": ["validator"]}
DEEP: list = []
for _ in range(100_000):
    DEEP = [DEEP]


class Mute(Exception):
    def __str__(self) -> str:
        raise ValueError


def _raises(cause: Exception):
    def answer(_message):
        raise cause

    return answer


def _of(**members):
    return lambda message: {"seq": message["seq"], "verdict": "VALID"} | members


# What a callable may hand over that no JSON text could, and wrong types for every member.
ANSWERS = {
    "deep": _of(x=DEEP),
    "half a character": _of(findings=[{"message": "\ud800"}]),
    "half a character in a name": _of(**{"\ud800": 1}),
    "an object": _of(x=object()),
    "no object": lambda _message: "VALID",
    "nothing": lambda _message: None,
    "an exception with half a character": _raises(ValueError("\ud800")),
    "an exception that says nothing": _raises(Mute()),
    "no memory": _raises(MemoryError()),
    "seq text": _of(seq="1"),
    "seq true": _of(seq=True),
    "verdict list": _of(verdict=["VALID"]),
    "verdict null": _of(verdict=None),
    "verdict in small letters": _of(verdict="valid"),
    "findings text": _of(findings="none"),
    "findings null": _of(findings=None),
    "finding text": _of(findings=["AEO-STR-01"]),
    "code number": _of(findings=[{"code": 1}]),
    "severity of its own": _of(findings=[{"severity": "fatal"}]),
    "path list": _of(findings=[{"path": ["a"]}]),
    "record text": _of(findings=[{"record": "0"}]),
    "record fraction": _of(findings=[{"record": 0.5}]),
    "message number": _of(findings=[{"message": 1}]),
    "checks text": _of(checks="pass"),
    "check without a name": _of(checks=[{"outcome": "pass"}]),
    "outcome of its own": _of(checks=[{"name": "signature", "outcome": "ok"}]),
    "output number": _of(output=1),
    "digests text": _of(digests="00"),
    "digest number": _of(digests=[0]),
    "unsupported text": _of(unsupported="no"),
    "reason number": _of(reason=1),
    "error text": lambda message: {"seq": message["seq"], "error": "it broke"},
    "error beside a verdict": _of(error={"message": "it broke"}),
    "neither": lambda message: {"seq": message["seq"]},
}
TOLD: dict = {}


def _will_answer(how) -> None:
    """Tell the adapter, which the runner imports under a name of its own, how to answer."""
    module = importlib.import_module("conformance_runner.test_hostile_answers")
    module.TOLD["answer"] = how


def adapter(message):
    """Answer as the test under way wants it."""
    if message["cmd"] == "run":
        return TOLD["answer"](message)
    return HELLO if message["cmd"] == "hello" else {"ok": True}


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_that_is_none_is_an_error_and_the_report_is_written(kind, ask, suite) -> None:
    _will_answer(ANSWERS[kind])
    report = ask("python:conformance_runner.test_hostile_answers:adapter", filters=CASES)
    (case,) = report.cases
    assert {result.state for result in case.inputs} == {State.ERROR}
    told = {text for result in case.inputs for text in result.differences}
    assert told
    assert not any("KeyError" in text for text in told)
    assert read_report(written_report(report)) == report
    for render in RENDERERS.values():
        "".join(render(report, suite)).encode()


def test_a_product_that_reads_no_more_is_in_error_and_not_waited_for(ask, known_answers) -> None:
    limits = Settings(deadline=60, start=60, keep=("PYTHONPATH",))
    adapter_name = f"exec:{sys.executable} {HOSTILE} close_input {known_answers}"
    report = ask(adapter_name, limits, filters=("AEO-STR-0[1-5].n02",))
    told = [text for case in report.cases for result in case.inputs for text in result.differences]
    assert "the adapter closed its standard input" in told


def test_an_answer_given_late_is_never_taken_for_that_to_the_next_question(
    ask, known_answers
) -> None:
    # The deadline passes for each answer that is kept back; others take a hundredth of it.
    limits = Settings(deadline=1, start=60, keep=("PYTHONPATH",))
    adapter_name = f"exec:{sys.executable} {HOSTILE} answer_with_the_next {known_answers}"
    report = ask(adapter_name, limits, filters=("AEO-STR-0[1-5].n01",))
    states = {result.state for case in report.cases for result in case.inputs}
    assert states == {State.PASS, State.TIMEOUT}


def test_a_flood_of_findings_leaves_a_report_that_can_be_read(ask) -> None:
    flood = [{"code": "X" * 5000, "path": "/x" * 2000, "message": "m" * 9_000}] * 300
    _will_answer(_of(verdict="NOT_VALID", findings=flood))
    report = ask(
        "python:conformance_runner.test_hostile_answers:adapter", filters=CASES, depth=Depth.D3
    )
    told = [result.differences[:1] for case in report.cases for result in case.inputs]
    assert {case.state for case in report.cases} == {State.FAIL}, told
    assert len(written_report(report)) < 5 << 20


def test_a_command_that_is_not_utf_8_leaves_a_report(ask) -> None:
    report = ask("exec:there-is-no-\udcff", filters=CASES)
    assert {case.state for case in report.cases} == {State.NOT_RUN}
    assert read_report(written_report(report)) == report
