"""Names and addresses that are like those of a holder, to candidates (extra `match`, DEC-5-2)."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec import UNSET

from aeo_exchange.declarations.answer import MatchCandidate, NearMiss
from aeo_exchange.declarations.declaration import DeclaredParty
from aeo_exchange.declarations.holders import HolderNumbers, IndexedHolders
from aeo_exchange.declarations.names import address_words, folded_name, name_words
from aeo_exchange.errors import MissingExtra

__all__ = ["ALIKE", "NearNames", "likeness_at_one_address", "name_likeness"]

ALIKE = 84  # chosen on samples/names/pairs.csv: docs/decisions/0053
WORD_ALIKE = 80  # two words that are less alike are two words
JOINED_ALIKE = 90  # names that set their blanks in other places
MOST_HOLDERS = 500  # that one word leads to; a word of more says little
MOST_NAMED = 3
WHOLE = 100
OTHER_SCRIPT = -1  # for a likeness, where names are in two scripts
MOST_NEIGHBOURS = 3  # holders at one address, beyond which it says little
LEAST_WORDS = 2  # of an address that says less than where a firm is
SHORTEST, SHORTENED = 3, 90  # letters of a shortened word, and how much it is like the whole one
LEAST_BEGINNING = 2  # words with which a longer name begins
Ratio = Callable[[str, str], float]


class _Likeness(NamedTuple):
    """How similar a holder is to a party: by its best name, and by address where both have one.

    A name of 0 is one in another script, at the same address.
    """

    holder: HolderNumbers
    name: int
    address: int | None


class NearNames:
    """Finds the holders whose names are like the one of a party; raises MissingExtra."""

    def __init__(self, holders: IndexedHolders) -> None:
        self._ratio = _ratio()
        self._holders = holders
        self._by_word: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._by_address: dict[str, list[str]] = defaultdict(list)
        for holder in holders.by_tin.values():
            for address in _held_addresses(holder):
                self._by_address[address].append(holder.tin)
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
        neighbours = self._at_its_address(party)
        for tin in neighbours:
            best[tin] = self._of_neighbour(party.name, self._holders.by_tin[tin])
        for tin, likeness in best.items():
            holder = self._holders.by_tin[tin]
            is_elsewhere = party.country and holder.country not in (
                "",
                party.country.strip().upper(),
            )
            if (likeness >= ALIKE or likeness == OTHER_SCRIPT) and not is_elsewhere:
                address = WHOLE if tin in neighbours else self._address(party, holder)
                yield _Likeness(holder, max(0, int(likeness)), address)

    def _at_its_address(self, party: DeclaredParty) -> Sequence[str]:
        """Return the holders at the very address of a party; none of one that many have."""
        tins = dict.fromkeys(
            tin
            for address in _declared_addresses(party)
            for tin in self._by_address.get(address, ())
        )
        return tuple(tins) if len(tins) <= MOST_NEIGHBOURS else ()

    def _of_neighbour(self, name: str, holder: HolderNumbers) -> float:
        """Return the likeness of names at one address, where a word may be shortened."""
        folded, held = folded_name(name), [folded_name(other) for other in holder.names]
        likeness = max(likeness_at_one_address(folded, other, self._ratio) for other in held)
        if likeness < ALIKE and (
            _are_two_scripts(name, holder.names) or _are_two_scripts(folded, held)
        ):
            return OTHER_SCRIPT
        return likeness

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


def name_likeness(name: str, held: str, ratio: Ratio, of_words: Ratio | None = None) -> float:
    """Return how much two folded names are alike, 0 to 100: word by word, or without blanks.

    `of_words` compares words where another measure than `ratio` is meant for them.
    """
    if name == held:
        return WHOLE
    words, others = sorted((name.split(), held.split()), key=len)
    whole = sum(map(len, words)) + sum(map(len, others))
    by_word = _paired(words, list(others), of_words or ratio) / whole if whole else 0
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


def _held_addresses(holder: HolderNumbers) -> Iterator[str]:
    """Yield the address of a holder as it is looked up, without and with its subdivision."""
    for more in ("", holder.subdivision) if holder.subdivision else ("",):
        words = address_words(f"{holder.address} {more}")
        if _says_where(words):
            yield " ".join((holder.country, *words))


def _declared_addresses(party: DeclaredParty) -> Iterator[str]:
    """Yield the address of a party as it is looked up; a message may write the country in it."""
    country = party.country.strip().upper()
    written = party.address.strip()
    if country and written:
        yield " ".join((country, *address_words(written)))
        if written.upper().endswith(f", {country}"):
            yield " ".join((country, *address_words(written[: -len(country)])))


def _says_where(words: Sequence[str]) -> bool:
    """Say whether words are more than those of a town: three at least, and some number."""
    return len(words) > LEAST_WORDS and any(map(str.isdecimal, words))


def _are_two_scripts(name: str, held: Iterable[str]) -> bool:
    """Say whether a name has no script in common with any of those of a holder."""
    others = set().union(*map(_scripts, held))
    own = _scripts(name)
    return bool(own and others) and own.isdisjoint(others)


def _scripts(name: str) -> set[str]:
    """Return the scripts of letters, by the first word of the names that Unicode gives them."""
    letters = filter(str.isalpha, unicodedata.normalize("NFKC", name))
    return {unicodedata.name(letter, "?").split()[0] for letter in letters}


def likeness_at_one_address(name: str, held: str, ratio: Ratio) -> float:
    """Return how much two folded names are alike of which words may be shortened or left out."""

    def short_words(word: str, other: str) -> float:
        is_short = _is_shortened(*sorted((word, other), key=len))
        return max(SHORTENED if is_short else 0, ratio(word, other))

    words, others = sorted((name.split(), held.split()), key=len)
    is_beginning = len(words) >= LEAST_BEGINNING and words == others[: len(words)]
    likeness = max(name_likeness(name, held, ratio, one) for one in (short_words, ratio))
    return max(likeness, SHORTENED) if is_beginning else likeness


def _is_shortened(short: str, long: str) -> bool:
    """Say whether a word has letters of another in their order, the first one with them."""
    letters = iter(long)
    return (
        SHORTEST <= len(short) < len(long)
        and short[0] == long[0]
        and all(letter in letters for letter in short)
    )


def _candidate(alike: _Likeness) -> MatchCandidate:
    address = "no address to compare" if alike.address is None else f"address {alike.address}"
    name = f"name {alike.name} of 100" if alike.name else "name in another script"
    return MatchCandidate(
        tin=alike.holder.tin,
        name=alike.holder.name,
        number=alike.holder.tin,
        near=NearMiss.NAME,
        differs=f"{name}, {address}",
        score=alike.name or UNSET,
    )


def _ratio() -> Ratio:
    try:
        from rapidfuzz.fuzz import ratio  # noqa: PLC0415 an extra
    except ImportError as cause:
        raise MissingExtra("candidates by name", "match") from cause
    return ratio
