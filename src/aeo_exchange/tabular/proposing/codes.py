"""Which codes the words of a column stand for: tiers of the programme, roles, statuses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from aeo_exchange.formats.workbooks.sheet import Cell
from aeo_exchange.model.codes import Role, Status
from aeo_exchange.reference.programme_facts import Programme
from aeo_exchange.tabular.folding import cleaned, folded_word
from aeo_exchange.tabular.proposing.values import Agreement
from aeo_exchange.tabular.proposing.vocabulary import all_words, bare, words_for

__all__ = ["CodeColumn", "codes_in", "known_codes"]

# With the wide comma and semicolon.
MARKS = (",", ";", "/", "+", "、", "\uff0c", "\uff1b", "|", "·", "\n")
HALF = 0.5
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "一": "1", "二": "2", "三": "3", "四": "4"}
_ASIDE = re.compile(r"[*#?!]|^[(\[]|^[\u2010-\u2015\u2212-]\d|\w[\u2010-\u2015\u2212-]$")
_PIECES = re.compile(r"[a-z]+|[0-9]+|[^\sa-z0-9]+")


class CodeColumn(Struct, frozen=True, kw_only=True):
    """The words of a column with their codes, those that nobody knows, and what splits a cell."""

    agreement: Agreement
    words: dict[str, str]
    unknown: tuple[str, ...]
    marks: tuple[str, ...]


def known_codes(item: str, programme: Programme) -> Mapping[str, str]:
    """Return the words known for the codes of an item, in the form of `_key`."""
    last = item.rpartition(".")[2]
    if last == "tiers":
        return _tiers(programme)
    if last == "roles":
        own = {bare(str(role)): str(role) for role in Role if role is not Role.OTHER}
        return own | words_for("roles")
    return {bare(str(status)): str(status) for status in Status} | words_for("statuses")


def _tiers(programme: Programme) -> dict[str, str]:
    codes_of: dict[str, set[str]] = {}
    for tier in programme.tiers:
        labels = (tier.code, tier.label, tier.label_original)
        for label in labels:
            if isinstance(label, str):
                for key in (bare(label), _stripped(label)):
                    codes_of.setdefault(key, set()).add(tier.code)
    codes_of.pop("", None)
    return {key: codes.pop() for key, codes in codes_of.items() if len(codes) == 1}


def _stripped(label: str) -> str:
    """Return what of a label says which tier it is: `Tier I` and `第一級` are both 1."""
    text = bare(label)
    for word in _tier_words():
        if word.isascii():
            text = re.sub(rf"(?<![a-z]){re.escape(word)}(?![a-z])", " ", text)
        else:
            text = text.replace(word, " ")
    return " ".join(_ROMAN.get(piece, piece) for piece in _PIECES.findall(text))


def _tier_words() -> list[str]:
    return [bare(word) for word in all_words("tier_words")]


def _code(text: str, known: Mapping[str, str], *, is_tier: bool) -> str:
    if _ASIDE.search(text):  # nobody knows what `Active?`, `Tier 1*` and `A-` say
        return ""
    return known.get(bare(text)) or (known.get(_stripped(text), "") if is_tier else "")


def codes_in(cells: Sequence[Cell], item: str, programme: Programme) -> CodeColumn:
    """Return which words of a column are known; a word that is not is never given a code."""
    known = known_codes(item, programme)
    is_tier = item.endswith("tiers")
    texts = Counter(cleaned_lines(cell.text) for cell in cells)
    marks = _marks(texts, known, is_tier=is_tier)
    words: dict[str, str] = {}
    unknown: dict[str, None] = {}
    fits = 0
    for text, times in texts.items():
        pieces = _split(text, marks)
        for piece in pieces:
            if code := _code(piece, known, is_tier=is_tier):
                words.setdefault(piece, code)
            else:
                unknown[piece] = None
        fits += times * all(piece in words for piece in pieces)
    what = f"words for {item.rpartition('.')[2]}"
    agreement = Agreement(fits=fits, of=len(cells), what=what, least=HALF)
    return CodeColumn(
        agreement=agreement,
        words=_once(words),
        unknown=tuple(unknown),
        marks=marks,
    )


def cleaned_lines(text: str) -> str:
    """Return a text with single blanks, and its lines."""
    return "\n".join(line for written in text.splitlines() if (line := cleaned(written)))


def _once(words: dict[str, str]) -> dict[str, str]:
    """Return the words without those that the import takes for one."""
    seen: dict[str, str] = {}
    for word in words:
        seen.setdefault(folded_word(word), word)
    return {word: words[word] for word in seen.values()}


def _split(text: str, marks: Sequence[str]) -> list[str]:
    if not marks:
        return [text]
    pattern = "|".join(map(re.escape, marks))
    return [piece.strip() for piece in re.split(pattern, text) if piece.strip()]


def _marks(texts: Counter[str], known: Mapping[str, str], *, is_tier: bool) -> tuple[str, ...]:
    """Return the marks that split a cell into words of which one is known, and no known word."""
    whole = [text for text in texts if _code(text, known, is_tier=is_tier)]
    others = [text for text in texts if text not in whole]
    marks: list[str] = []
    for mark in (*MARKS, *all_words("between")):
        if any(mark in text for text in whole):
            continue
        split = [_split(text, (*marks, mark)) for text in others if mark in text]
        if any(_code(piece, known, is_tier=is_tier) for pieces in split for piece in pieces):
            marks.append(mark)
    return tuple(sorted(marks, key=len, reverse=True))
