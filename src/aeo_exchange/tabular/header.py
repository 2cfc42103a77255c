"""The header of a sheet: found by its texts, among titles and merged cells."""

from __future__ import annotations

from itertools import chain, islice

from msgspec import Struct
from msgspec.structs import replace

from aeo_exchange.errors import MalformedDocument, ReadError
from aeo_exchange.reader_codes import MALFORMED
from aeo_exchange.tabular.folding import cleaned, folded
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.rows import Grid, GridRow

__all__ = [
    "LayoutHeaders",
    "SheetHeader",
    "header_in",
    "no_header",
    "texts_by_column",
]

LOOKED_AT = 50  # rows that hold something, behind those that the layout skips
NAMED = 5  # columns of a layout that has no key
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

    def score_of(self, texts: dict[int, str]) -> int:
        """Return how many columns a row of texts has; 0 where it cannot be the header."""
        seen = frozenset(map(folded, texts.values()))
        if not all(spellings & seen for spellings in self.key):
            return 0
        count = len(self.known & seen)
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
    upper: dict[int, str] = {}
    skipped = layout.file.skip_rows
    rows = (row for row in grid if not isinstance(row, ReadError) and row.number > skipped)
    for row in islice(rows, LOOKED_AT):
        texts = texts_by_column(row)
        score = wanted.score_of(texts)
        if looked:
            joined = _in_two(upper, texts, wanted)
            both = wanted.score_of(joined)
            if both > score:
                return SheetHeader(looked[-1].number, joined, looked[:-1], grid, both)
        if score:
            return _or_in_two(SheetHeader(row.number, texts, looked, grid, score), wanted)
        looked.append(row)
        upper = texts
    return None


def _or_in_two(header: SheetHeader, wanted: LayoutHeaders) -> SheetHeader:
    """Return the header that a row is, with the next one where both together say more."""
    below = next(header.behind, None)
    if below is None:
        return header
    if not isinstance(below, ReadError):
        lower = texts_by_column(below)
        texts = _in_two(header.texts, lower, wanted)
        score = wanted.score_of(texts)
        if score > max(header.score, wanted.score_of(lower)):
            return replace(header, texts=texts, score=score)
    return replace(header, behind=chain([below], header.behind))


def texts_by_column(row: GridRow) -> dict[int, str]:
    """Return the texts of a row by their columns."""
    return {cell.column: cleaned(cell.text) for cell in row.cells}


def _in_two(upper: dict[int, str], lower: dict[int, str], wanted: LayoutHeaders) -> dict[int, str]:
    """Return the texts of two rows read as one header.

    A merged cell stands in the first of its columns alone, so a text of the upper row counts for
    the columns to its right as far as the next one.
    """
    texts = dict(upper)
    group = ""
    for column in range(1, max((*upper, *lower)) + 1):
        group = upper.get(column, group)
        if column in lower:
            joined = f"{group} {lower[column]}".strip()
            is_known = folded(joined) in wanted.known or folded(lower[column]) not in wanted.known
            texts[column] = joined if is_known else lower[column]
    return texts


def no_header(layout: Layout, where: str) -> MalformedDocument:
    """Return the error that no row has the columns of a layout."""
    begun = f"no row among the first {LOOKED_AT} of {where} names"
    if layout.row.key:
        named = " and ".join(repr(spellings[0]) for spellings in layout.row.key)
        told = f"{begun} the column {named} of the layout {layout.name}"
    else:
        some = ", ".join(repr(field.from_[0]) for field in layout.fields[:NAMED])
        told = (
            f"{begun} two columns such as {some}; a table with other columns needs a layout "
            "(`--layout`)"
        )
    return MalformedDocument(MALFORMED, told)
