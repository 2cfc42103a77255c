"""A snapshot in a folder to the answer of a receiver that holds nothing yet (XCH-8)."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.endless import read_file
from aeo_exchange.exchange.acceptance import EntryAlarm, EntryCounts, RejectedRecord
from aeo_exchange.exchange.heads import Head
from aeo_exchange.exchange.message_steps import MessageStep, StepOutcome
from aeo_exchange.exchange.receiving import HeadQuestion, ReceivedMessage, check_message
from aeo_exchange.exchange.stream_name import StreamName, read_stream_name
from aeo_exchange.operations.exchange.message_files import FolderFiles, head_file
from aeo_exchange.report import Verdict

__all__ = [
    "HeadQuestion",
    "SnapshotAnswer",
    "StreamName",
    "check_snapshot",
    "read_stream_name",
    "snapshot_answer",
]

BY_KEY = attrgetter("key")
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
    alarms: tuple[EntryAlarm, ...] = ()


def check_snapshot(place: Path, asked: HeadQuestion) -> SnapshotAnswer:
    """Return the answer about a folder with a `head.jwt`, or about a head with its files beside it.

    Raises OSError for a head or a file that cannot be read.
    """
    file = head_file(place)
    content = read_file(file)
    message = check_message(content, asked, FolderFiles(file.parent))
    return snapshot_answer(str(place), message)


def snapshot_answer(source: str, message: ReceivedMessage) -> SnapshotAnswer:
    """Return the answer about a message that was looked at."""
    acceptance = message.acceptance if message.passed else None
    counts = UNSET if acceptance is None else acceptance.counts()
    return SnapshotAnswer(
        source=source,
        at=message.asked.at,
        verdict=_verdict(message, counts),
        steps=tuple(message.steps),
        digest=message.signed.digest if message.signed else UNSET,
        head=(message.signed.head or UNSET) if message.signed else UNSET,
        entries=counts,
        rejected=() if acceptance is None else tuple(sorted(acceptance.rejected, key=BY_KEY)),
        alarms=() if acceptance is None else tuple(acceptance.alarms),
    )


def _verdict(message: ReceivedMessage, counts: EntryCounts | UnsetType) -> Verdict:
    for outcome, verdict in VERDICTS.items():
        if any(step.outcome == outcome for step in message.steps):
            return verdict
    if counts is UNSET or not (counts.rejected or counts.newer or counts.missing):
        return Verdict.VALID
    return Verdict.NOT_VALID if counts.rejected else Verdict.UNDETERMINED
