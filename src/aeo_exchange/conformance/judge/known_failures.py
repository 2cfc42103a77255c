"""Known failures declared by the vendor (xfail): case, reason, issue, and the last day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.conformance.errors import UnreadableFile
from aeo_exchange.conformance.suite.lists import ProductRole, State
from aeo_exchange.conformance.suite.texts import CASE_ID, Phrase, told
from aeo_exchange.conformance.vendor_files import read_vendor_toml

__all__ = ["KnownFailure", "KnownFailureList", "is_expired", "known_state", "read_known_failures"]

FAILED = frozenset({State.FAIL, State.ERROR, State.TIMEOUT, State.UNSUPPORTED})


class KnownFailure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case that is expected to fail, for one role or all; past `until` it counts as failed."""

    # A name that no case has is told in words of its own.
    case: Annotated[str, told("Id of the case.", pattern=CASE_ID)]
    reason: Annotated[Phrase, told("Why it fails.")]
    issue: Annotated[Phrase, told("Where it is followed.")]
    until: Annotated[
        date,
        told("Last day on which it is known; after it the case counts as failed. A date in TOML."),
    ]
    role: Annotated[ProductRole | UnsetType, told("Only in this role.")] = UNSET


class KnownFailureList(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Known failures declared by the vendor (xfail)."""

    xfail: Annotated[tuple[KnownFailure, ...], told("Known failures.")]


def read_known_failures(content: bytes) -> tuple[KnownFailure, ...]:
    """Return the known failures that a TOML text declares; raises UnreadableFile."""
    try:
        return read_vendor_toml(content, KnownFailureList).xfail
    except UnreadableFile as cause:
        message = f"the list of known failures (xfail) cannot be read: {cause}"
        raise UnreadableFile(message, "xfail") from cause


def is_expired(known: KnownFailure, at: str) -> bool:
    """Say whether the last day of a known failure is over."""
    return at[:10] > known.until.isoformat()


def known_state(state: State, known: KnownFailure | None, at: str) -> State:
    """Return the state of a case that may be declared as a known failure."""
    if known is None or is_expired(known, at):
        return state
    if state in FAILED:
        return State.XFAIL
    return State.XPASS if state is State.PASS else state
