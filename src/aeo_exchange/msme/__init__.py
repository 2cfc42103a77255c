"""Size classification of a firm under a named legal definition.

Figures and a definition of the reference data go in, a class with its working comes out. Exact
decimals, no clock, no files; what cannot be decided is UNDETERMINED and says what is missing.
"""

from __future__ import annotations

from aeo_exchange.msme.answer import (
    CautionGiven,
    CeilingOutcome,
    Classification,
    DefinitionUsed,
    LineOfBusiness,
    Missing,
    SizeCriterion,
)
from aeo_exchange.msme.classify import classify_by_definition
from aeo_exchange.msme.figures import Amount, Measures
from aeo_exchange.msme.lines import classify_by_line

__all__ = [
    "Amount",
    "CautionGiven",
    "CeilingOutcome",
    "Classification",
    "DefinitionUsed",
    "LineOfBusiness",
    "Measures",
    "Missing",
    "SizeCriterion",
    "classify_by_definition",
    "classify_by_line",
]
