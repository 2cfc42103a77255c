"""What each operation of the suite must bring: text, answer, cases, a mutant that they catch.

And each role: a row in part 0, an operation that is asked of it, our own claim.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from aeo_exchange.conformance.adapters.own.product import ANSWERS, introduce
from aeo_exchange.conformance.suite.cases import Case
from aeo_exchange.conformance.suite.lists import OPTIONAL, VERIFYING, Operation, ProductRole
from aeo_exchange.report import Verdict

TOP = Path(__file__).resolve().parents[2]
PART = (TOP / "docs" / "spec" / "8-conformance.md").read_text("utf-8")
ROLES = (TOP / "docs" / "spec" / "0-overview.md").read_text("utf-8")
GUIDE = (TOP / "docs" / "guides" / "run-the-suite.md").read_text("utf-8")
# A row of the table in part 0 names one role, or several.
TABLE = [row.split(", ") for row in re.findall(r"^\| ([a-z, -]+) \|", ROLES, re.MULTILINE)]
MUTANTS = json.loads((TOP / "conformance" / "mutants" / "mutants.json").read_bytes())["mutants"]
CAUGHT = {case for mutant in MUTANTS for case in mutant["caughtBy"]}


def requirement(identity: str) -> str:
    """Return the paragraph of a requirement of part 8."""
    return PART.partition(f"**{identity}** ")[2].partition("\n")[0]


def lacking(operation: str, cases: list[Case]) -> list[str]:
    """Return what an operation does not bring, each with the place where it goes."""
    whose, own = requirement("CNF-1-3"), [case for case in cases if case.operation == operation]
    optional, _, rest = whose.partition(". ")
    verdicts = {case.expect.verdict for case in own}
    alike = VERIFYING if operation in VERIFYING else {operation}
    is_caught = any(case.id in CAUGHT for case in cases if case.operation in alike)
    name = f"`{operation}`"
    return [
        f"{operation}: {thing}"
        for thing, there in {
            "no role that it belongs to (CNF-1-3)": name in rest,
            "may it be left out? CNF-1-3 and OPTIONAL of suite/lists.py differ": (
                (name in optional) is (operation in OPTIONAL)
            ),
            "no row in the table of answers (CNF-3-4)": f"\n| {name} |" in PART,
            "docs/guides/run-the-suite.md does not name it": name in GUIDE,
            "no row in ANSWERS of adapters/own/product.py": operation in ANSWERS,
            "no case that is answered with yes (tools/cases/definitions)": Verdict.VALID
            in verdicts,
            "no case that is answered with no (tools/cases/definitions)": (
                Verdict.NOT_VALID in verdicts
            ),
            "no mutant that a case of it catches (conformance/mutants)": is_caught,
        }.items()
        if not there
    ]


def role_lacking(role: str, cases: list[Case]) -> list[str]:
    """Return what a role does not bring."""
    return [
        f"{role}: {thing}"
        for thing, there in {
            "no row in the table of roles of part 0": any(role in row for row in TABLE),
            "no sentence of part 0 says what it does at level core": f"**{role}**" in ROLES,
            "no case is for it (tools/cases/definitions)": any(
                role in case.roles for case in cases
            ),
            "we do not claim it (introduce of adapters/own/product.py)": (
                role in introduce().roles
            ),
        }.items()
        if not there
    ]


def test_each_operation_and_each_role_brings_what_it_must(suite) -> None:
    missing = [thing for operation in Operation for thing in lacking(operation, suite.cases)]
    missing += [thing for role in ProductRole for thing in role_lacking(role, suite.cases)]
    if missing:
        # An assertion about the list would be cut after the first.
        pytest.fail("\n".join(missing), pytrace=False)


def test_what_a_new_operation_and_a_new_role_lack_is_said_by_name(suite) -> None:
    told = lacking("invented", suite.cases)
    assert [thing.partition(": ")[2][:14] for thing in told] == [
        "no role that i", "no row in the ", "docs/guides/ru", "no row in ANSW",
        "no case that i", "no case that i", "no mutant that",
    ]  # fmt: skip
    assert len(role_lacking("invented", suite.cases)) == 4


def test_each_family_of_cases_is_in_the_table_of_ids(suite) -> None:
    families = {case.id.partition("-")[0] for case in suite.cases}
    table = PART.partition("**CNF-2-2**")[2].partition("**CNF-2-3**")[0]
    assert families == set(re.findall(r"\b([A-Z]{3})-\w", table))
