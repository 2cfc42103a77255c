"""Which arrangements were read: what a partner profile can begin from, and how sure it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.reference.agreement_rows import ReadText, Unread

if TYPE_CHECKING:
    from aeo_exchange.reference.agreement_facts import ReadAgreement
    from aeo_exchange.reference.programmes import ReferenceData

__all__ = ["AgreementSummary", "list_agreements"]


class AgreementSummary(Struct, frozen=True, kw_only=True, rename="camel"):
    """An arrangement as the list shows it.

    `speaking` are the sides whose texts were read; `confidence` is the lowest of its rows.
    """

    code: str
    name: str
    parties: tuple[str, ...]
    signed: str | UnsetType = UNSET
    in_force: date
    speaking: tuple[str, ...]
    confidence: str
    texts: dict[str, ReadText]
    unread: tuple[Unread, ...]


def list_agreements(reference: ReferenceData) -> list[AgreementSummary]:
    """Return a summary of every arrangement that was read, by code."""
    return [_summary(agreement) for agreement in reference.agreements.agreements()]


def _summary(agreement: ReadAgreement) -> AgreementSummary:
    signings = agreement.signings
    return AgreementSummary(
        code=agreement.code,
        name=agreement.name,
        parties=agreement.parties,
        signed=signings[0].on if signings else UNSET,
        in_force=agreement.in_force[0].on,
        speaking=tuple(sorted({text.side for text in agreement.sources.values()})),
        confidence=max(row.confidence for row in agreement.rows()),  # A before B
        texts=agreement.sources,
        unread=agreement.unread,
    )
