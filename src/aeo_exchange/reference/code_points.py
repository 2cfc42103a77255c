"""The code point lists of the pinned version of Unicode, and form C by them.

What a record may hold does not depend on the Unicode version of whoever reads it: the lists are
those of Unicode 13.0, published as schemas/1.0/unicode, whatever Python knows. Decision 0021.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import cache
from itertools import groupby
from pathlib import Path

__all__ = [
    "UNICODE_VERSION",
    "is_hidden",
    "is_other_letter",
    "is_unassigned",
    "unicode_normal_form",
]

UNICODE_VERSION = "13.0"
HERE = Path(__file__).parent / "unicode"
LISTS = ("hidden", "other-letters", "unassigned")


@cache
def is_hidden(character: str) -> bool:
    """Say whether a character is a control, format, separator or noncharacter code point."""
    return _is_in("hidden", character)


@cache
def is_unassigned(character: str) -> bool:
    """Say whether a character has no meaning in the pinned version, or a private one."""
    return _is_in("unassigned", character)


@cache
def is_other_letter(character: str) -> bool:
    """Say whether a character is a letter that Latin script does not have."""
    return _is_in("other-letters", character)


def unicode_normal_form(text: str) -> str:
    """Return a text in form C, in which a code point unassigned in the pinned version is inert.

    Form C of assigned code points is the same in every later version, so Python may work it out
    between those that it knows and the pinned version does not.
    """
    if not any(map(is_unassigned, set(text))):
        return unicodedata.normalize("NFC", text)
    return "".join(
        "".join(piece) if unknown else unicodedata.normalize("NFC", "".join(piece))
        for unknown, piece in groupby(text, is_unassigned)
    )


def _is_in(name: str, character: str) -> bool:
    firsts, lasts = _ranges(name)
    place = bisect_right(firsts, ord(character)) - 1
    return place >= 0 and ord(character) <= lasts[place]


@cache
def _ranges(name: str) -> tuple[list[int], list[int]]:
    """Return the first and the last code points of the ranges of a list."""
    rows = [line.split(",") for line in (HERE / f"{name}.csv").read_text("ascii").split()[1:]]
    return [int(first, 16) for first, _ in rows], [int(last, 16) for _, last in rows]
