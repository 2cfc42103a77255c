"""What a receiver holds of a stream when a message comes, and what it knows of each key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from aeo_exchange.exchange.deltas import EntryChange
from aeo_exchange.exchange.entries import Entry, EntryTombstone
from aeo_exchange.exchange.heads import Head
from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.model.record import AeoRecord

__all__ = [
    "HeldState",
    "ReceivedKey",
    "ReceivedOf",
    "forgetful",
    "received_by_entry",
]


class ReceivedKey(NamedTuple):
    """What was received of a key before a message.

    `revision` is the highest applied, 0 where none is known, and `digest` that of its record.
    `tombstone` is the one that stands, be a record behind it that was rejected. `moved_back`: a
    stream of the administration that it moved to says that it moved back to this sender.
    """

    revision: int = 0
    digest: str = ""
    tombstone: EntryTombstone | None = None
    moved_back: bool = False


ReceivedOf: TypeAlias = Callable[[EntryChange], ReceivedKey | None]


def received_by_entry(change: EntryChange) -> ReceivedKey | None:
    """Return what the entry held tells of its key; a register, which has its history, knows more.

    None where there is no entry, or it stays as it is.
    """
    before = change.before
    if before is None or not change.is_change:
        return None
    record = before.known or before.tree
    if before.tombstone is not None or not isinstance(record, dict | AeoRecord):
        return ReceivedKey(tombstone=before.tombstone)
    return ReceivedKey(
        revision=before.revision or 0, digest=sha256(canonical_item(record)).hexdigest()
    )


def forgetful(received: ReceivedOf) -> ReceivedOf:
    """Return what was received without revisions: another profile cuts other views (XCH-8-19)."""

    def without_revisions(change: EntryChange) -> ReceivedKey | None:
        known = received(change)
        return None if known is None else known._replace(revision=0, digest="")

    return without_revisions


class HeldState(Struct, frozen=True, kw_only=True):
    """The head of a stream that was applied last, and what else a receiver knows.

    `entries` gives the entries of that state anew at each call, in the order of their keys; `seen`
    are the digests of authentic heads by their numbers, applied or not.
    """

    head: Head
    digest: str
    entries: Callable[[], Iterable[Entry]]
    seen: Mapping[int, str] = {}
    received: ReceivedOf = received_by_entry

    def received_for(self, head: Head) -> ReceivedOf:
        """Return what was received of keys, as far as it counts for a head."""
        same_text = head.profile == self.head.profile
        return self.received if same_text else forgetful(self.received)
