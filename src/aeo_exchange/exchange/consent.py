"""Which consent of a record counts for an agreement at an instant (REC-8-1)."""

from __future__ import annotations

from aeo_exchange.exchange.partner_profile import ConsentNeeded
from aeo_exchange.model.codes import ConsentState
from aeo_exchange.model.record import AeoRecord, Consent
from aeo_exchange.rules.rule import items_of

__all__ = ["ALL", "counting_consent", "lets_share"]

ALL = "all"
_STATES: dict[ConsentNeeded, frozenset[ConsentState]] = {
    "given": frozenset({ConsentState.GIVEN}),
    "given-or-not-required": frozenset({ConsentState.GIVEN, ConsentState.NOT_REQUIRED}),
}


def counting_consent(record: AeoRecord, agreement: str, at: str) -> Consent | None:
    """Return the consent that counts; None without one, or where two begin at one instant."""
    given = [consent for consent in items_of(record.consents) if consent.since <= at]
    for scope in (agreement, ALL):
        of_scope = [consent for consent in given if consent.scope == scope]
        if of_scope:
            latest = max(consent.since for consent in of_scope)
            counting = [consent for consent in of_scope if consent.since == latest]
            return counting[0] if len(counting) == 1 else None
    return None


def lets_share(consent: Consent | None, needed: ConsentNeeded) -> bool:
    """Say whether a consent lets a record be shared under a profile."""
    return consent is not None and consent.state in _STATES[needed]
