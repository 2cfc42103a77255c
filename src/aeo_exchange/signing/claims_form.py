"""What holds for the claims of an attestation in either envelope, whatever the record says."""

from __future__ import annotations

from collections.abc import Container, Sequence
from operator import lt

from msgspec import UNSET

from aeo_exchange.model.attestation import Claims
from aeo_exchange.model.canonical import is_sorted_set
from aeo_exchange.signing import refusals
from aeo_exchange.signing.dates import numeric_date_instant

__all__ = ["LONGEST_LIFE", "check_holder", "check_lifetime", "check_sets"]

LONGEST_LIFE = 90 * 24 * 60 * 60  # seconds; ATT-1-5


def check_sets(claims: Claims, *, of_disclosed: str = "AEO-SIG-08") -> None:
    """Refuse a set that is not sorted, each element once (CON-5-4).

    `of_disclosed` is the code where a claim is one that can be disclosed.
    """
    _require_order("tiers", claims.tiers)
    _require_order("roles", claims.roles)
    basis = claims.msme_basis
    if basis is UNSET and claims.identifiers is UNSET:
        return
    provisions = UNSET if basis is UNSET else basis.provisions
    for name, elements in (("identifiers", claims.identifiers), ("provisions", provisions)):
        if elements is not UNSET and len(elements) > 1:
            refusals.require(
                is_sorted_set(elements), of_disclosed, f"{name} are not sorted, each once"
            )


def _require_order(name: str, codes: Sequence[str]) -> None:
    if len(codes) > 1 and not all(map(lt, codes, codes[1:])):
        refusals.refuse("AEO-SIG-08", f"{name} are not sorted, each once")


def check_holder(claims: Claims, visible: Container[str]) -> None:
    """Refuse claims that show of the holder neither a firm nor a human being (ATT-1-7)."""
    is_firm = "sub" in visible
    refusals.require(
        is_firm != ("tinCountry" in visible),
        "AEO-SIG-08",
        "of sub and tinCountry one is visible, and not both",
    )
    refusals.require(
        is_firm or "legalName" not in visible,
        "AEO-SIG-08",
        "the name is visible and the TIN is not",
    )
    country = claims.tin_country
    refusals.require(
        claims.sub is UNSET or country is UNSET or claims.sub.startswith(country),
        "AEO-SIG-08",
        "the TIN disclosed is not one of tinCountry",
    )


def check_lifetime(claims: Claims) -> None:
    """Refuse claims that begin before they were signed, end at once, or speak too long."""
    refusals.require(claims.nbf >= claims.iat, "AEO-SIG-14", "nbf is before iat")
    refusals.require(claims.exp > claims.nbf, "AEO-SIG-14", "exp is not after nbf")
    until = claims.term.until
    refusals.require(
        until is UNSET
        or until <= numeric_date_instant(claims.iat)
        or numeric_date_instant(claims.exp) <= until,
        "AEO-SIG-14",
        "exp is after the end of the term",
    )
    refusals.require(
        claims.exp <= claims.iat + LONGEST_LIFE, "AEO-SIG-14", "exp is more than 90 days after iat"
    )
