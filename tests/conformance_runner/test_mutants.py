"""The suite bites: each mutant is caught by the cases that say so, and we are not."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import jsonschema
import pytest

from aeo_exchange.conformance.mutants import MUTANTS
from aeo_exchange.conformance.suite.lists import Depth, ProductRole, RunLevel, State

CONFORMANCE = Path(__file__).resolve().parents[2] / "conformance"
TABLE = json.loads((CONFORMANCE / "mutants" / "mutants.json").read_bytes())
BY_ID = {mutant["id"]: mutant for mutant in TABLE["mutants"]}
# A program of its own, since what it does wrong is its exit code.
PROGRAMS = {"exits-with-count"}


@pytest.mark.long
@pytest.mark.parametrize("name", BY_ID)
def test_a_mutant_is_caught_by_every_case_that_must_catch_it(name: str, ask) -> None:
    mutant = BY_ID[name]
    report = ask(
        mutant["adapter"].replace("argv:python ", f"argv:{sys.executable} "),
        roles=(ProductRole(mutant["role"]),),
        level=RunLevel(mutant["level"]),
        depth=Depth(mutant["depth"]),
        filters=tuple(mutant["caughtBy"]),
    )
    passed = [case.id for case in report.cases if case.state is State.PASS]
    assert {case.id for case in report.cases} == set(mutant["caughtBy"])
    assert passed == []


def test_our_implementation_passes_the_cases_that_catch_mutants(ask) -> None:
    from conformance_runner.conftest import OURS

    cases = tuple({case for mutant in BY_ID.values() for case in mutant["caughtBy"]})
    report = ask(OURS, roles=(), level=RunLevel.FULL, depth=Depth.D3, filters=cases)
    assert Counter(case.state for case in report.cases) == {State.PASS: len(report.cases)}


def test_the_table_of_mutants_keeps_to_its_schema_and_names_them_all() -> None:
    schema = json.loads((CONFORMANCE / "schema" / "mutants.schema.json").read_bytes())
    jsonschema.Draft202012Validator(schema).validate(TABLE)
    assert list(BY_ID) == sorted(BY_ID)
    assert set(BY_ID) == set(MUTANTS) | PROGRAMS


def test_there_are_twenty_five_mutants_or_more() -> None:
    assert len(BY_ID) >= 25
