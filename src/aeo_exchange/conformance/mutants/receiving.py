"""Mutants that take the messages of a stream wrongly: a step that is not made, or not heard."""

from __future__ import annotations

from msgspec.structs import replace

from aeo_exchange.conformance.adapters.own.receiver import MessageAtHand, judged_in_order
from aeo_exchange.conformance.adapters.protocol import Plain
from aeo_exchange.conformance.mutants.loose_entries import Loose, look_loosely
from aeo_exchange.conformance.mutants.making import Answering, after
from aeo_exchange.conformance.mutants.receivers import (
    asked_otherwise,
    asking,
    became,
    deaf_to,
    loosely,
    receiver,
    receiving,
    with_steps,
)
from aeo_exchange.errors import SignatureError
from aeo_exchange.exchange.acceptance import JudgedEntry
from aeo_exchange.exchange.bodies import require_file
from aeo_exchange.exchange.deltas import EntryChange
from aeo_exchange.exchange.disputes import Disputes
from aeo_exchange.exchange.held_state import ReceivedKey, ReceivedOf, received_by_entry
from aeo_exchange.exchange.receiving import ReceivedMessage
from aeo_exchange.exchange.ways import DELTAS, SNAPSHOTS
from aeo_exchange.model.trust_list import Purpose, Scope
from aeo_exchange.signing import refusals

__all__ = ["RECEIVING"]

WAY = "AEO-XCH-20"


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
    message = judged_in_order(asked_otherwise(came), [])
    is_confirmed = bool(came.asked.confirmed) and message.signed is not None
    digest = message.signed.digest if message.signed else ""
    return asked_otherwise(came, confirmed=digest) if is_confirmed else came


def _seen_if_applied(came: MessageAtHand) -> MessageAtHand:
    """Forget the heads that were not applied."""
    applied = came.stream.last
    came.stream.seen.clear()
    if applied is not None and applied.head is not None:
        came.stream.seen[applied.head.sequence] = applied.digest
    return came


def _undisputed(came: MessageAtHand) -> MessageAtHand:
    came.stream.disputes = Disputes()
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


def _whole_or_nothing(said: Plain, _message: Plain) -> Plain:
    """Refuse a message for one record that is rejected."""
    state = said.get("state")
    entries = state["entries"] if isinstance(state, dict) else []
    is_whole = all(entry["state"] != "rejected" for entry in entries)
    return said if is_whole else {**said, "verdict": "NOT_VALID"}


# What is taken wrongly -> the implementation that does so.
RECEIVING: dict[str, Answering] = {
    "accepts-any-reset": deaf_to("AEO-XCH-18"),
    "accepts-what-it-rejects": became(
        lambda entry: {**entry, "state": "accepted"} if entry["state"] == "rejected" else entry
    ),
    "applies-without-trust": with_steps({"key": _any_key}),
    "believes-the-host": deaf_to("AEO-XCH-21"),
    "compares-with-what-it-reaches": with_steps({"changes": _of_those_reached}),
    "computes-no-root": loosely(Loose(root=True)),
    "counts-no-new-keys": with_steps({"changes": _no_new_keys}),
    "drops-what-it-is-told": loosely(Loose(drops=True)),
    "forgets-the-missing": became(lambda entry: None if entry["state"] == "missing" else entry),
    "forgets-what-it-refused": asking(_seen_if_applied),
    "goes-by-the-number-of-the-base": with_steps({"files": _numbered_delta}),
    "goes-on-in-a-dispute": asking(_undisputed),
    "goes-on-from-what-it-refused": receiver(_last_though_refused),
    "ignores-the-clock": deaf_to("AEO-XCH-14"),
    "ignores-the-profile": deaf_to("AEO-XCH-19"),
    "judges-what-came": receiving(lambda _, change: received_by_entry(change)),
    "lets-anybody-move-back": receiving(_any_move_back),
    "lets-nobody-move-back": receiving(_no_move_back),
    "lets-revisions-go-back": receiving(_any_revision),
    "lets-time-go-back": deaf_to("AEO-XCH-17"),
    "prefers-the-snapshot": with_steps({"files": _snapshot_first}),
    "reads-any-stream": deaf_to("AEO-XCH-13"),
    "refuses-a-gap-in-numbers": with_steps({"sequence": _in_a_row}),
    "refuses-what-it-has": with_steps({"sequence": _once_only}),
    "refuses-whole-messages": after(_whole_or_nothing),
    "revives-any-tombstone": receiving(_any_tombstone),
    "sorts-what-came": loosely(Loose(order=True)),
    "takes-a-gap-in-a-delta": with_steps(
        {"files": _first_delta, "entries": lambda message: look_loosely(message, Loose(root=True))}
    ),
    "takes-any-confirmation": asking(_any_confirmation),
    "takes-any-key-of-the-sender": with_steps({"key": _any_purpose}),
    "takes-mass-changes": deaf_to("AEO-XCH-26"),
    "takes-old-heads": deaf_to("AEO-XCH-16"),
    "takes-records-of-others": loosely(Loose(owner=True)),
    "treats-absence-as-an-end": became(
        lambda entry: {**entry, "state": "tombstone"} if entry["state"] == "missing" else entry
    ),
}
