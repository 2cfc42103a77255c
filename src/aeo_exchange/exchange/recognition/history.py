"""A later change of a key beside the earlier ones: may it take their place (XCH-4-6, XCH-8-19)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from aeo_exchange.exchange.consent import counting_consent
from aeo_exchange.exchange.recognition.held import HeldChange, HeldTombstone
from aeo_exchange.model.canonical import digest
from aeo_exchange.model.codes import ConsentState
from aeo_exchange.model.record import AeoRecord

__all__ = ["following"]

SHARING = frozenset({ConsentState.GIVEN, ConsentState.NOT_REQUIRED})


def following(
    earlier: Sequence[HeldChange], change: HeldChange, agreement: str, at: str
) -> HeldChange:
    """Return a change as it counts behind earlier ones: rejected where it goes back.

    A lower revision, another content of one that was received, and what may not come back from
    behind its tombstone are rejected; `at` is the instant of the state that brings it.
    """
    record = change.record
    if change.state != "accepted" or record is None:
        return change
    received = [before.record for before in earlier if before.record is not None]
    highest = max(received, key=lambda before: before.revision, default=None)
    tombstone = earlier[-1].tombstone if earlier else None
    is_later = highest is None or _follows(record, highest)
    comes_back = tombstone is None or _comes_back(record, tombstone, highest, agreement, at)
    return change if is_later and comes_back else replace(change, state="rejected")


def _follows(record: AeoRecord, highest: AeoRecord) -> bool:
    if record.revision == highest.revision:
        return digest(record) == digest(highest)
    return record.revision > highest.revision


def _comes_back(
    record: AeoRecord,
    tombstone: HeldTombstone,
    highest: AeoRecord | None,
    agreement: str,
    at: str,
) -> bool:
    """Say whether a record may stand again where a tombstone stood."""
    is_higher = highest is None or record.revision > highest.revision
    if tombstone.cause == "consent-withdrawn":
        consent = counting_consent(record, agreement, at)
        if consent is None or consent.state not in SHARING:
            return False
        return is_higher and consent.since > tombstone.effective_from
    # A move back takes the word of the other stream, and what was erased never comes back.
    return tombstone.cause == "out-of-scope" or (tombstone.cause == "sent-in-error" and is_higher)
