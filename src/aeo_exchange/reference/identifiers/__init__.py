"""National and international identifiers: is it one, what TIN does it make, what could it be.

Everything particular to a scheme is a row of schemes.toml; here is what the rows ask for.
"""

from __future__ import annotations

from aeo_exchange.reference.identifiers.answers import (
    Candidate,
    CarriedAnswer,
    IdentifierAnswer,
    TinAnswer,
)
from aeo_exchange.reference.identifiers.check import (
    check,
    compared,
    doubts,
    guess,
    near_misses,
)
from aeo_exchange.reference.identifiers.tin import from_tin, to_tin
from aeo_exchange.reference.identifiers.transfer import carry

__all__ = [
    "Candidate",
    "CarriedAnswer",
    "IdentifierAnswer",
    "TinAnswer",
    "carry",
    "check",
    "compared",
    "doubts",
    "from_tin",
    "guess",
    "near_misses",
    "to_tin",
]
