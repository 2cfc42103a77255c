"""Suite and adapter to a report: every question is asked, whatever became of the one before."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
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

__all__ = ["run_suite"]

Progress: TypeAlias = Callable[[int, int], None]
NOBODY = Answered(None, State.NOT_RUN, "the adapter could not be started", 0.0)
NOT_OFFERED = Answered(None, State.UNSUPPORTED, "the product does not offer the operation", 0.0)


class _Work(Struct):
    """Questions on their way to answers, by their place in the order of the run."""

    suite: Suite
    adapter: Adapter
    hello: Hello
    questions: list[CaseQuestion]
    answers: dict[int, Answered]
    waiting: queue.SimpleQueue[int]
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
        answers = _asked(first, hello, suite, adapter, questions, choice.jobs, progress)
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


def _asked(  # noqa: PLR0913, PLR0917 what a run is made of
    first: Session,
    hello: Hello | None,
    suite: Suite,
    adapter: Adapter,
    questions: list[CaseQuestion],
    jobs: int,
    progress: Progress,
) -> dict[int, Answered]:
    """Return the answer to each question by its place; several products may work at once."""
    if hello is None:
        return dict.fromkeys(range(len(questions)), NOBODY)
    work = _Work(suite, adapter, hello, questions, {}, queue.SimpleQueue(), progress)
    for place in range(len(questions)):
        work.waiting.put(place)
    others = [Session(adapter) for _ in range(jobs - 1)]
    threads = [threading.Thread(target=_ask_all, args=(other, work)) for other in others]
    for thread in threads:
        thread.start()
    try:
        _ask_all(first, work)
    finally:
        # After Ctrl-C something waits still: the others stop after their present question.
        with suppress(queue.Empty):
            while True:
                work.waiting.get_nowait()
        for thread in threads:
            thread.join()
    return work.answers


def _ask_all(session: Session, work: _Work) -> None:
    """Ask what waits until nothing does."""
    try:
        while True:
            try:
                place = work.waiting.get_nowait()
            except queue.Empty:
                return
            work.answers[place] = _answer(session, work, place)
            work.progress(len(work.answers), len(work.questions))
    finally:
        session.close()


def _answer(session: Session, work: _Work, place: int) -> Answered:
    question = work.questions[place]
    if missing := not_claimed(question, work.hello):
        message = f"the product does not claim {missing}"
        return Answered(None, State.NOT_APPLICABLE, message, 0.0)
    if missing_operation(question.case, work.hello):
        return NOT_OFFERED
    seconds = work.adapter.settings.deadline
    return session.ask(question.request(place + 1, work.suite, seconds))
