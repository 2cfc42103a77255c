"""What is decided of a party, kept for all instants between two at which something changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.declarations.answer import MatchedParty
from aeo_exchange.declarations.holders import HolderNumbers

__all__ = ["Decided", "FirmOfParty", "PartyCourse"]


class FirmOfParty:
    """The holder of a party, of which more is told: tiers in force, and size class.

    `at` is the instant as at which that is, where it is another than T.
    """

    __slots__ = ("_at", "_holder", "_told", "_turns")

    def __init__(self, holder: HolderNumbers, at: str | None) -> None:
        self._holder, self._at = holder, at
        self._turns = holder.firm_turns()
        self._told: dict[int, MatchedParty] = {}

    def added(self, party: MatchedParty, at: str) -> MatchedParty:
        """Return a party with what the records of its holder tell."""
        moment = self._at or at
        place = bisect_right(self._turns, moment)
        told = self._told.get(place)
        if told is None:
            tiers, size = self._holder.firm(moment)
            told = replace(party, tiers=tiers, size_class=size or UNSET)
            self._told[place] = told
        return told


class Decided(NamedTuple):
    """What is said of a party, and the holder of which more is told, if there is one."""

    party: MatchedParty
    firm: FirmOfParty | None = None

    def told(self, at: str) -> MatchedParty:
        """Return all that is told about T."""
        return self.party if self.firm is None else self.firm.added(self.party, at)


class PartyCourse(NamedTuple):
    """The answers about a party: between two turns one, and one for each day."""

    turns: Sequence[str]
    decided: dict[int | str, Decided]
