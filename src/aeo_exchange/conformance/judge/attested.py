"""What an attestation of either envelope says, once the key of the case was seen to sign it."""

from __future__ import annotations

import re

from msgspec import Struct

from aeo_exchange.conformance.judge.refusal import require
from aeo_exchange.model.tree import Tree

__all__ = ["Attested", "Times", "require_name", "times_of"]

LONGEST_LIFE = 90 * 24 * 60 * 60  # seconds; ATT-1-5
_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")
_DATES = range(10**9, 10**10)  # of ten digits


class Times(Struct, frozen=True):
    """When an attestation was signed, and from when until when it speaks."""

    iat: int
    nbf: int
    exp: int


class Attested(Struct, frozen=True, kw_only=True):
    """The claims by name, which of them are hidden, the record inside, and what was drawn."""

    envelope: str
    claims: dict[str, Tree]
    hidden: frozenset[str] = frozenset()
    record: Tree = None
    salts: tuple[str, ...] = ()
    digests: frozenset[str] = frozenset()

    @property
    def name(self) -> Tree:
        """The name of the attestation, which is given once."""
        return self.claims.get("jti")


def require_name(attested: Attested) -> None:
    """Refuse an attestation without a name of its own (AEO-SIG-08)."""
    name = attested.name
    is_name = isinstance(name, str) and _NAME.match(name) is not None
    require(is_name, "AEO-SIG-08", "jti is not a name of an attestation")


def times_of(attested: Attested) -> Times:
    """Return the times of an attestation; raises BadOutput (AEO-SIG-08, AEO-SIG-14)."""
    told = [attested.claims.get(name) for name in ("iat", "nbf", "exp")]
    dates = [date for date in told if type(date) is int and date in _DATES]
    require(len(dates) == len(told), "AEO-SIG-08", "iat, nbf or exp is not a NumericDate")
    times = Times(*dates)
    require(times.nbf >= times.iat, "AEO-SIG-14", "nbf is before iat")
    require(times.exp > times.nbf, "AEO-SIG-14", "exp is not after nbf")
    require(
        times.exp <= times.iat + LONGEST_LIFE, "AEO-SIG-14", "exp is more than 90 days after iat"
    )
    return times
