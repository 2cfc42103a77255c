"""A worker tells of what passed in short, and of all else whole."""

from __future__ import annotations

import pytest

import told_once
from rows import for_each_row

PLACE = ("tests/test_a.py", 3, "test_a")


def report(outcome: str = "passed", when: str = "call", **more: object) -> pytest.TestReport:
    return pytest.TestReport(
        "tests/test_a.py::test_a",
        PLACE,
        {"slow": 1},
        outcome,
        **{"longrepr": None, "when": when, **more},
    )


def told(config: pytest.Config, of: object) -> dict[str, object] | None:
    return told_once.pytest_report_to_serializable(config, of)


@for_each_row("when", ["setup", "call", "teardown"])
def test_a_phase_that_passed_is_read_as_it_was_told(pytestconfig: pytest.Config, when: str) -> None:
    short = told(pytestconfig, report(when=when))
    if short is None:
        pytest.skip("more than dots is asked for")
    read = told_once.pytest_report_from_serializable(short)
    assert (read.nodeid, read.location, read.outcome, read.when) == (
        *("tests/test_a.py::test_a", PLACE, "passed", when),
    )


@for_each_row(
    "whole",
    [
        report("failed", longrepr="it is not so"),
        report("failed", "teardown", longrepr="it is not so"),
        report("skipped", "setup", longrepr=("tests/test_a.py", 3, "no Node")),
        report(sections=[("Captured stdout call", "printed")]),
        pytest.CollectReport("tests/test_a.py", "failed", "no syntax", []),
    ],
)
def test_what_did_not_merely_pass_is_told_whole(pytestconfig: pytest.Config, whole) -> None:
    assert told(pytestconfig, whole) is None


def test_a_test_that_passed_though_it_should_not_is_told_whole(pytestconfig) -> None:
    passed = report()
    passed.wasxfail = "not yet"
    assert told(pytestconfig, passed) is None


def test_what_was_told_whole_is_left_to_pytest() -> None:
    assert told_once.pytest_report_from_serializable({"$report_type": "TestReport"}) is None


def test_of_a_test_that_passes_one_report_is_sent_and_that_it_is_done() -> None:
    class Interactor:
        def __init__(self) -> None:
            self.sent = []

        def sendevent(self, name: str, **_told: object) -> None:
            self.sent.append(name)

    interactor = Interactor()
    told_once._tell_less(interactor)  # noqa: SLF001 what it puts before a part of xdist
    interactor.sendevent("logstart", nodeid="a", location=PLACE)
    for when in ("setup", "call", "teardown"):
        interactor.sendevent("testreport", data={told_once.PASSED: when})
    interactor.sendevent("testreport", data={"outcome": "failed", "when": "teardown"})
    interactor.sendevent("logfinish", nodeid="a", location=PLACE)
    interactor.sendevent("runtest_protocol_complete", item_index=0, duration=0)
    assert interactor.sent == ["testreport", "testreport", "runtest_protocol_complete"]
