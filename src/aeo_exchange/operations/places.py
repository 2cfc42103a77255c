"""Where places in a status list come from: one that was given, or an administration's own file."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from aeo_exchange.model.attestation import StatusListPlace
from aeo_exchange.trust.status_work import StatusListWork
from aeo_exchange.trust.store import Store

__all__ = ["GivenPlace", "ReservedPlaces"]


class GivenPlace:
    """One place, given out once: a place is for one attestation (ATT-1-6)."""

    def __init__(self, place: StatusListPlace) -> None:
        self._left = [place]

    def __call__(self, count: int) -> list[StatusListPlace]:
        """Return the place the first time one is asked for, and none after that."""
        given, self._left = self._left[:count], self._left[count:]
        return given


class ReservedPlaces(Struct, frozen=True):
    """The working file of a status list, from which several processes can draw at once."""

    store: Store

    def __call__(self, count: int) -> list[StatusListPlace]:
        """Return places reserved at random among the free ones; the file knows it before we do.

        Raises StateError when the file is broken or has no place left.
        """
        with StatusListWork.changing(self.store) as work:
            return [StatusListPlace(idx=work.reserve(), uri=work.uri) for _ in range(count)]

    def hand_out(self, indexes: Iterable[int]) -> None:
        """Note that the attestations for places reserved here are where they were to go."""
        with StatusListWork.changing(self.store) as work:
            for index in indexes:
                work.hand_out(index)
