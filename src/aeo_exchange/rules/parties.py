"""The parties of an agreement, as the code of the agreement names them (REC-2-7)."""

from __future__ import annotations

from itertools import takewhile

from aeo_exchange.reference.programmes import ReferenceData

__all__ = ["is_party", "parties_of"]


def parties_of(agreement: str) -> tuple[str, ...]:
    """Return the parts of two letters with which the code of an agreement begins."""
    parts = agreement.split("-")
    return tuple(takewhile(lambda part: len(part) == 2 and part.isalpha(), parts))  # noqa: PLR2004


def is_party(side: str, parties: tuple[str, ...], reference: ReferenceData) -> bool:
    """Say whether a side is a party itself, or as a member state of the Union."""
    return side in parties or ("EU" in parties and side in _member_states(reference))


def _member_states(reference: ReferenceData) -> frozenset[str]:
    union = reference.look_up("EU-AEO")
    if union is None:
        return frozenset()
    return frozenset(
        administration.administration
        for administration in union.administrations
        if administration.function == "decides"
    )
