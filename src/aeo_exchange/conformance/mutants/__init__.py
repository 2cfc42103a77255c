"""Deliberately broken implementations: ours, with one fault each.

They prove that the suite bites, and show vendors what it bites at. Each is an adapter,
`python:aeo_exchange.conformance.mutants:trims` for `trims`; conformance/mutants/mutants.json says
what each does wrong and names the cases that must catch it. A new mutant is a row in the table of
its module and one in that file.
"""

from __future__ import annotations

from aeo_exchange.conformance.mutants.adopting import ADOPTING
from aeo_exchange.conformance.mutants.agreeing import AGREEING
from aeo_exchange.conformance.mutants.answering import ANSWERING
from aeo_exchange.conformance.mutants.disputing import DISPUTING
from aeo_exchange.conformance.mutants.making import Answering
from aeo_exchange.conformance.mutants.matching import MATCHING
from aeo_exchange.conformance.mutants.reading import READING
from aeo_exchange.conformance.mutants.receiving import RECEIVING
from aeo_exchange.conformance.mutants.recognising import RECOGNISING
from aeo_exchange.conformance.mutants.sending import SENDING
from aeo_exchange.conformance.mutants.signing import SIGNING
from aeo_exchange.conformance.mutants.standing import STANDING
from aeo_exchange.conformance.mutants.verifying import VERIFYING
from aeo_exchange.conformance.mutants.viewing import VIEWING

__all__ = ["MUTANTS"]

MUTANTS: dict[str, Answering] = {
    **READING,
    **ANSWERING,
    **AGREEING,
    **VERIFYING,
    **SIGNING,
    **STANDING,
    **RECOGNISING,
    **RECEIVING,
    **ADOPTING,
    **DISPUTING,
    **VIEWING,
    **SENDING,
    **MATCHING,
}


def __getattr__(name: str) -> Answering:
    """Return a mutant by its name, with _ for -, as an adapter names it."""
    mutant = MUTANTS.get(name.replace("_", "-"))
    if mutant is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return mutant
