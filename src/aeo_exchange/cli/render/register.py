"""What a register holds, and what became of a message, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import UNSET

from aeo_exchange.cli.render.first_lines import WITHOUT_LIMIT, first_lines
from aeo_exchange.cli.render.snapshot import snapshot_lines
from aeo_exchange.counting import how_many
from aeo_exchange.operations.exchange.snapshot_advice import advice_in_register
from aeo_exchange.safe_text import visible

if TYPE_CHECKING:
    from aeo_exchange.operations.register.care import (
        AffectedAnswer,
        PurgeAnswer,
        RegisterCheck,
        RegisterFault,
    )
    from aeo_exchange.operations.register.register import (
        AppliedMessage,
        HeldEntry,
        HeldHistory,
        RegisterAnswer,
    )
    from aeo_exchange.register.queries import StreamSummary

__all__ = [
    "affected_lines",
    "check_lines",
    "history_lines",
    "purge_lines",
    "reception_lines",
    "register_lines",
]

SAYS = {
    "applied": "applied",
    "already-applied": "had been applied before, and nothing changed",
    "refused": "REFUSED, and nothing of it was applied",
    "held": "HELD for a person, and nothing of it was applied",
    "undetermined": "NOT APPLIED, since nobody can tell whether it may be",
}


def reception_lines(answer: AppliedMessage) -> Iterator[str]:
    """Yield what became of a message, then the steps of its check."""
    at = f" at {answer.applied_at}" if answer.applied_at else ""
    stream = f" of {answer.stream}" if answer.stream else ""
    changes = f", {how_many(answer.changes, 'change')}" if answer.outcome == "applied" else ""
    yield f"{visible(answer.source)}: the message{stream} {SAYS[answer.outcome]}{at}{changes}\n"
    if answer.check is not UNSET:
        digest = "DIGEST" if answer.check.digest is UNSET else answer.check.digest
        yield from snapshot_lines(answer.check, partial(advice_in_register, head=digest))


def register_lines(answer: RegisterAnswer) -> Iterator[str]:
    """Yield a line or more for each stream, then the entries."""
    if not answer.streams:
        yield f"{visible(answer.register)}: nothing was received yet\n"
    for stream in answer.streams:
        yield from _stream(stream)
    for entry in answer.entries or ():
        yield from _entry(entry)
    if answer.entries is not UNSET and not answer.entries:
        yield "no entry is so\n"


def history_lines(answer: HeldHistory) -> Iterator[str]:
    """Yield what each message made of the key."""
    for change in answer.changes:
        yield from _entry(change)


def _stream(stream: StreamSummary) -> Iterator[str]:
    if stream.sequence is UNSET:
        yield f"{stream.stream}: no head was applied yet\n"
    else:
        yield f"{stream.stream}: head {stream.sequence} as of {stream.as_of}, "
        yield f"applied at {stream.applied_at}\n"
        counts = stream.entries
        yield f"    {counts.accepted:,} accepted, {counts.rejected:,} rejected, "
        yield f"{counts.newer:,} newer than this program, "
        yield f"{how_many(counts.tombstone, 'tombstone')}, {stream.missing:,} missing\n"
    if stream.disputed is not UNSET:
        yield f"    DISPUTED, so nothing is answered: {visible(stream.disputed)}\n"
    if stream.restored is not UNSET:
        yield f"    RESTORED, so nothing is answered: {visible(stream.restored)}\n"


def _entry(entry: HeldEntry) -> Iterator[str]:
    revision = "" if entry.revision is UNSET else f" revision {entry.revision}"
    firm = "" if entry.tin is UNSET else f"  {visible(entry.tin)}"
    name = "" if entry.legal_name is UNSET else f"  {visible(entry.legal_name)}"
    codes = "" if not entry.codes else f"  {', '.join(entry.codes)}"
    cause = "" if entry.cause is UNSET else f"  {entry.cause} from {entry.effective_from}"
    over = "  (dropped by its sender, and still keeps a record away)" if entry.over else ""
    gone = "  (its content was deleted)" if entry.content == "deleted" else ""
    said = f"{entry.state}{codes}{cause}{firm}{name}{over}{gone}"
    yield f"{entry.stream}  {entry.key}{revision}: {said}\n"
    yield f"    by head {entry.sequence}, applied at {entry.applied_at}\n"


def check_lines(answer: RegisterCheck, most: int) -> Iterator[str]:
    """Yield the verdict, and the faults, `most` of the database and of each stream; 0 yields all.

    Of each stream it is told how many more there are.
    """
    streams = how_many(len(answer.streams), "stream")
    faults = f", {how_many(len(answer.faults), 'fault')}" if answer.faults else ""
    yield f"{visible(answer.register)}: {answer.verdict}, {streams}{faults}\n"
    for _, together in groupby(answer.faults, key=lambda fault: fault.stream):
        yield from first_lines([*together], _fault, most, WITHOUT_LIMIT)


def _fault(fault: RegisterFault) -> str:
    where = f"{fault.stream}: " if fault.stream else ""
    return f"{where}{visible(fault.fault)}"


def purge_lines(answer: PurgeAnswer) -> Iterator[str]:
    """Yield what was deleted of each stream."""
    for stream in answer.streams:
        yield f"{stream.stream}: deleted {how_many(stream.contents, 'content')}, the files of "
        yield f"{how_many(stream.heads, 'head')}, {how_many(stream.decisions, 'decision')}\n"
    for name in answer.kept:
        yield f"{name}: nothing, since no profile was adopted that says how long it is kept\n"


def affected_lines(answer: AffectedAnswer) -> Iterator[str]:
    """Yield each decision that would be another."""
    for one in answer.decisions:
        reasons = ", ".join(one.reasons)
        yield f"decision {one.number} of {one.kept_at}: {visible(one.identifier)} at {one.at} "
        yield f"was {one.was}, would be {one.would_be} ({reasons})\n"
        if one.benefits_gone:
            yield f"    without {', '.join(map(visible, one.benefits_gone))}\n"
    looked_at = how_many(answer.looked_at, "decision")
    yield f"looked at {looked_at}, {len(answer.decisions):,} would be another\n"
