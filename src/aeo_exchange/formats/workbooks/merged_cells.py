"""Cells of several rows that were merged into one, whose value stands in the first row alone."""

from __future__ import annotations

import re

from msgspec import Struct

from aeo_exchange.errors import LimitExceeded
from aeo_exchange.reader_codes import TOO_LARGE

__all__ = ["MergedCells", "note_merged"]

MOST_MERGED = 100_000  # of a sheet
_AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")


class MergedCells(Struct, frozen=True):
    """An area of one value: the letters of its columns and the numbers of its rows."""

    first_column: str
    last_column: str
    top: int
    bottom: int

    def covers(self, column: str) -> bool:
        """Say whether a column, by its letters, is among those of the area."""
        place = (len(column), column)
        first, last = self.first_column, self.last_column
        return (len(first), first) <= place <= (len(last), last)


def note_merged(area: str, noted: list[MergedCells]) -> None:
    """Note an area such as `G2:G4` that has several rows; raises LimitExceeded."""
    if (named := _AREA.fullmatch(area)) is None:
        return
    made = MergedCells(named[1], named[3], int(named[2]), int(named[4]))
    if made.bottom > made.top:
        if len(noted) == MOST_MERGED:
            raise LimitExceeded(
                TOO_LARGE, f"a sheet has more than {MOST_MERGED:,} areas of merged cells"
            )
        noted.append(made)
