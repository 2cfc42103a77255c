"""What became of the rows of a file, to the report of its import and the rows to complete."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.formats import Content
from aeo_exchange.tabular.file_remarks import file_remarks
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.outcome import (
    CandidateRow,
    ImportReport,
    LayoutUsed,
    RowCounts,
    RowEnd,
)
from aeo_exchange.tabular.row_ends import EndedRow
from aeo_exchange.tabular.rows import Opened

__all__ = ["FileRead", "candidate_rows", "file_digest", "first_column", "report_of"]

PIECE = 1 << 20


class FileRead(Struct, frozen=True, kw_only=True):
    """A file that was read by a layout, as far as it could be: by its name and its digest."""

    name: str
    sha256: str
    layout: Layout
    opened: Opened
    read_as: str | UnsetType = UNSET
    time_zone: str | UnsetType = UNSET
    as_of: str | UnsetType = UNSET
    unreadable: str | UnsetType = UNSET


def report_of(read: FileRead, ended: Sequence[EndedRow], at: str, written: int) -> ImportReport:
    """Return the report of an import at an instant, of which so many records were written."""
    layout, opened = read.layout, read.opened
    ends = Counter(row.outcome.outcome for row in ended)
    return ImportReport(
        file=read.name,
        sha256=read.sha256,
        layout=LayoutUsed(name=layout.name, title=layout.title, origin=layout.origin),
        read_as=read.read_as,
        encoding=opened.encoding,
        sheet=opened.sheet,
        header_row=opened.header_row,
        time_zone=read.time_zone,
        as_of=read.as_of,
        at=at,
        counts=RowCounts(
            rows=len(ended),
            records=ends[RowEnd.RECORD],
            candidates=ends[RowEnd.CANDIDATE],
            refused=ends[RowEnd.REFUSED],
            written=written,
        ),
        passed_over=opened.passed_over,
        remarks=tuple(file_remarks(opened, layout, read.read_as or "")),
        unreadable=read.unreadable,
        rows=tuple(sorted((row.outcome for row in ended), key=lambda end: end.row)),
    )


def candidate_rows(ended: Iterable[EndedRow], file: str) -> Iterator[CandidateRow]:
    """Yield the rows that a person has to complete, with what could be read of them."""
    for row in ended:
        if row.outcome.outcome is RowEnd.CANDIDATE:
            yield CandidateRow(
                file=file,
                sheet=row.outcome.sheet,
                row=row.outcome.row,
                record_id=row.outcome.record_id,
                record=row.part or {},
                findings=row.outcome.findings,
            )


def first_column(opened: Opened) -> str:
    """Return where a table begins."""
    letters = [column for column, _text in opened.columns.values()]
    return min(letters, key=lambda column: (len(column), column), default="A")


def file_digest(content: Content) -> str:
    """Return the SHA-256 digest of a file, as hexadecimal digits."""
    made = hashlib.sha256()
    with content.open() as stream:
        while piece := stream.read(PIECE):
            made.update(piece)
    return made.hexdigest()
