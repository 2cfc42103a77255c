"""The cases of a matcher as tables ask them: those that hold the same are asked together."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec

from aeo_exchange.conformance.adapters.own.holding import Holding
from aeo_exchange.conformance.adapters.own.recogniser import held_evidence
from aeo_exchange.declarations.declaration import Declaration, DeclaredParty
from aeo_exchange.declarations.layout import declaration_layout
from aeo_exchange.declarations.matching import MatchTerms
from aeo_exchange.declarations.readers.contents import declarations_of
from aeo_exchange.declarations.readers.limits import DeclarationLimits
from aeo_exchange.exchange.recognition.held import HeldEvidence
from aeo_exchange.formats import Content
from aeo_exchange.resources import published

COLUMNS = ("declaration", "acceptedAt", "flow", "role", "id", "scheme", "aeoNumber", "name")
Row: TypeAlias = tuple[str, ...]
Answer: TypeAlias = Mapping[str, object]


class AskedCase(NamedTuple):
    """A case: its name, a row for each party, and what must be answered."""

    name: str
    rows: list[Row]
    expected: list[dict[str, object]]

    def check(self, told: Iterable[Answer]) -> None:
        """Compare what an engine said of the rows, in their order; candidates no engine names."""
        by_party = {(one["role"], one["ordinal"]): one for one in _as_expected(told)}
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


def asked_together() -> Iterator[AskedTogether]:
    """Yield the cases of a matcher by what they hold; without those that no row can ask."""
    alike: dict[tuple[bytes, bytes, str], list[Path]] = defaultdict(list)
    for case in sorted(published("conformance/cases/MAT").glob("*/case.json")):
        holding, record = (
            (case.parent / name).read_bytes() for name in ("holding.json", "record.json")
        )
        known_at = json.loads(case.read_bytes())["options"]["knownAt"]
        alike[holding, record, known_at].append(case)
    for (holding, record, known_at), cases in alike.items():
        held = held_evidence(msgspec.json.decode(holding, type=Holding), record)
        terms = MatchTerms(profile=held.profiles[-1].profile, asked_by="JP", known_at=known_at)
        asked = [one for case in cases if (one := _asked(case)) is not None]
        if asked:
            yield AskedTogether(held, terms, asked)


def _asked(case: Path) -> AskedCase | None:
    """Return a case by rows; None where there is none, or a number without a place in one."""
    told = json.loads(case.read_bytes())
    content = Content(name="d", path=case.parent / told["inputs"][0]["path"])
    met = list(declarations_of(content, declaration_layout(None), DeclarationLimits()))
    read_ones = [one.declaration for one in met if one.declaration is not None]
    rows = [_row(one, party) for one in read_ones for party in one.parties]
    whole = [one for one in rows if one is not None]
    expected = told["expect"]["parties"]
    is_whole = bool(whole) and len(whole) == len(expected)
    return AskedCase(case.parent.name, whole, expected) if is_whole else None


def _row(declaration: Declaration, party: DeclaredParty) -> Row | None:
    by_place = {number.place: number for number in party.numbers}
    number, aeo_number = (by_place.pop(place, None) for place in ("id", "aeo-number"))
    several = len({number.place for number in party.numbers}) < len(party.numbers)
    if by_place or several or (aeo_number and aeo_number.scheme):
        return None
    return (
        *(declaration.number, declaration.accepted_at, declaration.flow or "", str(party.role)),
        *(number.value if number else "", number.scheme if number else ""),
        *(aeo_number.value if aeo_number else "", party.name),
    )


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
