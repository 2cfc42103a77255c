"""What a row of a partner profile covers of one record (XCH-1-4), part by part."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from aeo_exchange.exchange.partner_profile import ProfileRow
from aeo_exchange.exchange.profile_faults import is_of_side
from aeo_exchange.exchange.recognition.question import counts_at
from aeo_exchange.model.record import AeoRecord, Term
from aeo_exchange.reference.programmes import ReferenceData

__all__ = ["covers_programme", "covers_role", "covers_tier", "excludes_tin", "term_at"]


def term_at(record: AeoRecord, at: str) -> Term | None:
    """Return the term in which an instant lies."""
    terms = record.authorisation.terms
    return next((term for term in terms if counts_at(term.from_, term.until, at)), None)


def covers_programme(row: ProfileRow, record: AeoRecord, reference: ReferenceData) -> bool:
    """Say whether a row is of the record's programme and administration."""
    return row.programme == record.programme and is_of_side(
        record.administration, row.granted_by, reference
    )


def excludes_tin(row: ProfileRow, tin: str) -> bool:
    """Say whether a row leaves a TIN out."""
    excluded = row.tin_prefixes_excluded
    return not isinstance(excluded, UnsetType) and tin.startswith(excluded)


def covers_tier(row: ProfileRow, term: Term | None) -> bool:
    """Say whether a term has a tier of a row; none is held outside of a term."""
    return term is not None and any(tier in row.tiers for tier in term.tiers)


def covers_role(row: ProfileRow, term: Term) -> bool:
    """Say whether a term holds one of the roles of the holder that a row asks for, if any."""
    return row.holder_roles is UNSET or not set(term.roles).isdisjoint(row.holder_roles)
