"""What stands in the folder of an own stream before the next head: the last one, its entries.

Whoever asks writes there alone, by the lock of the folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from operator import attrgetter
from pathlib import Path

from aeo_exchange.endless import read_file
from aeo_exchange.errors import SignatureError, StateError, WrongChoice
from aeo_exchange.exchange.bodies import require_file
from aeo_exchange.exchange.entries import Entry
from aeo_exchange.exchange.heads import MOST_HEADS, Head, read_head
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.exchange.ways import SNAPSHOTS
from aeo_exchange.model.instants import Instant
from aeo_exchange.operations.exchange.message_files import LATEST

__all__ = ["free_number", "last_head", "sent_entries", "take_away_what_was_left"]

NUMBERED = re.compile(r"(?:[0-9]{10}-)?(?P<number>[0-9]{10})\.")
# What stands in the folder of a stream when the process that wrote there was killed: a body without
# its number, and what `written_whole` had not put in its place yet.
LEFT_BEHIND = re.compile(r"\.next\..*|\.(?:\.next|head|[0-9]{10}).*\.[a-z0-9_]{8}")


def take_away_what_was_left(folder: Path) -> None:
    """Remove what a process that was killed left half written; whoever writes here is alone."""
    for file in folder.glob(".*"):
        if LEFT_BEHIND.fullmatch(file.name):
            file.unlink()


def last_head(folder: Path, stream: StreamName, at: Instant | None) -> Head | None:
    """Return the latest head of a stream in its folder; None in one without any.

    It may be one with a number of its own that `head.jwt` does not have yet: what was signed once
    may have been seen, and its number is not used again (XCH-3-4). Raises WrongChoice for a folder
    of another stream, and where `at`, unless None, is before its state; StateError for a broken
    head.
    """
    numbered = sorted(folder.glob("[0-9]*.head.jwt"))[-1:]
    heads = [_own_head(file) for file in (folder / LATEST, *numbered) if file.exists()]
    if not heads:
        return None
    head = max(heads, key=attrgetter("sequence"))
    if StreamName.of(head) != stream:
        raise WrongChoice(
            f"{folder} holds the stream of {head.iss} for {head.aud} under {head.agreement}"
        )
    if at is not None and at < head.as_of:
        error = WrongChoice(
            f"{folder} holds the state as of {head.as_of}, and time never goes back"
        )
        error.advice = (
            "Compare your clock. Where it was ahead when that head was signed, tell the partner, "
            'and begin anew by `--reset "why, in one line"`.'
        )
        raise error
    return head


def _own_head(file: Path) -> Head:
    if not file.is_file():
        raise _broken(file, "is not a file")
    try:
        head = read_head(read_file(file)).head
    except SignatureError as cause:
        raise _broken(file, f"is not a head any more: {cause.message}") from cause
    if head is None:
        raise StateError(f"{file} is of a later version than this program knows")
    return head


def sent_entries(folder: Path, last: Head | None, held: ExitStack) -> Iterator[Entry]:
    """Return the entries of the last snapshot; raises StateError for a body that is broken."""
    if last is None or not last.count:
        return iter(())
    file = next((file for file in last.files or () if file.media in SNAPSHOTS), None)
    if file is None:
        raise StateError(f"the last head of {folder} names no snapshot")
    path = folder / file.name
    if not path.is_file():
        raise _broken(path, "is gone, and the last head names it")
    stream = held.enter_context(path.open("rb"))
    try:
        require_file(stream, file)
    except SignatureError as cause:
        raise _broken(path, f"is not what was sent: {cause.message}") from cause
    stream.seek(0)
    return SNAPSHOTS[file.media](stream, file)


def _broken(path: Path, what: str) -> StateError:
    """Return what is told of an own file of which the disk, or a hand, has made another thing."""
    error = StateError(f"{path} {what}")
    error.advice = (
        "Bring it back from your host or a backup; where it is lost move the folder away, tell the "
        'partner, and begin anew by `--reset "why, in one line" --at-least NUMBER`.'
    )
    return error


def free_number(folder: Path, last: Head | None) -> int:
    """Return a number above that of every head and file, also of those that an end left behind."""
    named = (NUMBERED.match(file.name) for file in folder.iterdir())
    numbers = [int(match["number"]) for match in named if match]
    highest = max([last.sequence if last else 0, *numbers])
    if highest >= MOST_HEADS:
        error = StateError(f"{folder}: behind {highest:010} there is no number for a head")
        error.advice = "Take away what has that number, unless a head has it, and run again."
        raise error
    return highest + 1
