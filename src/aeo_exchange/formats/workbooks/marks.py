"""Which cells of a sheet are coloured and commented, by their place."""

from __future__ import annotations

from collections.abc import Iterator

from aeo_exchange.report import Severity

__all__ = ["CellMarks", "SheetMarks"]

MOST_COMMENTS = 1000
MOST_WORDS = 2000  # characters of one comment; the list has all
_COLUMNS = 16_384
_RANKS = tuple(Severity)


class SheetMarks:
    """The marks of one sheet; rows and columns are counted from 1."""

    def __init__(self) -> None:
        self._ranks: dict[int, int] = {}
        self.comments: dict[tuple[int, int], str] = {}

    def colour(self, row: int, column: int, severity: Severity) -> None:
        """Colour a cell by the worst that is said of it."""
        place = row * _COLUMNS + column - 1
        rank = _RANKS.index(severity)
        self._ranks[place] = min(rank, self._ranks.get(place, rank))

    def comment(self, row: int, column: int, words: str, *, may_begin: bool) -> bool:
        """Say something beside a cell; return whether that began a comment."""
        place = row, column
        if place in self.comments:
            if len(self.comments[place]) + len(words) < MOST_WORDS:
                self.comments[place] += f"\n\n{words}"
            return False
        if may_begin:
            self.comments[place] = words
        return may_begin

    def rows(self) -> Iterator[tuple[int, dict[int, Severity]]]:
        """Yield the rows that have coloured cells, from the top, with severity by column."""
        number, columns = 0, dict[int, Severity]()
        for place in sorted(self._ranks):
            row, index = divmod(place, _COLUMNS)
            if row != number:
                if columns:
                    yield number, columns
                number, columns = row, {}
            columns[index + 1] = _RANKS[self._ranks[place]]
        if columns:
            yield number, columns

    def row_count(self) -> int:
        """Return how many rows have a coloured cell."""
        return len({place // _COLUMNS for place in self._ranks})


class CellMarks:
    """The marks of a workbook by the name of their sheet; comments of the first thousand cells."""

    def __init__(self) -> None:
        self.sheets: dict[str, SheetMarks] = {}
        self._comments = 0

    def add(self, sheet: str, place: tuple[int, int], severity: Severity, words: str) -> None:
        """Colour the cell at a row and a column, and say something beside it."""
        marks = self.sheets.setdefault(sheet, SheetMarks())
        marks.colour(*place, severity)
        if marks.comment(*place, words, may_begin=self._comments < MOST_COMMENTS):
            self._comments += 1
