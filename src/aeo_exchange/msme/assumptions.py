"""What a classification takes for granted, in sentences, since figures alone do not show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import UNSET

from aeo_exchange.model.codes import Aggregation
from aeo_exchange.msme.figures import in_money

if TYPE_CHECKING:
    from aeo_exchange.msme.criteria import Tested
    from aeo_exchange.reference.size_facts import SizeVersion

__all__ = [
    "assumptions_of",
]

OF_WHOM = {
    Aggregation.SINGLE: "The figures are those of the firm alone.",
    Aggregation.GROUP: (
        "The firm is autonomous, or the figures are those of its whole group:"
        " the definition adds up, nothing was added up here."
    ),
}
DOUBTS = {
    "C": "prior knowledge, not read again in a text; compare it with the text before deciding",
    "D": "plausible and still to be verified; do not decide on it",
}


def assumptions_of(version: SizeVersion, tested: Sequence[Tested], at: date) -> tuple[str, ...]:
    """Return the sentences that go with an answer under a version."""
    return (*_of_figures(version), *_of_period(version, at), *_of_doubt(tested))


def _of_figures(version: SizeVersion) -> Iterator[str]:
    """Yield what is taken for granted of the figures."""
    yield OF_WHOM[version.aggregation]
    if version.averaging_years == 1:
        yield "The figures are of one year, the last one closed."
    else:
        yield f"The figures are means over {version.averaging_years} years."
    if version.years_to_change > 1:
        yield (
            f"A firm changes its class only after {version.years_to_change} years in a row;"
            " the years before are not known here."
        )
    if in_money(version):
        yield f"Amounts are in {version.unit_of('turnover')} as given; nothing was converted."
    if "headcount" in version.measures():
        yield "Persons are counted as the definition counts them."


def _of_period(version: SizeVersion, at: date) -> Iterator[str]:
    """Yield what is taken for granted of the time in which the version holds."""
    if version.from_ is UNSET:
        yield f"The first day of the version is not known; it is taken to hold on {at}."
    if version.confidence in DOUBTS:
        doubt = DOUBTS[version.confidence]
        yield f"The time of the version is {doubt} (confidence {version.confidence})."


def _of_doubt(tested: Sequence[Tested]) -> Iterator[str]:
    """Yield how unsure the thresholds are, once for each degree."""
    used = {criterion.confidence for class_ in tested for criterion in class_.criteria}
    for degree in sorted(used & DOUBTS.keys()):
        whole = "The thresholds are" if used == {degree} else "Some thresholds are"
        yield f"{whole} {DOUBTS[degree]} (confidence {degree})."
