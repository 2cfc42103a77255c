"""Days in words to days that a form reads: months in any language known, ordinals of days."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from aeo_exchange.endless import read_file
from aeo_exchange.tabular.folding import folded

__all__ = ["MONTHS", "months_by_language", "with_english_months"]

FILE = Path(__file__).with_name("month_names.toml")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
# 1st, 22nd, 3rd, 31ST; 1er and 1º, which are 1o and 1° as well, of the first day alone.
_ORDINAL = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)(?![^\W\d_])", re.IGNORECASE)
_FIRST = re.compile(r"(?<!\d)1(?:er|[oº°])(?![^\W\d_])", re.IGNORECASE)


@lru_cache(maxsize=1 << 12)
def with_english_months(text: str) -> str:
    """Return a text with its months by their English names, whole, and its days as numbers."""
    plain = _FIRST.sub("1", _ORDINAL.sub(r"\1", text))
    return _pattern().sub(lambda match: _number_of()[_key(match[1])], plain)


@cache
def months_by_language() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the names of the twelve months in each language, whole and cut."""
    held = tomllib.loads(read_file(FILE).decode())
    return {
        language: tuple(tuple(names.split(" | ")) for names in months)
        for language, months in held.items()
    }


@cache
def _number_of() -> dict[str, str]:
    """Return the English name of the month that each name means."""
    return {
        _key(name): MONTHS[place]
        for months in months_by_language().values()
        for place, names in enumerate(months)
        for name in names
    }


@cache
def _pattern() -> re.Pattern[str]:
    names = {name for months in months_by_language().values() for names in months for name in names}
    known = "|".join(map(_written, sorted(names, key=lambda name: (-len(name), name))))
    return re.compile(rf"(?<![^\W\d_])({known})(?![^\W\d_])", re.IGNORECASE)


def _written(name: str) -> str:
    """Return how a name is looked for: its dots may be left out, and one may stand behind it."""
    marks = r"\.?" if "." in name else r"(?:\.(?=\s|$))?"
    return re.escape(name).replace(r"\.", r"\.?").replace(r"\ ", r"\s+") + marks


def _key(written: str) -> str:
    return folded(written).replace(" ", "")
