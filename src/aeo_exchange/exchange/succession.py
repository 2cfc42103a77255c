"""A head beside the one that was applied last, and a record beside what was received of its key.

Whether a message may follow what is held (XCH-8-8 to XCH-8-10), and whether a record may follow
what was there before (XCH-4-6, XCH-8-19).
"""

from __future__ import annotations

from typing import Protocol, TypeVar

from msgspec import UNSET

from aeo_exchange.exchange.disputes import Disputes
from aeo_exchange.exchange.entries import TombstoneCause
from aeo_exchange.exchange.heads import Head
from aeo_exchange.exchange.held_state import HeldState, ReceivedKey
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.model.canonical import digest
from aeo_exchange.model.codes import ConsentState
from aeo_exchange.model.consent import counting_consent
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.signing import refusals

__all__ = [
    "COMES_BACK",
    "FORK",
    "GOES_BACK",
    "comes_back",
    "objection_to",
    "require_later",
    "require_stream",
    "standing",
]

FORK, OLD, BACK = "AEO-XCH-15", "AEO-XCH-16", "AEO-XCH-17"
GOES_BACK, COMES_BACK = "AEO-XCH-27", "AEO-XCH-28"
SHARING = frozenset({ConsentState.GIVEN, ConsentState.NOT_REQUIRED})


def require_stream(head: Head, wanted: StreamName, which: str) -> None:
    """Refuse a head of another stream than the one wanted (AEO-XCH-13)."""
    its = StreamName.of(head)
    refusals.require(its == wanted, "AEO-XCH-13", f"the head is of {its}, and {which} {wanted}")


def require_later(head: Head, its_digest: str, held: HeldState) -> None:
    """Refuse a fork, an old head, and time that goes back; the same head again is none of them."""
    last = held.head
    other = held.digest if head.sequence == last.sequence else held.seen.get(head.sequence)
    refusals.require(
        other is None or other == its_digest,
        FORK,
        str(Disputes().joined(head.sequence, other or its_digest, its_digest)),
    )
    refusals.require(
        head.sequence >= last.sequence,
        OLD,
        f"the head is {head.sequence}, and {last.sequence} was applied",
    )
    goes_back = head.as_of < last.as_of or head.issued_at < last.issued_at
    refusals.require(
        head.reset is not UNSET or not goes_back,
        BACK,
        f"the head is as of {head.as_of} and issued at {head.issued_at}; the one applied last "
        f"as of {last.as_of} and issued at {last.issued_at}",
    )


def objection_to(record: AeoRecord, received: ReceivedKey, head: Head) -> str:
    """Return the code of the rule by which a record may not follow; empty where it may.

    At a reset revisions that were received before keep nothing from coming back (XCH-8-19).
    """
    agreement, tombstone = head.agreement or "", received.tombstone
    if tombstone is not None:
        highest = (received.revision or None) if head.reset is UNSET else None
        may = (received.moved_back and tombstone.cause == "moved") or comes_back(
            record, tombstone, highest, agreement, head.as_of
        )
        if not may:
            return COMES_BACK
    if record.revision == received.revision and received.digest:
        return "" if digest(record) == received.digest else GOES_BACK
    return GOES_BACK if record.revision < received.revision else ""


class StandingTombstone(Protocol):
    """What a tombstone says of why and since when."""

    @property
    def cause(self) -> TombstoneCause:
        """Why."""

    @property
    def effective_from(self) -> str:
        """Since when."""


Stone = TypeVar("Stone", bound=StandingTombstone)


def standing(before: Stone | None, told: Stone) -> Stone:
    """Return which tombstone stands when another is told: one that says erased outlasts all."""
    return before if before is not None and before.cause == "erased" else told


def comes_back(
    record: AeoRecord, tombstone: StandingTombstone, highest: int | None, agreement: str, at: str
) -> bool:
    """Say whether a record may stand again where a tombstone stood; `highest` was received.

    A move back takes the word of the other stream, and what was erased never comes back.
    """
    is_higher = highest is None or record.revision > highest
    if tombstone.cause == "consent-withdrawn":
        consent = counting_consent(record, agreement, at)
        if consent is None or consent.state not in SHARING:
            return False
        return is_higher and consent.since > tombstone.effective_from
    if tombstone.cause == "out-of-scope":
        return highest is None or record.revision >= highest
    return tombstone.cause == "sent-in-error" and is_higher
