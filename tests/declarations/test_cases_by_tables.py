"""What the suite asks of a matcher, asked of an engine by the tables of what each case holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

pytest.importorskip("duckdb")

import pyarrow as pa
from pyarrow import parquet

from aeo_exchange.conformance.adapters.own.holding import Holding
from aeo_exchange.conformance.adapters.own.recogniser import held_evidence
from aeo_exchange.declarations.declaration import Declaration, DeclaredParty
from aeo_exchange.declarations.interval_tables.by_duckdb import EngineLimits, TableEngine
from aeo_exchange.declarations.interval_tables.declared import DeclaredWords
from aeo_exchange.declarations.layout import declaration_layout
from aeo_exchange.declarations.matching import MatchTerms
from aeo_exchange.declarations.readers.contents import declarations_of
from aeo_exchange.declarations.readers.limits import DeclarationLimits
from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.recognition.held import HeldEvidence
from aeo_exchange.formats import Content
from aeo_exchange.operations.recognition.interval_tables import export_tables
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.resources import published

CASES = sorted(published("conformance/cases/MAT").glob("*/case.json"))
LEAST = 0.5  # the share of them that tables can be asked
COLUMNS = ("declaration", "acceptedAt", "flow", "role", "id", "scheme", "aeoNumber", "name")


class AskedCase(NamedTuple):
    """A case: what is held, under which terms, and the parties that are asked about."""

    held: HeldEvidence
    terms: MatchTerms
    rows: list[tuple[str, ...]]
    expected: list[dict[str, object]]


def read(case: Path) -> AskedCase | None:
    """Return a case as a table asks it; None where a row has no place for a number of it."""
    told = json.loads(case.read_bytes())
    holding = msgspec.json.decode((case.parent / "holding.json").read_bytes(), type=Holding)
    held = held_evidence(holding, (case.parent / "record.json").read_bytes())
    terms = MatchTerms(
        profile=held.profiles[-1].profile, asked_by="JP", known_at=told["options"]["knownAt"]
    )
    content = Content(name="d", path=case.parent / told["inputs"][0]["path"])
    met = list(declarations_of(content, declaration_layout(None), DeclarationLimits()))
    read_ones = [one.declaration for one in met if one.declaration is not None]
    rows = [row(one, party) for one in read_ones for party in one.parties]
    whole = [one for one in rows if one is not None]
    expected = told["expect"]["parties"]
    return AskedCase(held, terms, whole, expected) if len(whole) == len(expected) else None


def row(declaration: Declaration, party: DeclaredParty) -> tuple[str, ...] | None:
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


def answered_by_tables(asked: AskedCase, folder: Path) -> list[dict[str, object]]:
    """Return what the engine says of each party; raises WrongChoice for what no table answers."""
    about = export_tables(folder / "tables", asked.held, asked.terms, replaces=False)
    engine = TableEngine(folder / "tables", shipped().schemes, EngineLimits(folder=folder / "more"))
    columns = dict(zip(COLUMNS, map(list, zip(*asked.rows, strict=True)), strict=True))
    parquet.write_table(pa.table(columns), folder / "declared.parquet")
    words = DeclaredWords.of(asked.terms, about.time_zone)
    engine.read(folder / "declared.parquet", words)
    engine.write_parquet("d", folder / "told.parquet")
    return parquet.read_table(folder / "told.parquet").to_pylist()


def as_expected(told: dict[str, object]) -> dict[str, object]:
    """Return what an engine said of a party as cases say it."""
    firm = {"tin": told["tin"], "lookup": told["foundBy"]} if told["tin"] else {}
    benefits = str(told["benefits"]).split()
    return {
        "role": told["role"],
        "result": told["result"],
        "reasons": sorted(str(told["reasons"]).split()),
        **firm,
        **({"benefits": benefits} if benefits else {}),
    }


@pytest.mark.long
@pytest.mark.parametrize("step", [5, 1])
def test_an_engine_answers_each_case_of_a_matcher_as_the_suite_expects(
    step: int, tmp_path: Path
) -> None:
    """Candidates apart, which tables do not name."""
    answered = 0
    for case in CASES[::step]:
        asked = read(case)
        folder = tmp_path / case.parent.name
        folder.mkdir()
        try:
            told = [] if asked is None else answered_by_tables(asked, folder)
        except WrongChoice:
            continue
        for one, expected in zip(told, [] if asked is None else asked.expected, strict=True):
            wanted = {name: value for name, value in expected.items() if name != "candidates"}
            wanted["reasons"] = sorted(wanted["reasons"])
            said = as_expected(one)
            assert {name: said.get(name) for name in wanted} == wanted, case.parent.name
        answered += bool(told)
    assert answered > LEAST * len(CASES[::step])
