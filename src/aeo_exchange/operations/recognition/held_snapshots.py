"""Snapshots in folders to the streams that an answer about recognition rests on.

There is no register here, so a head counts as applied when it was signed, and all that is kept of
an entry is whether it may be the one asked about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Self

from msgspec import UNSET, Struct

from aeo_exchange.endless import read_file
from aeo_exchange.errors import MessageRefused, SignatureError
from aeo_exchange.exchange.heads import read_head
from aeo_exchange.exchange.mass_changes import MASS_CHANGE
from aeo_exchange.exchange.message_steps import ended_at
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.profile_faults import is_of_side
from aeo_exchange.exchange.receiving import HeadQuestion, ReceivedMessage, check_message
from aeo_exchange.exchange.recognition.evidence import (
    HeldChange,
    HeldHead,
    HeldKey,
    HeldStream,
)
from aeo_exchange.exchange.recognition.history import following
from aeo_exchange.exchange.recognition.reasons import RecognitionReason
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.operations.exchange.message_files import LATEST, FolderFiles
from aeo_exchange.operations.recognition.head_rows import held_back, question_about
from aeo_exchange.operations.recognition.selected_entries import SelectedEntries, Wanted
from aeo_exchange.trust.listed_keys import Trust

__all__ = ["Counted", "Sides", "is_snapshot", "streams_of"]

COMPROMISED = "AEO-TRU-08"
HEAD_SUFFIX = ".jwt"


class Sides(Struct, frozen=True, kw_only=True):
    """Who asks about whom, and as known when."""

    asked_by: str
    other: str
    known_at: str

    @classmethod
    def under(cls, profile: PartnerProfile, asked_by: str, known_at: str) -> Self:
        """Return the sides of a profile, of which one asks."""
        return cls(asked_by=asked_by, other=profile.partner_of(asked_by), known_at=known_at)


class Counted(NamedTuple):
    """Which holders may be asked about, and which heads that are held the operator has taken."""

    wanted: Wanted
    confirmed: Collection[str] = ()


class _Snapshot(Struct, kw_only=True):
    """What was read of one snapshot: a head with what it made of keys, or why there is none."""

    head: HeldHead | None = None
    stream: str = ""
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
    places: Sequence[Path], asked: HeadQuestion, sides: Sides, counted: Counted
) -> tuple[HeldStream, ...]:
    """Return the streams of some snapshots; several of one stream are its history.

    A head that was signed after the instant of knowledge is left out, whatever it says, unless it
    is one of two with one number: nothing is answered from a disputed stream. In the place of one
    that is held as a mass change the last one before it answers. Raises OSError for a file that
    cannot be read.
    """
    streams: dict[str, list[_Snapshot]] = defaultdict(list)
    seen: dict[tuple[StreamName, int], set[str]] = defaultdict(set)
    keys, named = set[str](), set[str]()
    back = held_back(places, asked, sides.known_at, counted.confirmed)
    for place in sorted(dict.fromkeys((*places, *back.instead)), key=_sequence):
        selection = SelectedEntries(counted.wanted, keys, named, asked)
        message = _looked_at(place, asked, selection, counted.confirmed)
        _hold(message, back.reasons)
        if _is_seen(message) and message.signed is not None:
            head = message.head
            seen[StreamName.of(head), head.sequence].add(message.signed.digest)
        snapshot = _snapshot(place, message, sides, selection)
        if snapshot is not None:
            named |= snapshot.named
            streams[snapshot.stream].append(snapshot)
    disputed = {str(name) for (name, _), digests in seen.items() if len(digests) > 1}
    return tuple(_stream(held, disputed=name in disputed) for name, held in sorted(streams.items()))


def _file(place: Path) -> Path:
    return place / LATEST if place.is_dir() else place


def _sequence(place: Path) -> int:
    """Return the number of a head, whoever signed it; what is no head is told later."""
    try:
        head = read_head(read_file(_file(place))).head
    except SignatureError:
        return 0
    return 0 if head is None else head.sequence


def _looked_at(
    place: Path, asked: HeadQuestion, selection: SelectedEntries, confirmed: Collection[str]
) -> ReceivedMessage:
    """Return a message as a receiver that holds nothing would judge it."""
    file = _file(place)
    content = read_file(file)
    question = question_about(content, asked, confirmed)
    return check_message(content, question, FolderFiles(file.parent), selection.take_change)


def _hold(message: ReceivedMessage, reasons: Mapping[str, str]) -> None:
    """Let the last step of a message say that so much is new, changed or gone that it is held."""
    if message.passed and message.signed is not None and message.signed.digest in reasons:
        cause = MessageRefused(MASS_CHANGE, reasons[message.signed.digest])
        message.steps = ended_at("changes", cause, message.steps[:-1])


def _is_seen(message: ReceivedMessage) -> bool:
    """Say whether a head is authentic and its time has come: then it can be a fork (XCH-8-8).

    One that a later step has ended was seen all the same.
    """
    return any(step.name == "time" and step.outcome == "pass" for step in message.steps)


def _snapshot(
    place: Path, message: ReceivedMessage, sides: Sides, selection: SelectedEntries
) -> _Snapshot | None:
    asked = message.asked
    refusal = _refusal(message, asked, sides)
    if refusal is not None:
        return _Snapshot(refusal=refusal, stream=str(place), sender=str(place))
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
        stream=str(StreamName.of(head)),
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


def _stream(held: Sequence[_Snapshot], *, disputed: bool) -> HeldStream:
    """Put the snapshots of one stream together, in the order of their numbers."""
    heads = [snapshot.head for snapshot in held if snapshot.head is not None]
    last = held[-1]
    return HeldStream(
        sender=last.sender,
        heads=tuple(heads),
        keys=tuple(HeldKey(key=key, changes=_history(key, held)) for key in _keys_of(held)),
        disputed=disputed,
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
