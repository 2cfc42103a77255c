"""What holds for the claims of an attestation in either envelope, whatever the record says."""

from __future__ import annotations

from aeo_exchange.model.attestation import Claims
from aeo_exchange.signing import refusals

__all__ = ["LONGEST_LIFE", "check_lifetime"]

LONGEST_LIFE = 90 * 24 * 60 * 60  # seconds; ATT-1-5


def check_lifetime(claims: Claims) -> None:
    """Refuse claims that begin before they were signed, end at once, or speak too long."""
    refusals.require(claims.nbf >= claims.iat, "AEO-SIG-14", "nbf is before iat")
    refusals.require(claims.exp > claims.nbf, "AEO-SIG-14", "exp is not after nbf")
    refusals.require(
        claims.exp <= claims.iat + LONGEST_LIFE, "AEO-SIG-14", "exp is more than 90 days after iat"
    )
