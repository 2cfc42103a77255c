"""The tables of an export to the answers about those that the numbers of a party lead to.

An engine asks them about rows, each with two numbers at most. A declaration in XML may name a party
by several, in whatever places; it is asked about here, one after the other, by the same tables.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Protocol, TypeAlias, TypeVar, cast

from aeo_exchange.declarations.answer import LookupName, MatchCandidate
from aeo_exchange.declarations.declaration import DeclaredParty, QuotedNumber
from aeo_exchange.declarations.interval_tables.rows import (
    WEIGHTS,
    AnswerRow,
    LeadRow,
    NobodyRow,
    NumberRow,
    QuestionRow,
    SaidRow,
    TableRow,
    TakenRow,
)
from aeo_exchange.declarations.lookups import NumberLead, NumbersOfParty
from aeo_exchange.declarations.matching import MatchTerms, keep_within_room
from aeo_exchange.declarations.near import NONE_LED, NumbersThatLed
from aeo_exchange.declarations.party_answers import LeadAnswer
from aeo_exchange.exchange.partner_profile import Benefit, Flow
from aeo_exchange.exchange.recognition.answer import (
    RecognitionAnswer,
    RecognitionBasis,
    RecognitionWhy,
)
from aeo_exchange.exchange.recognition.intervals import FIRST, LAST
from aeo_exchange.exchange.recognition.question import Sought
from aeo_exchange.exchange.recognition.reasons import RecognitionReason, RecognitionResult
from aeo_exchange.model.codes import Role
from aeo_exchange.reference.identifiers.compared import compared_of_scheme
from aeo_exchange.reference.schemes import Schemes

__all__ = ["RowsOf", "TableAnswers"]

REASONS = {str(reason): reason for reason in RecognitionReason}
WHATEVER = "*"  # in `taken`: whatever scheme stands by the number
SEVERAL = frozenset({"one", "another"})  # holders; the tables do not say which
_Span: TypeAlias = AnswerRow | NobodyRow
_Row = TypeVar("_Row", bound=TableRow)
_from = attrgetter("from_")


class RowsOf(Protocol):
    """Gives the rows of a table, by what each of its rows is."""

    def __call__(self, kind: type[_Row]) -> Iterable[_Row]:
        """Return the rows; raises OSError and WrongChoice."""
        ...


class TableAnswers:
    """Answers by the rows of tables, read once; it names no candidates.

    What a record tells beside its status, such as tiers, stands in no table.
    """

    def __init__(
        self, rows: RowsOf, terms: MatchTerms, *, time_zone: str, schemes: Schemes
    ) -> None:
        self.time_zone = time_zone
        self._terms, self._schemes = terms, schemes
        self._questions = {(row.role, row.flow): row.question for row in rows(QuestionRow)}
        self._taken, self._whole = _taken(rows(TakenRow))
        self._leads = _leads(rows(LeadRow))
        self._holder, self._holders = _holders_of_numbers(rows(NumberRow))
        self._answers = _spans((row.course, row.question, row) for row in rows(AnswerRow))
        self._nobody = _spans((0, row.question, row) for row in rows(NobodyRow))
        self._sayings = {row.said: row for row in rows(SaidRow)}
        self._open = self._answer(RecognitionResult.UNDETERMINED, "", "")
        # Few differ.
        self._told: dict[tuple[int, int], RecognitionAnswer] = {}
        self._told_of_nobody: dict[tuple[bool, str], RecognitionAnswer] = {}
        self._turns: dict[tuple[int, ...], Sequence[str]] = {}

    def numbers(self, quoted: Sequence[QuotedNumber]) -> NumbersOfParty:
        """Return what the numbers of a party lead to."""
        return NumbersOfParty.of(quoted, self._looked_up)

    def _looked_up(self, number: QuotedNumber, compared: str) -> tuple[Sequence[NumberLead], bool]:
        taken = self._taken.get((number.place, number.scheme), ())
        leads = [lead for by in taken for lead in self._led(number, compared, by)]
        return leads, bool(taken) or number.place in self._whole

    def _led(self, number: QuotedNumber, compared: str, by: TakenRow) -> Iterator[NumberLead]:
        if by.scheme:
            compared = compared_of_scheme(by.scheme, number.value, self._schemes)
        for lead in self._leads.get((by.lookup, by.scheme), {}).get(compared, ()):
            tins = frozenset((lead.tin,) if lead.tin else ())
            lookup = cast("LookupName", lead.lookup)
            yield NumberLead(number, lookup, Sought(value=lead.tin), tins, lead.course)

    def links(self, _party: DeclaredParty, _at: str) -> Sequence[NumberLead]:
        """Return none: a profile that goes by names has no tables."""
        return ()

    def turns(
        self, leads: Sequence[NumberLead], role: Role | None, flow: Flow | None
    ) -> Sequence[str]:
        """Return the instants between which all that is said of some leads is the same."""
        key = (self._question(role, flow), *(lead.course for lead in leads))
        turns = self._turns.get(key)
        if turns is None:
            turns = self._turns_of(*key)
            keep_within_room(self._turns, key, turns)
        return turns

    def _turns_of(self, question: int, *courses: int) -> Sequence[str]:
        spans = [self._nobody.get((0, question, False), ())]
        spans += (self._answers.get((course, question, False), ()) for course in courses)
        turns = {turn for some in spans for span in some for turn in (span.from_, span.until)}
        return sorted(turns - {FIRST, LAST})

    def answered(
        self, lead: NumberLead, role: Role | None, flow: Flow | None, at: str
    ) -> LeadAnswer:
        """Return what is answered about whom a number leads to."""
        row = self._at(self._answers, lead.course, self._question(role, flow), at)
        if not isinstance(row, AnswerRow):
            return LeadAnswer(lead, self._open, frozenset())
        alone = frozenset((row.tin,)) if row.tin else lead.tins
        return LeadAnswer(lead, self._said(row), SEVERAL if row.holders > 1 else alone)

    def nobody(self, role: Role | None, flow: Flow | None, at: str) -> RecognitionAnswer:
        """Return what is answered about a number that nobody has."""
        row = self._at(self._nobody, 0, self._question(role, flow), at)
        if not isinstance(row, NobodyRow):
            return self._open
        key = row.is_no, row.reasons
        if key not in self._told_of_nobody:
            result = RecognitionResult.NOT_RECOGNISED if row.is_no else self._open.result
            self._told_of_nobody[key] = self._answer(result, row.reasons, "")
        return self._told_of_nobody[key]

    def has_number(self, tin: str, compared: str) -> bool:
        """Say whether the holder of a TIN has a number."""
        return self._holder.get(compared) == tin or tin in self._holders.get(compared, ())

    def is_held(self, compared: str) -> bool:
        """Say whether some holder has a number."""
        return compared in self._holder

    def firm(self, _tin: str, _moment: str) -> tuple[tuple[str, ...], str]:
        """Return nothing: tiers and size classes stand in no table."""
        return (), ""

    def candidates(
        self, _party: DeclaredParty, _led: NumbersThatLed = NONE_LED
    ) -> tuple[MatchCandidate, ...]:
        """Return none."""
        return ()

    def _question(self, role: Role | None, flow: Flow | None) -> int:
        return self._questions[role or "", flow or ""]

    def _at(self, spans: _Spans, course: int, question: int, at: str) -> _Span | None:
        by_day = not at.endswith("Z")  # which an instant does
        some = spans.get((course, question, by_day), ())
        place = bisect_right(some, at, key=_from)
        return some[place - 1] if place and at < some[place - 1].until else None

    def _said(self, row: AnswerRow) -> RecognitionAnswer:
        key = row.said, row.weight
        if key not in self._told:
            saying = self._sayings[row.said]
            self._told[key] = self._answer(WEIGHTS[row.weight], saying.reasons, saying.benefits)
        return self._told[key]

    def _answer(self, result: RecognitionResult, reasons: str, benefits: str) -> RecognitionAnswer:
        codes = [REASONS[code] for code in reasons.split()]
        return RecognitionAnswer(
            result=result,
            identifier="",
            asked_by=self._terms.asked_by,
            at="",
            known_at=self._terms.known_at,
            reasons=tuple(RecognitionWhy(code=code, because=code.definition) for code in codes),
            benefits=tuple(Benefit(code=code, text=code) for code in benefits.split()),
            rests_on=RecognitionBasis(),
        )


_Taken: TypeAlias = dict[tuple[str, str], list[TakenRow]]
_Spans: TypeAlias = dict[tuple[int, int, bool], list[_Span]]


def _taken(rows: Iterable[TakenRow]) -> tuple[_Taken, set[str]]:
    """Return what takes the numbers of a place and a scheme, and the places taken as a whole."""
    taken: _Taken = defaultdict(list)
    whole = set()
    for row in sorted(rows, key=attrgetter("turn")):
        if row.declared == WHATEVER:
            whole.add(row.place)
        else:
            taken[row.place, row.declared].append(row)
    return dict(taken), whole


def _leads(rows: Iterable[LeadRow]) -> dict[tuple[str, str], dict[str, list[LeadRow]]]:
    """Return the leads by lookup and scheme, and by number, in their order."""
    leads: dict[tuple[str, str], dict[str, list[LeadRow]]] = defaultdict(dict)
    for row in rows:
        leads[row.lookup, row.scheme].setdefault(row.number, []).append(row)
    for by_number in leads.values():
        for several in by_number.values():
            if len(several) > 1:  # most numbers have one
                several.sort(key=attrgetter("place"))
    return dict(leads)


def _holders_of_numbers(rows: Iterable[NumberRow]) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Return a holder of each number, and all of them of those that several have.

    Most have one; one that stands for an unknown number may have all.
    """
    first: dict[str, str] = {}
    several: dict[str, set[str]] = {}
    for row in rows:
        tin = first.setdefault(row.number, row.tin)
        if tin != row.tin:
            several.setdefault(row.number, {tin}).add(row.tin)
    return first, several


def _spans(rows: Iterable[tuple[int, int, _Span]]) -> _Spans:
    """Return from when until when what is answered, by course, question, and whether by days."""
    spans: _Spans = defaultdict(list)
    for course, question, row in rows:
        spans[course, question, row.by_day].append(row)
    for some in spans.values():
        some.sort(key=_from)
    return dict(spans)
