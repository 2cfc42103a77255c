"""Rows of which nothing is to be told to their records, each as one like it before was read.

Most rows of a file fill the same columns with the same few words and days beside a name and a
number. What is made of such a row is settled once, by drafting one with a mark for each cell. Any
other row, and one with anything to tell, is none of these: `drafting` alone says what it holds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from msgspec import UNSET, Struct

from aeo_exchange.formats.tables.cells import is_error
from aeo_exchange.formats.tables.columns import csv_columns_by_name
from aeo_exchange.formats.tables.plain import PlainRow, bound, plain_record
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.tabular.draft import CONSTANT, RowDraft
from aeo_exchange.tabular.fields import MOST_KNOWN, FieldPlan
from aeo_exchange.tabular.folding import cleaned
from aeo_exchange.tabular.history import note_status, put_history
from aeo_exchange.tabular.keys import record_id_of
from aeo_exchange.tabular.numbers import Read
from aeo_exchange.tabular.outcome import RowEnd, RowFinding
from aeo_exchange.tabular.row_plan import RowPlan
from aeo_exchange.tabular.rows import HeadedCell, SourceRow
from aeo_exchange.tabular.steps import Unusable

__all__ = ["PlainDraft", "PlainDrafter"]

STATUS = "status"
MARK = "\0"  # before the index of a cell; no text of a record has one
MOST_SHAPES = 256  # few rows of a file differ in the columns that they fill
ISO_DAY = 10


class PlainDraft(Struct, frozen=True, gc=False):
    """A row that is a record as far as it can be told without the rules, and tells nothing else."""

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


class _Given(NamedTuple):
    """A text of a record, and the day that it was made of where it is an instant."""

    text: str
    day: str = ""


class _Column(Struct):
    """A column that a row fills, and what is made of its cells.

    `known` holds what was made of texts, where a file has few; `day` is the item whose day is told.
    """

    header: str
    plan: FieldPlan
    make: Callable[[FieldPlan, Cell], _Given]
    day: str
    is_one_of_few: bool
    known: dict[str, _Given]

    def read(self, cell: Cell) -> _Given | None:
        """Return what a cell gives that was not met before; None where there is more to tell."""
        if cell.kind is CellKind.ERROR or is_error(cell.text):
            return None
        try:
            given = self.make(self.plan, cell)
        except Unusable:
            return None
        if not given.text:
            return None
        if self.is_one_of_few and cell.kind is CellKind.TEXT and len(self.known) < MOST_KNOWN:
            self.known[cell.text] = given
        return given


class _Shape(Struct):
    """Rows that fill the same columns; `rows` says how they are written, by the word of status.

    `key` are the indexes of numbers and the headers of texts that the recordId is made of.
    """

    columns: tuple[_Column, ...]
    key: tuple[int | str, ...]
    status: int | None
    rows: dict[str, PlainRow | None]


class PlainDrafter:
    """Reads rows by what was learned of rows that fill the same columns."""

    def __init__(self, plan: RowPlan, complete: Callable[[RowDraft], None]) -> None:
        """Take how rows are read, and what adds to a draft what its file says of every row."""
        self._plan = plan
        self._complete = complete
        self._shapes: dict[tuple[str, ...], _Shape | None] = {}
        self._is_possible = bool(
            plan.layout.row.holds == "record"
            and plan.zones.common
            and not any(MARK in text for text in plan.constants.values())
        )

    def draft(self, row: SourceRow) -> PlainDraft | None:
        """Return what a row holds; None where it must be looked at closely."""
        shape = self._shape_of(row)
        if shape is None:
            return None
        cells = row.cells
        texts: list[str] = []
        days: dict[str, str] = {}
        for column in shape.columns:
            cell = cells[column.header].cell
            given = column.known.get(cell.text) if cell.kind is CellKind.TEXT else None
            given = given or column.read(cell)
            if given is None or cell.formula or cell.is_struck:
                return None
            texts.append(given.text)
            if column.day:
                days[column.day] = given.day
        record_id = self._record_id(shape, texts, cells)
        written = self._written(shape, "" if shape.status is None else texts[shape.status])
        if not record_id or written is None:
            return None
        made = plain_record(written, [*texts, record_id])
        return PlainDraft(row, record_id, days, *made) if made else None

    def _shape_of(self, row: SourceRow) -> _Shape | None:
        headers = tuple(row.cells)
        if headers in self._shapes:
            return self._shapes[headers]
        if not self._is_possible or len(self._shapes) >= MOST_SHAPES:
            return None
        shape = self._shapes[headers] = self._shaped(row)
        return shape

    def _shaped(self, row: SourceRow) -> _Shape | None:
        """Return what rows are that fill the columns of this one; None where they lack an item."""
        taken = set(self._plan.constants)
        columns: list[_Column] = []
        for plan in self._plan.fields:
            if plan.field.item in taken:
                continue
            header = next((name for name in plan.spellings if name in row.cells), None)
            if header is not None:
                columns.append(self._column(plan, header))
                taken.update(column.name for column in (plan.column, plan.scheme) if column)
            elif plan.field.absent != "leave-out":
                return None
        statuses = [at for at, column in enumerate(columns) if column.plan.field.item == STATUS]
        key = tuple(self._key(row, columns))
        if len(statuses) > 1 or "" in key:
            return None
        return _Shape(tuple(columns), key, statuses[0] if statuses else None, {})

    def _key(self, row: SourceRow, columns: list[_Column]) -> Iterator[int | str]:
        """Yield what each part of the key is made of, nothing where the row lacks it."""
        for spellings in self._plan.key_columns:
            header = next((name for name in spellings if name in row.cells), "")
            numbers = (
                at
                for at, column in enumerate(columns)
                if column.header == header and column.plan.field.item in self._plan.numbers
            )
            yield next(numbers, header)

    def _record_id(self, shape: _Shape, texts: list[str], cells: Mapping[str, HeadedCell]) -> str:
        key = [
            texts[part]
            if isinstance(part, int)
            else cleaned(unicodedata.normalize("NFKC", cells[part].cell.text))
            for part in shape.key
        ]
        return record_id_of(self._plan.layout.row.prefix, key) if all(key) else ""

    def _written(self, shape: _Shape, status: str) -> PlainRow | None:
        """Return how rows of a shape are written that have a status; None where they tell more."""
        if status not in shape.rows:
            shape.rows[status] = self._row_written(shape, status)
        return shape.rows[status]

    def _row_written(self, shape: _Shape, status: str) -> PlainRow | None:
        draft = RowDraft(SourceRow(0, {}), UNSET, [], {}, {**self._plan.constants}, {}, set())
        for index, column in enumerate(shape.columns):
            plan, mark = column.plan, f"{MARK}{index}"
            if plan.column is None:
                said = status if plan.field.item == STATUS else mark
                note_status(draft.status, plan.field.item, said, CONSTANT)
            else:
                draft.put(CONSTANT, plan.column, mark)
                if plan.scheme is not None:
                    draft.put(CONSTANT, plan.scheme, str(plan.field.scheme))
        draft.record_id = f"{MARK}{len(shape.columns)}"
        draft.put(CONSTANT, csv_columns_by_name()["recordId"], draft.record_id)
        put_history(draft, self._plan.at)
        self._complete(draft)
        row = draft.plain_row()
        if draft.findings or row is None:
            return None
        return bound(row, [_index_or_text(text) for text in draft.items.values()])

    def _column(self, plan: FieldPlan, header: str) -> _Column:
        makers: dict[str, Callable[[FieldPlan, Cell], _Given]] = {
            "number": self._number,
            "instant": self._instant,
            "day": self._day,
        }
        return _Column(
            header=header,
            plan=plan,
            make=makers.get(plan.made, self._text),
            day=plan.field.item if plan.made in {"instant", "day"} else "",
            is_one_of_few=plan.made in {"codes", "instant", "day"},
            known={},
        )

    def _text(self, plan: FieldPlan, cell: Cell) -> _Given:
        return _Given(plan.text_of(cell, since_1904=self._plan.since_1904))

    def _number(self, plan: FieldPlan, cell: Cell) -> _Given:
        text = plan.text_of(cell, since_1904=self._plan.since_1904)
        number = plan.number_in(text, cell, self._plan.reference.schemes) if text else Read("")
        return _Given("" if number.told else number.value)

    def _instant(self, plan: FieldPlan, cell: Cell) -> _Given:
        day = plan.text_of(cell, since_1904=self._plan.since_1904)
        return _Given(plan.instant_of(day, self._plan.zones.common) if day else "", day)

    def _day(self, plan: FieldPlan, cell: Cell) -> _Given:
        day = plan.text_of(cell, since_1904=self._plan.since_1904)[:ISO_DAY]
        return _Given(day, day)


def _index_or_text(text: str) -> int | str:
    """Return the index that a mark stands for, and any other text as it is."""
    return int(text[len(MARK) :]) if text.startswith(MARK) else text
