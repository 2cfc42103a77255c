"""Findings to remarks on a sheet: which cells are marked, and the totals by rule."""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Self

import msgspec
from msgspec import UNSET
from xlsxwriter.utility import xl_cell_to_rowcol

from aeo_exchange.files import temporary_in_errors
from aeo_exchange.formats.workbooks.marks import CellMarks
from aeo_exchange.formats.workbooks.remarks import Remark, RowLine, RuleLine
from aeo_exchange.operations.records.rule_totals import RuleTotals, distinct_words
from aeo_exchange.report import Finding, Report, Severity
from aeo_exchange.rules import all_rules
from aeo_exchange.safe_text import MESSAGE_LENGTH, excerpt, visible

__all__ = ["Remark", "Remarks", "said_or_empty"]

MOST_ROWS = 1000  # that are told one by one; the list has all
_GRAVITY = tuple(Severity)
_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")


class Remarks:
    """What is said of one sheet or workbook: the marks of its cells in memory, the words in a file.

    It is left with a `with` block, and the file is gone.
    """

    def __init__(self, sentences: Mapping[str, str] | None = None) -> None:
        """Take the sentence of each kind of remark that is no rule."""
        self.marks = CellMarks()
        self.rows: list[RowLine] = []
        self._sentences = sentences or {}
        self._by_row: dict[tuple[str, int], RowLine] = {}
        self.severities: Counter[Severity] = Counter()
        self.is_unread = False
        self._totals = RuleTotals()
        self._first: dict[str, Remark] = {}
        self._file = tempfile.TemporaryFile(prefix="aeo-")  # noqa: SIM115 it lives as long as this

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with temporary_in_errors():
            self._file.close()

    def passing(self, reports: Iterable[Report]) -> Iterator[Report]:
        """Hand reports on, and remember what they say."""
        for report in reports:
            self.take(report)
            yield report

    def take(self, report: Report) -> None:
        """Remember the findings of a report; those that it leaves out are counted."""
        self.is_unread = self.is_unread or report.is_unread
        for finding in report.findings:
            self.add(_remark(report, finding))
        if report.left_out is not UNSET:
            words = f"{report.left_out.words}; they show when some are mended"
            self._note(_about(report, Severity.INFO, "", words))
            self.severities[Severity.ERROR] += report.left_out.errors
            self.severities[Severity.WARNING] += report.left_out.warnings
            self._totals.take(Report(source="", verdict=report.verdict, left_out=report.left_out))

    def add(self, remark: Remark) -> None:
        """Remember a remark, and mark the cell that it is about."""
        self._note(remark)
        self.severities[remark.severity] += 1
        self._totals.add(remark.code, (remark.path, remark.message, remark.got))
        self._first.setdefault(remark.code, remark)
        if remark.row:
            self.marks.add(remark.sheet, remark.place, remark.severity, remark.words)
            self._add_to_row(remark)

    def _add_to_row(self, remark: Remark) -> None:
        line = self._by_row.get((remark.sheet, remark.row))
        if line is None:
            if len(self.rows) >= MOST_ROWS:
                return
            line = self._by_row[remark.sheet, remark.row] = RowLine(remark)
            self.rows.append(line)
        line.count += 1
        if _GRAVITY.index(remark.severity) < _GRAVITY.index(line.gravest.severity):
            line.gravest = remark

    @property
    def more_rows(self) -> int:
        """How many rows have a remark beside those of `rows`."""
        return sum(marks.row_count() for marks in self.marks.sheets.values()) - len(self.rows)

    def _note(self, remark: Remark) -> None:
        # This module writes any text, half a character too; what others found may be such.
        line = json.dumps(msgspec.to_builtins(remark)).encode() + b"\n"
        with temporary_in_errors():
            self._file.write(line)

    def totals(self) -> list[RuleLine]:
        """Return the totals by rule, the most frequent first."""
        rules = all_rules()
        return [
            RuleLine(
                code=code,
                count=count,
                distinct=distinct_words(self._totals, code),
                sentence=rules[code].sentence if code in rules else self._sentences.get(code, ""),
                first=self._first.get(
                    code, Remark(severity=Severity.INFO, code=code, message="left out")
                ),
            )
            for code, count in self._totals.counts.most_common()
        ]

    def __iter__(self) -> Iterator[Remark]:
        """Yield the remarks in the order that they came in."""
        with temporary_in_errors():  # what was still to be written is written now
            self._file.seek(0)
        for line in self._file:
            yield msgspec.convert(json.loads(line), Remark)


def _remark(report: Report, finding: Finding) -> Remark:
    sheet, (row, column) = said_or_empty(finding.sheet), _place(finding)
    about = _about(report, finding.severity, finding.code, excerpt(finding.message, MESSAGE_LENGTH))
    return msgspec.structs.replace(
        about,
        sheet=sheet,
        row=row,
        column=column,
        path=finding.path,
        got=said_or_empty(finding.got),
        expected=said_or_empty(finding.expected),
        hint=said_or_empty(finding.hint),
    )


def _about(report: Report, severity: Severity, code: str, message: str) -> Remark:
    record_id = said_or_empty(report.record_id)
    return Remark(severity=severity, code=code, message=message, record_id=record_id)


def _place(finding: Finding) -> tuple[int, int]:
    """Return row and column of a finding, 0 where it tells none; a line of CSV is its row."""
    if finding.cell is not UNSET and _CELL.fullmatch(finding.cell):
        row, column = xl_cell_to_rowcol(finding.cell)
        return row + 1, column + 1
    return (0 if finding.line is UNSET else finding.line), 0


def said_or_empty(text: object) -> str:
    """Return a text as a cell shows it, empty where there is none."""
    return "" if text is UNSET else visible(str(text))
