"""The answer about a snapshot, as lines of text with advice at what did not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import UNSET

from aeo_exchange.cli.render.statements import step_lines
from aeo_exchange.counting import how_many
from aeo_exchange.operations.exchange.snapshot_advice import advice_on_message
from aeo_exchange.report import visible

if TYPE_CHECKING:
    from aeo_exchange.exchange.heads import Head
    from aeo_exchange.operations.exchange.snapshot_check import SnapshotAnswer

__all__ = ["snapshot_lines"]

MOST_TOLD = 20


def snapshot_lines(
    answer: SnapshotAnswer, advice_on: Callable[[str], str] = advice_on_message
) -> Iterator[str]:
    """Yield the verdict, the head, each step, and the records that are not accepted."""
    yield f"{visible(answer.source)}: {answer.verdict} at {answer.at}\n"
    if answer.head is not UNSET:
        yield from _head(answer.head)
    yield from step_lines(answer.steps, advice_on)
    if answer.entries is not UNSET:
        counts = answer.entries
        yield f"    {counts.accepted:,} accepted, {counts.rejected:,} rejected, "
        yield f"{counts.newer:,} newer than this program, "
        yield how_many(counts.tombstones, "tombstone")
        yield f", {counts.missing:,} missing\n" if counts.missing else "\n"
    for record in answer.rejected[:MOST_TOLD]:
        yield f"    rejected {record.key}: {', '.join(record.codes)}\n"
    for alarm in answer.alarms[:MOST_TOLD]:
        yield f"    alarm {alarm.key}: {alarm.code}: {advice_on_message(alarm.code)}\n"


def _head(head: Head) -> Iterator[str]:
    under = f" under {head.agreement}" if head.agreement else ""
    yield f"    head {head.sequence} from {head.iss} for {head.aud}{under}, "
    yield f"as of {head.as_of}, next by {head.next_update}\n"
