"""A clock past what Python can count is told as that, whoever asks it."""

from __future__ import annotations

import time

import pytest

from aeo_exchange.resources import published

RECORD = str(published("samples/records/HK-AEO/TIER1.aeo.json"))
TOLD = "error: the clock of this machine stands past 2262-04-11, and cannot be read (state-error)."


@pytest.fixture
def past_clock(monkeypatch):
    """Let the clock refuse as it does where nanoseconds have more than 64 bits."""

    def refuse():
        raise OverflowError("timestamp too large to convert to C _PyTime_t")

    monkeypatch.setattr(time, "time", refuse)


@pytest.mark.usefixtures("past_clock")
def test_no_answer_is_given_by_a_clock_that_stands_still(aeo):
    done = aeo("status", RECORD)
    assert (done.returncode, done.stdout, done.stderr) == (3, "", f"{TOLD} Set it right.\n")
    assert aeo("validate", RECORD, "--at=2026-11-01").returncode == 0


@pytest.mark.usefixtures("past_clock")
def test_a_library_that_asks_the_clock_is_no_fault_of_the_program(aeo):
    done = aeo("register", "init", "--db=r.db", SOURCE_DATE_EPOCH="1793534400")
    assert (done.returncode, done.stderr) == (3, f"{TOLD} Set it right.\n")


def test_a_number_too_large_for_something_else_is_a_fault_of_the_program(aeo, monkeypatch):
    def refuse(*_arguments, **_more):
        raise OverflowError("int too big to convert")

    monkeypatch.setattr("aeo_exchange.operations.register.register.init_register", refuse)
    done = aeo("register", "init", "--db=r.db")
    assert (done.returncode, done.stderr[:29]) == (5, "internal error: OverflowError")
