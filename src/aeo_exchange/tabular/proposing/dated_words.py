"""A word and its day in one cell, such as `Suspended w.e.f. 01/02/2026`, to the two of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.tabular.folding import cleaned
from aeo_exchange.tabular.proposing.days import FORMS, day_in_text
from aeo_exchange.tabular.proposing.vocabulary import all_words, bare

__all__ = ["DatedWords", "dated_words"]


class DatedWords(Struct, frozen=True):
    """Cells with their words alone, those of the days, and what stands between, as it is written.

    A cell without a day is among the words as it stands.
    """

    words: tuple[Cell, ...]
    days: tuple[Cell, ...]
    between: tuple[str, ...]


def dated_words(cells: Sequence[Cell], known: Mapping[str, str]) -> DatedWords | None:
    """Return what the cells of a column are where a known word has a day behind it; else None.

    What stands between has to be a word for since when, and has a day behind it in every cell:
    `Suspended until 01/02/2026` says another thing, and `Removed from the list` no day.
    """
    words: list[Cell] = []
    days: list[Cell] = []
    between: dict[str, None] = {}
    for cell in cells:
        text = cleaned(cell.text)
        apart = _since().fullmatch(text) if cell.kind is CellKind.TEXT else None
        if apart is None:
            words.append(cell)
        elif bare(apart["word"]) in known and _is_day(apart["day"]):
            words.append(replace(cell, text=apart["word"]))
            days.append(replace(cell, text=apart["day"]))
            between[apart["since"]] = None
        else:
            return None
    longest_first = sorted(between, key=lambda text: (-len(text), text))
    return DatedWords(tuple(words), tuple(days), tuple(longest_first)) if days else None


@cache
def _since() -> re.Pattern[str]:
    words = "|".join(map(re.escape, all_words("since")))
    return re.compile(rf"(?P<word>\S.*?) (?P<since>{words})(?: |(?<=\.))(?P<day>.+)", re.IGNORECASE)


def _is_day(text: str) -> bool:
    return any(day_in_text(text, form) for form in FORMS)
