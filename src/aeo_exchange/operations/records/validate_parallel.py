"""Validation by several worker processes, with the reports in the order of the content.

Content with a record on each line is cut at line ends into parts; every other content is one part.
Findings over sets of records would stay with the parent, which sees all reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import BinaryIO

import msgspec

from aeo_exchange.errors import ReadError
from aeo_exchange.formats import FORMATS, Content, Limits
from aeo_exchange.formats.detect import recognised
from aeo_exchange.operations.reading import read, unopened
from aeo_exchange.operations.records.validate import judged_readings
from aeo_exchange.operations.workers import Share, Work, in_order, line_parts
from aeo_exchange.report import Report
from aeo_exchange.rules import Context

__all__ = ["parts_of_contents", "validate_with_workers"]


def validate_with_workers(
    contents: Iterable[Content], context: Context, limits: Limits, jobs: int
) -> Iterator[Report]:
    """Yield the same reports as `validate`, worked out by several processes."""
    work = Work(module=__name__, prepare=_prepare, settings=(context, limits), jobs=jobs)
    for done in in_order(work, _work, parts_of_contents(contents, limits)):
        if isinstance(done, Report):
            yield done
        else:
            yield from msgspec.msgpack.decode(done, type=list[Report])


def parts_of_contents(contents: Iterable[Content], limits: Limits) -> Iterator[Share | Report]:
    """Yield the parts of contents, and a report for each that cannot be opened."""
    for content in contents:
        try:
            with content.open() as stream:
                form = _form_of_lines(stream)
                if form:
                    for part in line_parts(content, stream, limits.record_bytes):
                        yield msgspec.structs.replace(part, form=form)
                else:
                    yield Share(
                        content, is_lines=False
                    )  # opened by its worker, a process of its own
        except OSError as cause:
            yield unopened(content, cause).report()


def _form_of_lines(stream: BinaryIO) -> str | None:
    """Return the format of a stream that has a record on each line, None for any other."""
    try:
        form = recognised(stream)
    except ReadError:
        return None  # the worker reports it
    return form if FORMATS[form].has_a_record_per_line else None


@cache
def _settings() -> dict[str, tuple[Context, Limits]]:
    """Return the settings of this worker, empty in any other process."""
    return {}


def _prepare(context: Context, limits: Limits) -> None:
    _settings()["now"] = (context, limits)


def _work(part: Share) -> bytes:
    context, limits = _settings()["now"]
    readings = read(part.content, limits, part.form)
    return msgspec.msgpack.encode([report for _, report in judged_readings(readings, context)])
