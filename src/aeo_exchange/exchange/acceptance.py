"""The records of a state, each accepted or rejected by itself (XCH-8-19)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, TypeAlias

import msgspec
from msgspec import UNSET, Struct

from aeo_exchange.exchange.deltas import EntryChange, may_drop
from aeo_exchange.exchange.entries import Entry
from aeo_exchange.exchange.heads import Head
from aeo_exchange.exchange.held_state import ReceivedOf
from aeo_exchange.exchange.succession import GOES_BACK, objection_to
from aeo_exchange.exchange.unread_record import unread_codes
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.version import is_newer
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Severity
from aeo_exchange.rules import Context, Subject, check_many

__all__ = [
    "Acceptance",
    "EntryAlarm",
    "EntryCounts",
    "JudgedEntry",
    "JudgedTold",
    "RejectedRecord",
]

BATCH = 64  # records in memory at a time; more are no faster
MOST_TOLD = 1000
MISSING = "AEO-XCH-29"


class RejectedRecord(Struct, frozen=True, kw_only=True, rename="camel"):
    """A record that is not accepted, with the rules it breaks."""

    key: str
    codes: tuple[str, ...]


class EntryAlarm(Struct, frozen=True, kw_only=True, rename="camel"):
    """What an operator should know of a key though it rejects no record, by the rule."""

    key: str
    code: str


class EntryCounts(Struct, frozen=True, kw_only=True, rename="camel"):
    """How many entries there are of each kind, and of how many there is an alarm."""

    accepted: int
    rejected: int
    newer: int
    tombstones: int
    missing: int
    alarmed: int


class JudgedEntry(NamedTuple):
    """What became of a key; `record` is None for what is none, is newer, or cannot be read."""

    change: EntryChange
    state: Literal["accepted", "rejected", "newer", "missing", "tombstone", "dropped"]
    codes: tuple[str, ...] = ()
    record: AeoRecord | None = None


JudgedTold: TypeAlias = Callable[[JudgedEntry], object]


class Acceptance:
    """Takes the records of a state one by one, judges some at a time, and tells how each was."""

    def __init__(
        self,
        head: Head,
        reference: ReferenceData,
        received: ReceivedOf,
        told: JudgedTold = lambda _: None,
    ) -> None:
        self.rejected: list[RejectedRecord] = []
        self.alarms: list[EntryAlarm] = []
        self._head = head
        self._context = Context(at=head.as_of, reference=reference)
        self._received = received
        self._told = told
        self._waiting: list[tuple[EntryChange, AeoRecord, str]] = []
        self._accepted = self._rejected = self._newer = self._tombstones = self._missing = 0
        self._alarmed = 0

    def take(self, change: EntryChange) -> None:
        """Take what became of a key."""
        if change.after is None:
            self._take_gone(change)
        elif change.after.tombstone is not None:
            self._tombstones += 1
            self._told(JudgedEntry(change, "tombstone"))
        else:
            self._take_record(change, change.after)

    def _take_gone(self, change: EntryChange) -> None:
        if may_drop(change.before, self._head.as_of):
            self._told(JudgedEntry(change, "dropped"))
            return
        self._missing += 1
        self._alarm(change.key, MISSING)
        self._told(JudgedEntry(change, "missing", (MISSING,)))

    def _take_record(self, change: EntryChange, entry: Entry) -> None:
        """Take a record; one that is newer than this reader is neither accepted nor rejected."""
        if is_newer(entry.tree):
            self._newer += 1
            self._told(JudgedEntry(change, "newer"))
            return
        try:
            record = entry.known or msgspec.convert(entry.tree, AeoRecord)
        except msgspec.ValidationError:
            self._reject(change, unread_codes(entry.tree), None)
            return
        received = self._received(change)
        code = objection_to(record, received, self._head) if received else ""
        if code == GOES_BACK and self._head.reset is not UNSET:
            self._alarm(change.key, code)  # what was promised before counts no more
            code = ""
        self._waiting.append((change, record, code))
        if len(self._waiting) == BATCH:
            self._judge()

    def counts(self) -> EntryCounts:
        """Return how many there were of each kind."""
        self._judge()
        return EntryCounts(
            accepted=self._accepted,
            rejected=self._rejected,
            newer=self._newer,
            tombstones=self._tombstones,
            missing=self._missing,
            alarmed=self._alarmed,
        )

    def _judge(self) -> None:
        subjects = [Subject(record) for _, record, _ in self._waiting]
        judged = check_many(subjects, self._context)
        for (change, record, code), findings in zip(self._waiting, judged, strict=True):
            errors = [finding.code for finding in findings if finding.severity is Severity.ERROR]
            if code or errors:
                self._reject(change, [*errors, *([code] if code else [])], record)
            else:
                self._accepted += 1
                self._told(JudgedEntry(change, "accepted", (), record))
        self._waiting.clear()

    def _alarm(self, key: str, code: str) -> None:
        self._alarmed += 1
        if len(self.alarms) < MOST_TOLD:
            self.alarms.append(EntryAlarm(key=key, code=code))

    def _reject(self, change: EntryChange, codes: Sequence[str], record: AeoRecord | None) -> None:
        self._rejected += 1
        broken = tuple(sorted(set(codes)))
        self._told(JudgedEntry(change, "rejected", broken, record))
        if len(self.rejected) < MOST_TOLD:
            self.rejected.append(RejectedRecord(key=change.key, codes=broken))
