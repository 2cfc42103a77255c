"""The header of a sheet that nobody described, and what stands under each of its columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from aeo_exchange.formats.workbooks.sheet import Cell, SheetRow
from aeo_exchange.tabular.folding import cleaned, folded
from aeo_exchange.tabular.proposing.samples import Sample
from aeo_exchange.tabular.proposing.vocabulary import Meaning, all_words, bare, meanings_of
from aeo_exchange.tabular.rows import letters
from aeo_exchange.tabular.titles import title_in

__all__ = ["SampledColumn", "SampledTable", "first_rows", "table_of"]

LOOKED_AT = 50  # as the import looks for a header
LEAST = 2
DASHES = frozenset({"-", "--"})
FEW = 2  # cells of a footer at the most


class SampledColumn(Struct, frozen=True, kw_only=True):
    """A column: its header as the import reads it, what that can mean, its cells by row."""

    number: int
    header: str
    meanings: tuple[Meaning, ...]
    cells: dict[int, Cell]

    @property
    def letters(self) -> str:
        """The name of the column in a spreadsheet."""
        return letters(self.number)


class TitleRow(Struct, frozen=True):
    """A row that holds one text alone, among the rows of data."""

    number: int
    text: str


class SampledTable(Struct, frozen=True, kw_only=True):
    """A sheet with its header found: the rows above it, its columns, and what is no data.

    `titles` stand among the rows. `unnamed` are the columns that hold values under no header, each
    with how many.
    """

    sample: Sample
    header_row: int
    is_double: bool
    above: tuple[SheetRow, ...]
    columns: tuple[SampledColumn, ...]
    rows: int
    blanks: tuple[str, ...]
    footers: tuple[str, ...]
    titles: tuple[TitleRow, ...]
    unnamed: dict[int, int]

    @property
    def known(self) -> int:
        """How many of its headers are known."""
        return sum(any(meaning.item for meaning in column.meanings) for column in self.columns)


def first_rows(table: SampledTable, most: int) -> SampledTable:
    """Return a table with so many values of each column."""
    columns = (
        replace(column, cells=dict(islice(column.cells.items(), most))) for column in table.columns
    )
    return replace(table, columns=tuple(columns))


def table_of(sample: Sample) -> SampledTable | None:
    """Return the sheet as a table, or None where no row has two headers that are known."""
    rows = sample.rows[: LOOKED_AT + 1]
    best: tuple[int, int, dict[int, str], bool] | None = None
    for index, row in enumerate(rows[:LOOKED_AT]):
        alone = _texts(row)
        choices = [(_score(alone), index, alone, False)]
        if index + 1 < len(rows):
            both = _both(alone, _texts(rows[index + 1]))
            choices.append((_score(both), index, both, True))
        for choice in choices:
            if choice[0] >= LEAST and (best is None or _rank(choice) > _rank(best)):
                best = choice
    if best is None:
        return None
    _score_of, index, texts, is_double = best
    return _table(sample, index, texts, is_double=is_double)


def _rank(choice: tuple[int, int, dict[int, str], bool]) -> tuple[int, bool]:
    """Return how good a header is: one row, where two know no more."""
    return choice[0], not choice[3]


def _texts(row: SheetRow) -> dict[int, str]:
    return {cell.column: text for cell in row.cells if (text := cleaned(cell.text))}


def _score(texts: dict[int, str]) -> int:
    return len({m[0].item or t for t in texts.values() if (m := meanings_of(t))})


def _both(upper: dict[int, str], lower: dict[int, str]) -> dict[int, str]:
    """Return two rows read as one header, as the import reads them."""
    texts = dict(upper)
    group = ""
    for column in range(1, max((*upper, *lower), default=0) + 1):
        group = upper.get(column, group)
        if column in lower:
            joined = f"{group} {lower[column]}".strip()
            is_alone = meanings_of(lower[column]) and not meanings_of(joined)
            texts[column] = lower[column] if is_alone else joined
    return texts


def _table(sample: Sample, index: int, texts: dict[int, str], *, is_double: bool) -> SampledTable:
    behind = sample.rows[index + 2 if is_double else index + 1 :]
    again = frozenset(map(folded, texts.values()))
    held: list[SheetRow] = []
    footers: set[str] = set()
    titles: list[TitleRow] = []
    for row in behind:
        footer = _footer(row, len(texts))
        if footer:
            footers.add(footer)
        elif title := title_in((cell.text for cell in row.cells), len(texts)):
            titles.append(TitleRow(row.number, title[1]))
        elif not again.issuperset(folded(cell.text) for cell in row.cells):
            held.append(row)
    cells, blanks, unnamed = _cells(held, texts)
    return SampledTable(
        sample=sample,
        header_row=sample.rows[index].number,
        is_double=is_double,
        above=tuple(sample.rows[:index]),
        columns=tuple(
            SampledColumn(number=i, header=texts[i], meanings=meanings_of(texts[i]), cells=cells[i])
            for i in sorted(texts)
        ),
        rows=len(held),
        blanks=tuple(sorted(blanks)),
        footers=tuple(sorted(footers)),
        titles=tuple(titles),
        unnamed=dict(sorted(unnamed.items())),
    )


def _cells(
    rows: Sequence[SheetRow], texts: dict[int, str]
) -> tuple[dict[int, dict[int, Cell]], set[str], Counter[int]]:
    """Return the cells of each column by row, what stands for nothing, and what under no header."""
    known = frozenset(map(bare, all_words("blanks")))
    columns: dict[int, dict[int, Cell]] = {column: {} for column in texts}
    blanks: set[str] = set()
    unnamed: Counter[int] = Counter()
    for row in rows:
        for cell in row.cells:
            text = cell.text.strip()
            if text in DASHES or (bare(text) and bare(text) in known):
                blanks.add(text)
            elif text and cell.column in columns:
                columns[cell.column][row.number] = cell
            elif text:
                unnamed[cell.column] += 1
    return columns, blanks, unnamed


def _footer(row: SheetRow, width: int) -> str:
    """Return the word by which a row is known as no data; nothing for a row of data."""
    texts = [cleaned(cell.text) for cell in row.cells if cell.text.strip()]
    if not texts or len(texts) > min(FEW, width - 1):
        return ""
    return next((word for word in _footer_words() if _begins(texts[0], word)), "")


def _footer_words() -> Sequence[str]:
    return all_words("footers")


def _begins(text: str, word: str) -> bool:
    """Say whether a text begins with a word, as the import asks, and the word ends there."""
    if not folded(word):
        return text.startswith(word)
    rest = folded(text).removeprefix(folded(word))
    return folded(text).startswith(folded(word)) and not rest[:1].isalpha()
