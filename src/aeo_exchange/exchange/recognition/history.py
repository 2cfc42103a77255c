"""A later change of a key beside the earlier ones: may it take their place (XCH-4-6, XCH-8-19)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from aeo_exchange.exchange.recognition.held import HeldChange, HeldTombstone
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
    received = [before.record for before in earlier[begin:] if before.record is not None]
    highest = max(received, key=lambda before: before.revision, default=None)
    tombstone = _standing(earlier)
    is_later = highest is None or _follows(record, highest)
    may_come = tombstone is None or comes_back(
        record, tombstone, highest.revision if highest else None, agreement, at
    )
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


def _follows(record: AeoRecord, highest: AeoRecord) -> bool:
    if record.revision == highest.revision:
        return digest(record) == digest(highest)
    return record.revision > highest.revision
