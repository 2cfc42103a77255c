"""The steps by which a message is looked at (XCH-8-1), and the ways in which one can end it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from aeo_exchange.errors import SignatureError
from aeo_exchange.exchange.mass_changes import MASS_CHANGE
from aeo_exchange.reader_codes import NEWER_VERSION
from aeo_exchange.trust.answer import UNDETERMINED_CODES

__all__ = ["FILES", "PROFILE", "RESET", "MessageStep", "StepName", "StepOutcome", "ended_at"]

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
FILES = "AEO-XCH-21"
HELD = frozenset({NEWER_VERSION, PROFILE, RESET, MASS_CHANGE})


class MessageStep(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How one step came out; where it did not hold, by which rule and why."""

    name: StepName
    outcome: StepOutcome
    code: str = ""
    reason: str = ""


def ended_at(
    name: StepName, cause: SignatureError, made: Sequence[MessageStep]
) -> list[MessageStep]:
    """Return the steps made, and the one that did not hold.

    What is wrong with a file is told at its own step, though it was seen when its entries were
    read: it had passed as it is stored, and inflates to something else than the head says.
    """
    if cause.rule == FILES and name == "entries":
        name, made = "files", [step for step in made if step.name != "files"]
    outcome = _outcome_of(cause.rule)
    last = MessageStep(name=name, outcome=outcome, code=cause.rule, reason=cause.message)
    return [*made, last]


def _outcome_of(code: str) -> StepOutcome:
    """Return how a step came out that did not hold by a rule."""
    if code in HELD:
        return "held"
    return "undetermined" if code in UNDETERMINED_CODES else "refused"
