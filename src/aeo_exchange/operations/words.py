"""Codes, days and lists as the words of a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from aeo_exchange.reference.lists import country_codes, customs_codes, list_rows

__all__ = [
    "country",
    "day_in_words",
    "how_many_in_words",
    "in_words",
    "is_administration",
    "is_country",
    "number",
    "ranges",
    "the_country",
    "with_note",
]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
LEAST_RUN = 3  # letters that are told by their first and last
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
# With these a note may begin that goes on with the sentence before it.
SMALL_WORDS = frozenset(
    {"A", "About", "After", "Also", "An", "As", "Assessed", "By", "For", "Formerly", "From", "In",
     "Inferred:", "Its", "Made", "Of", "On", "Revalidated", "Run", "The", "Then", "Until",
     "Validated", "With", "Year"}
)  # fmt: skip
# How the names begin that English says with an article.
WITH_ARTICLE = (
    "United ", "European ", "Dominican ", "Republic ", "Plurinational ", "Philippines",
    "Netherlands", "Russian ", "Islamic ", "Bahamas", "Gambia", "Maldives", "Congo",
)  # fmt: skip


def day_in_words(day: str | date) -> str:
    """Return a year, a month or a day as it is read, such as 2 April 2012."""
    year, *rest = str(day).split("-")
    parts = [MONTHS[int(rest[0]) - 1], year] if rest else [year]
    return " ".join([str(int(rest[1])), *parts] if len(rest) > 1 else parts)


def in_words(words: Iterable[str], last: str = "and") -> str:
    """Return words as a list in a sentence."""
    *head, tail = words
    return f"{', '.join(head)} {last} {tail}" if head else tail


def with_note(text: str, note: str) -> str:
    """Return a sentence with a note: in brackets where the note is short, else behind it."""
    has_room = text.endswith(".") and not text.endswith(").")
    if not has_room or ". " in note or not note.endswith("."):
        return f"{text} {note}".strip()
    first, _, rest = note[:-1].partition(" ")
    words = f"{first.lower() if first in SMALL_WORDS else first} {rest}".strip()
    return f"{text[:-1]} ({words})."


def number(value: int) -> str:
    """Return a count in words up to nine."""
    return NUMBERS[value] if 0 <= value < len(NUMBERS) else str(value)


def how_many_in_words(value: int, noun: str) -> str:
    """Return a count in words with its noun: `one role`, `two roles`."""
    return f"{number(value)} {noun if value == 1 else noun + 's'}"


@cache
def _names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in list_rows("countries")}


def country(code: str) -> str:
    """Return the name of an economy in the order in which it is spoken, or else its code."""
    head, comma, tail = _names().get(code, code).partition(", ")
    return f"{tail} {head}" if comma and tail.endswith(" of") else head + comma + tail


def the_country(code: str) -> str:
    """Return the name of an economy as it stands within a sentence."""
    name = country(code)
    return f"the {name}" if name.startswith(WITH_ARTICLE) else name


def is_country(code: str) -> bool:
    """Tell whether a code is that of an economy or of a customs territory."""
    return code in _names()


def is_administration(code: str) -> bool:
    """Tell whether a code can be that of a customs administration."""
    return code in country_codes() or code in customs_codes()


def ranges(letters: Sequence[str], order: str) -> str:
    """Return letters of an order with runs of three and more as `A to C`."""
    runs: list[list[str]] = []
    for letter in letters:
        if runs and order.index(letter) == order.index(runs[-1][-1]) + 1:
            runs[-1].append(letter)
        else:
            runs.append([letter])
    words: list[str] = []
    for run in runs:
        words.extend([f"{run[0]} to {run[-1]}"] if len(run) >= LEAST_RUN else run)
    return in_words(words)
