"""A partner's file, by its layout, to records, candidates and refused rows, and a report of all."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.errors import LayoutError, ReadError
from aeo_exchange.formats import Content
from aeo_exchange.model.instants import Instant, instant
from aeo_exchange.operations.sheets.import_records import import_records
from aeo_exchange.operations.sheets.import_report import (
    FileRead,
    candidate_rows,
    file_digest,
    first_column,
    report_of,
)
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.rules import Context
from aeo_exchange.tabular.dates import local_day
from aeo_exchange.tabular.draft import RowDraft
from aeo_exchange.tabular.drafting import Drafter
from aeo_exchange.tabular.footnotes import leave_marked_rows
from aeo_exchange.tabular.joining import joined
from aeo_exchange.tabular.judge import Judged, judged_rows
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.ledger.ledger import Ledger
from aeo_exchange.tabular.ledger.transcription import TranscriptionMarks
from aeo_exchange.tabular.loading import layout_of, with_constants
from aeo_exchange.tabular.merged_rows import leave_merged_rows
from aeo_exchange.tabular.outcome import (
    CandidateRow,
    FindingKind,
    ImportReport,
    RowEnd,
    RowFinding,
    RowOutcome,
    VanishedQuestion,
)
from aeo_exchange.tabular.plain_drafts import PlainDraft, PlainDrafter
from aeo_exchange.tabular.pointing import Pointing
from aeo_exchange.tabular.readers import opened_rows
from aeo_exchange.tabular.row_ends import EndedRow, repeated, unread
from aeo_exchange.tabular.rows import Opened, SourceRow

__all__ = [
    "CandidateRow",
    "FindingKind",
    "ImportReport",
    "Imported",
    "Layout",
    "RowFinding",
    "RowOutcome",
    "import_file",
    "layout_of",
    "with_constants",
]


class Imported(Struct, frozen=True):
    """The records of a file as compact JSON, the rows to complete, and what became of each row.

    `first_column` is where the table begins.
    """

    records: tuple[bytes, ...]
    candidates: tuple[CandidateRow, ...]
    report: ImportReport
    first_column: str = "A"


def import_file(
    content: Content,
    layout: Layout,
    *,
    at: Instant,
    reference: ReferenceData | None = None,
    ledger: Ledger | None = None,
) -> Imported:
    """Return what a file holds by a layout; with a ledger, the records of that as they are next.

    A file that cannot be read, or not to its end, is told in the report; the rows before count.
    Raises LayoutError for a layout that no time zone is known for, OSError where the file cannot
    be opened.
    """
    context = Context(at=at, reference=reference or ReferenceData())
    if layout.file.kind == "records":
        if ledger is not None:
            raise LayoutError("records have revisions of their own; a base goes with a sheet")
        records, report = import_records(content, layout, context, file_digest(content))
        return Imported(records=records, candidates=(), report=report)
    return _Run(content, layout, context, ledger).done()


class _Run:
    """One import: what was read so far."""

    def __init__(
        self, content: Content, layout: Layout, context: Context, ledger: Ledger | None
    ) -> None:
        self._content, self._layout = content, layout
        self._context, self._ledger = context, ledger
        self._drafter = Drafter(layout, context.reference, instant(context.at))
        self._plain = PlainDrafter(self._drafter.plan, self._mark)
        self._opened = Opened(rows=iter(()))
        self._sha256 = file_digest(content)
        self._marks = TranscriptionMarks(layout, self._sha256, instant(context.at))
        self._ended: list[EndedRow] = []
        self._firsts: dict[str, int] = {}
        self._unreadable: str | UnsetType = UNSET

    def done(self) -> Imported:
        """Read the file and return what it holds."""
        kind: str | UnsetType = UNSET
        try:
            with opened_rows(self._content, self._layout) as (kind, self._opened):
                self._drafter.count_days(since_1904=self._opened.since_1904)
                self._read()
        except ReadError as refusal:
            self._unreadable = refusal.message
        self._point()
        leave_merged_rows(self._ended, self._opened, self._layout)
        leave_marked_rows(self._ended, self._opened.footnotes)
        questions = self._enter() if self._ledger else ()
        records = tuple(
            self._ledger.lines()
            if self._ledger
            else (ended.record for ended in self._ended if ended.record)
        )
        report = report_of(self._file_read(kind), self._ended, self._context.at, len(records))
        if self._ledger:
            report = msgspec.structs.replace(
                report,
                against=self._ledger.totals(),
                questions=questions,
                unused_answers=self._ledger.unused(),
            )
        return Imported(
            records=records,
            candidates=tuple(candidate_rows(self._ended, self._content.name)),
            report=report,
            first_column=first_column(self._opened),
        )

    def _file_read(self, kind: str | UnsetType) -> FileRead:
        return FileRead(
            name=self._content.name,
            sha256=self._sha256,
            layout=self._layout,
            opened=self._opened,
            read_as=kind,
            time_zone=self._drafter.zones.common or UNSET,
            as_of=self._as_of(),
            unreadable=self._unreadable,
        )

    def _as_of(self) -> str | UnsetType:
        """Return the day of the file, where it tells a time the day in the programme's zone."""
        if self._opened.as_of is UNSET:
            return UNSET
        return local_day(self._opened.as_of, self._drafter.zones.common)

    def _mark(self, draft: RowDraft) -> None:
        """Add to a draft what its file says of every row."""
        self._marks.put(draft, self._as_of())

    def _point(self) -> None:
        """Name the column of what is said of a cell that is empty."""
        pointing = Pointing(self._layout, self._opened.columns)
        for ended in self._ended:
            if ended.outcome.findings:
                findings = pointing.pointed(ended.outcome.findings)
                ended.outcome = msgspec.structs.replace(ended.outcome, findings=findings)

    def _enter(self) -> tuple[VanishedQuestion, ...]:
        """Enter the records in the ledger, and return what is to be asked."""
        assert self._ledger is not None
        for row in self._ended:
            if row.record:
                self._ledger.take(row.record)
        return self._ledger.close(asks=self._unreadable is UNSET)

    def _draft(self, row: SourceRow) -> RowDraft:
        draft = self._drafter.draft(row)
        self._mark(draft)
        return draft

    def _rows(self) -> Iterator[SourceRow]:
        """Yield each row; one that cannot be read has its end at once."""
        try:
            for row in self._opened.rows:
                if isinstance(row, SourceRow):
                    yield row
                else:
                    self._ended.append(unread(row, self._opened.sheet))
        except ReadError as refusal:
            self._unreadable = refusal.message

    def _read(self) -> None:
        groups = self._groups()
        beside = iter(groups or ())
        for judgement in judged_rows(self._to_judge(groups), self._context, self._draft):
            self._end(judgement)
            for other in next(beside, [])[1:]:
                self._end_beside(other, judgement)

    def _groups(self) -> list[list[RowDraft]] | None:
        """Return the rows by their records, of which they are parts; None where each is one."""
        if self._ledger and self._layout.row.holds == "event":
            return self._ledger.with_events(map(self._draft, self._rows()))
        return joined(map(self._draft, self._rows())) if self._layout.row.holds == "role" else None

    def _to_judge(self, groups: list[list[RowDraft]] | None) -> Iterator[RowDraft | PlainDraft]:
        """Yield a draft for each record, from its first row."""
        if groups is None and self._ledger is None:
            return self._plain.each(self._rows(), self._draft)
        drafts = (
            map(self._draft, self._rows()) if groups is None else (group[0] for group in groups)
        )
        if self._ledger and self._layout.row.holds != "event":
            return self._ledger.entered(drafts, self._opened)
        return iter(drafts)

    def _end(self, judgement: Judged) -> None:
        """Note the end of a row; one whose record stands in an earlier row is none."""
        record, draft = judgement.content, judgement.draft
        part = None if record or isinstance(draft, PlainDraft) else draft.tree
        said = record or msgspec.json.encode(part)
        ended = EndedRow(self._outcome(draft), record, part, said)
        key = draft.record_id
        first = self._firsts.setdefault(key, len(self._ended)) if key else len(self._ended)
        if first != len(self._ended):
            repeated(self._ended[first], ended, self._layout.row.key[0][0])
        self._ended.append(ended)

    def _end_beside(self, draft: RowDraft, first: Judged) -> None:
        """Note the end of a further row of a record: that of the first, unless its own is worse."""
        if first.record is None and draft.outcome is RowEnd.RECORD:
            row = first.draft.row.number
            message = f"the record, with row {row}, is not whole"
            draft.findings.append(RowFinding(kind=FindingKind.DOUBTFUL, message=message))
        draft.leave_out_history()
        self._ended.append(EndedRow(self._outcome(draft), part=draft.tree))

    def _outcome(self, draft: RowDraft | PlainDraft) -> RowOutcome:
        zone: str | UnsetType = UNSET
        if isinstance(draft, RowDraft) and draft.days and not self._drafter.zones.common:
            zone = self._drafter.zone_of(draft) or UNSET
        return RowOutcome(
            row=draft.row.number,
            sheet=draft.row.sheet,
            outcome=draft.outcome,
            record_id=draft.record_id,
            time_zone=zone,
            days=draft.days or UNSET,
            findings=tuple(draft.findings),
        )
