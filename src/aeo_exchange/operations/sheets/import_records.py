"""A file in a syntax of the standard, imported like a partner's: its records are there already."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import msgspec
from msgspec import UNSET, UnsetType

from aeo_exchange.formats import Content, Limits
from aeo_exchange.operations.reading import Reading, read
from aeo_exchange.operations.records.validate import judged_readings
from aeo_exchange.report import Finding, Report, Severity, Verdict
from aeo_exchange.rules import Context
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.outcome import (
    FindingKind,
    ImportReport,
    LayoutUsed,
    RowCounts,
    RowEnd,
    RowFinding,
    RowOutcome,
)

__all__ = ["import_records"]

_ROW = re.compile(r"([A-Z]+)(\d+)")


def import_records(
    content: Content, layout: Layout, context: Context, digest: str
) -> tuple[tuple[bytes, ...], ImportReport]:
    """Return the valid records of a file as compact JSON, and what became of each of its rows."""
    records, rows = [], []
    unread: list[str] = []
    for number, (reading, report) in enumerate(
        judged_readings(read(content, Limits()), context), 1
    ):
        if reading.document is None:
            unread += [finding.message for finding in report.findings[:1]]
        outcome = _outcome(reading, report, number)
        if outcome.outcome is RowEnd.RECORD:
            records.append(msgspec.json.encode(reading.record))
        rows.append(outcome)
    unreadable: str | UnsetType = UNSET
    if unread and len(unread) == len(rows):
        unreadable, rows = unread[0], []
    ends = Counter(row.outcome for row in rows)
    return tuple(records), ImportReport(
        file=content.name,
        sha256=digest,
        layout=LayoutUsed(name=layout.name, title=layout.title, origin=layout.origin),
        read_as="records",
        at=context.at,
        counts=RowCounts(
            rows=len(rows),
            records=len(records),
            candidates=0,
            refused=ends[RowEnd.REFUSED],
            written=len(records),
        ),
        unreadable=unreadable,
        rows=tuple(rows),
    )


def _outcome(reading: Reading, report: Report, number: int) -> RowOutcome:
    is_record = reading.record is not None and report.verdict is Verdict.VALID
    line = reading.document.line if reading.document else UNSET
    return RowOutcome(
        row=line or number,
        outcome=RowEnd.RECORD if is_record else RowEnd.REFUSED,
        record_id=reading.record_id,
        findings=tuple(_row_findings(report.findings)),
    )


def _row_findings(findings: tuple[Finding, ...]) -> Iterator[RowFinding]:
    """Yield what is said of a record, with the column of its cell, in a workbook the cell."""
    for finding in findings:
        place = _ROW.fullmatch(finding.cell or "")
        column = finding.place if finding.sheet else place[1] if place else UNSET
        is_error = finding.severity is Severity.ERROR
        yield RowFinding(
            kind=FindingKind.BREAKS_RULE if is_error else FindingKind.WARNING,
            path=finding.path,
            rule=finding.code,
            column=column,
            got=finding.got,
            expected=finding.expected,
            message=finding.message,
            hint=finding.hint,
        )
