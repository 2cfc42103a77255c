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


def check_holder(claims: Claims, disclosed: Container[str] = ()) -> None:
    """Refuse claims that show of the holder neither a firm nor a human being (ATT-1-7)."""
    sub, country = claims.sub, claims.tin_country
    is_firm = sub is not UNSET and "sub" not in disclosed
    is_named = claims.legal_name is not UNSET and "legalName" not in disclosed
    if is_firm and country is UNSET:  # as most are, so nothing else can be wrong
        return
    refusals.require(
        is_firm != (country is not UNSET),
        "AEO-SIG-08",
        "of sub and tinCountry one is visible, and not both",
    )
    refusals.require(
        is_firm or not is_named, "AEO-SIG-08", "the name is visible and the TIN is not"
    )
    refusals.require(
        sub is UNSET or country is UNSET or sub.startswith(country),
        "AEO-SIG-08",
        "the TIN disclosed is not one of tinCountry",
    )


def check_lifetime(claims: Claims) -> None:
    """Refuse claims that begin before they were signed, end at once, or speak too long."""
    iat, nbf, exp = claims.iat, claims.nbf, claims.exp
    if iat <= nbf < exp <= iat + LONGEST_LIFE and _ends_with_term(claims):
        return
    refusals.require(nbf >= iat, "AEO-SIG-14", "nbf is before iat")
    refusals.require(exp > nbf, "AEO-SIG-14", "exp is not after nbf")
    refusals.require(_ends_with_term(claims), "AEO-SIG-14", "exp is after the end of the term")
    refusals.require(exp <= iat + LONGEST_LIFE, "AEO-SIG-14", "exp is more than 90 days after iat")


def _ends_with_term(claims: Claims) -> bool:
    """Say whether claims speak no longer than their term, if it had not ended when they were."""
    until = claims.term.until
    return (
        until is UNSET
        or numeric_date_instant(claims.exp) <= until
        or until <= numeric_date_instant(claims.iat)
    )
