"""A record to the claims that an attestation makes of it at an instant (ATT-1-3, ATT-1-5).

An issuer makes these claims and a verifier that has the record compares with them, so both ask
here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec
from msgspec import UNSET

from aeo_exchange.model.canonical import canonical_bytes, digest
from aeo_exchange.model.codes import HolderKind
from aeo_exchange.model.instants import Instant, instant
from aeo_exchange.model.record import AeoRecord, Term
from aeo_exchange.model.standing import Standing
from aeo_exchange.model.status import live_events, status_at
from aeo_exchange.model.tree import Tree
from aeo_exchange.signing.claims_form import LONGEST_LIFE
from aeo_exchange.signing.dates import numeric_date, numeric_date_instant

__all__ = ["STATEMENT", "ends", "latest_end", "project"]

STATEMENT = "urn:aeo-exchange:1.0:status"
# What an attestation can say (ATT-1-1): there is none of what was not held or cannot be told.
ATTESTED = frozenset(
    {
        Standing.GRANTED,
        Standing.SUSPENDED,
        Standing.REVOKED,
        Standing.WITHDRAWN,
        Standing.EXPIRED,
    }
)


def project(record: AeoRecord, at: str | datetime) -> dict[str, Tree]:
    """Return every claim that a record has an item for at an instant, by name.

    Without `authorisation_status` where the authorisation was not held or nobody can tell: such a
    record cannot be attested. Raises InvalidInstant for what is no instant.
    """
    now = instant(at)
    tree = msgspec.json.decode(canonical_bytes(record))
    status = status_at(record, at=now, known_at=now).status
    claims: dict[str, Tree] = {
        "iss": record.administration,
        "sub": record.holder.tin,
        "vct": STATEMENT,
        "recordId": record.record_id,
        "revision": record.revision,
        "programme": record.programme,
        "authorisationNumber": record.authorisation.number,
        **_of_term(_term_at(record, now)),
        "record_digest": digest(record),
    }
    if record.holder.kind is HolderKind.NATURAL_PERSON:
        claims["tinCountry"] = record.holder.tin[:2]
    if status in ATTESTED:
        claims["authorisation_status"] = str(status)
    return {**claims, **_optional(tree)}


def latest_end(record: AeoRecord, iat: int) -> int:
    """Return the greatest `exp` that an attestation signed at `iat` can have."""
    return min(end for end, _ in ends(record, iat))


def ends(record: AeoRecord, iat: int) -> Iterator[tuple[int, str]]:
    """Yield each bound of `exp` as a NumericDate, with what it is in words."""
    at = numeric_date_instant(iat)
    yield iat + LONGEST_LIFE, "90 days after signing"
    until = _term_at(record, at).until
    if until is not UNSET and at < until:
        yield numeric_date(until), "the end of the term"
    known = [event for event in record.history if event.recorded_at <= at]
    for event in live_events(known):
        if at < event.effective_from:
            yield numeric_date(event.effective_from), f"event {event.seq} ({event.status})"


def _term_at(record: AeoRecord, at: Instant) -> Term:
    """Return the term at an instant, or else the last that began before it, or else the first."""
    terms = record.authorisation.terms
    begun = [term for term in terms if term.from_ <= at]
    for term in begun:
        if term.until is UNSET or at < term.until:
            return term
    return max(begun, key=lambda term: term.from_, default=terms[0])


def _of_term(term: Term) -> dict[str, Tree]:
    until = {} if term.until is UNSET else {"until": term.until}
    return {
        "tiers": list(term.tiers),
        "roles": [str(role) for role in term.roles],
        "term": {"from": term.from_, **until},
    }


def _optional(tree: dict[str, dict[str, Tree]]) -> dict[str, Tree]:
    """Return the claims of ATT-1-2, and the view, as far as a record has them."""
    holder, msme = tree["holder"], dict(tree.get("msme", {}))
    claims: dict[str, Tree | None] = {
        "view": tree.get("view"),
        **{name: holder.get(name) for name in ("legalName", "otherNames", "address")},
        "identifiers": holder.get("identifiers"),
        "sizeClass": msme.pop("sizeClass", None),
        "msmeBasis": msme or None,
        "criteria": tree["authorisation"].get("criteria"),
    }
    return {name: value for name, value in claims.items() if value is not None}
