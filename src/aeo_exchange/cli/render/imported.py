"""What an import says on a terminal: the first findings by row, then the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec
from msgspec import UNSET

from aeo_exchange.counting import how_many
from aeo_exchange.operations.sheets.import_file import (
    CandidateRow,
    FindingKind,
    ImportReport,
    RowFinding,
    RowOutcome,
)

__all__ = ["import_summary_lines", "json_lines", "question_lines", "row_finding_lines"]

QUIET = frozenset({FindingKind.TOLD, FindingKind.WARNING})


def row_finding_lines(report: ImportReport, most: int) -> Iterator[str]:
    """Yield a line for each finding that keeps a row from being a record, then the warnings.

    So many are shown at most.
    """
    told = [(row, finding) for row in report.rows for finding in row.findings]
    lines = [_line(report, *one) for one in told if one[1].kind not in QUIET]
    lines += [_line(report, *one) for one in told if one[1].kind is FindingKind.WARNING]
    yield from lines[: most or None]
    if most and len(lines) > most:
        yield f"and {len(lines) - most:,} more; --report has all, --max-errors 0 shows them"


def _line(report: ImportReport, row: RowOutcome, finding: RowFinding) -> str:
    sheet = "" if row.sheet is UNSET else f"{row.sheet}!"
    column = "" if finding.column is UNSET else str(finding.column)
    is_letters = column.isalpha() and column.isupper()
    place = f"{column}{row.row}" if is_letters else f"row {row.row}{column and f', {column}'}"
    place = f"{report.file}: {sheet}{place}"
    got = "" if finding.got is UNSET else f" (found: {finding.got!r})"
    hint = "" if finding.hint is UNSET else f"; {finding.hint}"
    end = finding.kind if finding.kind is FindingKind.WARNING else row.outcome
    return f"{place}: {end.value}: {_what(finding)}{finding.message}{got}{hint}"


def _what(finding: RowFinding) -> str:
    """Return which item a finding is about, where neither a column nor its words say so."""
    named = finding.item or finding.path or ""
    is_said = finding.column is not UNSET or f" {named} " in f" {finding.message} "
    return "" if is_said or not named else f"{named} "


def import_summary_lines(report: ImportReport) -> Iterator[str]:
    """Yield what is said of the file as a whole, with totals by kind of finding."""
    counts = report.counts
    if report.unreadable is not UNSET:
        further = " further" if counts.rows else ""
        yield f"{report.file}: cannot be read{further}: {report.unreadable}"
    for remark in report.remarks:
        yield f"{report.file}: {remark}"
    totals = Counter(finding.kind for row in report.rows for finding in row.findings)
    for kind in FindingKind:
        if totals[kind]:
            yield f"  {totals[kind]:,} {kind.value}"
    rows, records, candidates = (
        how_many(number, what)
        for number, what in (
            (counts.rows, "row"),
            (counts.records, "record"),
            (counts.candidates, "candidate"),
        )
    )
    yield f"{rows}: {records}, {candidates}, {counts.refused:,} refused"


def question_lines(report: ImportReport, most: int) -> Iterator[str]:
    """Yield what became of the base, and what a person is asked, so many at most."""
    if report.against is UNSET:
        return
    for question in report.questions[: most or None]:
        yield (
            f"{report.against.base}: {question.record_id} ({question.legal_name}): "
            f"{question.question}"
        )
    if most and len(report.questions) > most:
        yield f"and {how_many(len(report.questions) - most, 'more question')}; --report has all"
    for record_id in report.unused_answers:
        yield f"the answer about {record_id} was not needed"
    against = report.against
    yield (
        f"{against.base}: {how_many(against.records, 'record')}: {against.same:,} the same, "
        f"{against.changed:,} changed, {against.left:,} left; {against.added:,} added, "
        f"{against.vanished:,} vanished, {how_many(len(report.questions), 'question')} open"
    )
    if against.beside:
        yield (
            f"{against.base}: {how_many(against.beside, 'other record')} kept as before: of "
            "another programme, administration, prefix or audience than the layout, or an earlier "
            "revision"
        )


def json_lines(candidates: Iterable[CandidateRow]) -> bytes:
    """Return candidates as NDJSON."""
    return b"".join(msgspec.json.encode(candidate) + b"\n" for candidate in candidates)
