"""Words of a file for codes of the standard; a word that nobody explained is never guessed."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from aeo_exchange.model.codes import Code, Role, Status
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.tabular.folding import folded_word
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.steps import UnknownWord, one_of

__all__ = ["CodeWords", "WordsByItem"]


class CodeWords(Struct, frozen=True):
    """The words for the codes of one list, and the codes that stand for themselves.

    `named` are the words as the layout spells them.
    """

    what: str
    words: Mapping[str, tuple[str, ...]]
    own: frozenset[str]
    named: tuple[str, ...] = ()

    def codes(self, word: str) -> tuple[str, ...]:
        """Return the codes of a word; raises Unusable for one that nobody explained."""
        if codes := self.words.get(folded_word(word)):
            return codes
        if word in self.own:
            return (word,)
        raise UnknownWord(
            f"{word!r} is not a word for a {self.what} that the layout has",
            f"ask what it means, and add it to words.{PLURALS[self.what]} of the layout",
            expected=one_of(self.named) or one_of(sorted(self.own)),
        )


PLURALS = {"tier": "tiers", "role": "roles", "status": "statuses"}
_OF_TIERS = ("tiers", "appliesTo")
_OF_ROLES = ("roles", "functions")


class WordsByItem:
    """The words of a layout by the item they are for."""

    def __init__(self, layout: Layout, reference: ReferenceData) -> None:
        """Take the words of the layout, and the tiers of its programme for themselves."""
        programme = reference.look_up(layout.programme or "")
        tiers = frozenset(tier.code for tier in programme.tiers) if programme else frozenset()
        words = layout.words
        self._tiers = CodeWords("tier", _folded(words.tiers), tiers, tuple(words.tiers))
        self._roles = _of("role", words.roles, Role)
        self._statuses = _of("status", words.statuses, Status)

    def of(self, item: str) -> CodeWords | None:
        """Return the words for an item; None for an item that is no code of these lists."""
        last = item.rpartition(".")[2]
        if last in _OF_TIERS:
            return self._tiers
        if last in _OF_ROLES:
            return self._roles
        return self._statuses if last == "status" else None


def _of(what: str, words: Mapping[str, str], codes: type[Code]) -> CodeWords:
    return CodeWords(what, _folded(words), frozenset(map(str, codes)), tuple(words))


def _folded(words: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {folded_word(word): tuple(codes.split()) for word, codes in words.items()}
