"""A text as headers and words are compared: case, width, blanks, marks and dots aside."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = [
    "after_beginning",
    "before_ending",
    "cleaned",
    "folded",
    "folded_word",
    "in_one_case",
    "in_small_letters",
    "with_plain_digits",
]

_MARKS = re.compile(r"[\s_:;*.,#()\[\]{}'\"!?/\\|\u2010-\u2015\u00b7\u30fb-]+")
# Of these some say something beside a word: of a footnote, a doubt, an aside.
_SAYING = r"[*#?!()\[\]{}]"
_SILENT = re.compile(r"[\s_:;.,'\"/\\|\u2010-\u2015\u00b7\u30fb-]+")
_AROUND = re.compile(f" ?({_SAYING}) ?")
# `-1` is not 1, and `A-` is not A.
_SIGN = re.compile(r"^[\u2010-\u2015-](?=\d)|(?<=\w)[\u2010-\u2015-]$")
_BLANKS = re.compile(r"\s+")
# Marks of direction, joiners, hyphens that may break a line, and the Arabic stroke that widens a
# word: a program that wrote the sheet put them in, and nobody sees them.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
# Turkish writes an I with and without a dot, and capitals of both.
_DOTLESS = str.maketrans({"\u0131": "i", "\u0307": None})


@lru_cache(maxsize=1 << 14)
def folded(text: str) -> str:
    """Return the form in which a header is looked up."""
    return _MARKS.sub(" ", in_one_case(text)).strip()


@lru_cache(maxsize=1 << 14)
def folded_word(text: str) -> str:
    """Return the form in which a word of a cell is looked up: `Active?` is not `Active`.

    Marks alone are a word of their own, such as `-` and `*` in a list that explains them.
    """
    wide = _SIGN.sub("\N{MINUS SIGN}", in_one_case(text).strip())
    return _AROUND.sub(r"\1", _SILENT.sub(" ", wide).strip()) or wide


def in_one_case(text: str) -> str:
    """Return a text in small letters of one width, composed, without what nobody sees.

    A small letter may come of it as several code points, which are one again at the end.
    """
    if text.isascii():
        return text.lower()
    seen = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFC", _cased(seen))


def after_beginning(text: str, beginning: str) -> str | None:
    """Return what stands behind a beginning, in whatever case; None where there is another."""
    wanted, behind = _cased(beginning), None
    if _cased(text).startswith(wanted):
        for end in range(len(text) + 1):
            begun = _cased(text[:end])
            if begun == wanted:
                behind = text[end:]  # the last counts: a dot may follow its letter
            elif len(begun) > len(wanted):
                break
    return behind


def before_ending(text: str, ending: str) -> str | None:
    """Return what stands before an ending, in whatever case; None where there is another."""
    wanted = _cased(ending)
    if _cased(text).endswith(wanted):
        for start in range(len(text), -1, -1):
            ended = _cased(text[start:])
            if ended == wanted:
                return text[:start]
            if len(ended) > len(wanted):
                break
    return None


def in_small_letters(text: str) -> str:
    """Return a text in small letters, as long as it was: one that becomes several is left."""
    if text.isascii():
        return text.lower()
    return "".join(cased if len(cased := _cased(sign)) == 1 else sign for sign in text)


def _cased(text: str) -> str:
    return text.lower() if text.isascii() else text.casefold().translate(_DOTLESS)


def with_plain_digits(text: str) -> str:
    """Return a text with the digits 0 to 9 for those of any script, such as Arabic and Thai."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() and not sign.isascii() else sign
        for sign in text
    )


def cleaned(text: str) -> str:
    """Return a text of a cell with single blanks and composed letters; nothing else is changed."""
    # Of white space the blank alone is printable.
    if "  " not in text and text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text.strip(" ")
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")
