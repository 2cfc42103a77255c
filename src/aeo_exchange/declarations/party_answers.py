"""What recognition answers about a holder to what is said of the party (DEC-4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from aeo_exchange.declarations.answer import (
    LeadPlace,
    MatchedNumber,
    MatchedParty,
    MatchReason,
    MatchWhy,
)
from aeo_exchange.declarations.declaration import DeclaredParty, QuotedNumber
from aeo_exchange.declarations.lookups import NumberLead, NumbersOfParty
from aeo_exchange.exchange.recognition.answer import RecognitionAnswer, RecognitionWhy
from aeo_exchange.exchange.recognition.reasons import RecognitionReason, RecognitionResult

__all__ = [
    "LeadAnswer",
    "counted_result",
    "holders_meant",
    "match_why",
    "of_answer",
    "of_nobody",
    "told_of",
    "told_of_nobody",
    "two_holders_told",
]

_YES, _OPEN = RecognitionResult.RECOGNISED, RecognitionResult.UNDETERMINED
ASSUMED = {RecognitionReason.ROLE_NOT_ASKED, RecognitionReason.FLOW_NOT_ASKED}
# Of a holder that is known, these say that the number was not one of it at T.
NOBODY = {
    RecognitionReason.NOT_IN_STREAM,
    RecognitionReason.CODE_NOT_ISSUED,
    RecognitionReason.UNREAD,
    RecognitionReason.OUT_OF_USE,
    RecognitionReason.NOT_SIGNED,
}


class LeadAnswer(NamedTuple):
    """A lead with the answer of recognition, and the TINs of the holders that it led to."""

    lead: NumberLead
    answer: RecognitionAnswer
    tins: frozenset[str]


@cache
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
    by: MatchedNumber | UnsetType = UNSET
    tin: str | UnsetType = UNSET
    if answered is not None:
        number, lookup = answered.lead.number, answered.lead.lookup
        place: LeadPlace = "name-address" if lookup == "link" else number.place
        by = MatchedNumber(value=number.value, place=place, lookup=lookup)
        if len(answered.tins) == 1:
            (tin,) = answered.tins
    return MatchedParty(
        role=party.role,
        name=party.name,
        address=party.address,
        country=party.country,
        numbers=party.numbers,
        result=result,
        reasons=tuple(reasons),
        found_by=by,
        tin=tin,
    )


def holders_meant(
    tins: frozenset[str],
    reasons: Iterable[RecognitionWhy],
    tin_of_key: Mapping[tuple[str, str], str],
) -> frozenset[str]:
    """Return whose a number was at T: `tins` have it now, and the reasons say what they are about.

    Nobody was looked for where a stream or the rows fail before; the number is theirs still.
    """
    keys = {(why.sender or "", why.key) for why in reasons if why.key is not UNSET}
    by_keys = frozenset(tin_of_key[key] for key in keys if key in tin_of_key)
    if by_keys:
        return by_keys | tins
    return frozenset() if all(why.code in NOBODY for why in reasons) else tins


def counted_result(
    result: RecognitionResult, reasons: Iterable[RecognitionWhy]
) -> RecognitionResult:
    """Return a result as it counts for a party: a yes on an assumption is none (DEC-4-3)."""
    assumed = any(why.code in ASSUMED for why in reasons)
    return _OPEN if assumed and result is _YES else result


def of_answer(party: DeclaredParty, answered: LeadAnswer) -> MatchedParty:
    """Return the answer of recognition; a yes on an assumption is none (DEC-4-3)."""
    answer = answered.answer
    result = counted_result(answer.result, answer.reasons)
    matched = told_of(party, result, _reasons(answer), answered)
    return replace(
        matched,
        since=UNSET if result is not answer.result else answer.since,
        would_be=answer.would_be,
        benefits=tuple(one.code for one in answer.benefits) if result is _YES else (),
        rests_on=answer.rests_on,
    )


def _reasons(answer: RecognitionAnswer) -> list[MatchWhy]:
    return [
        MatchWhy(code=str(why.code), because=why.because, key=why.key) for why in answer.reasons
    ]


def of_nobody(
    party: DeclaredParty, numbers: NumbersOfParty, nobody: RecognitionAnswer
) -> MatchedParty:
    """Return what is said where no lookup found anybody; no row is a no, whoever it is."""
    if told_of_nobody(nobody.result, nobody.reasons):
        return told_of(party, nobody.result, _reasons(nobody))
    reason = MatchReason.NO_NUMBER
    if numbers.looked_up:
        reason = MatchReason.NOT_FOUND
    elif numbers.placeholders:
        reason = MatchReason.PLACEHOLDER
    beside = [why for why in _reasons(nobody) if why.code != RecognitionReason.NOT_IN_STREAM]
    return told_of(party, _OPEN, [match_why(reason), *beside])


def told_of_nobody(result: RecognitionResult, reasons: Iterable[RecognitionWhy]) -> bool:
    """Say whether an answer about nobody is a no about everybody: no row covers what was asked."""
    if result is not RecognitionResult.NOT_RECOGNISED:
        return False
    return any(why.code is RecognitionReason.NO_ROW for why in reasons)


def two_holders_told(telling: Iterable[LeadAnswer]) -> LeadAnswer | None:
    """Return the first answer about a number that leads to several holders, by whatever lookups."""
    of_number: dict[QuotedNumber, LeadAnswer] = {}
    for one in telling:
        first = of_number.setdefault(one.lead.number, one)
        of_number[one.lead.number] = first._replace(tins=first.tins | one.tins)
    return next((one for one in of_number.values() if len(one.tins) > 1), None)
