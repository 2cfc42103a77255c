"""Reports as CSV for a spreadsheet: a row for each finding, and no cell that runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import UNSET, UnsetType

from aeo_exchange.cli.render.style import Style
from aeo_exchange.cli.render.text import left_out_words
from aeo_exchange.operations.csv_rows import MARK, csv_row
from aeo_exchange.report import Finding, Report, Severity
from aeo_exchange.safe_text import MESSAGE_LENGTH, excerpt, visible

__all__ = ["HEADER", "as_csv"]

HEADER = (
    "source",
    "recordId",
    "sheet",
    "row",
    "cell",
    "line",
    "column",
    "severity",
    "code",
    "path",
    "message",
    "got",
    "expected",
    "hint",
)
_ROW = re.compile(r"[0-9]+$")


def as_csv(reports: Iterable[Report], style: Style) -> Iterator[str]:
    """Yield the header, and a row for each finding; what a report leaves out is a row as well."""
    yield MARK + csv_row(HEADER)
    profile: str | UnsetType = UNSET
    for report in reports:
        profile = report.profile
        who = (_cell_text(report.source), _cell_text(report.record_id))
        for finding in () if style.quiet else report.findings:
            yield csv_row((*who, *_cells(finding)))
        if report.left_out is not UNSET and not style.quiet:
            yield csv_row(_remark(*who, left_out_words(report.left_out)))
    if profile is not UNSET:
        yield csv_row(_remark("", "", f"severities of the profile {visible(profile)}"))


def _remark(source: str, record_id: str, words: str) -> Sequence[str]:
    """Return the row of what is no finding."""
    told = {
        "source": source,
        "recordId": record_id,
        "severity": Severity.INFO.value,
        "message": words,
    }
    return [told.get(name, "") for name in HEADER]


def _cells(finding: Finding) -> Iterator[str]:
    cell = _cell_text(finding.cell)
    row = _ROW.search(cell)
    yield from (_cell_text(finding.sheet), row[0] if row else "", cell)
    yield from map(_cell_text, (finding.line, finding.column, finding.severity, finding.code))
    yield excerpt(finding.path, MESSAGE_LENGTH)
    yield excerpt(finding.message, MESSAGE_LENGTH)
    yield from map(_cell_text, (finding.got, finding.expected, finding.hint))


def _cell_text(value: object) -> str:
    """Return what a cell says of a member, which may be absent."""
    return "" if value is UNSET else visible(str(value))
