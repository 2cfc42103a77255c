"""What is asked: about which firm, by whom, for what, at which instant or day, as known when."""

from __future__ import annotations

from msgspec import UNSET, Struct

from aeo_exchange.exchange.partner_profile import Flow, ProfileSide
from aeo_exchange.model.codes import IdentifierMode, Role
from aeo_exchange.model.instants import Instant
from aeo_exchange.model.record import Holder
from aeo_exchange.rules.rule import items_of

__all__ = ["OWN_CODES", "IssuedCode", "RecognitionQuestion", "Sought", "counts_at"]

OWN_CODES = frozenset({IdentifierMode.PARTNER_CUSTOMS_CODE, IdentifierMode.IMPORTER_CODE})


class IssuedCode(Struct, frozen=True, kw_only=True):
    """A code that the asking side issued for a holder of the other, by its own table."""

    scheme: str
    value: str
    tin: str
    from_: str | None = None
    until: str | None = None


class Sought(Struct, frozen=True, kw_only=True):
    """The identifier of a question: a TIN where there is no scheme."""

    value: str
    scheme: str | None = None

    def __str__(self) -> str:
        """Return it as it is asked."""
        return self.value if self.scheme is None else f"{self.scheme}:{self.value}"

    def is_own_code(self, side: ProfileSide | None) -> bool:
        """Say whether the asking side issues such codes itself, so that its table decides."""
        return (
            side is not None
            and side.identifier_mode in OWN_CODES
            and self.scheme in (side.identifier_schemes or ())
        )

    def names(self, holder: Holder, at: str | None) -> bool:
        """Say whether it names a holder at an instant, or without one at any."""
        if self.scheme is None:
            former = items_of(holder.former_tins)
            return holder.tin == self.value or any(
                number.tin == self.value and (at is None or at < number.until) for number in former
            )
        return any(
            (number.scheme, number.value) == (self.scheme, self.value)
            and (at is None or counts_at(number.from_, number.until, at))
            for number in items_of(holder.identifiers)
        )


class RecognitionQuestion(Struct, frozen=True, kw_only=True):
    """A question under a profile; `at` is an instant, or a day of the asking side."""

    sought: Sought
    asked_by: str
    at: str
    known_at: Instant
    party_role: Role | None = None
    flow: Flow | None = None


def counts_at(from_: object, until: object, at: str) -> bool:
    """Say whether an instant lies from the first instant on and before the second, if given."""
    begun = from_ is None or from_ is UNSET or str(from_) <= at
    return begun and (until is None or until is UNSET or at < str(until))
