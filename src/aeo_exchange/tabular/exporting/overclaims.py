"""Whether a row would say that an authorisation stands otherwise than its record does."""

from __future__ import annotations

from msgspec import Struct

from aeo_exchange.model.instants import Instant, date_of
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.standing import Standing
from aeo_exchange.model.status import status_at
from aeo_exchange.model.tree import Tree

__all__ = ["Claim", "overclaim"]


class Claim(Struct, frozen=True):
    """What a row that is read back says of standing: a status, if any, and the term."""

    status: str
    tiers: tuple[str, ...]
    begins: str
    ends: str

    @classmethod
    def of(cls, tree: Tree, status: str) -> Claim:
        """Return what a tree of a record, and the word of a status, claim."""
        assert isinstance(tree, dict)
        authorisation = tree.get("authorisation")
        terms = authorisation.get("terms") if isinstance(authorisation, dict) else None
        term = terms[0] if isinstance(terms, list) and terms else {}
        assert isinstance(term, dict)
        tiers = term.get("tiers")
        return cls(
            status,
            tuple(map(str, tiers)) if isinstance(tiers, list) else (),
            str(term.get("from", "")),
            str(term.get("until", "")),
        )

    def is_in_effect(self, at: Instant) -> bool:
        """Say whether the row lets its reader believe that the authorisation is in effect."""
        is_over = bool(self.ends) and self.ends <= at
        is_to_come = bool(self.begins) and self.begins > at
        return self.status in {"", Standing.GRANTED} and not is_over and not is_to_come


def overclaim(record: AeoRecord, claim: Claim, at: Instant) -> str:
    """Return what is wrong with what a row claims; nothing where it claims no more than is so."""
    day = date_of(at)
    own = status_at(record, at=at).status
    if claim.status and claim.status != own:
        return f"on {day} it is {own}, and its row would say {claim.status}"
    if not claim.is_in_effect(at):
        return ""
    for tier in claim.tiers or (None,):
        standing = status_at(record, at=at, tier=tier).status
        if standing is not Standing.GRANTED:
            what = f"the tier {tier}" if tier else "it"
            return f"on {day} {what} is {standing}, which the layout has no place to say"
    return ""
