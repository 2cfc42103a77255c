"""Columns by which a firm may be suspended or over, in a sheet that has none for the status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from aeo_exchange.counting import how_many
from aeo_exchange.model.codes import Status
from aeo_exchange.tabular.folding import cleaned
from aeo_exchange.tabular.proposing.columns import SampledColumn
from aeo_exchange.tabular.proposing.guesses import STATUS, ColumnGuess, LeftColumn
from aeo_exchange.tabular.proposing.values import Agreement
from aeo_exchange.tabular.proposing.vocabulary import bare, words_for

__all__ = ["with_standing"]

STATUS_FROM = "status.from"
MOST_NAMED = 5
DOUBT = (
    "no column has words for the status, and this one may say that a firm is suspended or over. "
    "A row with something in it is refused until a step says what it means, such as "
    '{ do = "map", map = { "Yes" = "suspended", "No" = "" } }'
)


def with_standing(
    guesses: Sequence[ColumnGuess], left: Sequence[LeftColumn]
) -> tuple[list[ColumnGuess], list[LeftColumn]]:
    """Return the guesses with each such column taken for the status, and the columns left over.

    `Suspended` over yes and no, and `Suspension date` over days, say that a firm does not stand,
    and no word says which way it fell. So a row with something there is refused, until a person has
    said what it means; a row with nothing there stands.
    """
    if any(guess.item == STATUS for guess in guesses):
        return list(guesses), list(left)
    taken = [_standing(g.column) if g.item == STATUS_FROM else g for g in guesses]
    more = [unused.column for unused in left if _tells_standing(unused.column)]
    taken += [_standing(column) for column in more]
    rest = [unused for unused in left if unused.column not in more]
    return sorted(taken, key=lambda guess: guess.column.number), rest


def _tells_standing(column: SampledColumn) -> bool:
    """Say whether a column is about the standing of a firm, by its header, and has values."""
    if not column.cells or any(meaning.item == STATUS for meaning in column.meanings):
        return False
    if any(meaning.item == STATUS_FROM for meaning in column.meanings):
        return True
    return not column.meanings and _names_standing(bare(column.header))


def _names_standing(header: str) -> bool:
    known = _words()
    if header in known:
        return True
    ended = {word for word, status in known.items() if status not in IN_FORCE}
    padded = f" {header} "
    return any(f" {word} " in padded if word.isascii() else word in header for word in ended)


IN_FORCE = frozenset(map(str, (Status.GRANTED, Status.REINSTATED)))


@cache
def _words() -> dict[str, str]:
    return {bare(str(status)): str(status) for status in Status} | words_for("statuses")


def _standing(column: SampledColumn) -> ColumnGuess:
    texts = dict.fromkeys(cleaned(cell.text) for cell in column.cells.values())
    return ColumnGuess(
        column=column,
        item=STATUS,
        rank=0,
        language=next((meaning.language for meaning in column.meanings), "a word"),
        agreement=Agreement(fits=0, of=len(column.cells), what="a word for a status"),
        may_be_absent=True,
        doubts=(f"{DOUBT}; it has {_said(texts)}",),
    )


def _said(texts: Iterable[str]) -> str:
    named = list(texts)
    more = f" and {how_many(len(named) - MOST_NAMED, 'more')}" * (len(named) > MOST_NAMED)
    return ", ".join(map(repr, named[:MOST_NAMED])) + more
