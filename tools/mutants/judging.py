"""The cases of the suite asked of a mutant, as a vendor's product is; the first that fails ends it.

The product is compared at D3, level full, as published. Where our implementation itself fails a
case, nobody can tell who is caught by it, and it is left out.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Container
from typing import NamedTuple, Protocol

import msgspec

from aeo_exchange.conformance.adapters.protocol import Hello, read_hello, read_reply
from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.conformance.judge.comparison import Closeness, differences
from aeo_exchange.conformance.judge.signed import signed_differences
from aeo_exchange.conformance.run.plan import CaseQuestion, Choice, not_claimed, plan
from aeo_exchange.conformance.run.sessions import Answered
from aeo_exchange.conformance.suite.cases import Suite
from aeo_exchange.conformance.suite.lists import (
    OPTIONAL,
    Depth,
    Operation,
    ProductRole,
    RunLevel,
    State,
)

__all__ = ["Caught", "Judge", "Product", "ended"]

AT = "2026-11-22T00:00:00Z"
MEASURE = Closeness(RunLevel.FULL, Depth.D3)
HELLO = {"v": 1, "cmd": "hello"}
RESET = {"v": 1, "cmd": "reset"}


class Product(Protocol):
    """A mutant at work; `ask` raises AdapterFailure when it answers nothing, or too late."""

    def ask(self, message: dict[str, object]) -> bytes:
        """Return the answer to a message."""


class Caught(NamedTuple):
    """The case that a mutant failed, and how."""

    case: str
    how: str


class Judge:
    """Cases in an order that changes: what caught a mutant before is asked first."""

    def __init__(self, suite: Suite, seed: int) -> None:
        self._suite = suite
        self._cases = _asked_once(suite)
        random.Random(seed).shuffle(self._cases)  # noqa: S311 an order is no secret
        self._catches: Counter[str] = Counter()

    def set_aside(self, product: Product, *, watched: bool = False) -> list[str]:
        """Ask the product without a change; leave out, and return, what it fails or leaves.

        With `watched` it is told each case before, to note which lines of it that case runs.
        """
        hello = read_hello(product.ask(HELLO))
        failed = []
        kept = []
        for case in self._cases:
            questions = [question for question in case if not not_claimed(question, hello)]
            if not questions or not _offers(hello, questions[0]):
                continue
            if watched:
                product.ask({"cmd": "case", "name": questions[0].case.id})
            if self._differ(questions, product):
                failed.append(questions[0].case.id)
            else:
                kept.append(questions)
        self._cases = kept
        return failed

    @property
    def names(self) -> list[str]:
        """The names of the cases that are asked."""
        return [case[0].case.id for case in self._cases]

    def keep(self, names: Container[str]) -> None:
        """Ask the cases of these names alone."""
        self._cases = [case for case in self._cases if case[0].case.id in names]

    def caught(self, product: Product, among: frozenset[str] | None = None) -> Caught | None:
        """Return the first case, of those named or of all, that a mutant fails, or None."""
        for questions in sorted(
            self._cases, key=lambda questions: -self._catches[questions[0].case.id]
        ):
            if among is not None and questions[0].case.id not in among:
                continue
            if differ := self._differ(questions, product):
                case = questions[0].case.id
                self._catches[case] += 1
                return Caught(case, differ)
        return None

    def _differ(self, questions: list[CaseQuestion], product: Product) -> str:
        """Return how the answers to a case differ from what it expects; empty when they do not."""
        answers = []
        for seq, question in enumerate(questions, 1):
            request = question.request(seq, self._suite, 10)
            if question.case.operation is Operation.VERIFY:
                product.ask(RESET)
            reply = read_reply(product.ask(msgspec.to_builtins(request)), seq)
            if reply.error or reply.unsupported:
                if question.case.operation in OPTIONAL and reply.unsupported:
                    continue
                return "it could not answer"
            answers.append((question, Answered(reply, State.PASS, "", 0.0)))
        told = [
            difference
            for one, two in answers
            if two.reply
            for difference in differences(one.case, two.reply, MEASURE)
        ]
        if answers:
            told += [
                difference for one in signed_differences(answers, self._suite) for difference in one
            ]
        return told[0] if told else ""


def _offers(hello: Hello, question: CaseQuestion) -> bool:
    return not hello.operations or question.case.operation in hello.operations


def _asked_once(suite: Suite) -> list[list[CaseQuestion]]:
    """Return the questions of each case, once and not for each of its roles."""
    roles = tuple(role for role in ProductRole if suite.chosen(role, RunLevel.FULL))
    choice = Choice(level=RunLevel.FULL, at=AT, variants=False)
    cases = {questions[0].case.id: questions for questions in plan(suite, roles, choice)}
    return [cases[name] for name in sorted(cases)]


def ended(cause: AdapterFailure) -> Caught:
    """Return that a mutant stopped answering, which any case would have shown."""
    return Caught("-", str(cause))
