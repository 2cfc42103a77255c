"""Whether the consent that counts for a record lets it be shared under a profile (REC-8-3)."""

from __future__ import annotations

from aeo_exchange.exchange.partner_profile import ConsentNeeded
from aeo_exchange.model.codes import ConsentState
from aeo_exchange.model.record import Consent

__all__ = ["lets_share"]

_STATES: dict[ConsentNeeded, frozenset[ConsentState]] = {
    "given": frozenset({ConsentState.GIVEN}),
    "given-or-not-required": frozenset({ConsentState.GIVEN, ConsentState.NOT_REQUIRED}),
}


def lets_share(consent: Consent | None, needed: ConsentNeeded) -> bool:
    """Say whether a consent lets a record be shared under a profile."""
    return consent is not None and consent.state in _STATES[needed]
