"""The words of a table of declared parties that few rows differ in, each read once.

The functions are those by which the readers of tables go, so that an engine reads as they do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct

from aeo_exchange.declarations.assembly import cut
from aeo_exchange.declarations.declaration import ASKED_AS, PARTY_ROLES, PartyRole
from aeo_exchange.declarations.layout import ROLES
from aeo_exchange.declarations.matching import MatchTerms
from aeo_exchange.declarations.moments import moment_written, question_moment, zone_has_day
from aeo_exchange.declarations.near import stands_for_none
from aeo_exchange.declarations.readers.limits import LONGEST_REFUSAL
from aeo_exchange.declarations.readers.rows import FLOWS, no_flow, no_role
from aeo_exchange.exchange.partner_profile import Flow
from aeo_exchange.model.codes import Role
from aeo_exchange.model.instants import is_date
from aeo_exchange.reader_codes import MALFORMED
from aeo_exchange.reference.identifiers.compared import compared_number
from aeo_exchange.safe_text import excerpt
from aeo_exchange.tabular.folding import folded

__all__ = ["DeclaredWords", "ReadFlow", "ReadMoment", "ReadNumber", "ReadRole"]

WORDS = {folded(word): PARTY_ROLES[role] for word, role in ROLES.items()}


class ReadMoment(NamedTuple):
    """An acceptance: as it is told, T where there is one, and T where something can be told of it.

    `refusal` says why the row has none that can be read.
    """

    accepted_at: str
    asked_at: str
    moment: str
    refusal: str


class ReadFlow(NamedTuple):
    """The flow that is asked about, or why a row has none that can be read."""

    flow: str
    refusal: str


class ReadRole(NamedTuple):
    """The role of a party and the one that is asked about, or why it cannot be read."""

    party_role: str
    role: str
    refusal: str


class ReadNumber(NamedTuple):
    """A number in its compared form, and whether it stands for none."""

    number: str
    is_none: bool


class DeclaredWords(Struct, frozen=True, kw_only=True):
    """Reads words for one side of a profile, whose time zone it is.

    `at` counts for every row; `flow` where one has none; `asked_as` goes before DEC-1-2.
    """

    zone: str
    at: str | None = None
    flow_given: Flow | None = None
    asked_as: Mapping[PartyRole, Role] = {}

    @classmethod
    def of(cls, terms: MatchTerms, zone: str) -> DeclaredWords:
        """Return what reads words as terms have it."""
        return cls(zone=zone, at=terms.at, flow_given=terms.flow, asked_as=terms.asked_as)

    @property
    def given(self) -> ReadMoment | None:
        """The moment that counts for every row, if one does; the zone may not have its day."""
        return None if self.at is None else ReadMoment("", self.at, self._counted(self.at), "")

    def number(self, written: str) -> ReadNumber:
        """Return a number as it is compared."""
        compared = compared_number(cut(written.strip()))
        return ReadNumber(compared, bool(compared) and stands_for_none(compared))

    def moment(self, written: str) -> ReadMoment:
        """Return what an acceptance comes to, whatever the form it is written in."""
        text = written.strip()
        accepted = moment_written(text) if text else ""
        if text and not accepted:
            return ReadMoment(
                "", "", "", _refusal_reason(f"{text[:40]!r} is neither an instant nor a day")
            )
        at = self.at
        if at is None:
            at = question_moment(accepted, self.zone) if accepted else None
        return ReadMoment(accepted, at or "", self._counted(at or ""), "")

    def _counted(self, at: str) -> str:
        """Return T, or nothing for a day that the zone has not."""
        return "" if is_date(at) and not zone_has_day(self.zone, at) else at

    def flow(self, written: str) -> ReadFlow:
        """Return the flow that a word says, or the one that was given where there is none."""
        word = written.strip().lower()
        if word and word not in FLOWS:
            return ReadFlow("", _refusal_reason(no_flow(written.strip())))
        return ReadFlow(word or self.flow_given or "", "")

    def role(self, written: str) -> ReadRole:
        """Return the role that a word says; without one it is `other`."""
        word = written.strip()
        role = WORDS.get(folded(word)) if word else PartyRole.OTHER
        if role is None:
            return ReadRole("", "", _refusal_reason(no_role(word, ROLES)))
        return ReadRole(role, self.asked_as.get(role) or ASKED_AS.get(role) or "", "")


def _refusal_reason(refusal: str) -> str:
    return f"{MALFORMED} {excerpt(refusal, LONGEST_REFUSAL)}"
