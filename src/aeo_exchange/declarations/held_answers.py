"""What is held to the answers about those that the numbers of a party lead to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from aeo_exchange.declarations.answer import MatchCandidate
from aeo_exchange.declarations.declaration import DeclaredParty, QuotedNumber
from aeo_exchange.declarations.holders import IndexedHolders
from aeo_exchange.declarations.links import ConfirmedLinks
from aeo_exchange.declarations.lookups import NumberLead, NumbersOfParty, PartyLookups
from aeo_exchange.declarations.matching import (
    DeclarationMatcher,
    MatchTerms,
    keep_within_room,
    side_in_force,
)
from aeo_exchange.declarations.near import NONE_LED, NearNumbers, NumbersThatLed
from aeo_exchange.declarations.near_names import NearNames
from aeo_exchange.declarations.party_answers import LeadAnswer, holders_meant
from aeo_exchange.exchange.partner_profile import Flow
from aeo_exchange.exchange.recognition.answer import RecognitionAnswer
from aeo_exchange.exchange.recognition.evidence import HeldEvidence
from aeo_exchange.exchange.recognition.evidence_index import IndexedEvidence
from aeo_exchange.exchange.recognition.question import RecognitionQuestion, Sought
from aeo_exchange.exchange.recognition.timeline import RecognitionTimeline
from aeo_exchange.model.codes import IdentifierMode, Role

__all__ = ["HeldAnswers", "held_matcher"]

ABSENT = Sought(value="")  # no holder has it


def held_matcher(terms: MatchTerms, evidence: HeldEvidence) -> DeclarationMatcher:
    """Return what answers about declarations by what is held, which is indexed once."""
    answers = HeldAnswers(terms, evidence)
    return DeclarationMatcher(terms, answers, has_links=answers.has_links)


class HeldAnswers:
    """Answers by evidence, each question asked once."""

    def __init__(self, terms: MatchTerms, evidence: HeldEvidence) -> None:
        side = side_in_force(terms, evidence)
        schemes = evidence.reference.schemes
        self._terms = terms
        self.time_zone = side.time_zone
        self._evidence = IndexedEvidence(evidence)
        self._holders = IndexedHolders(evidence, terms.known_at, schemes)
        self._lookups = PartyLookups(side, self._evidence, self._holders, schemes)
        self._near = NearNumbers(self._holders, schemes, looked_up=self._lookups.looked_up_schemes)
        goes_by_names = side.identifier_mode is IdentifierMode.NAME_ADDRESS
        self._links = ConfirmedLinks(terms.links if goes_by_names else (), self.time_zone)
        self._near_names = NearNames(self._holders) if terms.by_name else None
        self._candidates: dict[tuple[QuotedNumber, ...], tuple[MatchCandidate, ...]] = {}
        self._timelines: dict[tuple[Sought, Role | None, Flow | None], RecognitionTimeline] = {}

    @property
    def has_links(self) -> bool:
        """Whether officers have confirmed names, each from a day of its own on."""
        return bool(self._links)

    def numbers(self, quoted: Sequence[QuotedNumber]) -> NumbersOfParty:
        """Return what the numbers of a party lead to."""
        return self._lookups.of(quoted)

    def links(self, party: DeclaredParty, at: str) -> list[NumberLead]:
        """Return the holders that an officer has confirmed for a name and address."""
        return [
            NumberLead(
                QuotedNumber(value=party.name),
                "link",
                Sought(value=tin),
                frozenset({tin} & self._holders.by_tin.keys()),
            )
            for tin in self._links.tins(party, at)
        ]

    def turns(
        self, leads: Sequence[NumberLead], role: Role | None, flow: Flow | None
    ) -> Sequence[str]:
        """Return the instants between which all that is said of some leads is the same."""
        turns = self._timeline(ABSENT, role, flow).turns
        if not leads:
            return turns
        timelines = [self._timeline(lead.sought, role, flow) for lead in leads]
        tins = frozenset().union(
            *(lead.tins for lead in leads), *(timeline.tins for timeline in timelines)
        )
        firms = (self._holders.by_tin[tin].firm_turns() for tin in tins)
        several = (turns, *(timeline.turns for timeline in timelines), *firms)
        return sorted(set(chain.from_iterable(several)))

    def answered(
        self, lead: NumberLead, role: Role | None, flow: Flow | None, at: str
    ) -> LeadAnswer:
        """Return what is answered about whom a number leads to."""
        answer = self._timeline(lead.sought, role, flow).answer(at)
        meant = holders_meant(lead.tins, answer.reasons, self._holders.tin_of_key)
        return LeadAnswer(lead, answer, meant)

    def nobody(self, role: Role | None, flow: Flow | None, at: str) -> RecognitionAnswer:
        """Return what is answered about a number that nobody has."""
        return self._timeline(ABSENT, role, flow).answer(at)

    def has_number(self, tin: str, compared: str) -> bool:
        """Say whether the holder of a TIN has a number."""
        return compared in self._holders.by_tin[tin].numbers

    def is_held(self, compared: str) -> bool:
        """Say whether some holder has a number."""
        return compared in self._holders.holders_of

    def firm(self, tin: str, moment: str) -> tuple[tuple[str, ...], str]:
        """Return the tiers that the records of a holder have in force, and its size class."""
        return self._holders.by_tin[tin].firm(moment)

    def candidates(
        self, party: DeclaredParty, led: NumbersThatLed = NONE_LED
    ) -> tuple[MatchCandidate, ...]:
        """Return whom a party may mean, by its numbers, else by its name."""
        if led:  # which is seldom, and hangs on T
            return self._near.candidates(party.numbers, led)
        candidates = self._candidates.get(party.numbers)
        if candidates is None:
            candidates = self._near.candidates(party.numbers)
            keep_within_room(self._candidates, party.numbers, candidates)
        if not candidates and self._near_names is not None:
            candidates = self._near_names.candidates(party)
        return candidates

    def _timeline(
        self, sought: Sought, role: Role | None, flow: Flow | None
    ) -> RecognitionTimeline:
        key = (sought, role, flow)
        timeline = self._timelines.get(key)
        if timeline is None:
            question = RecognitionQuestion(
                sought=sought,
                asked_by=self._terms.asked_by,
                at="",
                known_at=self._terms.known_at,
                party_role=role,
                flow=flow,
            )
            timeline = RecognitionTimeline(question, self._evidence.narrowed(sought))
            keep_within_room(self._timelines, key, timeline)
        return timeline
