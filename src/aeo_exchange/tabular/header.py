"""The rows of a sheet to rows by header: found by its texts, among titles and merged cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import chain, islice

from msgspec import Struct, UnsetType

from aeo_exchange.errors import MalformedDocument, ReadError
from aeo_exchange.formats.tables.cells import taken_off
from aeo_exchange.report import excerpt
from aeo_exchange.tabular.folding import cleaned, folded
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.list_day import day_of_list
from aeo_exchange.tabular.rows import (
    Grid,
    GridRow,
    HeadedCell,
    HeadedColumns,
    Opened,
    SourceRow,
    TextRow,
    cell_of_line,
    letters,
)

__all__ = [
    "DataRows",
    "LayoutHeaders",
    "RowKind",
    "SheetHeader",
    "header_in",
    "no_header",
    "rows_under",
]

MALFORMED = "AEO-SYN-01"
LOOKED_AT = 50  # rows that hold something, behind those that the layout skips
LEAST = 2  # columns that are known, or all where a layout has fewer


class LayoutHeaders(Struct, frozen=True):
    """The columns of a layout by their folded texts: all, and those of the key, spelled so."""

    known: frozenset[str]
    key: tuple[frozenset[str], ...]

    @classmethod
    def by(cls, layout: Layout) -> LayoutHeaders:
        """Return what a layout looks for."""
        key = tuple(frozenset(map(folded, spellings)) for spellings in layout.row.key)
        fields = (frozenset(map(folded, field.from_)) for field in layout.fields)
        return cls(frozenset().union(*key, *fields), key)

    def score(self, texts: frozenset[str]) -> int:
        """Return how many columns a row of texts has; 0 where it cannot be the header."""
        if not all(spellings & texts for spellings in self.key):
            return 0
        count = len(self.known & texts)
        return count if count >= min(LEAST, len(self.known)) else 0


class SheetHeader(Struct, frozen=True):
    """The header of a sheet: its row, its texts by column, the rows above and behind it."""

    row: int
    texts: dict[int, str]
    above: list[GridRow]
    behind: Grid
    score: int


def header_in(grid: Grid, layout: Layout) -> SheetHeader | None:
    """Return the header of a sheet, in one row or in two; None where there is none."""
    wanted = LayoutHeaders.by(layout)
    looked: list[GridRow] = []
    skipped = layout.file.skip_rows
    rows = (row for row in grid if not isinstance(row, ReadError) and row.number > skipped)
    for row in islice(rows, LOOKED_AT):
        looked.append(row)
        if len(looked) > 1:
            pair = _in_two(looked, wanted)
            if pair:
                texts, score = pair
                return SheetHeader(looked[-2].number, texts, looked[:-2], grid, score)
        texts = _texts(row)
        score = wanted.score(frozenset(map(folded, texts.values())))
        if score:
            return _or_in_two(looked, texts, score, grid, wanted)
    return None


def _or_in_two(
    looked: list[GridRow], texts: dict[int, str], score: int, grid: Grid, wanted: LayoutHeaders
) -> SheetHeader:
    """Return the header that a row is, with the next one where both together say more."""
    below = next(grid, None)
    above, here = looked[:-1], looked[-1].number
    if below is not None and not isinstance(below, ReadError):
        both = _in_two([*looked, below], wanted)
        if both and both[1] > score:
            return SheetHeader(here, both[0], above, grid, both[1])
    behind = grid if below is None else chain([below], grid)
    return SheetHeader(here, texts, above, behind, score)


def _texts(row: GridRow) -> dict[int, str]:
    return {cell.column: cleaned(cell.text) for cell in row.cells}


def _in_two(looked: list[GridRow], wanted: LayoutHeaders) -> tuple[dict[int, str], int] | None:
    """Return the texts of the last two rows read as one header, if they are.

    A merged cell stands in the first of its columns alone, so a text of the upper row counts for
    the columns to its right as far as the next one.
    """
    upper, lower = _texts(looked[-2]), _texts(looked[-1])
    texts = dict(upper)
    group = ""
    for column in range(1, max((*upper, *lower)) + 1):
        group = upper.get(column, group)
        if column in lower:
            joined = f"{group} {lower[column]}".strip()
            is_known = folded(joined) in wanted.known or folded(lower[column]) not in wanted.known
            texts[column] = joined if is_known else lower[column]
    score = wanted.score(frozenset(map(folded, texts.values())))
    alone = wanted.score(frozenset(map(folded, upper.values())))
    by_lower = wanted.score(frozenset(map(folded, lower.values())))
    return (texts, score) if score > max(alone, by_lower) else None


class RowKind(Enum):
    """What a row is that holds no data: one to be passed over, an empty one, or the end."""

    NO_DATA = 1
    EMPTY = 2
    END = 3


class DataRows(Struct, frozen=True):
    """What tells of the rows behind a header which hold data, and the columns of their cells.

    `begins` are the first two letters of texts that are no data, or of one letter that; `gaps` the
    columns without a header before the `last` that has one.
    """

    columns: HeadedColumns
    last: int
    gaps: tuple[int, ...]
    again: frozenset[str]
    ends: tuple[str, ...]
    passed: tuple[str, ...]
    begins: tuple[str, ...]
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
        if self.begins and self._may_be_no_data(first):
            if self.ends and folded(first).startswith(self.ends):
                return RowKind.END
            if self.passed and folded(first).startswith(self.passed):
                return RowKind.NO_DATA
        if first in self.again and self.again.issuperset(_texts(row).values()):
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

    def _may_be_no_data(self, first: str) -> bool:
        """Say whether a text may begin as one that is no data, by two letters that fold alone."""
        head = first[:3]
        sure = len(head) == len("abc") and head.isascii() and head[:2].isalnum()
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
    for row in header.behind:
        if isinstance(row, ReadError):
            yield row
            continue
        read = rows.read(row)
        if read is RowKind.END:
            return
        if isinstance(read, SourceRow):
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


def no_header(layout: Layout, where: str) -> MalformedDocument:
    """Return the error that no row has the columns of a layout."""
    named = " and ".join(repr(spellings[0]) for spellings in layout.row.key)
    return MalformedDocument(
        MALFORMED,
        f"no row among the first {LOOKED_AT} of {where} names the column "
        f"{named} of the layout {layout.name}",
    )
