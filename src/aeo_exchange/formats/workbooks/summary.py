"""The first sheet of an annotated copy: totals by rule, each finding with a link to its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from aeo_exchange.counting import how_many
from aeo_exchange.formats.workbooks.looks import TEXT, Looks
from aeo_exchange.formats.workbooks.remarks import Remark, RowLine, RuleLine
from aeo_exchange.formats.workbooks.sheet_names import link_to
from aeo_exchange.formats.workbooks.written_texts import xlsx_text

__all__ = ["Summary", "write_summary"]

MOST_LISTED = 1_000_000  # a sheet has a few rows more
MOST_LINKS = 60_000  # of a sheet; a spreadsheet takes 65,530, and they are held in memory
TOTALS = ("severity", "rule", "in all", "distinct", "first at", "", "what the rule says")
BY_ROW = ("severity", "findings", "sheet", "row", "cell", "record", "the gravest")
LISTED = (
    "severity",
    "rule",
    "sheet",
    "row",
    "cell",
    "record",
    "what is wrong",
    "found",
    "expected",
    "what to do",
)
WIDTHS = (10, 14, 14, 9, 10, 20, 60, 24, 30, 50)
A4 = 9  # the number of the paper in a workbook
LINE, MOST_LINES = 15, 8  # points of a line; of a row, in lines
LINK = 4  # the column of links


class Summary(Struct, frozen=True, kw_only=True):
    """What the first sheet says: some sentences, totals by rule and by row, and all findings.

    `more_rows` have findings too, and are too many to be told one by one.
    """

    sentences: Sequence[str]
    totals: Sequence[RuleLine]
    rows: Sequence[RowLine] = ()
    more_rows: int = 0
    remarks: Iterable[Remark]


def write_summary(
    sheet: Worksheet, summary: Summary, names: Mapping[str, str], looks: Looks
) -> None:
    """Write the sheet; `names` are those that the copied sheets have now, by their own."""
    lines = _SheetLines(sheet, names, looks)
    for index, width in enumerate(WIDTHS):
        sheet.set_column(index, index, width, looks.look(TEXT))
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    for sentence in summary.sentences:
        lines.say(sentence)
    lines.skip()
    lines.heading(TOTALS)
    for rule in summary.totals:
        numbers = (rule.first.weight, rule.code, f"{rule.count:,}", rule.distinct)
        lines.write((*numbers, "", "", rule.sentence), rule.first)
    lines.skip()
    _write_rows(lines, summary, names)
    lines.heading(LISTED)
    top, listed = lines.next, 0
    for listed, remark in enumerate(summary.remarks, 1):
        if listed > MOST_LISTED:
            lines.write(("", "", "", "", "", "", "and more, which are not listed"))
            break
        lines.write(_cells(remark, names), remark)
    if listed:
        sheet.autofilter(top - 1, 0, lines.next - 1, len(LISTED) - 1)


def _write_rows(lines: _SheetLines, summary: Summary, names: Mapping[str, str]) -> None:
    """Write a line for each row that has findings."""
    if not summary.rows:
        return
    lines.heading(BY_ROW)
    for row in summary.rows:
        remark = row.gravest
        sheet = names.get(remark.sheet, remark.sheet)
        where = (sheet, str(remark.row), "", remark.record_id)
        lines.write((remark.weight, f"{row.count:,}", *where, remark.message), remark)
    if summary.more_rows:
        lines.write(("", "", "", "", "", "", f"and {how_many(summary.more_rows, 'more row')}"))
    lines.skip()


def _cells(remark: Remark, names: Mapping[str, str]) -> Sequence[str]:
    sheet = names.get(remark.sheet, remark.sheet) if remark.row else remark.sheet
    row = str(remark.row) if remark.row else ""
    said = (remark.message, remark.got, remark.expected, remark.hint)
    return (remark.weight, remark.code, sheet, row, "", remark.record_id, *said)


class _SheetLines:
    """The rows of a sheet from the top, each written below the one before."""

    def __init__(self, sheet: Worksheet, names: Mapping[str, str], looks: Looks) -> None:
        self.next = 0
        self._sheet, self._names, self._looks = sheet, names, looks
        self._links = 0

    def skip(self) -> None:
        """Leave a row empty."""
        self.next += 1

    def say(self, sentence: str) -> None:
        """Write a sentence, which may run over all columns."""
        look = self._looks.of_text(sentence)
        self._sheet.write_string(self.next, 0, xlsx_text(sentence), look)
        self.next += 1

    def heading(self, titles: Sequence[str]) -> None:
        """Write the names of columns."""
        for index, title in enumerate(titles):
            if title:
                self._sheet.write_string(self.next, index, title, self._looks.heading)
        self.next += 1

    def write(self, cells: Sequence[str], remark: Remark | None = None) -> None:
        """Write a row: its first cell in the colour of a remark, and a link to where that is."""
        lines = max((1 + len(text) // WIDTHS[i] for i, text in enumerate(cells)), default=1)
        if lines > 1:
            # Not every program finds the height by itself.
            self._sheet.set_row(self.next, LINE * min(lines, MOST_LINES))
        for index, text in enumerate(cells):
            severity = remark.severity if remark and not index else None
            look = self._looks.of_lines(text, severity)
            if text:
                self._sheet.write_string(self.next, index, xlsx_text(text), look)
        if remark and remark.row:
            self._link(remark)
        self.next += 1

    def _link(self, remark: Remark) -> None:
        row, column = remark.place
        cell = xl_rowcol_to_cell(row - 1, column - 1)
        if self._links < MOST_LINKS and remark.sheet in self._names:
            target = link_to(self._names[remark.sheet], cell)
            self._sheet.write_url(self.next, LINK, target, self._looks.link, string=cell)
            self._links += 1
        else:
            self._sheet.write_string(self.next, LINK, cell)
