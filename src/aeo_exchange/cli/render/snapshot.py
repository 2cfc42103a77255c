"""The answer about a snapshot, as lines of text with advice at what did not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import UNSET

from aeo_exchange.cli.render.first_lines import first_lines
from aeo_exchange.cli.render.statements import step_lines
from aeo_exchange.counting import how_many
from aeo_exchange.operations.exchange.snapshot_advice import advice_on_message
from aeo_exchange.safe_text import visible

if TYPE_CHECKING:
    from aeo_exchange.exchange.acceptance import EntryAlarm, RejectedRecord
    from aeo_exchange.exchange.heads import Head
    from aeo_exchange.operations.exchange.snapshot_check import SnapshotAnswer

__all__ = ["snapshot_lines"]

IN_JSON = "--format json has the first 1,000"


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
        yield from first_lines(answer.rejected, _rejected, otherwise=IN_JSON, count=counts.rejected)
        yield from first_lines(answer.alarms, _alarm, otherwise=IN_JSON, count=counts.alarmed)


def _rejected(record: RejectedRecord) -> str:
    return f"rejected {record.key}: {', '.join(record.codes)}"


def _alarm(alarm: EntryAlarm) -> str:
    return f"alarm {alarm.key}: {alarm.code}: {advice_on_message(alarm.code)}"


def _head(head: Head) -> Iterator[str]:
    under = f" under {head.agreement}" if head.agreement else ""
    yield f"    head {head.sequence} from {head.iss} for {head.aud}{under}, "
    yield f"as of {head.as_of}, next by {head.next_update}\n"
