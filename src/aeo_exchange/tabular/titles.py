"""A title among the rows of a list, such as `Suspended operators`: what stands below it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from aeo_exchange.errors import ReadError
from aeo_exchange.tabular.folding import cleaned, folded
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.proposing.ended_words import IN_FORCE, says_ended, says_in_force
from aeo_exchange.tabular.rows import GridRow, HeadedCell, TextRow, cell_of_line, letters

__all__ = ["Titles", "title_in"]

MOST_CELLS = 2  # of a title: its number, and its text
LEAST_WIDTH = 3  # columns of a list in which a title is told from a row
_NUMBER = re.compile(r"[\W\d_IVX]*|\w[.)]?")  # of a title, such as `II.` or `b)`
_FOOTNOTE = re.compile(r"[*#\N{DAGGER}\N{DOUBLE DAGGER}\N{SECTION SIGN}\u00b9\u00b2\u00b3]+")
LEAST_WORD = 3  # letters of a word of a layout that is looked for in a title


def title_in(texts: Iterable[str], width: int) -> tuple[int, str] | None:
    """Return the place from 0 and the text of a row that is a title alone; None for any other."""
    held: list[tuple[int, str]] = []
    for place, text in enumerate(texts):
        if text and not text.isspace():
            held.append((place, cleaned(text)))
            if len(held) > MOST_CELLS:
                return None
    said = [(place, text) for place, text in held if not _NUMBER.fullmatch(text)]
    return said[0] if len(said) == 1 and width >= LEAST_WIDTH else None


class Titles:
    """Tells of each row whether it stands below a title by which firms do not stand.

    It stands there as far as the next title that says in force: a row of which nothing but the name
    is left looks like a title too. A title with a mark, such as `* suspended`, is a footnote, and
    says it of the rows that have the mark.
    """

    def __init__(self, layout: Layout, width: int, footnotes: dict[str, int]) -> None:
        """Take the words of a layout, how many columns its list has, and where marks are noted."""
        self._width = width
        self._footnotes = footnotes
        self._under: HeadedCell | None = None
        self._ended = frozenset(
            folded(word)
            for word, status in layout.words.statuses.items()
            if status not in IN_FORCE and len(folded(word)) >= LEAST_WORD
        )

    def above(self, row: GridRow) -> HeadedCell | None:
        """Return the title by which a row does not stand, None for a title itself."""
        texts = row.texts if isinstance(row, TextRow) else _texts(row)
        title = title_in(texts, self._width)
        if title is None:
            return self._under
        place, text = title
        if self._says_ended(text) and (mark := _FOOTNOTE.search(text)):
            self._footnotes[mark[0]] = row.number
        elif self._says_ended(text):
            cell = cell_of_line(place + 1, text)
            self._under = HeadedCell(f"row {row.number}", letters(place + 1), cell)
        elif says_in_force(text):
            self._under = None
        return None

    def note_footnotes(self, rows: Iterable[GridRow | ReadError]) -> None:
        """Note the marks that rows which hold no data explain."""
        for row in rows:
            if isinstance(row, ReadError):
                continue
            for text in (cleaned(cell.text) for cell in row.cells):
                if self._says_ended(text) and (mark := _FOOTNOTE.search(text)):
                    self._footnotes[mark[0]] = row.number

    def _says_ended(self, text: str) -> bool:
        words = folded(text)
        return says_ended(text) or any(word in words for word in self._ended)


def _texts(row: GridRow) -> list[str]:
    if len(row.cells) > MOST_CELLS:
        return ["", *(cell.text for cell in row.cells)]
    texts = [""] * max((cell.column for cell in row.cells), default=0)
    for cell in row.cells:
        texts[cell.column - 1] = cell.text
    return texts
