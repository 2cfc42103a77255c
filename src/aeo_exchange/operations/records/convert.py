"""Content in any format to content in another; what cannot be converted is reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import BinaryIO, NoReturn

from aeo_exchange.errors import ItemsLost, WrongChoice
from aeo_exchange.formats import FORMATS, Format, Limits
from aeo_exchange.formats.row import FormatRow, Loss
from aeo_exchange.formats.sources import Source, contents_of
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.reading import Reading, read_contents, refusal_of
from aeo_exchange.report import Report

__all__ = ["convert"]


def convert(  # noqa: PLR0913 what is left out is told in two ways
    contents: Source | Iterable[Source],
    to: Format | str,
    stream: BinaryIO,
    refused: Callable[[Report], None] | None = None,
    limits: Limits | None = None,
    *,
    lost: Callable[[str, AeoRecord, list[Loss]], bool] | None = None,
) -> int:
    """Write every record whose structure holds; return how many. Without any nothing is written.

    `to` is the name of a format, such as `xml`. `refused` is called with a report for each
    document that was left out, as it is met; without it the first one raises InvalidRecord, so that
    nothing is lost unseen. The rules are not asked: a record that breaks one is still a record, and
    `validate` says so.

    `lost` is called with the source, each record that has items for which the format has no
    place, and these items; it says whether the record is written without them. Without it the
    first one raises ItemsLost. Raises NotContent, and WrongChoice for an unknown format.
    """
    row = FORMATS.get(to)
    if row is None:
        raise WrongChoice(f"{to!r} is not a format; there are {', '.join(FORMATS)}")
    count = 0

    def good() -> Iterator[AeoRecord]:
        nonlocal count
        for reading in read_contents(contents_of(contents), limits or Limits()):
            if reading.record is None:
                (refused or _refuse)(reading.report())
            elif _fits(reading, reading.record, row, lost or _refuse_loss):
                count += 1
                yield reading.record

    records = good()
    first = next(records, None)
    if first is not None:  # else not even a header is written
        row.write(chain((first,), records), stream)
    return count


def _fits(
    reading: Reading,
    record: AeoRecord,
    row: FormatRow,
    lost: Callable[[str, AeoRecord, list[Loss]], bool],
) -> bool:
    """Say whether a record is written, whole or without what `lost` lets go."""
    losses = row.losses(record)
    return not losses or lost(reading.source, record, losses)


def _refuse_loss(_source: str, record: AeoRecord, losses: list[Loss]) -> NoReturn:
    others = f" and {len(losses) - 1} more" if len(losses) > 1 else ""
    raise ItemsLost(f"{record.record_id}: no place for {losses[0].path}{others}")


def _refuse(report: Report) -> NoReturn:
    raise refusal_of(report)
