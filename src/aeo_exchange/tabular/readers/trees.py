"""What XML and JSON have in common here: a way of names to the rows, and a row to its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aeo_exchange.errors import LimitExceeded, MalformedDocument
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.reader_codes import MALFORMED, TOO_LARGE
from aeo_exchange.tabular.folding import folded
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.rows import HeadedCell, SourceRow

__all__ = ["Leaf", "leads_to", "nothing_at_rows", "row_of", "text_cell"]

# Names that lead to a value, and the value as a cell.
Leaf = tuple[tuple[str, ...], Cell]
MOST_CELLS = 10_000  # of a row


def leads_to(pattern: str, names: Sequence[str]) -> bool:
    """Say whether names are those of a way such as `**/return/result`."""
    return _leads(pattern.split("/") if pattern else [], list(names))


def _leads(pattern: list[str], names: list[str]) -> bool:
    if not pattern:
        return not names
    first, rest = pattern[0], pattern[1:]
    if first == "**":
        return any(_leads(rest, names[skipped:]) for skipped in range(len(names) + 1))
    return bool(names) and first in {"*", names[0]} and _leads(rest, names[1:])


def row_of(number: int, leaves: Iterator[Leaf], layout: Layout) -> SourceRow:
    """Return a row whose cells are found by the names that lead to them.

    Of several of one name the first is found by the name alone, each by its number behind it too.
    Raises LimitExceeded for a row of more values than are read.
    """
    blanks = frozenset(layout.file.blanks)
    cells: dict[str, HeadedCell] = {}
    for count, (names, cell) in enumerate(leaves):
        if count > MOST_CELLS:
            raise LimitExceeded(TOO_LARGE, f"a row has more than {MOST_CELLS:,} values")
        if not cell.text.strip() or cell.text.strip() in blanks:
            continue
        plain = [name for name in names if not name.isdecimal()]
        way = "/".join(name for name in names if name != "1")
        place = HeadedCell(plain[-1] if plain else "", way, cell)
        for spelling in ("/".join(names), way, "/".join(plain)):
            cells.setdefault(folded(spelling), place)
    return SourceRow(number, cells)


def nothing_at_rows(layout: Layout, seen: str) -> MalformedDocument:
    """Return why a file without rows is no answer: it has not even a place for them."""
    return MalformedDocument(
        MALFORMED,
        f"the file has nothing under {layout.file.rows or 'its root'}, where the layout "
        f"{layout.name} has its rows; it begins with {seen}",
    )


def text_cell(text: str) -> Cell:
    """Return a text of XML or JSON as a cell."""
    return Cell(0, text, CellKind.TEXT)
