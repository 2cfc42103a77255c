"""The steps by which a message is looked at (XCH-8-1), and the ways in which one can end it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from aeo_exchange.exchange.heads import NEWER
from aeo_exchange.exchange.succession import MASS_CHANGE
from aeo_exchange.trust.answer import UNDETERMINED_CODES

__all__ = ["PROFILE", "RESET", "MessageStep", "StepName", "StepOutcome", "outcome_of"]

StepName: TypeAlias = Literal[
    "head",
    "key",
    "stream",
    "time",
    "sequence",
    "reset",
    "profile",
    "files",
    "entries",
    "changes",
]
StepOutcome: TypeAlias = Literal["pass", "refused", "held", "undetermined", "skipped"]
PROFILE, RESET = "AEO-XCH-19", "AEO-XCH-18"
HELD = frozenset({NEWER, PROFILE, RESET, MASS_CHANGE})


class MessageStep(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How one step came out; where it did not hold, by which rule and why."""

    name: StepName
    outcome: StepOutcome
    code: str = ""
    reason: str = ""


def outcome_of(code: str) -> StepOutcome:
    """Return how a step came out that did not hold by a rule."""
    if code in HELD:
        return "held"
    return "undetermined" if code in UNDETERMINED_CODES else "refused"
