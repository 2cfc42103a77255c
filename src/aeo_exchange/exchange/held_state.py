"""What a receiver holds of a stream already, and whether a head may follow it (XCH-8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.exchange.heads import Head
from aeo_exchange.exchange.partner_profile import MassChange
from aeo_exchange.signing import refusals

__all__ = ["MASS", "HeldState", "leads_nowhere_else", "require_few", "require_following"]

FORK, OLD, BACK, MASS = "AEO-XCH-15", "AEO-XCH-16", "AEO-XCH-17", "AEO-XCH-26"


class HeldState(Struct, frozen=True, kw_only=True):
    """The head applied last, and the digests of every authentic head seen, by its number.

    A receiver that has seen heads and applied none, since each was held, has no `applied`.
    `changed` counts the entries held that the message at hand changes or leaves out.
    """

    applied: Head | None
    digest: str = ""
    seen: Mapping[int, frozenset[str]] = {}
    changed: Callable[[], int] = int


def require_following(head: Head, digest: str, held: HeldState) -> bool:
    """Say whether a head is the one applied last; raises MessageRefused for one that cannot follow.

    Two statements under one number are a fork; what is older than what was applied is a replay or
    a late mail, and time goes back at a reset alone.
    """
    others = held.seen.get(head.sequence, frozenset()) - {digest}
    refusals.require(
        not others,
        FORK,
        f"head {head.sequence} was seen with another content: {', '.join(sorted(others))}",
    )
    last = held.applied
    if last is None:
        return False
    if digest == held.digest:
        return True
    refusals.require(
        head.sequence > last.sequence,
        OLD,
        f"this is head {head.sequence}, and head {last.sequence} was applied",
    )
    goes_on = head.as_of >= last.as_of and head.issued_at >= last.issued_at
    refusals.require(
        goes_on or head.reset is not UNSET,
        BACK,
        f"it is as of {head.as_of}, signed at {head.issued_at}; head {last.sequence} was as of "
        f"{last.as_of}, signed at {last.issued_at}",
    )
    return False


def leads_nowhere_else(head: Head, held: HeldState | None) -> bool:
    """Say whether a head signs the very state that is held, so that no file is needed."""
    last = None if held is None else held.applied
    same = last is not None and (last.root, last.count) == (head.root, head.count)
    return same and head.reset is UNSET


def require_few(changed: int, count: int, limit: MassChange | UnsetType) -> None:
    """Hold a message that changes more of the entries held than the limit lets pass."""
    most = limit or MassChange()
    above = changed > most.at_least and changed * 100 > count * most.percent
    refusals.require(
        not above,
        MASS,
        f"{changed:,} of {count:,} entries change or go, more than {most.percent} percent",
    )
