"""Where places in a status list come from: one that was given, or an administration's own file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct

from aeo_exchange.model.attestation import StatusListPlace
from aeo_exchange.trust.place_notes import PlaceNote
from aeo_exchange.trust.status_work import StatusListWork
from aeo_exchange.trust.store import Store

__all__ = ["GivenPlace", "PlaceUse", "ReservedPlaces"]


class PlaceUse(NamedTuple):
    """What a place is drawn for: an attestation of a record, and when it ends where that is known.

    `expires_at` is the first instant of silence, the claim `exp`.
    """

    record_id: str
    expires_at: str | None = None


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

    def for_records(self, uses: Sequence[PlaceUse]) -> list[StatusListPlace]:
        """Return places as a call does, and keep which record each is for.

        It is kept before anything is signed, so that what becomes of the record is said of an
        attestation too that got out of a run which was stopped.
        """
        with StatusListWork.changing(self.store) as work:
            drawn = [StatusListPlace(idx=work.reserve(), uri=work.uri) for _ in uses]
            for place, use in zip(drawn, uses, strict=True):
                work.note(PlaceNote(place.idx, use.record_id, use.expires_at))
            return drawn

    def hand_out(self, indexes: Iterable[int]) -> None:
        """Note that the attestations for places reserved here are where they were to go."""
        with StatusListWork.changing(self.store) as work:
            for index in indexes:
                work.hand_out(index)
