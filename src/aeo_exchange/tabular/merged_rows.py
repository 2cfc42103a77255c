"""Rows of which a cell is the lower part of a merged one: its value stands in another row alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from msgspec import Struct

from aeo_exchange.formats.workbooks.merged_cells import MergedCells
from aeo_exchange.tabular.folding import folded
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.outcome import FindingKind, RowEnd, RowFinding
from aeo_exchange.tabular.row_ends import EndedRow
from aeo_exchange.tabular.rows import Opened

__all__ = ["leave_merged_rows"]


class _MergedColumn(Struct, frozen=True):
    """A column that is read: the rows in which its merged cells begin, and as far as which."""

    item: str
    header: str
    letters: str
    tops: list[int]
    bottoms: list[int]

    def finding_at(self, row: int) -> RowFinding | None:
        """Return what is to be told of the cell of a row; None where it is no lower part."""
        before = bisect_left(self.tops, row) - 1
        if before < 0 or row > self.bottoms[before]:
            return None
        top = self.tops[before]
        return RowFinding(
            kind=FindingKind.DOUBTFUL,
            item=self.item,
            column=self.letters,
            header=self.header,
            message=f"the cell is merged with others above it; what it says stands in row {top} "
            "alone",
            hint="ask whether it holds for each of these rows, and write it into each",
        )


def leave_merged_rows(ended: Iterable[EndedRow], opened: Opened, layout: Layout) -> None:
    """Leave a row a candidate that would be a record without what a merged cell may say of it."""
    columns = list(_columns(opened, layout)) if opened.merged else []
    if not columns:
        return
    for row in ended:
        if row.outcome.outcome is RowEnd.RECORD:
            told = (column.finding_at(row.outcome.row) for column in columns)
            if finding := next(filter(None, told), None):
                row.leave(finding)


def _columns(opened: Opened, layout: Layout) -> Iterable[_MergedColumn]:
    for field in layout.fields:
        for spelling in field.from_:
            if (place := opened.columns.get(folded(spelling))) is not None:
                areas = _areas(opened.merged, place[0])
                if areas:
                    tops = [area.top for area in areas]
                    bottoms = list(accumulate((area.bottom for area in areas), max))
                    yield _MergedColumn(field.item, place[1], place[0], tops, bottoms)


def _areas(merged: Iterable[MergedCells], column: str) -> list[MergedCells]:
    return sorted((area for area in merged if area.covers(column)), key=lambda area: area.top)
