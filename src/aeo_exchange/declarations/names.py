"""A name of a firm to what is compared of it: one script where that can be, no legal form.

Latin, Cyrillic and Greek letters, kana and hangul become plain Latin ones by rules; Han, Thai and
Arabic have none that a table could hold, and stay.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from aeo_exchange.reference.lists import list_rows
from aeo_exchange.tabular.folding import in_one_case

__all__ = ["address_words", "folded_name", "name_words"]

HANGUL, LAST_HANGUL = 0xAC00, 0xD7A3
ARABIC = frozenset(map(chr, range(0x600, 0x700)))
LONG_VOWEL = "\N{KATAKANA-HIRAGANA PROLONGED SOUND MARK}"
_RUNS = re.compile(r"[a-z0-9]+|[^a-z0-9\s]+")  # where the script changes, a word ends
# Points, apostrophes, and the signs that romanisations set for letters that Latin lacks.
_JOINED = re.compile(r"[.'\u2018\u2019\u02b9-\u02ff]")
# `S. A.` is S.A., and `A/S` one form: letters that stand alone on both sides are one word.
_INITIALS = re.compile(r"(?<=\b\w)(?:\.\s+(?=\w\.)|/(?=\w\b))")
# Accents that no letter has taken in, and the vowels that Arabic may write or leave out.
_ACCENTS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670]")
# Letters of Arabic that are written for one another, at the end of words or by a Persian keyboard.
_ARABIC = str.maketrans(
    "\u0649\u06cc\u06a9\u0629\u06be\u06c1", "\u064a\u064a\u0643\u0647\u0647\u0647"
)
_HIRAGANA = {code: chr(code + 0x60) for code in range(0x3041, 0x3097)}


@lru_cache(maxsize=1 << 16)
def folded_name(name: str) -> str:
    """Return the words of a name in one form, without its legal forms, with single blanks."""
    text = in_one_case(name)
    for form in _unspaced_forms():
        text = text.replace(form, " ")
    tokens = _tokens(text)
    return " ".join(_without_forms(tokens)) or " ".join(tokens)


def address_words(address: str) -> list[str]:
    """Return the words of an address in the order in which they are compared: that of letters."""
    return sorted(_tokens(in_one_case(address)))


def name_words(folded: str) -> set[str]:
    """Return by what names that are alike can be looked up: the beginnings of their words."""
    words: set[str] = set()
    for word in folded.split():
        if word.isascii():
            words.add(word[:4])
        else:
            words |= {word[place : place + 2] for place in range(max(len(word) - 1, 1))}
    return words


def _tokens(text: str) -> list[str]:
    """Return the words of a text in one case, in plain letters."""
    words = _plain(_JOINED.sub("", _INITIALS.sub("", text)))
    return _RUNS.findall("".join(sign if _is_of_word(sign) else " " for sign in words))


def _is_of_word(sign: str) -> bool:
    """Say whether a sign is a letter, a digit, or a mark of the letter before, as Thai has them."""
    return sign.isalnum() or unicodedata.category(sign)[0] == "M"


def _plain(text: str) -> str:
    """Return a text in Latin letters without accents, as far as rules lead."""
    small = _latin("small-kana")
    written: list[str] = []
    for sign in _ACCENTS.sub("", text.translate(_HIRAGANA)):
        code = ord(sign) - HANGUL
        if sign.isascii():
            written.append(sign)
        elif 0 <= code <= LAST_HANGUL - HANGUL:
            written.append(_syllable(code))
        elif sign in small and written and written[-1][-1:] == "i":
            written[-1] = _joined(written[-1], small[sign])
        elif sign != LONG_VOWEL:
            written.append(_letter(sign))
    return "".join(written)


def _joined(kana: str, small: str) -> str:
    """Return a syllable of two kana: ki and small ya are kya, shi and small ya are sha."""
    is_soft = kana in {"shi", "chi", "ji"}
    return kana[:-1] + (small.removeprefix("y") if is_soft else small)


def _letter(sign: str) -> str:
    """Return a letter in Latin ones, without what stands above or below it."""
    known = _latin("letter")
    if sign in known:
        return known[sign]
    bare = unicodedata.normalize("NFD", sign)[0]
    return known.get(bare, bare.translate(_ARABIC))


def _syllable(place: int) -> str:
    """Return a syllable of hangul in the letters of the Revised Romanization."""
    initial, rest = divmod(place, 21 * 28)
    vowel, final = divmod(rest, 28)
    parts = (("initial", initial), ("vowel", vowel), ("final", final))
    return "".join(_latin(kind)[str(part)] for kind, part in parts)


@cache
def _latin(kind: str) -> dict[str, str]:
    """Return how signs of a kind are written in Latin letters."""
    rows = list_rows("latin_letters")
    return {row["sign"]: row["latin"] for row in rows if row["kind"] == kind}


@cache
def _unspaced_forms() -> tuple[str, ...]:
    """Return the forms of scripts that set no blanks, the longest first."""
    forms = {in_one_case(row["form"]) for row in list_rows("legal_forms")}
    unspaced = (form for form in forms if not _sets_blanks(form))
    return tuple(sorted(unspaced, key=len, reverse=True))


@cache
def _spaced_forms() -> frozenset[tuple[str, ...]]:
    forms = (row["form"] for row in list_rows("legal_forms"))
    return frozenset(tuple(_tokens(in_one_case(form))) for form in forms if _sets_blanks(form))


@cache
def _longest_form() -> int:
    return max(map(len, _spaced_forms()))


def _sets_blanks(form: str) -> bool:
    """Say whether a form is of a script that sets blanks between words: Latin or Arabic."""
    return form.isascii() or form[0] in ARABIC


def _without_forms(tokens: list[str]) -> list[str]:
    """Return the words without the legal forms at either end, several of them too."""
    kept = list(tokens)
    forms, longest = _spaced_forms(), _longest_form()
    for _ in range(3):
        before = len(kept)
        for length in range(min(longest, len(kept) - 1), 0, -1):
            if tuple(kept[-length:]) in forms:
                kept = kept[:-length]
                break
        for length in range(min(longest, len(kept) - 1), 0, -1):
            if tuple(kept[:length]) in forms:
                kept = kept[length:]
                break
        if len(kept) == before:
            break
    return kept
