"""What makes a receiver with one fault of ours: a step, a key, or what it holds, taken amiss."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from aeo_exchange.conformance.adapters.own.receiver import (
    Judging,
    MessageAtHand,
    answer_about_messages,
    judged_by,
    judged_in_order,
    ordered_steps,
)
from aeo_exchange.conformance.adapters.protocol import Plain
from aeo_exchange.conformance.mutants.loose_entries import Loose, look_loosely
from aeo_exchange.conformance.mutants.making import Answering, after, answering
from aeo_exchange.conformance.suite.lists import Operation
from aeo_exchange.errors import SignatureError
from aeo_exchange.exchange.acceptance import JudgedEntry
from aeo_exchange.exchange.deltas import EntryChange
from aeo_exchange.exchange.held_state import HeldState, ReceivedKey, ReceivedOf
from aeo_exchange.exchange.message_steps import StepName
from aeo_exchange.exchange.receiving import HeadQuestion, ReceivedMessage

__all__ = [
    "asked_otherwise",
    "asking",
    "became",
    "deaf_to",
    "judged_with",
    "loosely",
    "receiver",
    "receiving",
    "with_steps",
]

Look: TypeAlias = Callable[[ReceivedMessage], str]


def receiver(judge: Judging) -> Answering:
    """Return our own implementation with another way to judge a message."""
    return answering(Operation.RECEIVE, partial(answer_about_messages, judge=judge))


def with_steps(looks: Mapping[StepName, Look]) -> Answering:
    """Return a receiver that makes some steps in another way."""
    return receiver(lambda came, told: judged_with(looks, came, told))


def judged_with(
    looks: Mapping[StepName, Look], came: MessageAtHand, told: list[JudgedEntry]
) -> ReceivedMessage:
    """Return what becomes of one message when some steps are made in another way."""
    steps = [(name, looks.get(name, look)) for name, look in ordered_steps(came)]
    return judged_by(steps, came, told)


def deaf_to(*codes: str) -> Answering:
    """Return a receiver that goes on where some rules should have stopped it."""

    def judge(came: MessageAtHand, told: list[JudgedEntry]) -> ReceivedMessage:
        steps = [(name, _deaf(look, codes)) for name, look in ordered_steps(came)]
        return judged_by(steps, came, told)

    return receiver(judge)


def _deaf(look: Look, codes: tuple[str, ...]) -> Look:
    def heard(message: ReceivedMessage) -> str:
        try:
            return look(message)
        except SignatureError as cause:
            if cause.rule not in codes:
                raise
            return "nobody heard why not"

    return heard


def asking(change: Callable[[MessageAtHand], MessageAtHand]) -> Answering:
    """Return a receiver that is told something else of what it holds, or of the operator."""

    def judge(came: MessageAtHand, told: list[JudgedEntry]) -> ReceivedMessage:
        return judged_in_order(change(came), told)

    return receiver(judge)


def holding(change: Callable[[HeldState], HeldState]) -> Answering:
    """Return a receiver that takes for held what is changed."""

    def changed(came: MessageAtHand) -> MessageAtHand:
        held = came.asked.held
        return came if held is None else asked_otherwise(came, held=change(held))

    return asking(changed)


def asked_otherwise(came: MessageAtHand, **changes: object) -> MessageAtHand:
    """Return a message that is judged by something else."""
    asked: HeadQuestion = msgspec.structs.replace(came.asked, **changes)
    return came._replace(asked=asked)


def receiving(change: Callable[[ReceivedOf, EntryChange], ReceivedKey | None]) -> Answering:
    """Return a receiver that remembers something else of a key than it received."""

    def changed(held: HeldState) -> HeldState:
        return replace(held, received=lambda entry: change(held.received, entry))

    return holding(changed)


def loosely(loose: Loose) -> Answering:
    """Return a receiver that does not look at all that entries have to be."""
    return with_steps({"entries": lambda message: look_loosely(message, loose)})


def became(change: Callable[[Plain], Plain | None]) -> Answering:
    """Return a receiver that tells something else of keys."""

    def changed(said: Plain, _message: Plain) -> Plain:
        state = said.get("state")
        if not isinstance(state, dict):
            return said
        entries = [told for entry in state["entries"] if (told := change(entry)) is not None]
        return {**said, "state": {**state, "entries": entries}}

    return after(changed)
