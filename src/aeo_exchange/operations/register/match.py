"""What a register holds to what answers about declarations rest on.

Imported only where a register is asked for, since SQLAlchemy is slow to import.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aeo_exchange.declarations.answer import StreamNotCounted
from aeo_exchange.declarations.matching import MatchTerms
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.recognition.evidence import HeldEvidence
from aeo_exchange.exchange.recognition.question import IssuedCode, Sought
from aeo_exchange.model.instants import Instant
from aeo_exchange.operations.register.recognise import adopted_profile, check_adopted
from aeo_exchange.operations.register.register import Register
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.register.evidence import EvidenceReader, RegisterQuestion
from aeo_exchange.register.shared_evidence import AskedSides

__all__ = [
    "evidence_of_register",
    "heads_that_wait",
    "latest_in_register",
    "only_profile",
    "profile_of_register",
]


def profile_of_register(
    url: str, environment: Mapping[str, str], reference: ReferenceData
) -> PartnerProfile:
    """Return the only profile that a register adopted; raises WrongChoice and StateError."""
    register = Register(url, environment)
    try:
        return only_profile(register, reference)
    finally:
        register.close()


def only_profile(register: Register, reference: ReferenceData) -> PartnerProfile:
    """Return the only profile that an open register adopted; raises WrongChoice."""
    return adopted_profile(EvidenceReader(register.database, reference))


def latest_in_register(url: str, environment: Mapping[str, str], now: Instant) -> Instant:
    """Return by when all is known that a register applied, as `Register.latest` has it."""
    register = Register(url, environment)
    try:
        return register.latest(now)
    finally:
        register.close()


def evidence_of_register(
    url: str,
    environment: Mapping[str, str],
    terms: MatchTerms,
    reference: ReferenceData,
    codes: Sequence[IssuedCode] | None,
) -> HeldEvidence:
    """Return all that a register holds of the other side; raises WrongChoice and StateError.

    The profile must be one that was adopted there; what it said at K the register knows.
    """
    profile = terms.profile
    reader = EvidenceReader(Register(url, environment).database, reference)
    check_adopted(profile, reader.profiles(profile.code))
    nobody = Sought(value="")
    sides = AskedSides.under(profile, terms.asked_by)
    asked = RegisterQuestion(nobody, sides, terms.known_at)
    return reader.everything(asked, codes)


def heads_that_wait(
    url: str,
    environment: Mapping[str, str],
    terms: MatchTerms,
    reference: ReferenceData,
    now: Instant,
) -> tuple[StreamNotCounted, ...]:
    """Return the heads that a person has not taken yet; till then the state before them answers."""
    register = Register(url, environment)
    try:
        waiting = register.waiting_heads(terms.asked_by, terms.profile.code, now, reference)
    finally:
        register.close()
    return tuple(
        StreamNotCounted(stream=alarm.stream, code=alarm.code, because=alarm.message)
        for alarm in waiting
    )
