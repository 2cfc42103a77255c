"""National and international identifiers: is it one, what TIN does it make, what could it be.

Everything particular to a scheme is a row of schemes.toml; here is what the rows ask for.
"""

from __future__ import annotations

from aeo_exchange.reference.identifiers.answers import (
    Candidate,
    IdentifierAnswer,
    TinAnswer,
)
from aeo_exchange.reference.identifiers.check import (
    AGAIN,
    check_number,
    compared_form,
    guess,
    near_misses,
    scheme_doubts,
)
from aeo_exchange.reference.identifiers.rules import is_placeholder
from aeo_exchange.reference.identifiers.tin import from_tin, number_in_tin, to_tin

__all__ = [
    "AGAIN",
    "Candidate",
    "IdentifierAnswer",
    "TinAnswer",
    "check_number",
    "compared_form",
    "from_tin",
    "guess",
    "is_placeholder",
    "near_misses",
    "number_in_tin",
    "scheme_doubts",
    "to_tin",
]
