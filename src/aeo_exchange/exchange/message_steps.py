"""What a receiver is asked about a message, and how each step of the answer came out (XCH-8)."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from aeo_exchange.errors import SignatureError
from aeo_exchange.exchange.held_state import HeldState
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.model.instants import Instant
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.trust.listed_keys import Trust

__all__ = ["HeadQuestion", "MessageStep", "StepName", "StepOutcome"]

StepName: TypeAlias = Literal[
    "head", "key", "stream", "time", "history", "reset", "profile", "files", "entries", "changes"
]
StepOutcome: TypeAlias = Literal["pass", "refused", "held", "undetermined", "skipped"]


class HeadQuestion(Struct, frozen=True, kw_only=True):
    """What a head is judged by: who is trusted, now, and what was agreed, if that was given.

    `confirmed` is the digest of the one head whose reset, or whose many changes, the operator
    takes. `held` is what the
    receiver has of the stream already, None for one that holds nothing.
    """

    trust: Trust | SignatureError
    at: Instant
    reference: ReferenceData
    profile: PartnerProfile | None = None
    confirmed: str = ""
    test_keys: bool = False
    held: HeldState | None = None


class MessageStep(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How one step came out; where it did not hold, by which rule and why."""

    name: StepName
    outcome: StepOutcome
    code: str = ""
    reason: str = ""
