"""A declaration to the answer about each of its parties (DEC-4)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

from msgspec import UNSET, Struct
from msgspec.structs import replace

from aeo_exchange.declarations.answer import (
    MatchCandidate,
    MatchedDeclaration,
    MatchedParty,
    MatchReason,
)
from aeo_exchange.declarations.declaration import (
    ASKED_AS,
    Declaration,
    DeclaredParty,
    PartyRole,
    QuotedNumber,
)
from aeo_exchange.declarations.links import ConfirmedLink
from aeo_exchange.declarations.lookups import NumberLead, NumbersOfParty
from aeo_exchange.declarations.moments import question_moment, zone_has_day
from aeo_exchange.declarations.near import NONE_LED, NumbersThatLed, stands_for_none
from aeo_exchange.declarations.party_answers import (
    LeadAnswer,
    match_why,
    of_answer,
    of_nobody,
    told_of,
    two_holders_told,
)
from aeo_exchange.exchange.partner_profile import Flow, PartnerProfile, ProfileSide
from aeo_exchange.exchange.recognition.answer import RecognitionAnswer
from aeo_exchange.exchange.recognition.evidence import HeldEvidence
from aeo_exchange.exchange.recognition.reasons import RecognitionReason, RecognitionResult
from aeo_exchange.model.codes import Role
from aeo_exchange.model.instants import Instant
from aeo_exchange.reference.identifiers.compared import compared_number

__all__ = ["AnswerSource", "DeclarationMatcher", "MatchTerms", "keep_within_room", "side_in_force"]

_YES, _OPEN = RecognitionResult.RECOGNISED, RecognitionResult.UNDETERMINED
COUNTRY = 2
MOST_KNOWN = 50_000  # questions whose answers are kept, and numbers what they led to
Key = TypeVar("Key")
Value = TypeVar("Value")


class MatchTerms(Struct, frozen=True, kw_only=True):
    """Under which profile is asked, by whom, as known when; what a declaration may leave open.

    `at` counts for every declaration; `flow` where one has none; `asked_as` goes before DEC-1-2;
    `by_name`: name candidates by name and address too. `links`: what officers have confirmed.
    """

    profile: PartnerProfile
    asked_by: str
    known_at: Instant
    at: str | None = None
    flow: Flow | None = None
    asked_as: Mapping[PartyRole, Role] = {}
    by_name: bool = False
    links: Sequence[ConfirmedLink] = ()


def side_in_force(terms: MatchTerms, evidence: HeldEvidence) -> ProfileSide:
    """Return the side that asks, by the version in force at K, else by that given (DEC-3-2)."""
    profile = evidence.profile_at(terms.known_at) or terms.profile
    side = profile.side(terms.asked_by)
    assert side is not None
    return side


class AnswerSource(Protocol):
    """Knows whose a number is, and what is answered about whom: by what is held, or by tables.

    T is an instant in UTC, or a day that the side that asks has in its zone, `time_zone`.
    """

    time_zone: str

    def numbers(self, quoted: Sequence[QuotedNumber]) -> NumbersOfParty:
        """Return what the numbers of a party lead to (DEC-3-2)."""
        ...

    def links(self, party: DeclaredParty, at: str, /) -> Sequence[NumberLead]:
        """Return the holders that an officer has confirmed for a name and address (DEC-5-4)."""
        ...

    def turns(
        self, leads: Sequence[NumberLead], role: Role | None, flow: Flow | None
    ) -> Sequence[str]:
        """Return the instants, sorted, between which all that is said of these is the same."""
        ...

    def answered(
        self, lead: NumberLead, role: Role | None, flow: Flow | None, at: str
    ) -> LeadAnswer:
        """Return what is answered about whom a number leads to."""
        ...

    def nobody(self, role: Role | None, flow: Flow | None, at: str) -> RecognitionAnswer:
        """Return what is answered about a number that nobody has."""
        ...

    def has_number(self, tin: str, compared: str) -> bool:
        """Say whether the holder of a TIN has a number, of whatever kind and time."""
        ...

    def is_held(self, compared: str) -> bool:
        """Say whether some holder has a number."""
        ...

    def firm(self, tin: str, moment: str, /) -> tuple[tuple[str, ...], str]:
        """Return the tiers in force and the size class of a holder, as far as they are known."""
        ...

    def candidates(
        self, party: DeclaredParty, led: NumbersThatLed = NONE_LED, /
    ) -> tuple[MatchCandidate, ...]:
        """Return whom a party may mean, the best first (DEC-5); `led` are numbers that differ."""
        ...


class _PartyCourse(NamedTuple):
    """The answers about a party: between two instants at which one can change, and for each day."""

    turns: Sequence[str]
    told: dict[int | str, MatchedParty]


class DeclarationMatcher:
    """Answers about declarations by what a source knows, as DEC-3 and DEC-4 have it."""

    def __init__(self, terms: MatchTerms, source: AnswerSource, *, has_links: bool = False) -> None:
        self._terms = terms
        self._source = source
        self._has_links = has_links
        self._partner = terms.profile.partner_of(terms.asked_by)
        self._zone = source.time_zone
        self._asked_as = {**ASKED_AS, **terms.asked_as}
        self._leads: dict[tuple[QuotedNumber, ...], NumbersOfParty] = {}
        self._courses: dict[tuple[DeclaredParty, Flow | None], _PartyCourse] = {}

    def matched(
        self, declaration: Declaration, source: str, line: int | None = None
    ) -> MatchedDeclaration:
        """Return what is said of a declaration, each of its parties by itself."""
        at = self._moment(declaration)
        flow = declaration.flow or self._terms.flow
        return MatchedDeclaration(
            source=source,
            line=UNSET if line is None else line,
            number=declaration.number,
            accepted_at=declaration.accepted_at,
            released_at=declaration.released_at,
            at=UNSET if at is None else at,
            at_was_given=self._terms.at is not None,
            flow=UNSET if flow is None else flow,
            is_notification=declaration.is_notification,
            asked_by=self._terms.asked_by,
            profile=self._terms.profile.code,
            partner=self._partner,
            time_zone=self._zone,
            known_at=self._terms.known_at,
            parties=tuple(self._parties(declaration, at, flow)),
        )

    def _moment(self, declaration: Declaration) -> str | None:
        if self._terms.at is not None:
            return self._terms.at
        written = declaration.accepted_at
        return question_moment(written, self._zone) if written else None

    def _parties(
        self, declaration: Declaration, at: str | None, flow: Flow | None
    ) -> list[MatchedParty]:
        if at is None:
            return [self._without_moment(party) for party in declaration.parties]
        is_day = not at.endswith("Z")  # which an instant does
        if is_day and not zone_has_day(self._zone, at):
            reasons = [match_why(MatchReason.NO_ACCEPTANCE)]
            return [told_of(party, _OPEN, reasons) for party in declaration.parties]
        if self._has_links:  # which have days of their own
            return [self._asked(party, at, flow) for party in declaration.parties]
        return [self._known(party, at, flow, is_day=is_day) for party in declaration.parties]

    def _without_moment(self, party: DeclaredParty) -> MatchedParty:
        numbers = self._numbers(party)
        unanswered = told_of(party, _OPEN, [match_why(MatchReason.NO_ACCEPTANCE)])
        return unanswered if numbers.leads else self._with_candidates(unanswered, party)

    def _known(
        self, party: DeclaredParty, at: str, flow: Flow | None, *, is_day: bool
    ) -> MatchedParty:
        """Return the answer about a party; those of brokers come again and again."""
        course = self._courses.get((party, flow)) or self._course(party, flow)
        place = at if is_day else bisect_right(course.turns, at)
        told = course.told.get(place)
        if told is None:
            told = self._asked(party, at, flow)
            course.told[place] = told
        return told

    def _course(self, party: DeclaredParty, flow: Flow | None) -> _PartyCourse:
        """Return the instants at which what is said of a party can change, and nothing said yet."""
        role = self._asked_as.get(party.role)
        turns = self._source.turns(self._numbers(party).leads, role, flow)
        course = _PartyCourse(turns, {})
        keep_within_room(self._courses, (party, flow), course)
        return course

    def _asked(self, party: DeclaredParty, at: str, flow: Flow | None) -> MatchedParty:
        role = self._asked_as.get(party.role)
        numbers = self._numbers(party)
        leads: Sequence[NumberLead] = numbers.leads
        if self._has_links:
            leads = (*leads, *self._source.links(party, at))
        answers = [self._source.answered(lead, role, flow, at) for lead in leads]
        telling = [one for one in answers if one.tins or _is_without_table(one.answer)]
        if not telling:
            nobody = self._source.nobody(role, flow, at)
            return self._with_candidates(of_nobody(party, numbers, nobody), party)
        tins = frozenset().union(*(one.tins for one in telling))
        if len(tins) > 1 and (several := two_holders_told(telling)):
            return told_of(party, _OPEN, [match_why(RecognitionReason.TWO_HOLDERS)], several)
        led = {one.lead.number for one in telling}
        others = [number for number in party.numbers if number not in led]
        if len(tins) > 1 or any(self._names_another(others, tin) for tin in tins):
            differing = told_of(party, _OPEN, [match_why(MatchReason.NUMBERS_DIFFER)], telling[0])
            alone = replace(differing, found_by=UNSET, tin=UNSET)
            return self._with_candidates(alone, party, _holders_by_number(telling))
        best = max(telling, key=_weight)
        return self._with_firm(of_answer(party, best), best.answer.from_instant or at)

    def _with_firm(self, matched: MatchedParty, moment: str) -> MatchedParty:
        """Return a party with what the records of its holder tell at a moment, if it has one."""
        if matched.tin is UNSET:
            return matched
        tiers, size = self._source.firm(matched.tin, moment)
        if not tiers and not size:  # as where tables are asked
            return matched
        return replace(matched, tiers=tiers, size_class=size or UNSET)

    def _names_another(self, others: Sequence[QuotedNumber], tin: str) -> bool:
        """Say whether some number that led nowhere speaks against a holder (DEC-3-3)."""
        for number in others:
            compared = compared_number(number.value)
            if stands_for_none(compared) or self._source.has_number(tin, compared):
                continue
            is_like = number.place != "aeo-number" and compared[:COUNTRY] == tin[:COUNTRY]
            if is_like or self._source.is_held(compared):
                return True
        return False

    def _numbers(self, party: DeclaredParty) -> NumbersOfParty:
        """Return what the numbers of a party lead to; those of brokers come again and again."""
        numbers = self._leads.get(party.numbers)
        if numbers is None:
            numbers = self._source.numbers(party.numbers)
            keep_within_room(self._leads, party.numbers, numbers)
        return numbers

    def _with_candidates(
        self, matched: MatchedParty, party: DeclaredParty, led: NumbersThatLed = NONE_LED
    ) -> MatchedParty:
        candidates = self._source.candidates(party, led)
        return replace(matched, candidates=candidates) if candidates else matched


def keep_within_room(kept: dict[Key, Value], key: Key, value: Value) -> None:
    """Keep a value for the next time; there is room for so many."""
    if len(kept) >= MOST_KNOWN:
        kept.clear()
    kept[key] = value


def _is_without_table(answer: RecognitionAnswer) -> bool:
    return any(why.code is RecognitionReason.NO_OWN_CODES for why in answer.reasons)


def _holders_by_number(telling: Iterable[LeadAnswer]) -> NumbersThatLed:
    """Return the numbers that led to holders, each with all of these by whatever lookup."""
    led: dict[QuotedNumber, frozenset[str]] = {}
    for one in telling:
        led[one.lead.number] = led.get(one.lead.number, frozenset()) | one.tins
    return led


def _weight(one: LeadAnswer) -> int:
    """Return how much an answer says; leads to one holder may differ in what they find at T."""
    return (_OPEN, RecognitionResult.NOT_RECOGNISED, _YES).index(one.answer.result)
