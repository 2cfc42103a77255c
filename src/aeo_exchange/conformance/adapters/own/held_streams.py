"""What a receiver holds of streams in memory: their states, and what was received of each key.

A register keeps the same in a database. Here it lasts as long as one question.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import ClassVar

from msgspec import UNSET, Struct
from msgspec.structs import replace

from aeo_exchange.conformance.adapters.protocol import AnsweredState, StateEntry
from aeo_exchange.exchange.acceptance import EntryAlarm, JudgedEntry
from aeo_exchange.exchange.deltas import EntryChange
from aeo_exchange.exchange.disputes import Disputes
from aeo_exchange.exchange.entries import Entry, EntryTombstone
from aeo_exchange.exchange.heads import SignedHead
from aeo_exchange.exchange.held_state import (
    HeldState,
    ReceivedKey,
    received_by_entry,
)
from aeo_exchange.exchange.succession import COMES_BACK, GOES_BACK, standing
from aeo_exchange.exchange.unread_record import told_revision
from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.model.tree import Tree

__all__ = ["HeldStreams", "KeyPast", "StreamInMemory"]

OBJECTIONS = frozenset({COMES_BACK, GOES_BACK})


class KeyPast(Struct):
    """All that was ever received of a key, as far as it matters for what comes."""

    revision: int = 0
    digest: str = ""
    tombstone: EntryTombstone | None = None


class StreamInMemory:
    """One stream: the head applied last, its entries, and the heads that were seen.

    `disputes` are between heads of which a person has to take one, `taken` those that one took, and
    `left` the others of theirs, which dispute nothing again.
    """

    def __init__(self, others: HeldStreams) -> None:
        self.last: SignedHead | None = None
        self.seen: dict[int, str] = {}
        self.disputes = Disputes()
        self.taken: set[str] = set()
        self.left: set[str] = set()
        self.applied: set[str] = set()
        self.became: dict[str, StateEntry] = {}
        self._entries: dict[str, Entry] = {}
        self._known: dict[str, KeyPast] = {}
        self._others = others

    def dispute(self, signed: SignedHead) -> None:
        """Note that a head is another one of a number that was seen (XCH-8-8)."""
        assert signed.head is not None
        number, digest = signed.head.sequence, signed.digest
        first = self.seen.get(number, digest)
        if digest not in self.left and digest != first:
            self.disputes = self.disputes.joined(number, first, digest)

    def take(self, digest: str) -> None:
        """End the dispute that a head is of; where one of its heads was applied, by that alone."""
        number = self.disputes.number_of(digest)
        if number is None:
            return
        heads = set(self.disputes.about(number))
        if digest not in (heads & self.applied or heads):
            return
        self.left |= heads - {digest}
        self.seen[number] = digest
        self.taken.add(digest)
        self.disputes = self.disputes.ended(number)

    def held(self) -> HeldState | None:
        """Return the state as a message is judged beside it; None where there is none yet."""
        if self.last is None or self.last.head is None:
            return None
        return HeldState(
            head=self.last.head,
            digest=self.last.digest,
            entries=lambda: [self._entries[key] for key in sorted(self._entries)],
            seen=self.seen,
            received=self._received,
        )

    def moved_to(self, key: str) -> str:
        """Return the administration to which a record moved by the tombstone held; else nothing."""
        entry = self._entries.get(key)
        tombstone = None if entry is None else entry.tombstone
        return "" if tombstone is None or tombstone.to is UNSET else tombstone.to

    def apply(self, signed: SignedHead, judged: Iterable[JudgedEntry]) -> None:
        """Put the state of a message in the place of the one held."""
        before, self.last = self.last, signed
        self.applied.add(signed.digest)
        if _begins_anew(signed, before):
            for known in self._known.values():
                known.revision, known.digest = 0, ""
        for one in judged:
            key = one.change.key
            if one.change.after is None:
                self._entries.pop(key, None)
            else:
                self._entries[key] = one.change.after
            if one.state == "dropped":
                self.became.pop(key, None)
            else:
                self.became[key] = StateEntry(key=key, state=one.state, codes=one.codes)
            self._note(key, one)

    def warn(self, alarms: Iterable[EntryAlarm]) -> None:
        """Note what was told of keys though it rejected no record."""
        for alarm in alarms:
            entry = self.became[alarm.key]
            codes = tuple(dict.fromkeys([*entry.codes, alarm.code]))
            self.became[alarm.key] = replace(entry, codes=codes)

    def told(self) -> AnsweredState | None:
        """Return what is held; None where nothing was applied."""
        if self.last is None or self.last.head is None:
            return None
        entries = tuple(self.became[key] for key in sorted(self.became))
        head = self.last.head
        return AnsweredState(sequence=head.sequence, root=head.root, entries=entries)

    def _received(self, change: EntryChange) -> ReceivedKey | None:
        """Return what was received of a key; None where it stays as it was, and was not refused."""
        before = self.became.get(change.key)
        was_refused = before is not None and not OBJECTIONS.isdisjoint(before.codes)
        if not (change.is_change or was_refused):
            return None
        known = self._known.get(change.key, KeyPast())
        highest = received_by_entry(change) or ReceivedKey()
        if known.revision >= highest.revision:
            highest = ReceivedKey(revision=known.revision, digest=known.digest)
        return highest._replace(
            tombstone=known.tombstone, moved_back=self._moved_back(change.key, known.tombstone)
        )

    def _moved_back(self, key: str, tombstone: EntryTombstone | None) -> bool:
        """Say whether the administration that a record moved to says that it moved back here."""
        assert self.last is not None
        assert self.last.head is not None
        if tombstone is None or tombstone.to is UNSET:
            return False
        here = self.last.head.iss
        return any(stream.moved_to(key) == here for stream in self._others.of(tombstone.to))

    def _note(self, key: str, judged: JudgedEntry) -> None:
        """Note what a message tells of a key."""
        known = self._known.setdefault(key, KeyPast())
        entry, is_accepted = judged.change.after, judged.state == "accepted"
        if entry is None:
            return
        if entry.tombstone is not None:
            known.tombstone = standing(known.tombstone, entry.tombstone)
            return
        if is_accepted:
            known.tombstone = None
        self.note_revision(known, entry.record, is_accepted=is_accepted)

    @staticmethod
    def note_revision(known: KeyPast, record: Tree, *, is_accepted: bool) -> None:
        """Note a revision, whatever became of it; of two contents of one the accepted counts."""
        revision = told_revision(record) or 0
        if revision > known.revision or (revision == known.revision and is_accepted):
            known.revision = revision
            known.digest = sha256(canonical_item(record)).hexdigest()


def _begins_anew(signed: SignedHead, before: SignedHead | None) -> bool:
    """Say whether revisions that were received before a head count no more (XCH-8-19)."""
    assert signed.head is not None
    if signed.head.reset is not UNSET:
        return True
    return (
        before is not None
        and before.head is not None
        and (before.head.profile != signed.head.profile)
    )


class HeldStreams:
    """The streams of one receiver, by sender, audience and agreement."""

    kind_of_stream: ClassVar[type[StreamInMemory]] = StreamInMemory

    def __init__(self) -> None:
        self._streams: dict[tuple[str, str, str], StreamInMemory] = {}

    def get(self, name: tuple[str, str, str]) -> StreamInMemory:
        """Return a stream, which is new where nothing was received of it."""
        return self._streams.setdefault(name, self.kind_of_stream(self))

    def of(self, sender: str) -> list[StreamInMemory]:
        """Return the streams of a sender."""
        return [stream for name, stream in self._streams.items() if name[0] == sender]
