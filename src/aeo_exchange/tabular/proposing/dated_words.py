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

    A cell without a day is among the words as it stands. `is_day_first` where the day stands before
    its word, as in Korean and Turkish.
    """

    words: tuple[Cell, ...]
    days: tuple[Cell, ...]
    between: tuple[str, ...]
    is_day_first: bool = False


def dated_words(cells: Sequence[Cell], known: Mapping[str, str]) -> DatedWords | None:
    """Return what the cells of a column are where a known word has its first day beside it.

    What stands between has to be a word for since when, and has a day beside it in every cell:
    `Suspended until 01/02/2026` says another thing, and `Removed from the list` no day. All days
    stand behind their words, or all before them.
    """
    for is_day_first, pattern in ((False, _word_first()), (True, _day_first())):
        if made := _apart(cells, known, pattern):
            return replace(made, is_day_first=is_day_first)
    return None


def _apart(
    cells: Sequence[Cell], known: Mapping[str, str], pattern: re.Pattern[str]
) -> DatedWords | None:
    words: list[Cell] = []
    days: list[Cell] = []
    between: dict[str, None] = {}
    for cell in cells:
        text = cleaned(cell.text)
        apart = pattern.fullmatch(text) if cell.kind is CellKind.TEXT else None
        if apart is None:
            words.append(cell)
        elif bare(apart["word"]) in known and _is_day(apart["day"]):
            words.append(replace(cell, text=apart["word"]))
            days.append(replace(cell, text=apart["day"]))
            marks = (apart["before"], apart["behind"])
            between |= dict.fromkeys(mark.strip() for mark in marks if mark and mark.strip())
        else:
            return None
    longest_first = sorted(between, key=lambda text: (-len(text), text))
    return DatedWords(tuple(words), tuple(days), tuple(longest_first)) if days else None


@cache
def _word_first() -> re.Pattern[str]:
    """Return what finds `Suspended (since 01/02/2026)`, unspaced where a script has no capitals."""
    spaced = _any_of([word for word in all_words("since") if _is_spaced(word)])
    joined = _any_of([word for word in all_words("since") if not _is_spaced(word)])
    before = rf"(?P<before> [(]?(?:{spaced})(?: |(?<=\.))| ?[(\uff08]?(?:{joined}) ?)"
    behind = rf"(?P<behind> ?(?:{_any_of(all_words('since_behind'))})?[)\uff09]?)"
    return re.compile(rf"(?P<word>\S.*?){before}(?P<day>.+?){behind}", re.IGNORECASE)


@cache
def _day_first() -> re.Pattern[str]:
    """Return what finds the day before its word, as in Turkish, Korean and Chinese."""
    joined = _any_of([word for word in all_words("since") if not _is_spaced(word)])
    behind = rf"(?P<behind> ?(?:{_any_of(all_words('since_behind'))}))"
    pattern = rf"(?P<before>(?:{joined}) ?)?(?P<day>.+?){behind} ?(?P<word>\S.*)"
    return re.compile(pattern, re.IGNORECASE)


def _any_of(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, words))


def _is_spaced(word: str) -> bool:
    return word != word.upper()


def _is_day(text: str) -> bool:
    return any(day_in_text(text, form) for form in FORMS)
