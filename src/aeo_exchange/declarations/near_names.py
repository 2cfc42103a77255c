"""Names and addresses that are like those of a holder, to candidates (extra `match`, DEC-5-2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from aeo_exchange.declarations.answer import MatchCandidate, NearMiss
from aeo_exchange.declarations.declaration import DeclaredParty
from aeo_exchange.declarations.holders import HolderNumbers, IndexedHolders
from aeo_exchange.declarations.names import folded_name, name_words
from aeo_exchange.errors import MissingExtra

__all__ = ["ALIKE", "NearNames", "name_likeness"]

ALIKE = 84  # chosen on samples/names/pairs.csv: docs/decisions/0053
WORD_ALIKE = 80  # two words that are less alike are two words
JOINED_ALIKE = 90  # names that set their blanks in other places
MOST_HOLDERS = 500  # that one word leads to; a word of more says little
MOST_NAMED = 3
WHOLE = 100
Ratio = Callable[[str, str], float]


class _Likeness(NamedTuple):
    """How similar a holder is to a party: by its best name, and by address where both have one."""

    holder: HolderNumbers
    name: int
    address: int | None


class NearNames:
    """Finds the holders whose names are like the one of a party; raises MissingExtra."""

    def __init__(self, holders: IndexedHolders) -> None:
        self._ratio = _ratio()
        self._holders = holders
        self._by_word: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for holder in holders.by_tin.values():
            for name in holder.names:
                folded = folded_name(name)
                for word in name_words(folded):
                    self._by_word[word].append((folded, holder.tin))

    def candidates(self, party: DeclaredParty) -> tuple[MatchCandidate, ...]:
        """Return the holders whose names are alike, the best first; none of another country."""
        if not party.name:
            return ()
        alike = sorted(
            self._alike(party), key=lambda one: (-one.name, -(one.address or 0), one.holder.tin)
        )
        return tuple(_candidate(one) for one in alike[:MOST_NAMED])

    def _alike(self, party: DeclaredParty) -> Iterator[_Likeness]:
        best: dict[str, float] = {}
        folded = folded_name(party.name)
        for held, tin in self._looked_up(folded):
            likeness = name_likeness(folded, held, self._ratio)
            best[tin] = max(best.get(tin, 0), likeness)
        for tin, likeness in best.items():
            holder = self._holders.by_tin[tin]
            is_elsewhere = party.country and holder.country not in (
                "",
                party.country.strip().upper(),
            )
            if likeness >= ALIKE and not is_elsewhere:
                yield _Likeness(holder, int(likeness), self._address(party, holder))

    def _looked_up(self, folded: str) -> set[tuple[str, str]]:
        """Return the names, and whose they are, that share a word which few names have."""
        lists = (self._by_word.get(word, ()) for word in name_words(folded))
        return {held for names in lists if len(names) <= MOST_HOLDERS for held in names}

    def _address(self, party: DeclaredParty, holder: HolderNumbers) -> int | None:
        if not party.address or not holder.address:
            return None
        return int(
            name_likeness(folded_name(party.address), folded_name(holder.address), self._ratio)
        )


def name_likeness(name: str, held: str, ratio: Ratio) -> float:
    """Return how much two folded names are alike, 0 to 100: word by word, or without blanks."""
    if name == held:
        return WHOLE
    words, others = sorted((name.split(), held.split()), key=len)
    whole = sum(map(len, words)) + sum(map(len, others))
    by_word = _paired(words, list(others), ratio) / whole if whole else 0
    if len(words) == len(others):
        return by_word
    joined = ratio(name.replace(" ", ""), held.replace(" ", ""))
    return max(by_word, joined) if joined >= JOINED_ALIKE else by_word


def _paired(words: list[str], others: list[str], ratio: Ratio) -> float:
    """Return the likeness of words, each with the one of the others that is most alike."""
    total = 0.0
    for word in sorted(words, key=len, reverse=True):
        likeness, other = max(((ratio(word, other), other) for other in others), default=(0, ""))
        if likeness >= WORD_ALIKE:
            others.remove(other)
            total += likeness * (len(word) + len(other))
    return total


def _candidate(alike: _Likeness) -> MatchCandidate:
    address = "no address to compare" if alike.address is None else f"address {alike.address}"
    return MatchCandidate(
        tin=alike.holder.tin,
        name=alike.holder.name,
        number=alike.holder.tin,
        near=NearMiss.NAME,
        differs=f"name {alike.name} of 100, {address}",
        score=alike.name,
    )


def _ratio() -> Ratio:
    try:
        from rapidfuzz.fuzz import ratio  # noqa: PLC0415 an extra
    except ImportError as cause:
        raise MissingExtra("candidates by name", "match") from cause
    return ratio
