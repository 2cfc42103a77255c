"""Evidence to the rows of the tables, by the same functions as one party is answered about."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, get_args

from aeo_exchange.declarations.holders import IndexedHolders
from aeo_exchange.declarations.interval_tables.answer_shapes import answer_shape
from aeo_exchange.declarations.interval_tables.merged_intervals import (
    MergedInterval,
    Saying,
    merged_intervals,
)
from aeo_exchange.declarations.interval_tables.rows import (
    WEIGHTS,
    AnswerRow,
    LeadRow,
    NobodyRow,
    QuestionRow,
    SaidRow,
    TakenRow,
)
from aeo_exchange.declarations.lookups import KnownLead, PartyLookups
from aeo_exchange.declarations.matching import MatchTerms, side_in_force
from aeo_exchange.declarations.party_answers import (
    counted_result,
    holders_meant,
    told_of_nobody,
)
from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.partner_profile import Flow, ProfileSide
from aeo_exchange.exchange.recognition.basis import reasons_of
from aeo_exchange.exchange.recognition.case import RecognitionCase, assumed_of
from aeo_exchange.exchange.recognition.evidence import HeldEvidence
from aeo_exchange.exchange.recognition.evidence_index import IndexedEvidence
from aeo_exchange.exchange.recognition.intervals import AnswerInterval, answer_intervals
from aeo_exchange.exchange.recognition.question import OWN_CODES, RecognitionQuestion, Sought
from aeo_exchange.exchange.recognition.reasons import RecognitionReason, RecognitionResult
from aeo_exchange.exchange.recognition.recognise import SpanOutcome
from aeo_exchange.model.codes import IdentifierMode, Role

__all__ = ["AnswerMaker"]

NO_RECORD = Sought(value="")


class _Asked(NamedTuple):
    """A question of the table, and a role and a flow of it."""

    number: int
    role: Role | None
    flow: Flow | None


class _AboutSought(NamedTuple):
    """What is asked about, and all that is held about it."""

    sought: Sought
    evidence: HeldEvidence


class AnswerMaker:
    """Makes the rows that answer; raises WrongChoice where tables cannot answer as `match` does."""

    def __init__(self, terms: MatchTerms, evidence: HeldEvidence) -> None:
        side = side_in_force(terms, evidence)
        _check(side, evidence)
        schemes = evidence.reference.schemes
        self._terms, self.time_zone = terms, side.time_zone
        self._evidence = IndexedEvidence(evidence)
        self.holders = IndexedHolders(evidence, terms.known_at, schemes)
        self.lookups = PartyLookups(side, self._evidence, self.holders, schemes)
        self._asked, self.questions = _questions(terms, evidence)
        profile = evidence.profile_at(terms.known_at)
        self._rows = () if profile is None else profile.rows
        self.leads: list[LeadRow] = []
        self._of_shape: dict[Hashable, int] = {}
        self._courses: dict[bytes, int] = {}  # by the digest of what they tell
        self._sayings: dict[tuple[str, str, str], int] = {}

    def taken(self) -> Iterator[TakenRow]:
        """Yield which lookups take which numbers."""
        for place in self.lookups.taken_whole:
            yield TakenRow(place, "*", "", "", 0)
        yield from (TakenRow(*taken) for taken in self.lookups.taken())

    def answers(self) -> Iterator[AnswerRow]:
        """Yield what numbers answer, each course once; `leads` are known behind it."""
        leads = _placed_leads(self.lookups.known())
        for sought, led in groupby(leads, lambda one: one.known.lead.sought):
            about = _AboutSought(sought, self._evidence.narrowed(sought))
            shape = answer_shape(
                sought, about.evidence, self._terms.known_at, self._rows, self.holders.tin_of_key
            )
            courses: dict[frozenset[str], int] = {}
            for known, place in led:
                tins = known.lead.tins
                if tins not in courses:
                    is_plain = shape is not None and tins == {sought.value}
                    courses[tins], rows = self._course(about, tins, shape if is_plain else None)
                    yield from rows
                key = (known.lead.lookup, known.scheme, known.number, place)
                self.leads.append(LeadRow(*key, _tin_of(sought), courses[tins]))

    def _course(
        self, about: _AboutSought, tins: frozenset[str], shape: Hashable | None
    ) -> tuple[int, Iterable[AnswerRow]]:
        """Return the course of a number that leads to some holders, with its rows if it is new."""
        if shape in self._of_shape:
            return self._of_shape[shape], ()
        own = _tin_of(about.sought)
        rows = [
            AnswerRow(
                course=0,  # its number is known when all rows are
                question=asked.number,
                by_day=told.by_day,
                from_=told.from_,
                until=told.until,
                tin="" if told.saying.tin == own else told.saying.tin,
                holders=told.saying.holders,
                weight=told.saying.weight,
                said=told.saying.said,
            )
            for asked in self._asked
            for told in self._intervals_of(about, asked, tins)
        ]
        digest = hashlib.sha256(repr(rows).encode()).digest()
        is_new = digest not in self._courses
        course = self._courses.setdefault(digest, len(self._courses))
        if shape is not None:
            self._of_shape[shape] = course
        return course, (row._replace(course=course) for row in rows) if is_new else ()

    def _intervals_of(
        self, about: _AboutSought, asked: _Asked, tins: frozenset[str]
    ) -> Iterator[MergedInterval]:
        case = RecognitionCase.of(self._question(about.sought, asked), about.evidence)
        return merged_intervals(
            self._answers_of(tins, tuple(answer_intervals(case, self.time_zone)))
        )

    def nobody(self) -> Iterator[NobodyRow]:
        """Yield what is answered where no lookup finds anybody."""
        evidence = self._evidence.narrowed(NO_RECORD)
        for asked in self._asked:
            case = RecognitionCase.of(self._question(NO_RECORD, asked), evidence)
            for interval in answer_intervals(case, self.time_zone):
                told = interval.outcome.told
                reasons = reasons_of(told)
                is_no = told_of_nobody(told.result, reasons)
                codes = [
                    str(why.code)
                    for why in reasons
                    if is_no or why.code != RecognitionReason.NOT_IN_STREAM
                ]
                yield NobodyRow(
                    asked.number,
                    interval.by_day,
                    interval.from_,
                    interval.until,
                    is_no,
                    " ".join(codes),
                )

    def sayings(self) -> Iterator[SaidRow]:
        """Yield the answers that were given so far."""
        for words, number in self._sayings.items():
            yield SaidRow(number, *words)

    def _question(self, sought: Sought, asked: _Asked) -> RecognitionQuestion:
        return RecognitionQuestion(
            sought=sought,
            asked_by=self._terms.asked_by,
            at="",
            known_at=self._terms.known_at,
            party_role=asked.role,
            flow=asked.flow,
        )

    def _answers_of(
        self, tins: frozenset[str], intervals: Iterable[AnswerInterval]
    ) -> Iterator[tuple[AnswerInterval, Saying | None]]:
        known: dict[int, Saying | None] = {}  # many intervals tell the same
        for interval in intervals:
            outcome = interval.outcome
            if id(outcome) not in known:
                known[id(outcome)] = self._saying(tins, outcome)
            yield interval, known[id(outcome)]

    def _saying(self, tins: frozenset[str], over: SpanOutcome) -> Saying | None:
        told = over.told
        reasons = reasons_of(told)
        meant = holders_meant(tins, reasons, self.holders.tin_of_key)
        if not meant:
            return None
        result = counted_result(told.result, reasons)
        is_yes = result is RecognitionResult.RECOGNISED
        benefits = (one.code for one in over.benefits) if is_yes else ()
        words = (str(result), " ".join(str(why.code) for why in reasons), " ".join(benefits))
        said = self._sayings.setdefault(words, len(self._sayings))
        tin = next(iter(meant)) if len(meant) == 1 else ""
        return Saying(tin, len(meant), WEIGHTS.index(told.result), said)


class _PlacedLead(NamedTuple):
    """A number that leads to somebody, and its place among the leads of this number."""

    known: KnownLead
    place: int


def _placed_leads(known: Iterable[KnownLead]) -> list[_PlacedLead]:
    """Return leads by what is asked about, so that it is reckoned once."""
    places: Counter[tuple[str, str, str]] = Counter()
    leads = []
    for one in known:
        key = (one.lead.lookup, one.scheme, one.number)
        leads.append(_PlacedLead(one, places[key]))
        places[key] += 1
    return sorted(leads, key=lambda placed: _order(placed.known.lead.sought))


def _tin_of(sought: Sought) -> str:
    return "" if sought.scheme else sought.value


def _order(sought: Sought) -> tuple[str, str]:
    return sought.scheme or "", sought.value


def _questions(
    terms: MatchTerms, evidence: HeldEvidence
) -> tuple[Sequence[_Asked], Sequence[QuestionRow]]:
    """Return one question for all roles and flows that the rows of the profile tell not apart."""
    profile = evidence.profile_at(terms.known_at)
    asked: dict[tuple[object, ...], _Asked] = {}
    rows = []
    for role in (None, *Role):
        for flow in (None, *get_args(Flow)):
            question = RecognitionQuestion(
                sought=NO_RECORD,
                asked_by="",
                at="",
                known_at=terms.known_at,
                party_role=role,
                flow=flow,
            )
            alike = tuple(
                assumed_of(row, question)
                for row in (() if profile is None else profile.rows)
                if row.recognised_by == terms.asked_by
            )
            known = asked.setdefault(alike, _Asked(len(asked), role, flow))
            rows.append(QuestionRow(role or "", flow or "", known.number))
    return tuple(asked.values()), rows


def _check(side: ProfileSide, evidence: HeldEvidence) -> None:
    if side.identifier_mode is IdentifierMode.NAME_ADDRESS:
        raise WrongChoice(
            "the profile goes by name and address, which no table of numbers answers; "
            "ask `aeo match --db`"
        )
    if side.identifier_mode in OWN_CODES and evidence.issued_codes is None:
        raise WrongChoice("the profile goes by codes that you issued: give them by --own-codes")
