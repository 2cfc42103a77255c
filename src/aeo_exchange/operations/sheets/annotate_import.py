"""A partner's list handed back: a copy of it, with what became of its rows, in the sender's words.

The findings of an import speak to who made the layout; what is written here is read by who made
the list, and knows neither the layout nor the names of the standard's items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import UNSET
from xlsxwriter.utility import xl_cell_to_rowcol

from aeo_exchange.counting import how_many
from aeo_exchange.formats import Content
from aeo_exchange.formats.workbooks.annotated import write_annotated
from aeo_exchange.formats.workbooks.summary import Summary
from aeo_exchange.operations.sheets.import_file import Imported
from aeo_exchange.operations.sheets.remarks import Remark, Remarks, said_or_empty
from aeo_exchange.report import Severity
from aeo_exchange.safe_text import visible
from aeo_exchange.tabular.drafting import STRUCK
from aeo_exchange.tabular.judge import LAYOUT_HINTS
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.outcome import (
    FindingKind,
    ImportReport,
    RowEnd,
    RowFinding,
    RowOutcome,
    VanishedQuestion,
)
from aeo_exchange.tabular.sheet_copies import copied_file, refuse_no_table

__all__ = ["annotate_import", "refuse_no_table"]

_CELL = re.compile(r"(?P<column>[A-Z]{1,3})(?P<row>[1-9][0-9]{0,6})?")
COLOURS = (
    "A cell is red and bold where its row is refused, yellow and italic where it is a candidate, "
    "blue and underlined where something is only told; a comment says what is wrong, in the first "
    "thousand cells. This is a copy: every cell is a value, and nothing in it runs."
)
ENDS = (
    "Refused: the row was not taken. Candidate: the row waits, apart from the records, until what "
    "is missing is given. All other rows were taken."
)
# What a kind of finding is, and what the sender of the list can do about it.
KINDS: dict[FindingKind, tuple[str, str]] = {
    FindingKind.MISSING: ("What a record must have is not given.", "fill it in"),
    FindingKind.DOUBTFUL: (
        "What stands there cannot be taken without asking.",
        "look it up, and write it whole and as a text",
    ),
    FindingKind.UNKNOWN_WORD: (
        "A word that nobody has explained.",
        "write one of the words expected, or tell us what it means",
    ),
    FindingKind.NOT_USABLE: ("What stands there cannot be read.", "write it as expected"),
    FindingKind.REPEATED: ("Two rows speak of one authorisation.", "tell us which of them holds"),
    FindingKind.BREAKS_RULE: ("The row says what a record must not say.", "correct the row"),
    FindingKind.WARNING: ("Unusual, and taken as it is.", "look whether it is meant"),
    FindingKind.TOLD: ("How something was read.", "nothing, if it was meant so"),
}
SENTENCES = {kind.value: sentence for kind, (sentence, _) in KINDS.items()} | {
    "vanished": "An authorisation that the list had before, and has no more."
}
SEVERITIES = {
    RowEnd.REFUSED: Severity.ERROR,
    RowEnd.CANDIDATE: Severity.WARNING,
    RowEnd.RECORD: Severity.INFO,
}
LABELS = {FindingKind.WARNING: "warning", FindingKind.TOLD: "told"}


def annotate_import(content: Content, layout: Layout, imported: Imported, stream: BinaryIO) -> None:
    """Write a copy of a list with what became of each row, as XLSX.

    Raises ReadError for what has no cells or cannot be read, OSError where it cannot be opened.
    """
    report = imported.report
    with Remarks(SENTENCES) as remarks, copied_file(content, layout) as book:
        for remark in _remarks(report, imported.first_column):
            remarks.add(remark)
        summary = Summary(
            sentences=(*_sentences(report), ENDS, COLOURS),
            totals=remarks.totals(),
            rows=remarks.rows,
            more_rows=remarks.more_rows,
            remarks=remarks,
        )
        write_annotated(book, remarks.marks, summary, stream)


def _sentences(report: ImportReport) -> Iterator[str]:
    counts = report.counts
    name = report.file.rpartition("/")[2]  # the folders are nobody's business whom it is mailed to
    yield (
        f"{visible(name)}: {how_many(counts.rows, 'row')}: "
        f"{how_many(counts.records, 'record')}, {how_many(counts.candidates, 'candidate')}, "
        f"{counts.refused:,} refused"
    )
    if report.as_of is not UNSET:
        yield f"As of {report.as_of}, as the list says."
    if report.unreadable is not UNSET:
        yield f"The file could not be read to its end: {visible(report.unreadable)}"


def _remarks(report: ImportReport, first: str) -> Iterator[Remark]:
    """Yield what keeps rows from being records, then questions, then what is only told."""
    for row in report.rows:
        for finding in row.findings:
            if finding.kind.outcome is not RowEnd.RECORD:
                yield _remark(row, finding, first)
    yield from map(_asked, report.questions)
    for row in report.rows:
        for finding in row.findings:
            if finding.kind.outcome is RowEnd.RECORD:
                yield _remark(row, finding, first)


def _remark(row: RowOutcome, finding: RowFinding, first: str) -> Remark:
    end = finding.kind.outcome
    number, column = _place(row, finding, first)
    return Remark(
        severity=SEVERITIES[end],
        label=LABELS.get(finding.kind, end.value),
        code=finding.rule or finding.kind.value,
        message=_message(finding),
        sheet=said_or_empty(row.sheet),
        row=number,
        column=column,
        record_id=said_or_empty(row.record_id),
        path=said_or_empty(finding.path),
        got=said_or_empty(finding.got),
        expected=said_or_empty(finding.expected),
        hint=_to_do(finding),
    )


def _place(row: RowOutcome, finding: RowFinding, first: str) -> tuple[int, int]:
    """Return row and column of a finding; of one about a whole row, the first column."""
    named = _CELL.fullmatch(finding.column or first)
    if named is None:
        return row.row, 1
    index = xl_cell_to_rowcol(f"{named['column']}1")[1]
    return int(named["row"] or row.row), index + 1


def _message(finding: RowFinding) -> str:
    if finding.kind is FindingKind.UNKNOWN_WORD and finding.got:
        return f"{visible(finding.got)!r} is a word that is not known here"
    if finding.kind is FindingKind.MISSING and finding.item and not finding.got:
        return f"nothing is given under {visible(finding.header or finding.item)!r}"
    return visible(finding.message)


def _to_do(finding: RowFinding) -> str:
    """Return what the sender can do; the advice of a rule speaks of the record, so it is kept."""
    if finding.message == STRUCK:
        return "tell us whether it still holds, and since when not"
    if finding.rule and finding.hint and finding.rule not in LAYOUT_HINTS:
        return visible(finding.hint)
    return KINDS[finding.kind][1]


def _asked(question: VanishedQuestion) -> Remark:
    return Remark(
        severity=Severity.WARNING,
        label="question",
        code="vanished",
        message=f"{visible(question.legal_name)} stood in an earlier list, and no row has its key",
        record_id=visible(question.record_id),
        hint="tell us what became of it, and since when; or under which key it stands now",
    )
