"""A copy of somebody's workbook with marked cells, and before it a sheet that says what is wrong.

It is written row by row, so that of a register of any length one row is held. Nothing in it runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from aeo_exchange.errors import MalformedDocument
from aeo_exchange.formats.workbooks.arrangement import Arrangement
from aeo_exchange.formats.workbooks.book import written_book
from aeo_exchange.formats.workbooks.copies import CopiedBook, CopiedSheet
from aeo_exchange.formats.workbooks.copy_cells import write_cell
from aeo_exchange.formats.workbooks.formulas import Formulas
from aeo_exchange.formats.workbooks.looks import Looks
from aeo_exchange.formats.workbooks.marks import CellMarks, SheetMarks
from aeo_exchange.formats.workbooks.sheet import SheetRow
from aeo_exchange.formats.workbooks.sheet_names import written_names
from aeo_exchange.formats.workbooks.summary import Summary, write_summary
from aeo_exchange.formats.workbooks.written_texts import xlsx_text
from aeo_exchange.reader_codes import MALFORMED
from aeo_exchange.report import Severity

__all__ = ["write_annotated"]

FIRST, LAST = "findings", "formulas"
AUTHOR = "aeo"
COMMENT_WIDTH, COMMENT_LINE, LETTERS = 340, 17, 50  # pixels, pixels, in a line
HIGHEST_COMMENT = 420


class _AnnotatedRow(Struct, frozen=True):
    """A row to be copied, and which of its columns are coloured."""

    row: SheetRow
    severities: dict[int, Severity]


def write_annotated(book: CopiedBook, marks: CellMarks, summary: Summary, stream: BinaryIO) -> None:
    """Write the sheet of findings, the sheets of the book, and the formulas that they had.

    Raises MalformedDocument where the rows of a sheet are not in their order.
    """
    with written_book(stream, since_1904=book.since_1904) as written:
        _write_sheets(written, book, marks, summary)


def _write_sheets(written: Workbook, book: CopiedBook, marks: CellMarks, summary: Summary) -> None:
    looks, formulas = Looks(written), Formulas()
    names = written_names((FIRST, *(sheet.name for sheet in book.sheets), LAST))
    copies = list(zip(book.sheets, names[1:-1], strict=True))
    known = {sheet.name: name for sheet, name in copies}
    write_summary(written.add_worksheet(names[0]), summary, {"": names[1], **known}, looks)
    for index, (sheet, name) in enumerate(copies):
        sheet_marks = marks.sheets.get(sheet.name) or _of_first(marks, index)
        rows = formulas.passing(name, _in_order(sheet))
        copy = written.add_worksheet(name)
        _arrange(copy, sheet.arrangement, looks)
        # Before the rows: what is behind the row that is written is refused.
        for (row, column), words in sheet_marks.comments.items():
            copy.write_comment(row - 1, column - 1, xlsx_text(words), _box(words))
        for line in _lines(rows, sheet_marks):
            _write_row(copy, line, sheet.arrangement, looks)
    formulas.write(written, names[-1], looks)


def _box(words: str) -> dict[str, object]:
    """Return the size in which a comment is read whole, as far as a screen has room."""
    lines = 1 + sum(1 + len(line) // LETTERS for line in words.split("\n"))
    height = min(COMMENT_LINE * lines, HIGHEST_COMMENT)
    return {"width": COMMENT_WIDTH, "height": height, "author": AUTHOR}


def _of_first(marks: CellMarks, index: int) -> SheetMarks:
    """Return what is said of a sheet that no one names: it is the first."""
    return SheetMarks() if index else marks.sheets.get("", SheetMarks())


def _arrange(copy: Worksheet, arrangement: Arrangement, looks: Looks) -> None:
    for span in arrangement.columns:
        width = _width_to_give(span.width) if span.width else None
        copy.set_column(span.first - 1, span.last - 1, width, looks.look(span.code))
    if arrangement.frozen_rows or arrangement.frozen_columns:
        copy.freeze_panes(arrangement.frozen_rows, arrangement.frozen_columns)
    if arrangement.right_to_left:
        copy.right_to_left()


def _width_to_give(stored: float) -> float:
    """Return the characters that make XlsxWriter store a width; it adds the edges of a cell."""
    edges, digit = 5, 7  # pixels
    narrow = (digit + edges) / digit
    return stored - edges / digit if stored >= narrow else stored / narrow


def _in_order(sheet: CopiedSheet) -> Iterator[SheetRow]:
    last = 0
    for row in sheet.rows():
        if row.number <= last:
            raise MalformedDocument(
                MALFORMED, f"row {row.number} of the sheet {sheet.name!r} stands behind row {last}"
            )
        last = row.number
        yield row


def _lines(rows: Iterator[SheetRow], marks: SheetMarks) -> Iterator[_AnnotatedRow]:
    """Yield the rows with their colours; a coloured row that is empty is a row too."""
    marked = marks.rows()
    nothing: tuple[int, dict[int, Severity]] = (0, {})
    number, severities = next(marked, nothing)
    for row in rows:
        while number and number < row.number:
            yield _AnnotatedRow(SheetRow(number, []), severities)
            number, severities = next(marked, nothing)
        if number == row.number:
            yield _AnnotatedRow(row, severities)
            number, severities = next(marked, nothing)
        else:
            yield _AnnotatedRow(row, {})
    while number:
        yield _AnnotatedRow(SheetRow(number, []), severities)
        number, severities = next(marked, nothing)


def _write_row(
    copy: Worksheet, line: _AnnotatedRow, arrangement: Arrangement, looks: Looks
) -> None:
    number = line.row.number
    filled = set()
    for cell in line.row.cells:
        write_cell(copy, number, cell, line.severities.get(cell.column), looks)
        filled.add(cell.column)
    for column, severity in line.severities.items():
        if column not in filled:
            look = looks.look(arrangement.code_of(column), severity)
            copy.write_blank(number - 1, column - 1, None, look)
