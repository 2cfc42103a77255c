"""How a sheet that tells no arrangement is best seen: widths and direction, from its first rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from unicodedata import bidirectional, east_asian_width

from aeo_exchange.formats.workbooks.arrangement import Arrangement, ColumnSpan
from aeo_exchange.formats.workbooks.sheet import Cell, SheetRow

__all__ = ["default_arrangement"]

LOOKED_AT = 200  # rows
NARROWEST, WIDEST = 6, 50  # characters
LEAST_IN_ROW = 2  # a title stands alone in its row, and may hang over its column
WIDE, FROM_RIGHT, FROM_LEFT = {"W", "F"}, {"R", "AL"}, {"L"}


def default_arrangement(rows: Iterable[SheetRow]) -> Arrangement:
    """Return widths in which most texts are seen whole; a sheet in Arabic begins at the right."""
    widths: dict[int, int] = {}
    letters: Counter[str] = Counter()
    for row in islice(rows, LOOKED_AT):
        for cell in row.cells:
            letters.update(map(bidirectional, cell.text[:WIDEST]))
            if len(row.cells) >= LEAST_IN_ROW:
                widths[cell.column] = max(widths.get(cell.column, NARROWEST), _width(cell))
    spans = [
        ColumnSpan(column, column, min(width + 2, WIDEST), "@")
        for column, width in sorted(widths.items())
    ]
    from_right, from_left = (sum(letters[kind] for kind in ks) for ks in (FROM_RIGHT, FROM_LEFT))
    return Arrangement(tuple(spans), right_to_left=from_right > from_left)


def _width(cell: Cell) -> int:
    """Return how wide the widest line of a cell is; signs of China, Japan and Korea take two."""
    lines = cell.text[: WIDEST * 4].splitlines()
    return max((sum(1 + (east_asian_width(x) in WIDE) for x in line) for line in lines), default=0)
