"""Rows without remarks to their records, each read as an earlier row of the same shape was.

Most rows of a file fill the same columns with the same few words and days beside a name and a
number. What is made of such rows is settled once, by drafting one with a mark for each cell. Any
other row, and one with anything to tell, is none of these: `drafting` alone says what it holds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeAlias

from msgspec import UNSET, Struct

from aeo_exchange.formats.tables.columns import csv_columns_by_name
from aeo_exchange.formats.tables.plain import PlainRow, bound, plain_record
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.tabular.draft import CONSTANT, RowDraft
from aeo_exchange.tabular.folding import cleaned
from aeo_exchange.tabular.history import note_status, put_history
from aeo_exchange.tabular.keys import record_id_of
from aeo_exchange.tabular.outcome import RowEnd, RowFinding
from aeo_exchange.tabular.plain_columns import Given, PlainColumn
from aeo_exchange.tabular.row_plan import RowPlan
from aeo_exchange.tabular.rows import SourceRow

__all__ = ["PlainDraft", "PlainDrafter"]

BATCH = 64  # rows that are read at a time, as many as the rules are asked about
STATUS = "status"
MARK = "\0"  # before the index of a cell; no text of a record has one
MOST_SHAPES = 1024  # few rows of a file differ in the columns that they fill
Shape: TypeAlias = tuple[bool, ...] | tuple[str, ...]


class PlainDraft(Struct, frozen=True, gc=False):
    """A row that is a record before the rules are asked, without any remark."""

    row: SourceRow
    record_id: str
    days: dict[str, str]
    record: AeoRecord
    content: bytes
    findings: tuple[RowFinding, ...] = ()  # of which it has none, as the draft of any row may

    @property
    def outcome(self) -> RowEnd:
        """The end of the row so far."""
        return RowEnd.RECORD


class _Learned(Struct):
    """How rows are read that fill the same columns, and written, by their status.

    `key` are the indexes of numbers and the headers of texts that the recordId is made of, `dated`
    the columns of days.
    """

    columns: tuple[PlainColumn, ...]
    key: tuple[int | str, ...]
    dated: tuple[int, ...]
    status: int | None
    written: dict[str, PlainRow | None]


class _Begun(Struct, gc=False):
    """A row of a known shape, and the items that its cells gave so far."""

    row: SourceRow
    learned: _Learned
    given: list[Given | None]


class PlainDrafter:
    """Reads rows by what was learned of rows that fill the same columns."""

    def __init__(self, plan: RowPlan, complete: Callable[[RowDraft], None]) -> None:
        """Take how rows are read, and what adds to a draft what its file says of every row."""
        self._plan = plan
        self._complete = complete
        self._shapes: dict[Shape, _Learned | None] = {}
        spellings = {name for field in plan.fields for name in field.spellings}
        self._places: dict[str, int] = {}
        self._empty: frozenset[str] = frozenset()
        self._used = spellings.union(*plan.key_columns)
        self._is_possible = bool(
            plan.layout.row.holds == "record"
            and plan.zones.common
            and not any(MARK in text for text in plan.constants.values())
        )

    def each(
        self, rows: Iterable[SourceRow], closely: Callable[[SourceRow], RowDraft]
    ) -> Iterator[RowDraft | PlainDraft]:
        """Yield what each row holds, after a close look at those that are not plain."""
        waiting = iter(rows)
        while batch := list(islice(waiting, BATCH)):
            for row, plain in zip(batch, self.drafts(batch), strict=True):
                yield plain or closely(row)

    def drafts(self, rows: Sequence[SourceRow]) -> list[PlainDraft | None]:
        """Return what each row holds; None of one that must be looked at closely.

        All rows step by step and not row by row: a processor that has just done a step does it
        again at once.
        """
        if not self._is_possible:
            return [None] * len(rows)
        begun = [self._begun(row) for row in rows]
        read = [row if row and _is_read(row) else None for row in begun]
        return [self._draft(row) if row else None for row in read]

    def _begun(self, row: SourceRow) -> _Begun | None:
        learned = None if row.beyond or row.under else self._learned_of(row)
        if learned is None:
            return None
        return _Begun(row, learned, [column.known_of(row) for column in learned.columns])

    def _draft(self, begun: _Begun) -> PlainDraft | None:
        learned = begun.learned
        given = [known for known in begun.given if known is not None]
        texts = [known.text for known in given]
        record_id = self._record_id(begun, texts)
        written = self._written(learned, "" if learned.status is None else texts[learned.status])
        if not record_id or written is None:
            return None
        made = plain_record(written, [*texts, record_id])
        days = {learned.columns[at].day: given[at].day for at in learned.dated}
        return PlainDraft(begun.row, record_id, days, *made) if made else None

    def _learned_of(self, row: SourceRow) -> _Learned | None:
        """Return how a row is read, by the columns that it fills; None for a row that lacks any."""
        shape = self._shape(row)
        if shape not in self._shapes and len(self._shapes) < MOST_SHAPES:
            self._shapes[shape] = self._learned(self._filled(row, shape))
        return self._shapes.get(shape)

    def _filled(self, row: SourceRow, shape: Shape) -> frozenset[str]:
        """Return the headers that rows of a shape fill, whatever blanks one of them holds."""
        if row.held is not None:
            return frozenset(row.held)
        empty = zip(self._places, shape, strict=True)
        return frozenset(header for header, is_empty in empty if not is_empty)

    def _shape(self, row: SourceRow) -> Shape:
        if row.held is not None or row.columns is None:
            return tuple(row.held or ())
        if not self._places:  # as the first row of the file has them
            self._places = {
                key: number - 1
                for number, (key, _text, _letters) in row.columns.by_number.items()
                if key in self._used
            }
            self._empty = row.columns.blanks | {""}
        texts, places, empty = row.texts, self._places.values(), self._empty
        if len(texts) <= max(places):
            texts = [*texts, *[""] * (max(places) + 1 - len(texts))]
        return tuple([texts[place] in empty for place in places])

    def _learned(self, filled: frozenset[str]) -> _Learned | None:
        """Return how rows are read that fill some columns; None where they lack an item."""
        taken = set(self._plan.constants)
        columns: list[PlainColumn] = []
        for plan in self._plan.fields:
            if plan.field.item in taken:
                continue
            header = next((name for name in plan.spellings if name in filled), None)
            if header is not None:
                place = self._places.get(header, 0)
                columns.append(PlainColumn.of(plan, header, place, self._plan))
                taken.update(column.name for column in (plan.column, plan.scheme) if column)
            elif plan.field.absent != "leave-out":
                return None
        statuses = [at for at, column in enumerate(columns) if column.plan.field.item == STATUS]
        key = tuple(self._key(filled, columns))
        if "" in key:
            return None
        dated = tuple(at for at, column in enumerate(columns) if column.day)
        learned = _Learned(tuple(columns), key, dated, statuses[0] if statuses else None, {})
        return learned if statuses or self._written(learned, "") else None

    def _key(self, filled: frozenset[str], columns: list[PlainColumn]) -> Iterator[int | str]:
        """Yield what each part of the key is made of, nothing where the row lacks it."""
        for spellings in self._plan.key_columns:
            header = next((name for name in spellings if name in filled), "")
            numbers = (
                at
                for at, column in enumerate(columns)
                if column.header == header and column.plan.field.item in self._plan.numbers
            )
            yield next(numbers, header)

    def _record_id(self, begun: _Begun, texts: list[str]) -> str:
        """Return the recordId that the key of a row makes; nothing for a row without a key."""
        key = []
        for part in begun.learned.key:
            if isinstance(part, int):
                key.append(texts[part])
                continue
            cell = begun.row.cell_at(part, self._places.get(part, 0))
            key.append(cleaned(unicodedata.normalize("NFKC", cell.text)) if cell else "")
        return record_id_of(self._plan.layout.row.prefix, key) if all(key) else ""

    def _written(self, learned: _Learned, status: str) -> PlainRow | None:
        """Return how rows of a status are written; None where they have more to tell."""
        if status not in learned.written:
            learned.written[status] = self._row_written(learned, status)
        return learned.written[status]

    def _row_written(self, learned: _Learned, status: str) -> PlainRow | None:
        draft = RowDraft(SourceRow(0, {}), UNSET, [], {}, {**self._plan.constants}, {}, set())
        for index, column in enumerate(learned.columns):
            plan, mark = column.plan, f"{MARK}{index}"
            if plan.column is None:
                said = status if plan.field.item == STATUS else mark
                note_status(draft.status, plan.field.item, said, CONSTANT)
                continue
            draft.put(CONSTANT, plan.column, mark)
            if plan.scheme is not None:
                draft.put(CONSTANT, plan.scheme, str(plan.field.scheme))
        draft.record_id = f"{MARK}{len(learned.columns)}"
        draft.put(CONSTANT, csv_columns_by_name()["recordId"], draft.record_id)
        put_history(draft, self._plan.at)
        self._complete(draft)
        row = draft.plain_row()
        if draft.findings or row is None:
            return None
        return bound(row, [_index_or_text(text) for text in draft.items.values()])


def _is_read(begun: _Begun) -> bool:
    """Read the cells of a row; say whether all were read without a remark."""
    for at, known in enumerate(begun.given):
        if known is None:
            given = begun.learned.columns[at].read(begun.row)
            if given is None:
                return False
            begun.given[at] = given
    return True


def _index_or_text(text: str) -> int | str:
    """Return the index that a mark stands for, and any other text as it is."""
    return int(text[len(MARK) :]) if text.startswith(MARK) else text
