"""Suite and adapter to a report: every question is asked, whatever became of the one before."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeAlias

from msgspec import UNSET, Struct

from aeo_exchange.conformance.adapters.protocol import Hello
from aeo_exchange.conformance.adapters.transports import Adapter
from aeo_exchange.conformance.errors import AdapterFailure, UnknownAdapter
from aeo_exchange.conformance.judge.comparison import Closeness
from aeo_exchange.conformance.judge.outcomes import case_result
from aeo_exchange.conformance.legible import writable
from aeo_exchange.conformance.report.run_report import RunReport
from aeo_exchange.conformance.report.summary import RunMade, summed_up
from aeo_exchange.conformance.run.plan import (
    CaseQuestion,
    Choice,
    missing_operation,
    not_claimed,
    plan,
    refuse_stray,
)
from aeo_exchange.conformance.run.sessions import Answered, Session
from aeo_exchange.conformance.suite.cases import Suite
from aeo_exchange.conformance.suite.lists import Depth, ProductRole, State
from aeo_exchange.operations.pool import Pool, in_turn

__all__ = ["run_suite"]

Progress: TypeAlias = Callable[[int, int], None]
NOBODY = Answered(None, State.NOT_RUN, "the adapter could not be started", 0.0)
NOT_OFFERED = Answered(None, State.UNSUPPORTED, "the product does not offer the operation", 0.0)


class _Asking(Struct, frozen=True):
    """What is asked in a run, and of whom."""

    suite: Suite
    adapter: Adapter
    questions: list[CaseQuestion]
    jobs: int
    progress: Progress


def run_suite(suite: Suite, adapter: Adapter, choice: Choice, progress: Progress) -> RunReport:
    """Return the report of a run; where the adapter cannot be started, nothing is run.

    Raises UnknownAdapter for one that no transport can reach, NothingMatched and UnknownCase for
    wishes that the suite cannot fulfil.
    """
    refuse_stray(suite, choice)
    begun = time.monotonic()
    first = Session(adapter)
    try:
        hello, trouble = _introduced(first)
        roles = choice.roles or _claimed(hello)
        cases = plan(suite, roles, choice)
        questions = [question for case in cases for question in case]
        asking = _Asking(suite, adapter, questions, choice.jobs, progress)
        answers = _answers(asking, hello, first)
    finally:
        first.close()
    measure = Closeness(choice.level, _depth(choice, hello))
    results, place = [], 0
    for case in cases:
        asked = [(question, answers[place + i]) for i, question in enumerate(case)]
        results.append(case_result(asked, measure, choice, suite))
        place += len(case)
    return summed_up(
        RunMade(suite, adapter, choice, roles, measure.depth, hello, trouble),
        results,
        [(question.case.id, answers[i].seconds) for i, question in enumerate(questions)],
        time.monotonic() - begun,
    )


def _introduced(session: Session) -> tuple[Hello | None, str]:
    """Return what the product says of itself, or None and why it says nothing."""
    try:
        return session.start(), ""
    except UnknownAdapter:
        raise
    except AdapterFailure as cause:
        return None, writable(str(cause))


def _claimed(hello: Hello | None) -> tuple[ProductRole, ...]:
    return tuple(role for role in ProductRole if hello and role in hello.roles)


def _depth(choice: Choice, hello: Hello | None) -> Depth:
    """Return the depth asked for, or the one that the product says it can be compared at."""
    if choice.depth is not UNSET:
        return choice.depth
    return hello.depth if hello else Depth.D1


def _answers(asking: _Asking, hello: Hello | None, first: Session) -> list[Answered]:
    """Return the answer to each question, in their order; several products may work at once."""
    if hello is None:
        return [NOBODY] * len(asking.questions)
    sessions = [first, *(Session(asking.adapter) for _ in range(asking.jobs - 1))]
    answerers = [partial(_answer, asking, hello, session) for session in sessions]
    answers: list[Answered] = []
    try:
        with Pool(answerers) as pool:
            for answer in _in_order(pool, answerers, range(len(asking.questions))):
                answers.append(answer)
                asking.progress(len(answers), len(asking.questions))
    finally:
        for session in sessions:
            session.close()
    return answers


def _in_order(
    pool: Pool[int, Answered], answerers: Sequence[Callable[[int], Answered]], places: range
) -> Iterator[Answered]:
    if len(answerers) == 1:  # asked without a thread, Ctrl-C ends the question too
        return map(answerers[0], places)
    return in_turn(map(pool.ask, places), most=len(places))  # one that is slow stops no other


def _answer(asking: _Asking, hello: Hello, session: Session, place: int) -> Answered:
    question = asking.questions[place]
    if missing := not_claimed(question, hello):
        message = f"the product does not claim {missing}"
        return Answered(None, State.NOT_APPLICABLE, message, 0.0)
    if missing_operation(question.case, hello):
        return NOT_OFFERED
    seconds = asking.adapter.settings.deadline
    return session.ask(question.request(place + 1, asking.suite, seconds))
