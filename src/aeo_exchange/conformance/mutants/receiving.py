"""Mutants that take the messages of a stream wrongly: a step that is not made, or not heard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from aeo_exchange.conformance.adapters.own import product as own
from aeo_exchange.conformance.adapters.own.receiver import (
    Judging,
    MessageAtHand,
    answer_about_messages,
    judged_by,
    judged_in_order,
    ordered_steps,
)
from aeo_exchange.conformance.adapters.protocol import Plain, Request
from aeo_exchange.conformance.mutants.loose_entries import Loose, look_loosely
from aeo_exchange.conformance.mutants.making import Answering, after
from aeo_exchange.errors import SignatureError
from aeo_exchange.exchange.acceptance import JudgedEntry
from aeo_exchange.exchange.bodies import require_file
from aeo_exchange.exchange.deltas import EntryChange
from aeo_exchange.exchange.held_state import HeldState, ReceivedKey, ReceivedOf, received_by_entry
from aeo_exchange.exchange.message_steps import StepName
from aeo_exchange.exchange.receiving import HeadQuestion, ReceivedMessage
from aeo_exchange.exchange.ways import DELTAS, SNAPSHOTS
from aeo_exchange.model.trust_list import Purpose, Scope
from aeo_exchange.signing import refusals

__all__ = ["RECEIVING", "asking"]

Look: TypeAlias = Callable[[ReceivedMessage], str]
WAY = "AEO-XCH-20"


def _receiver(judge: Judging) -> Answering:
    """Return our own implementation with another way to judge a message."""

    def answer(message: Plain) -> Plain:
        if message.get("operation") != "receive":
            return own.answer(message)
        told: Plain = msgspec.to_builtins(
            answer_about_messages(msgspec.convert(message, Request), judge)
        )
        return told

    return answer


def _with_steps(looks: Mapping[StepName, Look]) -> Answering:
    """Return a receiver that makes some steps in another way."""

    def judge(came: MessageAtHand, told: list[JudgedEntry]) -> ReceivedMessage:
        steps = [(name, looks.get(name, look)) for name, look in ordered_steps(came)]
        return judged_by(steps, came, told)

    return _receiver(judge)


def _deaf_to(*codes: str) -> Answering:
    """Return a receiver that goes on where some rules should have stopped it."""

    def judge(came: MessageAtHand, told: list[JudgedEntry]) -> ReceivedMessage:
        steps = [(name, _deaf(look, codes)) for name, look in ordered_steps(came)]
        return judged_by(steps, came, told)

    return _receiver(judge)


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

    return _receiver(judge)


def _holding(change: Callable[[HeldState], HeldState]) -> Answering:
    def changed(came: MessageAtHand) -> MessageAtHand:
        held = came.asked.held
        return came if held is None else _asked(came, held=change(held))

    return asking(changed)


def _asked(came: MessageAtHand, **changes: object) -> MessageAtHand:
    asked: HeadQuestion = msgspec.structs.replace(came.asked, **changes)
    return came._replace(asked=asked)


def _receiving(change: Callable[[ReceivedOf, EntryChange], ReceivedKey | None]) -> Answering:
    """Return a receiver that remembers something else of a key than it received."""

    def changed(held: HeldState) -> HeldState:
        return replace(held, received=lambda entry: change(held.received, entry))

    return _holding(changed)


def _any_tombstone(received: ReceivedOf, change: EntryChange) -> ReceivedKey | None:
    known = received(change)
    return None if known is None else known._replace(tombstone=None)


def _any_move_back(received: ReceivedOf, change: EntryChange) -> ReceivedKey | None:
    known = received(change)
    return None if known is None else known._replace(moved_back=True)


def _no_move_back(received: ReceivedOf, change: EntryChange) -> ReceivedKey | None:
    known = received(change)
    return None if known is None else known._replace(moved_back=False)


def _any_revision(received: ReceivedOf, change: EntryChange) -> ReceivedKey | None:
    known = received(change)
    return None if known is None else known._replace(revision=0, digest="")


def _any_key(message: ReceivedMessage) -> str:
    """Ask nobody whose key it is, nor what it may speak for."""
    message.tuples = (
        Scope(
            administration=message.head.iss,
            programme="HK-AEO",
            tin_prefixes=("",),
            purposes=(Purpose.EXCHANGE,),
        ),
    )
    return ""


def _any_purpose(message: ReceivedMessage) -> str:
    """Let every key of the sender speak in the exchange."""
    try:
        return message.look_at_key()
    except SignatureError as cause:
        if cause.rule != "AEO-XCH-12":
            raise
        return _any_key(message)


def _last_though_refused(came: MessageAtHand, told: list[JudgedEntry]) -> ReceivedMessage:
    """Go on from a head that was refused."""
    message = judged_in_order(came, told)
    is_authentic = any(step.name == "stream" for step in message.steps[:-1])
    if is_authentic and message.steps[-1].outcome == "refused":
        came.stream.last = message.signed
    return message


def _any_confirmation(came: MessageAtHand) -> MessageAtHand:
    """Take the word of the operator about one head for any other."""
    message = judged_in_order(_asked(came), [])
    is_confirmed = bool(came.asked.confirmed) and message.signed is not None
    digest = message.signed.digest if message.signed else ""
    return _asked(came, confirmed=digest) if is_confirmed else came


def _seen_if_applied(came: MessageAtHand) -> MessageAtHand:
    """Forget the heads that were not applied."""
    applied = came.stream.last
    came.stream.seen.clear()
    if applied is not None and applied.head is not None:
        came.stream.seen[applied.head.sequence] = applied.digest
    return came


def _undisputed(came: MessageAtHand) -> MessageAtHand:
    came.stream.disputed = frozenset()
    return came


def _first_delta(message: ReceivedMessage) -> str:
    """Take the first delta that came, whatever it starts from."""
    offered = message.files.offered(message.head)
    delta = next((file for file in offered if file.media in DELTAS), None)
    if delta is None or message.asked.held is None:
        return message.look_at_files()
    message.way = delta
    return ""


def _numbered_delta(message: ReceivedMessage) -> str:
    """Go by the number of the base and not by its root."""
    held = message.asked.held
    for file in message.files.offered(message.head):
        if file.media in DELTAS and file.base and held is not None:
            refusals.require(file.base.sequence == held.head.sequence, WAY, "another number")
    return message.look_at_files()


def _snapshot_first(message: ReceivedMessage) -> str:
    offered = message.files.offered(message.head)
    message.way = next((file for file in offered if file.media in SNAPSHOTS), None)
    if message.way is None:
        return message.look_at_files()
    with message.files.opened(message.way) as stream:
        require_file(stream, message.way)
    return ""


def _no_new_keys(message: ReceivedMessage) -> str:
    """Count what changes and what goes, and nothing that is new."""
    assert message.reached is not None
    message.reached.changes.new = 0
    return message.look_at_changes()


def _of_those_reached(message: ReceivedMessage) -> str:
    """Take the percentage of the entries reached for that of the entries held."""
    held = message.asked.held
    if held is not None:
        counted = replace(held.head, count=message.head.count)
        message.asked = replace(message.asked, held=replace(held, head=counted))
    return message.look_at_changes()


def _in_a_row(message: ReceivedMessage) -> str:
    """Take each number for the one behind the last."""
    held = message.asked.held
    is_next = held is None or message.head.sequence in {held.head.sequence, held.head.sequence + 1}
    refusals.require(is_next, "AEO-XCH-16", "a number was left out")
    return message.look_at_sequence()


def _once_only(message: ReceivedMessage) -> str:
    held = message.asked.held
    is_other = held is None or message.head.sequence > held.head.sequence
    refusals.require(is_other, "AEO-XCH-16", "it was applied")
    return message.look_at_sequence()


def _entries(loose: Loose) -> Answering:
    return _with_steps({"entries": lambda message: look_loosely(message, loose)})


def _became(change: Callable[[Plain], Plain | None]) -> Answering:
    """Return a receiver that tells something else of keys."""

    def changed(said: Plain, _message: Plain) -> Plain:
        state = said.get("state")
        if not isinstance(state, dict):
            return said
        entries = [told for entry in state["entries"] if (told := change(entry)) is not None]
        return {**said, "state": {**state, "entries": entries}}

    return after(changed)


def _whole_or_nothing(said: Plain, _message: Plain) -> Plain:
    """Refuse a message for one record that is rejected."""
    state = said.get("state")
    entries = state["entries"] if isinstance(state, dict) else []
    is_whole = all(entry["state"] != "rejected" for entry in entries)
    return said if is_whole else {**said, "verdict": "NOT_VALID"}


# What is taken wrongly -> the implementation that does so.
RECEIVING: dict[str, Answering] = {
    "accepts-any-reset": _deaf_to("AEO-XCH-18"),
    "accepts-what-it-rejects": _became(
        lambda entry: {**entry, "state": "accepted"} if entry["state"] == "rejected" else entry
    ),
    "applies-without-trust": _with_steps({"key": _any_key}),
    "believes-the-host": _deaf_to("AEO-XCH-21"),
    "compares-with-what-it-reaches": _with_steps({"changes": _of_those_reached}),
    "computes-no-root": _entries(Loose(root=True)),
    "counts-no-new-keys": _with_steps({"changes": _no_new_keys}),
    "drops-what-it-is-told": _entries(Loose(drops=True)),
    "forgets-the-missing": _became(lambda entry: None if entry["state"] == "missing" else entry),
    "forgets-what-it-refused": asking(_seen_if_applied),
    "goes-by-the-number-of-the-base": _with_steps({"files": _numbered_delta}),
    "goes-on-in-a-dispute": asking(_undisputed),
    "goes-on-from-what-it-refused": _receiver(_last_though_refused),
    "ignores-the-clock": _deaf_to("AEO-XCH-14"),
    "ignores-the-profile": _deaf_to("AEO-XCH-19"),
    "judges-what-came": _receiving(lambda _, change: received_by_entry(change)),
    "lets-anybody-move-back": _receiving(_any_move_back),
    "lets-nobody-move-back": _receiving(_no_move_back),
    "lets-revisions-go-back": _receiving(_any_revision),
    "lets-time-go-back": _deaf_to("AEO-XCH-17"),
    "prefers-the-snapshot": _with_steps({"files": _snapshot_first}),
    "reads-any-stream": _deaf_to("AEO-XCH-13"),
    "refuses-a-gap-in-numbers": _with_steps({"sequence": _in_a_row}),
    "refuses-what-it-has": _with_steps({"sequence": _once_only}),
    "refuses-whole-messages": after(_whole_or_nothing),
    "revives-any-tombstone": _receiving(_any_tombstone),
    "sorts-what-came": _entries(Loose(order=True)),
    "takes-a-gap-in-a-delta": _with_steps(
        {"files": _first_delta, "entries": lambda message: look_loosely(message, Loose(root=True))}
    ),
    "takes-any-confirmation": asking(_any_confirmation),
    "takes-any-key-of-the-sender": _with_steps({"key": _any_purpose}),
    "takes-mass-changes": _deaf_to("AEO-XCH-26"),
    "takes-old-heads": _deaf_to("AEO-XCH-16"),
    "takes-records-of-others": _entries(Loose(owner=True)),
    "treats-absence-as-an-end": _became(
        lambda entry: {**entry, "state": "tombstone"} if entry["state"] == "missing" else entry
    ),
}
