"""The cases of a matcher as tables ask them: those that hold the same are asked together.

What no row can ask is named, with the reason.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec

from aeo_exchange.conformance.adapters.own.holding import Holding
from aeo_exchange.conformance.adapters.own.recogniser import held_evidence
from aeo_exchange.declarations.declaration import Declaration, DeclaredParty
from aeo_exchange.declarations.interval_tables.answer_rows import AnswerMaker
from aeo_exchange.declarations.layout import declaration_layout
from aeo_exchange.declarations.matching import MatchTerms
from aeo_exchange.declarations.readers.contents import declarations_of
from aeo_exchange.declarations.readers.limits import DeclarationLimits
from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.recognition.evidence import HeldEvidence
from aeo_exchange.formats import Content
from aeo_exchange.resources import published

COLUMNS = ("declaration", "acceptedAt", "flow", "role", "id", "scheme", "aeoNumber", "name")
# Why no row of a table asks a case (DEC-1-7 has the columns, DEC-6-2 the places).
NO_COLUMN = (
    "a number stands in class 16C or by a holder of an authorisation, which no column is for"
)
TWO_IN_ONE_PLACE = "two numbers name one party, and a row has one cell for them"
SCHEME_OF_AEO = "a scheme stands by the number of an authorisation, and the column is that of `id`"
NO_TABLES = "no tables are made where the codes that the side issued are not at hand"
NO_PARTY = "it has no party"
Row: TypeAlias = tuple[str, ...]
Answer: TypeAlias = Mapping[str, object]


class NoRowAsks(Exception):
    """Says why no row of a table asks a case."""


class AskedCase(NamedTuple):
    """A case: its name, a row for each party, and what must be answered."""

    name: str
    rows: list[Row]
    expected: list[dict[str, object]]

    def check(self, told: Iterable[Answer]) -> None:
        """Compare what an engine said of the rows, in their order; candidates no engine names.

        Where no party is expected each row is refused.
        """
        answered = [one for one in told if one["result"]]
        assert len(answered) == (len(self.rows) if self.expected else 0), self.name
        by_party = {(one["role"], one["ordinal"]): one for one in _as_expected(answered)}
        assert len(by_party) == len(self.expected), self.name
        for party in self.expected:
            wanted = {name: value for name, value in party.items() if name != "candidates"}
            wanted["reasons"] = sorted(wanted["reasons"])
            said = by_party[party["role"], party.get("ordinal", 1)]
            assert {name: said.get(name) for name in wanted} == wanted, self.name


class AskedTogether(NamedTuple):
    """What is held, under which terms, and the cases that are asked about it."""

    held: HeldEvidence
    terms: MatchTerms
    cases: list[AskedCase]

    @property
    def rows(self) -> list[Row]:
        """The rows of all cases, one case after the other."""
        return [row for case in self.cases for row in case.rows]

    def check(self, told: list[Answer]) -> None:
        """Compare what was said of each row, in their order."""
        assert len(told) == len(self.rows)
        begin = 0
        for case in self.cases:
            case.check(told[begin : begin + len(case.rows)])
            begin += len(case.rows)


class CasesOfMatcher(NamedTuple):
    """Every case: asked with those that hold the same, or left out, with the reason."""

    together: list[AskedTogether]
    left_out: dict[str, str]


def cases_of_matcher() -> CasesOfMatcher:
    """Return the cases of a matcher by what they hold, and which no row can ask."""
    every = CasesOfMatcher([], {})
    for held, terms, cases in holdings_of_cases():
        asked = []
        for case in cases:
            try:
                asked.append(_asked(case, terms, held))
            except NoRowAsks as why:
                every.left_out[case.parent.name] = str(why)
        if asked:
            every.together.append(AskedTogether(held, terms, asked))
    return every


def holdings_of_cases() -> Iterator[tuple[HeldEvidence, MatchTerms, list[Path]]]:
    """Yield what is held, under which terms, and the files of the cases that ask about it."""
    for (holding, record, known_at), cases in _by_holding().items():
        held = held_evidence(msgspec.json.decode(holding, type=Holding), record)
        terms = MatchTerms(profile=held.profiles[-1].profile, asked_by="JP", known_at=known_at)
        yield held, terms, cases


def _by_holding() -> dict[tuple[bytes, bytes, str], list[Path]]:
    alike: dict[tuple[bytes, bytes, str], list[Path]] = defaultdict(list)
    for case in sorted(published("conformance/cases/MAT").glob("*/case.json")):
        holding, record = (
            (case.parent / name).read_bytes() for name in ("holding.json", "record.json")
        )
        known_at = json.loads(case.read_bytes())["options"]["knownAt"]
        alike[holding, record, known_at].append(case)
    return alike


def _asked(case: Path, terms: MatchTerms, held: HeldEvidence) -> AskedCase:
    """Return a case by rows; raises NoRowAsks."""
    told = json.loads(case.read_bytes())
    content = Content(name="d", path=case.parent / told["inputs"][0]["path"])
    met = list(declarations_of(content, declaration_layout(None), DeclarationLimits()))
    read_ones = [one.declaration for one in met if one.declaration is not None]
    rows = [_row(one, party) for one in read_ones for party in one.parties]
    if not read_ones:
        rows += _as_written((case.parent / told["inputs"][0]["path"]).read_text("utf-8"))
    if not rows:
        raise NoRowAsks(NO_PARTY)
    try:
        AnswerMaker(terms, held)
    except WrongChoice as cause:
        raise NoRowAsks(NO_TABLES) from cause
    return AskedCase(case.parent.name, rows, told["expect"]["parties"])


def _row(declaration: Declaration, party: DeclaredParty) -> Row:
    by_place = {number.place: number for number in party.numbers}
    number, aeo_number = (by_place.pop(place, None) for place in ("id", "aeo-number"))
    if by_place:
        raise NoRowAsks(NO_COLUMN)
    if len({number.place for number in party.numbers}) < len(party.numbers):
        raise NoRowAsks(TWO_IN_ONE_PLACE)
    if aeo_number and aeo_number.scheme:
        raise NoRowAsks(SCHEME_OF_AEO)
    return (
        *(declaration.number, declaration.accepted_at, declaration.flow or "", str(party.role)),
        *(number.value if number else "", number.scheme if number else ""),
        *(aeo_number.value if aeo_number else "", party.name),
    )


def _as_written(text: str) -> Iterator[Row]:
    """Yield the cells of what is refused: rows of CSV, or the parties of a line of JSON."""
    if not text.startswith("{"):
        for row in csv.DictReader(text.splitlines()):
            yield tuple(row.get(column, "") for column in COLUMNS)
        return
    line = json.loads(text)
    for party in line["parties"]:
        cells = {**line, **party, "id": party["numbers"][0]["value"]}
        yield tuple(cells.get(column, "") for column in COLUMNS)


def _as_expected(rows: Iterable[Answer]) -> Iterator[dict[str, object]]:
    """Yield what an engine said of each party as cases say it, with which of its role it is."""
    met = Counter[object]()
    for row in rows:
        met[row["role"]] += 1
        firm = {"tin": row["tin"], "lookup": row["foundBy"]} if row["tin"] else {}
        benefits = str(row["benefits"]).split()
        yield {
            "role": row["role"],
            "ordinal": met[row["role"]],
            "result": row["result"],
            "reasons": sorted(str(row["reasons"]).split()),
            **firm,
            **({"benefits": benefits} if benefits else {}),
        }
