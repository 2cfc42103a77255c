"""Snapshots in folders to the streams that an answer about recognition rests on.

There is no register here, so a head counts as applied when it was signed, and all that is kept of
an entry is whether it may be the one asked about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from msgspec import UNSET, Struct

from aeo_exchange.endless import read_file
from aeo_exchange.errors import SignatureError
from aeo_exchange.exchange.deltas import EntryChange
from aeo_exchange.exchange.entries import Entry
from aeo_exchange.exchange.heads import Head, read_head
from aeo_exchange.exchange.profile_faults import is_of_side
from aeo_exchange.exchange.receiving import HeadQuestion, ReceivedMessage, check_message
from aeo_exchange.exchange.recognition.held import (
    HeldChange,
    HeldHead,
    HeldKey,
    HeldStream,
    HeldTombstone,
)
from aeo_exchange.exchange.recognition.history import following
from aeo_exchange.exchange.recognition.reasons import RecognitionReason
from aeo_exchange.model.record import AeoRecord, Holder
from aeo_exchange.model.tree import Tree
from aeo_exchange.model.version import is_newer
from aeo_exchange.operations.message_files import LATEST, FolderFiles
from aeo_exchange.report import Severity
from aeo_exchange.rules import Context, check
from aeo_exchange.trust.listed_keys import Trust

__all__ = ["Sides", "is_snapshot", "streams_of"]

COMPROMISED = "AEO-TRU-08"
HEAD_SUFFIX = ".jwt"
Wanted = Callable[[Holder], bool]


class Sides(Struct, frozen=True, kw_only=True):
    """Who asks about whom, and as known when."""

    asked_by: str
    other: str
    known_at: str


class _Snapshot(Struct, kw_only=True):
    """What was read of one snapshot: a head with what it made of keys, or why there is none."""

    head: HeldHead | None = None
    sender: str = ""
    refusal: tuple[RecognitionReason, str] | None = None
    agreement: str = ""
    is_reset: bool = False
    profile: str = ""
    changes: dict[str, HeldChange] = {}
    keys: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    unread: int = 0
    lost: dict[str, str] = {}


def is_snapshot(place: Path) -> bool:
    """Say whether a place is a folder of a stream, or a head."""
    return (place / LATEST).is_file() or (place.suffix == HEAD_SUFFIX and place.is_file())


def streams_of(
    places: Sequence[Path], asked: HeadQuestion, sides: Sides, wanted: Wanted
) -> tuple[HeldStream, ...]:
    """Return the streams of some snapshots; several of one stream are its history.

    A head that was signed after the instant of knowledge is left out, whatever it says. Raises
    OSError for a file that cannot be read.
    """
    by_sender: dict[str, list[_Snapshot]] = defaultdict(list)
    keys, named = set[str](), set[str]()
    for place in sorted(places, key=_sequence):
        snapshot = _read(place, asked, sides, _Selection(wanted, keys, named, asked))
        if snapshot is not None:
            named |= snapshot.named
            by_sender[snapshot.sender].append(snapshot)
    return tuple(_stream(sender, held) for sender, held in sorted(by_sender.items()))


def _file(place: Path) -> Path:
    return place / LATEST if place.is_dir() else place


def _sequence(place: Path) -> int:
    """Return the number of a head, whoever signed it; what is no head is told later."""
    try:
        head = read_head(read_file(_file(place))).head
    except SignatureError:
        return 0
    return 0 if head is None else head.sequence


class _Selection:
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
        holder = entry.known.holder if entry.known else _holder_of(entry.tree)
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


def _read(
    place: Path, asked: HeadQuestion, sides: Sides, selection: _Selection
) -> _Snapshot | None:
    file = _file(place)
    message = check_message(read_file(file), asked, FolderFiles(file.parent), selection.take_change)
    refusal = _refusal(message, asked, sides)
    if refusal is not None:
        return _Snapshot(refusal=refusal, sender=str(place))
    head, signed = message.head, message.signed
    assert signed is not None
    if head.issued_at > sides.known_at:
        return None
    lists = asked.trust.lists if isinstance(asked.trust, Trust) else ()
    held = HeldHead(
        sequence=head.sequence,
        digest=signed.digest,
        as_of=head.as_of,
        applied_at=head.issued_at,
        trust_lists=tuple((one.list_id, one.sequence) for one in lists),
    )
    return _Snapshot(
        head=held,
        sender=head.iss,
        agreement=head.agreement or "",
        is_reset=head.reset is not UNSET,
        profile=head.profile or "",
        changes=selection.changes(head),
        keys=frozenset(selection.seen),
        named=frozenset(selection.named),
        unread=selection.unread,
        lost=selection.lost,
    )


def _refusal(
    message: ReceivedMessage, asked: HeadQuestion, sides: Sides
) -> tuple[RecognitionReason, str] | None:
    """Return why a snapshot is not applied; a receiver could tell more (XCH-8)."""
    last = message.steps[-1]
    if last.outcome not in ("pass", "skipped"):
        is_compromised = last.code == COMPROMISED
        reason = (
            RecognitionReason.KEY_COMPROMISED if is_compromised else RecognitionReason.NOT_TRUSTED
        )
        return reason, f"{last.code}: {last.reason}"
    head = message.head
    is_theirs = is_of_side(head.iss, sides.other, asked.reference)
    if not is_theirs or head.aud[:2] != sides.asked_by:
        told = f"the stream is from {head.iss} for {head.aud}"
        return RecognitionReason.NOT_TRUSTED, told
    return None


def _stream(sender: str, held: Sequence[_Snapshot]) -> HeldStream:
    """Put the snapshots of one stream together, in the order of their numbers."""
    heads = [snapshot.head for snapshot in held if snapshot.head is not None]
    digests = {(head.sequence, head.digest) for head in heads}
    last = held[-1]
    return HeldStream(
        sender=sender,
        heads=tuple(heads),
        keys=tuple(HeldKey(key=key, changes=_history(key, held)) for key in _keys_of(held)),
        disputed=len(digests) > len({head.sequence for head in heads}),
        refusal=next((one.refusal for one in held if one.refusal is not None), None),
        unread=last.unread,
        lost_until=max(last.lost.values(), default=None),
    )


def _keys_of(held: Sequence[_Snapshot]) -> list[str]:
    return sorted({key for snapshot in held for key in snapshot.changes})


def _history(key: str, held: Sequence[_Snapshot]) -> tuple[HeldChange, ...]:
    """Return what each snapshot made of a key; one that leaves out what was there makes it missing.

    A tombstone that is over goes by itself, and nothing is missing then (XCH-6-2).
    """
    changes: list[HeldChange] = []
    begin = 0
    for number, snapshot in enumerate(held):
        if snapshot.is_reset or (number and snapshot.profile != held[number - 1].profile):
            begin = len(changes)
        if key in snapshot.changes:
            changes.append(_counted(changes, snapshot.changes[key], snapshot, begin))
        elif key not in snapshot.keys and changes and changes[-1].state != "tombstone":
            assert snapshot.head is not None
            changes.append(HeldChange(state="missing", applied_at=snapshot.head.applied_at))
    return tuple(changes)


def _counted(
    earlier: Sequence[HeldChange], change: HeldChange, snapshot: _Snapshot, begin: int
) -> HeldChange:
    """Return a change as it counts behind earlier ones, whose revisions count from `begin` on."""
    if snapshot.head is None:
        return change
    return following(earlier, change, snapshot.agreement, snapshot.head.as_of, begin)


def _holder_of(tree: Tree) -> Holder | None:
    """Return the holder of a record that may be broken or newer elsewhere."""
    if not isinstance(tree, dict):
        return None
    try:
        return msgspec.convert(tree.get("holder"), Holder)
    except msgspec.ValidationError:
        return None


def _record_of(tree: Tree) -> AeoRecord | None:
    try:
        return msgspec.convert(tree, AeoRecord)
    except msgspec.ValidationError:
        return None
