"""The pool: answers in the order of the questions, and a slow one stops nobody."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError

import pytest

from aeo_exchange.errors import WrongChoice
from aeo_exchange.operations.pool import Pool, in_turn

LONG = 600  # seconds that no test takes: a fault is told, and never waited for in vain


@pytest.mark.parametrize("answerers", [1, 2, 3])
def test_answers_come_in_the_order_of_the_questions(answerers: int) -> None:
    with Pool([str] * answerers) as pool:
        assert list(in_turn(map(pool.ask, range(20)), most=4)) == [*map(str, range(20))]


def test_a_slow_answer_is_the_first_all_the_same_and_keeps_nobody_from_being_asked() -> None:
    all_others = threading.Semaphore(0)

    def answer(question: int) -> int:
        if question:
            all_others.release()
        else:
            for _ in range(9):
                assert all_others.acquire(timeout=LONG)
        return question

    with Pool([answer, answer]) as pool:
        assert list(in_turn(map(pool.ask, range(10)), most=10)) == [*range(10)]


def test_nobody_is_asked_two_questions_at_once() -> None:
    asked = [threading.Lock(), threading.Lock()]

    def answerer(alone: threading.Lock):
        def answer(question: int) -> int:
            assert alone.acquire(blocking=False)
            try:
                return sum(range(question))  # long enough for another thread to come
            finally:
                alone.release()

        return answer

    with Pool([answerer(alone) for alone in asked]) as pool:
        assert len(list(in_turn(map(pool.ask, range(2000)), most=2000))) == 2000


def test_no_more_is_asked_than_may_wait() -> None:
    asked = []

    def questions():
        for question in range(9):
            asked.append(question)
            yield pool.ask(question)

    with Pool([str]) as pool:
        answers = in_turn(questions(), most=3)
        assert next(answers) == "0"
        assert asked == [0, 1, 2, 3]


def test_what_an_answerer_raises_is_raised_where_its_answer_would_stand() -> None:
    def answer(question: int) -> int:
        if question == 1:
            raise WrongChoice("the second is refused")
        return question

    with Pool([answer]) as pool:
        answers = in_turn(map(pool.ask, range(3)), most=3)
        assert next(answers) == 0
        with pytest.raises(WrongChoice, match="the second"):
            next(answers)


def test_what_waits_when_the_pool_stops_is_never_asked() -> None:
    begun, may_answer = threading.Event(), threading.Event()

    def answer(question: int) -> int:
        begun.set()
        assert may_answer.wait(LONG)
        return question

    with Pool([answer]) as pool:
        first, second = pool.ask(0), pool.ask(1)
        assert begun.wait(LONG)
        pool.stop()
        may_answer.set()
    assert first.result() == 0
    with pytest.raises(CancelledError):
        second.result()
