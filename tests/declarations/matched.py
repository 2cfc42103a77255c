"""Declarations of Japan, and what a matcher of Japan says of them by a stream of Hong Kong."""

from __future__ import annotations

from msgspec.structs import replace

from aeo_exchange.declarations.answer import MatchedParty
from aeo_exchange.declarations.declaration import (
    Declaration,
    DeclaredParty,
    PartyRole,
    QuotedNumber,
)
from aeo_exchange.declarations.held_answers import held_matcher
from aeo_exchange.declarations.matching import DeclarationMatcher, MatchTerms
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.recognition.evidence import AdoptedProfile, HeldEvidence
from aeo_exchange.model.codes import IdentifierMode
from aeo_exchange.model.instants import instant
from exchange.recognising import TIN, K, T, evidence, japans

EXPORTER = PartyRole.EXPORTER


def going_by(mode: str, *schemes: str) -> PartnerProfile:
    """Return the sample profile, in which Japan finds a holder by a mode and by schemes."""
    base = japans()
    hong_kong, japan = base.parties
    changed = replace(
        japan,
        identifier_mode=IdentifierMode(mode),
        identifier_schemes=schemes or japan.identifier_schemes,
    )
    return replace(base, parties=(hong_kong, changed))


def by_numbers(*schemes: str) -> PartnerProfile:
    return going_by("aeo-number", *(schemes or ("HK-BR", "LEI")))


def number(value: str, place: str = "id", **more: str) -> QuotedNumber:
    return QuotedNumber(value=value, place=place, **more)


def party(*numbers: QuotedNumber | str, role: PartyRole = EXPORTER, **more: str) -> DeclaredParty:
    quotes = tuple(number(one) if isinstance(one, str) else one for one in numbers)
    return DeclaredParty(role=role, numbers=quotes, **more)


def declared(*parties: DeclaredParty, at: str = T, **more: object) -> Declaration:
    return Declaration(**{"accepted_at": at, "flow": "import", "parties": parties, **more})


def held_under(
    held: HeldEvidence | None = None, under: PartnerProfile | None = None, **more: object
) -> tuple[MatchTerms, HeldEvidence]:
    """Return what Japan asks, and what it holds, by its profile; by numbers unless told."""
    adopted = under or by_numbers()
    known = replace(held or evidence(), profiles=(AdoptedProfile(adopted),))
    return MatchTerms(profile=adopted, asked_by="JP", known_at=instant(K), **more), known


def matcher(
    held: HeldEvidence | None = None, under: PartnerProfile | None = None, **more: object
) -> DeclarationMatcher:
    """Return a matcher of Japan, by its profile; by numbers unless told."""
    return held_matcher(*held_under(held, under, **more))


def asked(
    one: DeclaredParty | str = TIN, by: DeclarationMatcher | None = None, **more: object
) -> MatchedParty:
    """Return what is said of one party of an import, or of an exporter with one number."""
    whole = declared(party(one) if isinstance(one, str) else one, **more)
    (said,) = (by or matcher()).matched(whole, "d.xml").parties
    return said


def told(said: MatchedParty) -> tuple[str, list[str]]:
    return str(said.result), [why.code for why in said.reasons]


def near(said: MatchedParty) -> list[tuple[str, str]]:
    return [(one.tin, str(one.near)) for one in said.candidates]
