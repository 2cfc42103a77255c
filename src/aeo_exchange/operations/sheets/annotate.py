"""The sheet handed back: a copy of a workbook or of CSV, with what is wrong beside the cells."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import BinaryIO

from aeo_exchange.errors import ReadError, WrongChoice
from aeo_exchange.formats import FORMATS, Content, Limits
from aeo_exchange.formats.detect import detect, recognised
from aeo_exchange.formats.workbooks.annotated import write_annotated
from aeo_exchange.formats.workbooks.copies import (
    CopiedBook,
    CopiedSheet,
    copied_csv,
    copied_workbook,
)
from aeo_exchange.formats.workbooks.summary import Summary
from aeo_exchange.operations.sheets.remarks import Remark, Remarks
from aeo_exchange.report import Severity
from aeo_exchange.safe_text import visible

__all__ = [
    "CopiedBook",
    "CopiedSheet",
    "Remark",
    "Remarks",
    "annotate",
    "annotate_book",
    "refuse_no_sheet",
]

COLOURS = (
    "A cell with an error is red and bold, with a warning yellow and italic; "
    "a comment says what is wrong, in the first thousand cells. This is a copy: every cell is a "
    "value, and nothing in it runs."
)


def refuse_no_sheet(content: Content) -> None:
    """Raise WrongChoice for content of a format that has no cells; what is unreadable passes."""
    try:
        form = detect(content)
    except (ReadError, OSError):
        return
    if not FORMATS[form].is_table:
        raise WrongChoice(f"{content.name} is {form}; only a workbook or CSV is handed back")


def annotate(
    content: Content, remarks: Remarks, stream: BinaryIO, limits: Limits | None = None
) -> None:
    """Write a copy of a workbook or of CSV with remarks on its cells, as XLSX.

    The cells that have one are coloured, the first thousand commented; the first sheet lists all.
    Raises ReadError for what is neither or cannot be read, OSError where it cannot be opened.
    """
    with content.open() as given, _book(content, given, limits or Limits()) as book:
        # The folders are nobody's business whom the copy is mailed to.
        annotate_book(book, content.name.rpartition("/")[2], remarks, stream)


def annotate_book(book: CopiedBook, name: str, remarks: Remarks, stream: BinaryIO) -> None:
    """Write a copy of sheets that were read in any way, as `annotate` does; `name` is the file's.

    Raises ReadError where their rows cannot be read, or are not in their order.
    """
    summary = Summary(
        sentences=(_counts(name, remarks), COLOURS),
        totals=remarks.totals(),
        rows=remarks.rows,
        more_rows=remarks.more_rows,
        remarks=remarks,
    )
    write_annotated(book, remarks.marks, summary, stream)


def _book(content: Content, stream: BinaryIO, limits: Limits) -> AbstractContextManager[CopiedBook]:
    if not FORMATS[recognised(stream)].is_workbook:
        return copied_csv(content, stream, limits)
    return copied_workbook(stream)


def _counts(name: str, remarks: Remarks) -> str:
    counts = ", ".join(f"{remarks.severities[kind]:,} {kind}s" for kind in Severity)
    return f"{visible(name)}: {counts}"
