"""The entries of a snapshot that may be asked about, and what each makes of its key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from aeo_exchange.exchange.deltas import EntryChange
from aeo_exchange.exchange.entries import Entry, holder_of
from aeo_exchange.exchange.heads import Head
from aeo_exchange.exchange.receiving import HeadQuestion
from aeo_exchange.exchange.recognition.evidence import HeldChange, HeldTombstone
from aeo_exchange.model.record import AeoRecord, Holder
from aeo_exchange.model.tree import Tree
from aeo_exchange.model.version import is_newer
from aeo_exchange.report import Severity
from aeo_exchange.rules import Context, check

__all__ = ["SelectedEntries", "Wanted"]

Wanted: TypeAlias = Callable[[Holder], bool]


class SelectedEntries:
    """Keeps of the entries of a snapshot those that may be asked about.

    `named` are the keys of which an earlier snapshot says whose they are.
    """

    def __init__(
        self, wanted: Wanted, keys: set[str], named: set[str], asked: HeadQuestion
    ) -> None:
        self._wanted, self._keys, self._named, self._asked = wanted, keys, named, asked
        self.named: set[str] = set()
        self.kept: dict[str, Entry] = {}
        self.holders: dict[str, Holder] = {}
        self.seen: set[str] = set()
        self.lost: dict[str, str] = {}
        self.unread = 0

    def take_change(self, change: EntryChange) -> None:
        """Look at what stands under a key; nothing is held, so nothing goes."""
        assert change.after is not None
        self.take(change.after)

    def take(self, entry: Entry) -> None:
        """Look at an entry; what was kept before is kept again, whatever has become of it."""
        self.seen.add(entry.key)
        if entry.tombstone is not None:
            if entry.key not in self._named:
                self.lost[entry.key] = entry.tombstone.effective_from
            if entry.key in self._keys or entry.tombstone.cause == "moved":
                self.kept[entry.key] = entry
            return
        holder = entry.known.holder if entry.known else holder_of(entry.tree)
        if holder is None:
            self.unread += 1
        else:
            self.named.add(entry.key)
            if self._wanted(holder):
                self._keys.add(entry.key)
                self.holders[entry.key] = holder
        if entry.key in self._keys:
            self.kept[entry.key] = entry

    def changes(self, head: Head) -> dict[str, HeldChange]:
        """Return what the snapshot made of each key that was kept."""
        return {key: self._change(entry, head) for key, entry in self.kept.items()}

    def _change(self, entry: Entry, head: Head) -> HeldChange:
        if entry.tombstone is not None:
            told = entry.tombstone
            tombstone = HeldTombstone(
                cause=told.cause, effective_from=told.effective_from, to=told.to or None
            )
            return HeldChange(state="tombstone", applied_at=head.issued_at, tombstone=tombstone)
        holder = self.holders.get(entry.key)
        if is_newer(entry.tree):
            return HeldChange(
                state="newer",
                applied_at=head.issued_at,
                holder=holder,
                revision=entry.revision,
            )
        record = entry.known or _record_of(entry.tree)
        if record is None:
            return HeldChange(
                state="rejected",
                applied_at=head.issued_at,
                holder=holder,
                revision=entry.revision,
            )
        context = Context(at=head.as_of, reference=self._asked.reference)
        errors = any(finding.severity is Severity.ERROR for finding in check(record, context))
        return HeldChange(
            state="rejected" if errors else "accepted", applied_at=head.issued_at, record=record
        )


def _record_of(tree: Tree) -> AeoRecord | None:
    try:
        return msgspec.convert(tree, AeoRecord)
    except msgspec.ValidationError:
        return None
