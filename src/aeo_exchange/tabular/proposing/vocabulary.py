"""The words that lists use in headers and for codes: one file a language, read as one."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

from aeo_exchange.endless import read_file
from aeo_exchange.tabular.folding import folded

__all__ = [
    "IDENTIFIER",
    "LATIN_NAME",
    "Language",
    "Meaning",
    "all_words",
    "bare",
    "languages",
    "meanings_of",
    "words_for",
]

FOLDER = Path(__file__).parents[1] / "header_words"
IDENTIFIER = "identifier"
LATIN_NAME = "latin-name"
FIRST_VOWEL, LAST_VOWEL = "\u0900", "\u109f"  # Devanagari to Myanmar
# N° is Nº, which is No, and what Spanish and Portuguese write as Nro.
_NUMBER = re.compile(r"(?<![^\W\d_])n(?:\N{DEGREE SIGN}|ro(?![^\W\d_]))\s*")
_PARTS = re.compile(r"\s*[/()\[\]|\uff08\uff09\uff0f\n]+\s*|\s+[-\u2013\u2014]\s+")


class Language(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of header words: headers of items and schemes, words for codes, and the rest.

    `others` are headers that are known and propose nothing. `between` stands between two codes
    of one cell, `since` before the day of a status, `since_behind` behind it. `ended` begins words
    that say that a firm does not stand; no code is proposed of them. `tier_words` say nothing of
    which tier it is. `day_first` and `month_first` are countries of which the language is official,
    by the order of its short days there.
    """

    language: str
    code: str
    day_first: str
    month_first: str
    encodings: tuple[str, ...]
    blanks: tuple[str, ...]
    footers: tuple[str, ...]
    as_of: tuple[str, ...]
    between: tuple[str, ...]
    since: tuple[str, ...]
    since_behind: tuple[str, ...]
    ended: tuple[str, ...]
    tier_words: tuple[str, ...]
    yes_no: tuple[str, ...]
    others: tuple[str, ...]
    items: dict[str, tuple[str, ...]]
    schemes: dict[str, tuple[str, ...]]
    roles: dict[str, tuple[str, ...]]
    statuses: dict[str, tuple[str, ...]]


class Meaning(Struct, frozen=True, order=True):
    """What a header can mean: an item, or the number of a scheme; the usual words rank first.

    `item` is empty where the header is known to be none that is proposed.
    """

    rank: int
    item: str
    scheme: str
    language: str


@cache
def languages() -> tuple[Language, ...]:
    """Return the languages that the package has words of, by name."""
    files = sorted(FOLDER.glob("*.toml"))
    return tuple(
        msgspec.convert(tomllib.loads(read_file(file).decode()), Language) for file in files
    )


@lru_cache(maxsize=1 << 14)
def bare(text: str) -> str:
    """Return a text as words are compared: folded, and without accents.

    In scripts of India and of South-East Asia such a mark is a vowel, and stays.
    """
    apart = unicodedata.normalize("NFD", folded(text))
    kept = "".join(
        letter
        for letter in apart
        if unicodedata.category(letter) != "Mn" or FIRST_VOWEL <= letter <= LAST_VOWEL
    )
    numbered = _NUMBER.sub("no ", unicodedata.normalize("NFC", kept))
    return folded(numbered.replace("\N{DEGREE SIGN}", " "))


def _looked_up(header: str) -> str:
    """Return a header as it is looked up: `B.R. No.` is `BR No`, and Korean puts blanks freely."""
    return bare(header).replace(" ", "")


@cache
def _meanings() -> dict[str, tuple[Meaning, ...]]:
    known: dict[str, set[Meaning]] = {}
    for language in languages():
        for word, meaning in _of_language(language):
            known.setdefault(_looked_up(word), set()).add(meaning)
    return {word: tuple(sorted(meant)) for word, meant in known.items()}


def _of_language(language: Language) -> Iterator[tuple[str, Meaning]]:
    for item, words in language.items.items():
        for rank, word in enumerate(words):
            yield word, Meaning(rank, item, "", language.language)
    for scheme, words in language.schemes.items():
        for rank, word in enumerate(words):
            yield word, Meaning(rank, IDENTIFIER, scheme, language.language)
    for word in language.others:
        yield word, Meaning(0, "", "", language.language)


def meanings_of(header: str) -> tuple[Meaning, ...]:
    """Return what a header can mean: all of it is known, or its parts in two scripts agree.

    A header in two languages is known where one part is, and the other is known to mean the same
    or is a text in another script. Anything else beside a known word makes it another header.
    """
    whole = _meanings().get(_looked_up(header))
    if whole:
        return whole
    parts = [part for part in _PARTS.split(header) if bare(part)]
    known = [(part, meant) for part in parts if (meant := _meanings().get(_looked_up(part)))]
    if not known or len(parts) == 1:
        return ()
    strange = [part for part in parts if not _meanings().get(_looked_up(part))]
    if any(_scripts(part) & _scripts(known[0][0]) or not _scripts(part) for part in strange):
        return ()
    return _agreed([meant for _part, meant in known])


def _agreed(parts: list[tuple[Meaning, ...]]) -> tuple[Meaning, ...]:
    """Return the meanings that all known parts share."""
    shared = set.intersection(*({(m.item, m.scheme) for m in meant} for meant in parts))
    items = set.intersection(*({m.item for m in meant} for meant in parts))
    return tuple(
        meaning
        for meaning in parts[0]
        if (meaning.item, meaning.scheme) in shared
        or (meaning.item == IDENTIFIER and meaning.item in items)
    )


def _scripts(text: str) -> frozenset[str]:
    """Return the scripts of the letters of a text, by how their names begin."""
    return frozenset(
        unicodedata.name(letter, "?").split()[0] for letter in text if letter.isalpha()
    )


def words_for(name: str) -> dict[str, str]:
    """Return the words of all languages for the codes of `roles` or `statuses`, compared bare."""
    codes_of: dict[str, set[str]] = {}
    for language in languages():
        table: dict[str, tuple[str, ...]] = getattr(language, name)
        for code, words in table.items():
            for word in words:
                codes_of.setdefault(bare(word), set()).add(code)
    return {word: codes.pop() for word, codes in codes_of.items() if len(codes) == 1}


def all_words(name: str) -> tuple[str, ...]:
    """Return the words of one list of all languages, longest first."""
    lists: Iterable[tuple[str, ...]] = (getattr(language, name) for language in languages())
    return tuple(sorted({word for words in lists for word in words}, key=lambda w: (-len(w), w)))
