"""The rows behind a header to rows of data: which of them hold any, and whose cells they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import Enum
from itertools import chain, islice

from msgspec import Struct, UnsetType

from aeo_exchange.errors import MalformedDocument, ReadError
from aeo_exchange.formats.tables.cells import taken_off
from aeo_exchange.reader_codes import MALFORMED
from aeo_exchange.safe_text import excerpt
from aeo_exchange.tabular.folding import cleaned, folded
from aeo_exchange.tabular.header import LayoutHeaders, SheetHeader, texts_by_column
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.list_day import day_of_list
from aeo_exchange.tabular.rows import (
    GridRow,
    HeadedCell,
    HeadedColumns,
    Opened,
    SourceRow,
    TextRow,
    cell_of_line,
    letters,
)
from aeo_exchange.tabular.titles import Titles

__all__ = ["DataRows", "RowKind", "rows_under"]

MOST_FOOT = 50  # rows behind the end of the data in which footnotes are looked for
LEAST_WHOLE = 3  # cells; a row of totals may have two
LETTERS_LOOKED_AT = 3  # two, and one behind them that may be a mark on the second


class RowKind(Enum):
    """What a row is that holds no data: one to be passed over, an empty one, or the end."""

    NO_DATA = 1
    EMPTY = 2
    END = 3


class DataRows(Struct, frozen=True):
    """What tells of the rows behind a header which hold data, and the columns of their cells.

    `begins` are the first two letters of texts that are no data, or of one letter that; `key` the
    columns of each part of the key; `gaps` those without a header before the `last` that has one.
    """

    columns: HeadedColumns
    last: int
    gaps: tuple[int, ...]
    again: frozenset[str]
    ends: tuple[str, ...]
    passed: tuple[str, ...]
    begins: tuple[str, ...]
    key: tuple[frozenset[int], ...]
    sheet: str | UnsetType

    @classmethod
    def of(cls, header: SheetHeader, layout: Layout, sheet: str | UnsetType) -> DataRows:
        """Return how rows are read by a layout; raises MalformedDocument."""
        form = layout.file
        ends, passed = tuple(map(folded, form.end)), tuple(map(folded, form.pass_over))
        return cls(
            columns=HeadedColumns(_columns(header, layout), frozenset(form.blanks)),
            last=max(header.texts),
            gaps=tuple(set(range(1, max(header.texts))).difference(header.texts)),
            again=frozenset(header.texts.values()),
            ends=ends,
            passed=passed,
            begins=tuple({text[:2] for text in (*ends, *passed)}),
            key=tuple(
                frozenset(i for i, text in header.texts.items() if folded(text) in spellings)
                for spellings in LayoutHeaders.by(layout).key
            ),
            sheet=sheet,
        )

    def read(self, row: GridRow) -> SourceRow | RowKind:
        """Return a row of data, or what else a row is."""
        if isinstance(row, TextRow):
            texts: Iterable[str] = map(taken_off, row.texts)
        else:
            texts = (cell.text for cell in row.cells)
        first = next((text for written in texts if (text := cleaned(written))), "")
        if not first:
            return RowKind.EMPTY
        if self.begins and self._may_be_no_data(first) and not self._is_whole(row):
            if self.ends and folded(first).startswith(self.ends):
                return RowKind.END
            if self.passed and folded(first).startswith(self.passed):
                return RowKind.NO_DATA
        if first in self.again and self.again.issuperset(texts_by_column(row).values()):
            return RowKind.NO_DATA
        if isinstance(row, TextRow):
            beyond = self._beyond(row.texts) if len(row.texts) > self.last else None
            return SourceRow(row.number, None, self.sheet, row.texts, self.columns, beyond)
        return SourceRow(row.number, self.columns.headed(row.cells), self.sheet)

    def unheaded(self, row: GridRow) -> Iterator[str]:
        """Yield the letters of the columns without a header in which a row holds something."""
        if isinstance(row, TextRow):
            texts = [
                (place, row.texts[place - 1]) for place in self.gaps if place <= len(row.texts)
            ]
        else:
            texts = [
                (cell.column, cell.text)
                for cell in row.cells
                if cell.column > self.last or cell.column in self.gaps
            ]
        for place, text in texts:
            if self._holds(text):
                yield letters(place)

    def _beyond(self, texts: list[str]) -> HeadedCell | None:
        """Return the first cell that holds something behind the last column of the header."""
        for place, text in enumerate(texts[self.last :], self.last + 1):
            if self._holds(text):
                return HeadedCell("", letters(place), cell_of_line(place, text))
        return None

    def _holds(self, text: str) -> bool:
        return bool(text.strip()) and text.strip() not in self.columns.blanks

    def _is_whole(self, row: GridRow) -> bool:
        """Say whether a row has its key and most of its cells, as `Total Logistics Ltd` may."""
        held = {cell.column for cell in row.cells if self._holds(cell.text)}
        columns = held.intersection(self.columns.by_number)
        has_key = all(not held.isdisjoint(places) for places in self.key)
        most = max(LEAST_WHOLE, len(self.columns.by_number) // 2 + 1)
        return has_key and len(columns) >= most

    def _may_be_no_data(self, first: str) -> bool:
        """Say whether a text may begin as one that is no data, by two letters that fold alone."""
        head = first[:LETTERS_LOOKED_AT]
        sure = len(head) == LETTERS_LOOKED_AT and head.isascii() and head[:2].isalnum()
        return not sure or head[:2].lower().startswith(self.begins)


def rows_under(
    header: SheetHeader, layout: Layout, opened: Opened
) -> Iterator[SourceRow | ReadError]:
    """Yield the rows behind a header as far as the end of data; raises MalformedDocument."""
    rows = DataRows.of(header, layout, opened.sheet)
    opened.header_row = header.row
    if day := day_of_list(header.above, layout.file.as_of):
        opened.as_of = day
    opened.headers = frozenset(map(folded, rows.again))
    opened.columns = {key: (letter, text) for key, text, letter in rows.columns.by_number.values()}
    titles = Titles(layout, len(header.texts), opened.footnotes)
    titles.note_footnotes(header.above)
    for row in header.behind:
        if isinstance(row, ReadError):
            yield row
            continue
        under = titles.above(row)
        read = rows.read(row)
        if read is RowKind.END:
            with suppress(ReadError):  # what stands behind the end is no part of the list
                titles.note_footnotes(chain([row], islice(header.behind, MOST_FOOT)))
            return
        if isinstance(read, SourceRow):
            read.under = under
            if row.is_hidden:
                opened.hidden.append(row.number)
            for column in rows.unheaded(row):
                opened.unheaded.setdefault(column, []).append(row.number)
            yield read
        elif read is RowKind.NO_DATA:
            opened.passed_over += 1


def _columns(header: SheetHeader, layout: Layout) -> dict[int, tuple[str, str, str]]:
    """Return each column's folded and written text and its letters; duplicate columns are refused.

    A column that the layout does not use may be there as often as it likes.
    """
    known = LayoutHeaders.by(layout).known
    count = Counter(map(folded, header.texts.values()))
    for text, times in count.items():
        if times > 1 and text in known:
            twice = [letters(i) for i, written in header.texts.items() if folded(written) == text]
            named = next(written for written in header.texts.values() if folded(written) == text)
            raise MalformedDocument(
                MALFORMED,
                f"the header, in row {header.row}, names {excerpt(named)!r} in the columns "
                f"{' and '.join(twice)}; which of them is meant is nobody's to guess",
            )
    return {
        i: (folded(text), text, letters(i))
        for i, text in header.texts.items()
        if count[folded(text)] == 1
    }
