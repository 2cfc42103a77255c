"""Columns by which a firm may be suspended or over, in a sheet that has no words for the status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from aeo_exchange.counting import how_many
from aeo_exchange.tabular.folding import cleaned
from aeo_exchange.tabular.proposing.codes import CodeColumn
from aeo_exchange.tabular.proposing.columns import SampledColumn, SampledTable
from aeo_exchange.tabular.proposing.ended_words import (
    is_status_word,
    says_ended,
    says_in_force,
)
from aeo_exchange.tabular.proposing.guesses import STATUS, ColumnGuess, LeftColumn
from aeo_exchange.tabular.proposing.values import Agreement
from aeo_exchange.tabular.proposing.vocabulary import all_words, bare, meanings_of

__all__ = ["remarks_beside", "titles_that_end", "with_standing"]

STATUS_FROM = "status.from"
MOST_NAMED = 5
MOST_FLAGS = 3  # of which one may be for what nobody knows
DOUBT = (
    "no column has words for the status, and this one may say that a firm is suspended or over. "
    "A row with something in it is refused until a step says what it means, such as "
    '{ do = "map", map = { "Yes" = "suspended", "No" = "" } }'
)
UNKNOWN = (
    "its header says the status, and none of its words is known; each row is refused until "
    "[words.statuses] says what they mean, or its field is taken away where it says another thing"
)


def with_standing(
    guesses: Sequence[ColumnGuess], left: Sequence[LeftColumn]
) -> tuple[list[ColumnGuess], list[LeftColumn]]:
    """Return the guesses with each such column taken for the status, and the columns left over.

    `Suspended` over yes and no, `Suspension date` over days, `Status` over 0 and 1, and a remark
    `suspended` say that a firm may not stand, and no word says which way it fell. So a row with
    something there is refused, until a person has said what it means; a row with nothing there
    stands, but under a header for the status.
    """
    if any(guess.item == STATUS for guess in guesses):
        return list(guesses), list(left)
    taken = [_standing(g.column) if g.item == STATUS_FROM else g for g in guesses]
    more = [unused.column for unused in left if _tells_standing(unused.column)]
    taken += [_unknown(column) if _is_status(column) else _standing(column) for column in more]
    rest = [unused for unused in left if unused.column not in more]
    return sorted(taken, key=lambda guess: guess.column.number), rest


def remarks_beside(guesses: Sequence[ColumnGuess], left: Sequence[LeftColumn]) -> list[str]:
    """Return a doubt for each column that is not taken and may say more than that of the status."""
    if not any(guess.item == STATUS and guess.codes for guess in guesses):
        return []
    return [
        f"column {column.letters} {column.header!r} is not taken and may say of some firms that "
        "they are suspended or over; look whether the column of the status says so too"
        for column in (unused.column for unused in left)
        if column.cells and (_is_status(column) or _tells_standing(column))
    ]


def titles_that_end(table: SampledTable) -> list[str]:
    """Return a doubt for each title among the rows by which firms below it do not stand."""
    return [
        f"row {title.number} is the title {title.text!r}; each row below it is a candidate unless "
        "a column says its status"
        for title in table.titles
        if says_ended(title.text)
    ]


def _tells_standing(column: SampledColumn) -> bool:
    """Say whether a column is about the standing of a firm, by its header or its values."""
    if not column.cells:
        return False
    if _is_status(column) or _has_meaning(column, STATUS_FROM):
        return True
    if not column.meanings and _names_standing(column):
        return True
    return any(says_ended(cell.text) for cell in column.cells.values())


def _names_standing(column: SampledColumn) -> bool:
    """Say whether a header that is not known names a status, as a flag does: `Active`."""
    if says_ended(column.header) or is_status_word(column.header):
        return True
    return (says_in_force(column.header) or _has_word_for_it(column)) and _has_flags(column)


def _has_word_for_it(column: SampledColumn) -> bool:
    """Say whether a word of a header is one for the status: `Status code`."""
    return any(
        meaning.item == STATUS
        for word in bare(column.header).split()
        for meaning in meanings_of(word)
    )


def _has_flags(column: SampledColumn) -> bool:
    texts = {bare(cell.text) for cell in column.cells.values()}
    return len(texts) <= MOST_FLAGS and all(
        text in _flags() or not text.strip("0123456789") for text in texts
    )


@cache
def _flags() -> frozenset[str]:
    return frozenset(map(bare, all_words("yes_no")))


def _is_status(column: SampledColumn) -> bool:
    return _has_meaning(column, STATUS)


def _has_meaning(column: SampledColumn, item: str) -> bool:
    return any(meaning.item == item for meaning in column.meanings)


def _unknown(column: SampledColumn) -> ColumnGuess:
    """Return a column for the status of which each word is to be explained."""
    agreement = _agreement(column)
    words = tuple(dict.fromkeys(cleaned(cell.text) for cell in column.cells.values()))
    codes = CodeColumn(agreement=agreement, words={}, unknown=words, marks=())
    return _guess(column, agreement, codes, UNKNOWN, may_be_absent=False)


def _standing(column: SampledColumn) -> ColumnGuess:
    texts = dict.fromkeys(cleaned(cell.text) for cell in column.cells.values())
    doubt = f"{DOUBT}; it has {_quoted_texts(texts)}"
    return _guess(column, _agreement(column), None, doubt, may_be_absent=True)


def _agreement(column: SampledColumn) -> Agreement:
    return Agreement(fits=0, of=len(column.cells), what="a word for a status")


def _guess(
    column: SampledColumn,
    agreement: Agreement,
    codes: CodeColumn | None,
    doubt: str,
    *,
    may_be_absent: bool,
) -> ColumnGuess:
    return ColumnGuess(
        column=column,
        item=STATUS,
        rank=0,
        language=next((meaning.language for meaning in column.meanings), "a word"),
        agreement=agreement,
        codes=codes,
        may_be_absent=may_be_absent,
        doubts=(doubt,),
    )


def _quoted_texts(texts: Iterable[str]) -> str:
    named = list(texts)
    more = f" and {how_many(len(named) - MOST_NAMED, 'more')}" * (len(named) > MOST_NAMED)
    return ", ".join(map(repr, named[:MOST_NAMED])) + more
