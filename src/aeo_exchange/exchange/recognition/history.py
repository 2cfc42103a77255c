"""A later change of a key beside the earlier ones: may it take their place (XCH-4-6, XCH-8-19)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from aeo_exchange.exchange.recognition.evidence import HeldChange, HeldTombstone
from aeo_exchange.exchange.succession import comes_back, standing
from aeo_exchange.model.canonical import digest
from aeo_exchange.model.record import AeoRecord

__all__ = ["following"]


def following(
    earlier: Sequence[HeldChange], change: HeldChange, agreement: str, at: str, begin: int = 0
) -> HeldChange:
    """Return a change as it counts behind earlier ones: rejected where it goes back.

    A lower revision, another content of one that was received, and what may not come back from
    behind its tombstone are rejected; `at` is the instant of the state that brings it.
    Of the earlier ones the revisions count from the place `begin` on: those before a reset, or
    another version of the profile, count no more, and the tombstones do (XCH-8-19).
    """
    record = change.record
    if change.state != "accepted" or record is None:
        return change
    received = earlier[begin:]
    highest = max((before.known_revision for before in received), default=0)
    tombstone = _standing(earlier)
    is_later = record.revision > highest or _is_known(record, received)
    may_come = tombstone is None or comes_back(record, tombstone, highest or None, agreement, at)
    return change if is_later and may_come else replace(change, state="rejected")


def _standing(earlier: Sequence[HeldChange]) -> HeldTombstone | None:
    """Return the tombstone that goes on: only a record that is accepted takes it away."""
    tombstone: HeldTombstone | None = None
    for change in earlier:
        if change.tombstone is not None:
            tombstone = standing(tombstone, change.tombstone)
        elif change.state == "accepted":
            tombstone = None
    return tombstone


def _is_known(record: AeoRecord, received: Sequence[HeldChange]) -> bool:
    """Say whether a record is the one that came as the highest revision before."""
    highest = max(received, key=lambda before: before.known_revision).record
    if highest is None or record.revision != highest.revision:
        return False
    return digest(record) == digest(highest)
