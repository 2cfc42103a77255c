"""The steps of a field: one text of a cell to the texts that the item is made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from msgspec import Struct, UnsetType

from aeo_exchange.formats.workbooks.sheet import CellKind
from aeo_exchange.tabular.countries import country_of
from aeo_exchange.tabular.dates import buddhist_day, day_of, example_of
from aeo_exchange.tabular.folding import after_beginning, before_ending, cleaned, folded_word
from aeo_exchange.tabular.layout import Step

__all__ = ["CellContext", "Doubtful", "UnknownWord", "Unusable", "one_of", "stepped"]

MOST_NAMED = 20  # words that are named, of those expected


# A register has no other days; years of the Buddhist era or of Iran would pass as days of ours.
FIRST_YEAR, LAST_YEAR, NEVER = "1900", "2199", "9999"


class Unusable(Exception):
    """A text of which the item cannot be made: its row is refused."""

    def __init__(self, message: str, hint: str = "", *, expected: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.expected = expected


class Doubtful(Unusable):
    """A text of which it may be made once a person was asked: its row is left a candidate."""


class UnknownWord(Unusable):
    """A word that nobody explained, among those that the layout has for codes."""


def one_of(words: Iterable[str]) -> str:
    """Return the words that would do, as a person reads them."""
    known = [word for word in words if word]
    more = ", ..." if len(known) > MOST_NAMED else ""
    return f"one of {', '.join(known[:MOST_NAMED])}{more}" if known else ""


class CellContext(Struct, frozen=True):
    """What a step may know beside the text: what the cell was, and when days are counted from."""

    kind: CellKind = CellKind.TEXT
    since_1904: bool = False


def stepped(text: str, steps: tuple[Step, ...], given: CellContext) -> list[str]:
    """Return the texts that steps make of one; raises Unusable.

    Lines of a cell stand until the steps are through; then blanks are single.
    """
    texts = [text]
    for step in steps:
        made: list[str] = []
        for piece in texts:
            made += _DONE[step.do](piece.strip(), step, given)
        texts = made
    return [clean for piece in texts if (clean := cleaned(piece))]


def _begins(text: str, step: Step, _given: CellContext) -> list[str]:
    is_so = any(after_beginning(text, beginning) is not None for beginning in step.texts)
    return [text] if is_so else []


def _trim(text: str, _step: Step, _given: CellContext) -> list[str]:
    return [text]


def _nfkc(text: str, _step: Step, _given: CellContext) -> list[str]:
    return [unicodedata.normalize("NFKC", text)]


def _upper(text: str, _step: Step, _given: CellContext) -> list[str]:
    # Of ASCII alone: a dotless i has no place in a code.
    return ["".join(chr(ord(letter) - 32) if "a" <= letter <= "z" else letter for letter in text)]


def _pad_left(text: str, step: Step, _given: CellContext) -> list[str]:
    assert isinstance(step.number, int)
    return [text.zfill(step.number) if text.isdecimal() else text]


def _strip_prefix(text: str, step: Step, _given: CellContext) -> list[str]:
    for prefix in sorted(step.texts, key=len, reverse=True):
        if (behind := after_beginning(text, prefix)) is not None:
            return [behind.strip(" .:-/")]
    return [text]


def _strip_suffix(text: str, step: Step, _given: CellContext) -> list[str]:
    for suffix in sorted(step.texts, key=len, reverse=True):
        if (before := before_ending(text, suffix)) is not None:
            return [before.strip(" .:-/")]
    return [text]


def _pieces(text: str, step: Step) -> list[str]:
    marks = "|".join(re.escape(mark) for mark in sorted(step.texts, key=len, reverse=True))
    return [piece.strip() for piece in re.split(marks, text) if piece.strip()]


def _part(text: str, step: Step, _given: CellContext) -> list[str]:
    return _chosen(_pieces(text, step), step.number)


def _line(text: str, step: Step, _given: CellContext) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return _chosen(lines, step.number)


def _chosen(pieces: list[str], number: int | UnsetType) -> list[str]:
    assert isinstance(number, int)
    index = number - 1 if number > 0 else number
    return [pieces[index]] if -len(pieces) <= index < len(pieces) else []


def _split(text: str, step: Step, _given: CellContext) -> list[str]:
    return _pieces(text, step)


def _date(text: str, step: Step, given: CellContext) -> list[str]:
    if given.kind is CellKind.DATE:
        in_era = buddhist_day(text) if "era-buddhist" in step.texts else ""
        return [_plausible(in_era or text)]
    day = day_of(text, step.texts, since_1904=given.since_1904)
    if not day:
        such = " or ".join(map(example_of, step.texts))
        forms = " or ".join(step.texts)
        raise Unusable(
            f"is not a day such as {such}",
            f"ask which day is meant, or add its form beside {forms} to the layout",
            expected=f"a day such as {such}",
        )
    return [_plausible(day)]


def _plausible(day: str) -> str:
    """Return a day that a register can have; raises Unusable."""
    if not FIRST_YEAR <= day[:4] <= LAST_YEAR and day[:4] != NEVER:
        raise Unusable(
            f"would be a day of the year {day[:4]}, as it is written",
            "ask by which calendar the file counts; `era-buddhist` and others are forms of days",
        )
    return day


def _country(text: str, _step: Step, _given: CellContext) -> list[str]:
    code = country_of(text)
    if not code:
        raise Unusable(
            "is not a country known by that name",
            "map the text to a code in the layout",
            expected="the English name of a country, or its code of two letters",
        )
    return [code]


def _map(text: str, step: Step, _given: CellContext) -> list[str]:
    wanted = folded_word(text)
    for known, meant in step.map.items():
        if folded_word(known) == wanted:
            return [meant] if meant else []
    raise Unusable(
        "is not among the texts that the layout maps",
        "add it to the map, or ask",
        expected=one_of(step.map),
    )


_DONE: dict[str, Callable[[str, Step, CellContext], list[str]]] = {
    "begins": _begins,
    "trim": _trim,
    "nfkc": _nfkc,
    "upper": _upper,
    "pad-left": _pad_left,
    "strip-prefix": _strip_prefix,
    "strip-suffix": _strip_suffix,
    "part": _part,
    "line": _line,
    "split": _split,
    "date": _date,
    "country": _country,
    "map": _map,
}
