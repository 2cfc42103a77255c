"""Codes of the standard to the words that a partner's file has for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from msgspec import Struct

from aeo_exchange.tabular.exporting.backwards import Pieces
from aeo_exchange.tabular.folding import folded_word
from aeo_exchange.tabular.layout import Layout, LayoutField
from aeo_exchange.tabular.words import CodeWords

__all__ = ["Wording"]

MOST_TRIED = 8  # codes of which each part is tried, where no words say them all
SEVERAL = frozenset({"split", "map"})  # steps by which one text says several codes


class Wording(Struct, frozen=True):
    """The words of one field, in the order of the layout, without those that say more."""

    words: tuple[tuple[str, frozenset[str]], ...]
    own: frozenset[str]
    several: bool

    @classmethod
    def of(cls, field: LayoutField, words: CodeWords, layout: Layout) -> Wording:
        """Return the words that are written for a field.

        A code stands for itself only where the layout has no words for its list: a partner who
        has some would not read it.
        """
        spelled: Mapping[str, str] = {
            "tier": layout.words.tiers,
            "role": layout.words.roles,
            "status": layout.words.statuses,
        }[words.what]
        never = frozenset(map(folded_word, layout.export.never))
        held = tuple(
            (word, frozenset(codes.split()))
            for word, codes in spelled.items()
            if folded_word(word) not in never and codes.split()
        )
        own = frozenset() if spelled else words.own
        return cls(held, own, any(step.do in SEVERAL for step in field.steps))

    def pieces(self, codes: tuple[str, ...]) -> Iterator[Pieces]:
        """Yield words for codes: for all of them first, then for as many as can be said."""
        for count in range(len(codes), 0, -1):
            if 1 < count < len(codes) and len(codes) > MOST_TRIED:
                continue
            for some in combinations(codes, count):
                yield from self._saying(some)

    def _saying(self, codes: tuple[str, ...]) -> Iterator[Pieces]:
        """Yield the words that say just these codes, if there are any."""
        wanted = frozenset(codes)
        for word, said in self.words:
            if said == wanted:
                yield (word,)
                return
        if len(codes) == 1 and wanted <= self.own:
            yield codes
        elif self.several and (words := self._together(codes)):
            yield words

    def _together(self, codes: tuple[str, ...]) -> Pieces:
        """Return words that say the codes together, those that say most of them first."""
        left, taken = set(codes), []
        usable = [(word, said) for word, said in self.words if said <= left]
        while left:
            word, said = max(usable, key=lambda row: len(row[1] & left), default=("", frozenset()))
            if not said & left:
                word = next(code for code in codes if code in left)
                if word not in self.own:
                    return ()
                said = frozenset({word})
            taken.append(word)
            left -= said
        return tuple(taken)
