"""Deltas between two states in folders: made, and applied to the state that a receiver holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import UNSET, Struct
from msgspec.structs import replace

from aeo_exchange.endless import read_file
from aeo_exchange.errors import MessageRefused, WrongChoice
from aeo_exchange.exchange.deltas import EntryChange, delta_lines
from aeo_exchange.exchange.entries import Entry
from aeo_exchange.exchange.heads import Head, HeadFile, read_head
from aeo_exchange.exchange.lone_delta import check_lone_delta
from aeo_exchange.exchange.mass_changes import is_many
from aeo_exchange.exchange.partner_profile import MassChange
from aeo_exchange.exchange.receiving import HeadQuestion, ReceivedMessage, check_message
from aeo_exchange.files import folder_made
from aeo_exchange.operations.exchange.body_files import BODY_FORMS, BodyForm, written_body
from aeo_exchange.operations.exchange.message_files import LATEST, FolderFiles, head_file
from aeo_exchange.operations.exchange.snapshot_check import SnapshotAnswer, snapshot_answer
from aeo_exchange.operations.exchange.stream_states import StreamState, open_state
from aeo_exchange.operations.writing import written_whole

__all__ = ["DeltaMade", "DeltaPlace", "apply_delta", "check_delta", "make_delta", "written_delta"]


class DeltaMade(Struct, frozen=True, kw_only=True):
    """A delta that was written: its file, its lines behind the first, the entries of its base."""

    file: HeadFile
    changes: int
    entries: int

    @property
    def is_mass_change(self) -> bool:
        """Whether a partner that has set no limit of its own would hold it (XCH-8-18)."""
        return is_many(self.changes, self.entries, MassChange())


class DeltaPlace(Struct, frozen=True, kw_only=True):
    """Where a delta is written, and in which syntax."""

    folder: Path
    gzip: bool = True
    form: BodyForm = BODY_FORMS["ndjson"]


def make_delta(old: Path, new: Path, place: DeltaPlace) -> DeltaMade:
    """Write the delta from one state to a later one of its stream, and the head it leads to.

    Raises WrongChoice for two states between which there is none, and for a folder that holds
    another head.
    """
    before, after = open_state(old), open_state(new)
    if _stream(before.head) != _stream(after.head):
        raise WrongChoice(f"{old} and {new} hold two streams")
    if after.head.sequence <= before.head.sequence:
        raise WrongChoice(f"{new} is not later than {old}")
    if after.head.reset is not UNSET:
        raise WrongChoice(f"{new} begins the stream anew, and no delta leads over that")
    _require_free(place.folder / LATEST, after.token)
    with folder_made(place.folder):
        made = written_delta(before, after.head, after.entries(), place)
        with written_whole(place.folder / LATEST, None) as stream:
            stream.write(after.token)
    return made


def _require_free(latest: Path, token: bytes) -> None:
    """Refuse a folder with another head: a stream would go back to an older one unseen."""
    if latest.exists() and read_file(latest) != token:
        raise WrongChoice(f"{latest.parent} holds another head already; name a new folder")


def _stream(head: Head) -> tuple[object, ...]:
    return head.iss, head.aud, head.agreement


def written_delta(
    base: StreamState, head: Head, entries: Iterable[Entry], place: DeltaPlace
) -> DeltaMade:
    """Write the delta from a base to the entries of a head.

    Raises MessageRefused (AEO-XCH-23) where an entry is gone that no delta may drop.
    """
    count = -1  # the first line is the base

    def counted() -> Iterator[bytes]:
        nonlocal count
        for line in delta_lines(base.base, base.entries(), entries, head.as_of):
            count += 1
            yield line

    numbers = f"{base.head.sequence:010}-{head.sequence:010}"
    path = place.folder / place.form.name("delta", numbers, gzip=place.gzip)
    file = written_body(counted(), path, place.form.delta)
    return DeltaMade(file=replace(file, base=base.base), changes=count, entries=base.head.count)


def check_delta(place: Path, asked: HeadQuestion, base: Path | None) -> SnapshotAnswer:
    """Return what a receiver would make of a head and its delta, with the state that it holds.

    Without a base only the delta itself can be looked at, and the answer is never yes.
    """
    file = head_file(place)
    content, files = read_file(file), FolderFiles(file.parent)
    if base is None:
        return snapshot_answer(str(place), check_lone_delta(content, asked, files))
    return snapshot_answer(str(place), check_message(content, _with_base(asked, base), files))


def _with_base(asked: HeadQuestion, base: Path) -> HeadQuestion:
    state = open_state(base)
    if not state.has_body:
        error = WrongChoice(f"{base} has no snapshot to its head; the folder of a delta has none")
        error.advice = "Name the state that you hold: a folder of `aeo delta apply`, or a snapshot."
        raise error
    return replace(asked, held=state.held)


def apply_delta(base: Path, place: Path, asked: HeadQuestion, result: Path) -> SnapshotAnswer:
    """Write the state that a message leads to into a folder, and return the answer about it.

    Nothing is written unless every step passed; the head is written last, and the base is only
    read. Raises WrongChoice for a result that holds a head, StateError for a base that is broken.
    """
    if (result / LATEST).exists():
        raise WrongChoice(f"{result} holds a head already; name a new folder")
    file = head_file(place)
    content, asked = read_file(file), _with_base(asked, base)
    with folder_made(result):
        try:
            message = _written_state(content, asked, FolderFiles(file.parent), result)
            for name in (f"{message.head.sequence:010}.head.jwt", LATEST):
                with written_whole(result / name, None) as stream:
                    stream.write(content)
        except _NotApplied as stopped:
            message = stopped.of
    return snapshot_answer(str(place), message)


class _NotApplied(Exception):
    """Leaves the writing of a state that is not reached."""

    def __init__(self, of: ReceivedMessage) -> None:
        super().__init__()
        self.of = of


def _written_state(
    content: bytes, asked: HeadQuestion, files: FolderFiles, result: Path
) -> ReceivedMessage:
    """Write the entries of the state that a message leads to; raises _NotApplied."""
    with written_whole(result / _body_name(content), None) as body:

        def told(change: EntryChange) -> None:
            if change.after is not None:
                body.write(change.after.line + b"\n")

        message = check_message(content, asked, files, told)
        if not message.passed:
            raise _NotApplied(message)
    return message


def _body_name(content: bytes) -> str:
    """Return the name of the snapshot of a head; what is no head needs none."""
    try:
        head = read_head(content).head
    except MessageRefused:
        head = None
    return f"{head.sequence:010}.snapshot.aeo.ndjson" if head else "none"
