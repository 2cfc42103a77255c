"""The entries of a message read as a careless receiver does: out of order, dropped, of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from aeo_exchange.exchange.acceptance import Acceptance
from aeo_exchange.exchange.bodies import content_lines
from aeo_exchange.exchange.deltas import DroppedKey, EntryChange, by_delta, by_snapshot
from aeo_exchange.exchange.entries import Entry, read_entry
from aeo_exchange.exchange.heads import SNAPSHOT
from aeo_exchange.exchange.held_state import received_by_entry
from aeo_exchange.exchange.reached_state import ReachedState
from aeo_exchange.exchange.receiving import ReceivedMessage
from aeo_exchange.exchange.ways import DELTAS, SNAPSHOTS, is_held

__all__ = ["Loose", "look_loosely"]


class Loose(NamedTuple):
    """What is not looked at: order of the keys, what goes, whose records they are, the root."""

    order: bool = False
    drops: bool = False
    owner: bool = False
    root: bool = False


class _RootlessState(ReachedState):
    """A state of which nobody asks whether it is the one that was signed."""

    def require(self) -> None:
        """Refuse records of others."""
        if self._stray is not None:
            raise self._stray


class _LooseState(ReachedState):
    """A state of which nobody asks anything."""

    def require(self) -> None:
        """Ask nothing."""


def look_loosely(message: ReceivedMessage, loose: Loose) -> str:
    """Read the entries of a message, and leave out what a careless receiver does."""
    asked, head = message.asked, message.head
    received = received_by_entry if asked.held is None else asked.held.received_for(head)
    acceptance = Acceptance(head, asked.reference, received, message.judged)
    # What was put in order, or dropped before, has another root than the one that was signed.
    is_deaf = loose.order or loose.drops or loose.owner
    kind = _LooseState if is_deaf else _RootlessState if loose.root else ReachedState
    reached = kind(head, message.tuples, asked.held, acceptance)
    for change in _changes(message, loose):
        reached.take(change)
    reached.require()
    message.reached = reached
    return ""


def _changes(message: ReceivedMessage, loose: Loose) -> list[EntryChange]:
    held, way = message.asked.held, message.way
    before = () if held is None else held.entries()
    if way is None:
        is_same = is_held(message.head, held)
        return list(by_delta(before, (), "") if is_same else by_snapshot(before, ()))
    with message.files.opened(way) as stream:
        if way.media in DELTAS:
            changes: Iterable[Entry | DroppedKey] = list(DELTAS[way.media](stream, way).changes)
            if loose.drops:
                before, changes = _dropped(before, changes)
            return list(by_delta(before, changes, message.head.as_of))
        if loose.order and way.media == SNAPSHOT:
            lines = enumerate(content_lines(stream, way), 1)
            return list(by_snapshot(before, _sorted(read_entry(line, at) for at, line in lines)))
        return list(by_snapshot(before, SNAPSHOTS[way.media](stream, way)))


def _dropped(
    before: Iterable[Entry], changes: Iterable[Entry | DroppedKey]
) -> tuple[list[Entry], list[Entry]]:
    """Return the entries held without those that are dropped, whatever they are, and the others."""
    gone = {change.key for change in changes if isinstance(change, DroppedKey)}
    kept = [entry for entry in before if entry.key not in gone]
    return kept, [change for change in changes if isinstance(change, Entry)]


def _sorted(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield each key once, in order; of two lines of one key the last counts."""
    by_key = {entry.key: entry for entry in entries}
    return (by_key[key] for key in sorted(by_key))
