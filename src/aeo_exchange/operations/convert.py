"""Content in any format to content in another; what cannot be converted is reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

import msgspec

from aeo_exchange.errors import ReadError
from aeo_exchange.formats import FORMATS, Content, Format, Limits
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.placing import Findings, refusal_finding
from aeo_exchange.operations.reading import documents, record_id_of, structure
from aeo_exchange.operations.validate import unreadable
from aeo_exchange.report import Report

__all__ = ["convert", "records_or_reports"]


def convert(
    contents: Iterable[Content],
    to: Format,
    stream: BinaryIO,
    refused: Callable[[Report], None],
    limits: Limits | None = None,
) -> int:
    """Write every record whose structure holds; return how many there were.

    `refused` is called with a report for each document that was left out, as it is met. The
    rules are not asked: a record that breaks one is still a record, and `validate` says so.
    """
    count = 0

    def good() -> Iterator[AeoRecord]:
        nonlocal count
        for each in records_or_reports(contents, limits or Limits()):
            if isinstance(each, Report):
                refused(each)
            else:
                count += 1
                yield each

    FORMATS[to].write(good(), stream)
    return count


def records_or_reports(contents: Iterable[Content], limits: Limits) -> Iterator[AeoRecord | Report]:
    """Yield each record, and a report for each document that is none."""
    for content in contents:
        try:
            for document in documents(content, limits):
                if isinstance(document, ReadError):
                    yield Findings(told=(refusal_finding(document),)).report(content.name)
                    continue
                record, findings = structure(document)
                yield record or msgspec.structs.replace(
                    findings.report(content.name), record_id=record_id_of(document.tree)
                )
        except OSError as cause:
            yield unreadable(content.name, cause)
