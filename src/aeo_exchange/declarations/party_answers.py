"""What recognition answers about a holder to what is said of the party (DEC-4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.declarations.answer import (
    LeadPlace,
    MatchedNumber,
    MatchedParty,
    MatchReason,
    MatchWhy,
)
from aeo_exchange.declarations.declaration import DeclaredParty
from aeo_exchange.declarations.lookups import NumberLead, NumbersOfParty
from aeo_exchange.exchange.recognition.answer import RecognitionAnswer
from aeo_exchange.exchange.recognition.reasons import RecognitionReason, RecognitionResult

__all__ = ["LeadAnswer", "match_why", "of_answer", "of_nobody", "told_of"]

_YES, _OPEN = RecognitionResult.RECOGNISED, RecognitionResult.UNDETERMINED
ASSUMED = {RecognitionReason.ROLE_NOT_ASKED, RecognitionReason.FLOW_NOT_ASKED}


class LeadAnswer(NamedTuple):
    """A lead with the answer of recognition, and the TINs of the holders that it led to."""

    lead: NumberLead
    answer: RecognitionAnswer
    tins: frozenset[str]


def match_why(reason: MatchReason | RecognitionReason) -> MatchWhy:
    """Return a reason with its words."""
    return MatchWhy(code=str(reason), because=reason.definition)


def told_of(
    party: DeclaredParty,
    result: RecognitionResult,
    reasons: Sequence[MatchWhy],
    answered: LeadAnswer | None = None,
) -> MatchedParty:
    """Return a party with a result, and with the number that led to its holder, if one did."""
    matched = MatchedParty(
        role=party.role,
        name=party.name,
        address=party.address,
        country=party.country,
        numbers=party.numbers,
        result=result,
        reasons=tuple(reasons),
    )
    if answered is None:
        return matched
    number = answered.lead.number
    lookup = answered.lead.lookup
    place: LeadPlace = "name-address" if lookup == "link" else number.place
    by = MatchedNumber(value=number.value, place=place, lookup=lookup)
    tin = next(iter(answered.tins)) if len(answered.tins) == 1 else UNSET
    return replace(matched, found_by=by, tin=tin)


def of_answer(party: DeclaredParty, answered: LeadAnswer) -> MatchedParty:
    """Return the answer of recognition; a yes on an assumption is none (DEC-4-3)."""
    answer = answered.answer
    assumed = any(why.code in ASSUMED for why in answer.reasons)
    result = _OPEN if assumed and answer.result is _YES else answer.result
    matched = told_of(party, result, list(_reasons(answer)), answered)
    return replace(
        matched,
        since=UNSET if result is not answer.result else answer.since,
        would_be=answer.would_be,
        benefits=tuple(one.code for one in answer.benefits) if result is _YES else (),
        rests_on=answer.rests_on,
    )


def _reasons(answer: RecognitionAnswer) -> Iterator[MatchWhy]:
    for why in answer.reasons:
        yield MatchWhy(code=str(why.code), because=why.because, key=why.key)


def of_nobody(
    party: DeclaredParty, numbers: NumbersOfParty, nobody: RecognitionAnswer
) -> MatchedParty:
    """Return what is said where no lookup found anybody; no row is a no, whoever it is."""
    codes = [why.code for why in nobody.reasons]
    if nobody.result is RecognitionResult.NOT_RECOGNISED and RecognitionReason.NO_ROW in codes:
        return told_of(party, nobody.result, list(_reasons(nobody)))
    reason = MatchReason.NO_NUMBER
    if numbers.looked_up:
        reason = MatchReason.NOT_FOUND
    elif numbers.placeholders:
        reason = MatchReason.PLACEHOLDER
    beside = [why for why in _reasons(nobody) if why.code != RecognitionReason.NOT_IN_STREAM]
    return told_of(party, _OPEN, [match_why(reason), *beside])
