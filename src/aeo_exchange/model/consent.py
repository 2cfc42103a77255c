"""Which consent of a record counts for an agreement (REC-8-1, REC-8-3)."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from aeo_exchange.model.record import AeoRecord, Consent

__all__ = ["ALL", "counting_consent"]

ALL = "all"


def counting_consent(
    record: AeoRecord, agreement: str | UnsetType, at: str | None = None
) -> Consent | None:
    """Return the consent that counts; None without one, or where two begin at one instant.

    `at` leaves out what came later than an instant in canonical form. Where no agreement is named
    the consents for all count.
    """
    given = () if record.consents is UNSET else record.consents
    for scope in (agreement, ALL):
        of_scope = [
            consent
            for consent in given
            if consent.scope == scope and (at is None or consent.since <= at)
        ]
        if of_scope:
            latest = max(consent.since for consent in of_scope)
            counting = [consent for consent in of_scope if consent.since == latest]
            return counting[0] if len(counting) == 1 else None
    return None
