"""A product that does not come up again is given up after three starts in a row, not before."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from aeo_exchange.conformance.adapters.protocol import Hello, Implementation, Reply
from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.conformance.run.plan import Choice, plan
from aeo_exchange.conformance.run.sessions import Session
from aeo_exchange.conformance.suite.lists import ProductRole, State
from aeo_exchange.report import Verdict
from conformance_runner.conftest import AT

HELLO = Hello(v=1, implementation=Implementation(name="P", version="1"), roles=("validator",))


@dataclass
class Failing:
    """An adapter that starts when its turn says so; what runs ends at the first question."""

    turns: str
    answers: bool = False
    starts: list[str] = field(default_factory=list)

    def open(self) -> Failing:
        turn = self.turns[len(self.starts)]
        self.starts.append(turn)
        if turn == "n":
            raise AdapterFailure("it does not start")
        return self

    def hello(self) -> Hello:
        return HELLO

    def reset(self) -> None:
        """Forget nothing."""

    def close(self) -> None:
        """End nothing."""

    def run(self, request) -> Reply:
        if self.answers:
            return Reply(seq=request.seq, verdict=Verdict.VALID)
        raise AdapterFailure("it ended")


@pytest.fixture(scope="module")
def request_of(suite):
    ((question, *_), *_) = plan(
        suite, (ProductRole.VALIDATOR,), Choice(at=AT, filters=("AEO-LIF-01*",))
    )
    return question.request(1, suite, 1.0)


@pytest.mark.parametrize(
    ("turns", "states"),
    [
        ("ynnn", "error error error error not_run not_run"),
        ("ynnyn", "error error error error error"),
        ("ynnynnn", "error error error error error error error not_run not_run"),
    ],
)
def test_three_starts_in_a_row_that_fail_are_the_end(turns, states: str, request_of) -> None:
    adapter = Failing(turns)
    session = Session(adapter)
    session.start()
    expected = [State(state) for state in states.split()]
    assert [session.ask(request_of).state for _ in expected] == expected
    assert "".join(adapter.starts) == turns


def test_a_product_that_runs_is_not_started_again(request_of) -> None:
    adapter = Failing("y", answers=True)
    session = Session(adapter)
    session.start()
    assert [session.ask(request_of).state for _ in range(5)] == [State.PASS] * 5
    assert adapter.starts == ["y"]


def test_a_first_start_that_fails_is_raised(request_of) -> None:
    session = Session(Failing("ny", answers=True))
    with pytest.raises(AdapterFailure):
        session.start()
    assert session.ask(request_of).state is State.PASS
