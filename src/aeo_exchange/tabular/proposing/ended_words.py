"""Whether a text says that a firm does not stand, in any language that is known.

It is asked of a header, a remark or a title between rows, where nobody explained the words. So no
code is made of the answer: it only keeps a row from being a record in force.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from aeo_exchange.model.codes import Status
from aeo_exchange.tabular.proposing.vocabulary import all_words, bare, words_for

__all__ = ["IN_FORCE", "is_status_word", "says_ended", "says_in_force"]

IN_FORCE = frozenset(map(str, (Status.GRANTED, Status.REINSTATED)))


@lru_cache(maxsize=1 << 14)
def says_ended(text: str) -> bool:
    """Say whether a text has a word for a status that is not in force, or one that begins so."""
    return bool(_ended().search(bare(text)))


def says_in_force(text: str) -> bool:
    """Say whether a text has a word for in force, or one that begins so, as `validity` does."""
    return bool(_in_force().search(bare(text)))


def is_status_word(text: str) -> bool:
    """Say whether a text is a word for a status, and nothing beside it."""
    return bare(text) in _words()


@cache
def _ended() -> re.Pattern[str]:
    whole = {word for word, status in _words().items() if status not in IN_FORCE}
    return _pattern(whole, set(map(bare, all_words("ended"))))


@cache
def _in_force() -> re.Pattern[str]:
    return _pattern(set(), {word for word, status in _words().items() if status in IN_FORCE})


@cache
def _words() -> dict[str, str]:
    return {bare(str(status)): str(status) for status in Status} | words_for("statuses")


def _pattern(whole: set[str], beginnings: set[str]) -> re.Pattern[str]:
    """Return what finds whole words and beginnings of words.

    A script without capitals puts words together, or letters before them, so there a word counts
    wherever it stands.
    """
    behind, before = r"(?<![^\W\d_])", r"(?![^\W\d_])"
    words = [
        f"{behind}{re.escape(word)}{before}" if _has_capitals(word) else re.escape(word)
        for word in whole
    ]
    words += [
        f"{behind}{re.escape(word)}" if _has_capitals(word) else re.escape(word)
        for word in beginnings
    ]
    return re.compile("|".join(sorted(words)))


def _has_capitals(word: str) -> bool:
    return word != word.upper()
