"""A snapshot in a folder to the answer of a receiver that holds nothing yet (XCH-8)."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.endless import read_file
from aeo_exchange.exchange.acceptance import EntryCounts, RejectedRecord
from aeo_exchange.exchange.heads import Head, HeadFile
from aeo_exchange.exchange.receiving import (
    HeadQuestion,
    MessageStep,
    ReceivedMessage,
    StepOutcome,
    check_message,
)
from aeo_exchange.operations.snapshots import LATEST
from aeo_exchange.report import Verdict

__all__ = ["HeadQuestion", "SnapshotAnswer", "check_snapshot", "files_beside"]

# The gravest first.
VERDICTS: dict[StepOutcome, Verdict] = {
    "refused": Verdict.NOT_VALID,
    "held": Verdict.UNDETERMINED,
    "undetermined": Verdict.UNDETERMINED,
}


class SnapshotAnswer(Struct, frozen=True, kw_only=True, rename="camel"):
    """Whether a receiver would apply a snapshot, step by step, and which records it would accept.

    `head` is what the head says, proved only where the step `key` passed. `verdict` is NOT_VALID
    too where the message would be applied and a record in it rejected.
    """

    source: str
    at: str
    verdict: Verdict
    steps: tuple[MessageStep, ...]
    digest: str | UnsetType = UNSET
    head: Head | UnsetType = UNSET
    entries: EntryCounts | UnsetType = UNSET
    rejected: tuple[RejectedRecord, ...] = ()


def check_snapshot(place: Path, asked: HeadQuestion) -> SnapshotAnswer:
    """Return the answer about a folder with a `head.jwt`, or about a head with its files beside it.

    Raises OSError for a head or a file that cannot be read.
    """
    file = place / LATEST if place.is_dir() else place
    content = read_file(file)
    message = check_message(content, asked, files_beside(file.parent))
    applied = message.acceptance is not None and message.steps[-1].outcome == "pass"
    counts = message.acceptance.counts() if applied and message.acceptance else UNSET
    return SnapshotAnswer(
        source=str(place),
        at=asked.at,
        verdict=_verdict(message, counts),
        steps=tuple(message.steps),
        digest=message.signed.digest if message.signed else UNSET,
        head=(message.signed.head or UNSET) if message.signed else UNSET,
        entries=counts,
        rejected=tuple(sorted(message.acceptance.rejected, key=attrgetter("key")))
        if applied and message.acceptance
        else (),
    )


def _verdict(message: ReceivedMessage, counts: EntryCounts | UnsetType) -> Verdict:
    for outcome, verdict in VERDICTS.items():
        if any(step.outcome == outcome for step in message.steps):
            return verdict
    if counts is UNSET or not (counts.rejected or counts.newer):
        return Verdict.VALID
    return Verdict.NOT_VALID if counts.rejected else Verdict.UNDETERMINED


def files_beside(folder: Path) -> Callable[[HeadFile], AbstractContextManager[BinaryIO]]:
    """Return what opens a file that a head names, in its folder; it raises OSError."""

    @contextmanager
    def opened(file: HeadFile) -> Iterator[BinaryIO]:
        path = folder / file.name  # its form has no separator in it
        # A pipe would be waited for, and a device may have no end.
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "is no file", str(path))
        with path.open("rb") as stream:
            yield stream

    return opened
