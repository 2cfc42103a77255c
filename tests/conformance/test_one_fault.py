"""A failing case has one fault, so that a product which misses it cannot pass by another."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

from aeo_exchange.rules import Level, Station, all_rules
from rows import for_each_row

CASES = Path(__file__).resolve().parents[2] / "conformance" / "cases"
FAILING = {
    case["id"]: case
    for case in (
        json.loads(path.read_bytes()) for path in sorted(CASES.glob("*/AEO-*.n*/case.json"))
    )
    if case["operation"].startswith("validate")
}
# What one wrong thing in a text breaks twice: the standard says that both are told. Each code
# has cases of its own beside these.
TOLD_TWICE = {
    "AEO-SHR-01.n05",  # a restricted item within a group that is not public (REC-2-4)
    "AEO-SHR-06.n05",  # the consents of a view for the public (REC-2-4, REC-8-3)
    "AEO-STR-02.n07",
    "AEO-SYN-01.n19",
    "AEO-SYN-01.n21",
    *(f"AEO-SYN-01.n{place}" for place in range(86, 90)),  # a record, and what holds it
    "AEO-SYN-04.n84",  # two records of one document
    "AEO-XCH-03.n81",  # who lets a record go twice breaks a rule by that
    "AEO-SYN-06.n81",  # twice, and behind its place
    "AEO-SYN-07.n07",
    "AEO-SYN-07.n08",
    "AEO-SYN-07.n09",
    "AEO-SYN-07.n10",
    "AEO-SYN-08.n02",
    "AEO-SYN-08.n09",
    "AEO-SYN-07.n82",  # and three records of one content, which are one
    "AEO-SYN-08.n81",
    "AEO-SYN-09.n81",
    "AEO-HOS-02.n81",  # and the record behind, which has a fault of its own
    "AEO-SYN-07.n81",  # and cut off
    "AEO-SYN-09.n05",
    "AEO-SYN-10.n04",
    "AEO-SYN-11.n06",  # two records of one document
    "AEO-SYN-15.n03",  # and the value that the formula made
    "AEO-TIN-05.n03",  # a move that the old side did not let go (REC-1-6)
}
# A move to another country, where the TIN is of the former one; a TIN too short for its scheme;
# the first record once more behind a fork.
ALLOWS_ANOTHER = {
    "AEO-IDN-05.n04",
    "AEO-XCH-01.n04",
    "AEO-XCH-03.n01",
    "AEO-XCH-03.n02",
    "AEO-XCH-03.n07",
    "AEO-SHR-10.n03",
}
# What a row of a partner profile has not is told at both instants that are looked at (XCH-1-9).
BOTH_ENDS = {"/recognitions/*/from", "/recognitions/*/until"}
RULES = {code: rule for code, rule in all_rules().items() if rule.at}


def _codes(case: dict) -> set[str]:
    return {finding["code"] for finding in case["expect"]["findings"]}


def _places(case: dict) -> set[str]:
    """Return the places of the findings, with a star for each index."""
    return {
        re.sub(r"/[0-9]+(?=/|$)", "/*", finding["path"]) for finding in case["expect"]["findings"]
    }


def _own(name: str) -> str:
    return name.partition(".")[0]


def test_a_failing_case_breaks_the_rule_that_it_is_about_and_no_other() -> None:
    broken = {name: _codes(FAILING[name]) for name in FAILING.keys() - TOLD_TWICE}
    others = [f"{name}: {codes}" for name, codes in broken.items() if codes != {_own(name)}]
    assert not others, "\n".join(sorted(others))


@for_each_row("name", sorted(TOLD_TWICE))
def test_what_is_told_twice_is_told_by_two_rules_with_cases_of_their_own(name: str) -> None:
    codes = _codes(FAILING[name])
    assert len(codes) == 2
    alone = {_own(other) for other in FAILING.keys() - TOLD_TWICE}
    assert codes <= alone


def test_a_case_that_warns_allows_no_other_warning() -> None:
    allowed = {
        name: FAILING[name]["expect"]["allow"]
        for name in FAILING.keys() - ALLOWS_ANOTHER
        if all_rules()[_own(name)].level is Level.SHOULD
    }
    others = [f"{name}: {codes}" for name, codes in allowed.items() if codes]
    assert not others, "\n".join(sorted(others))


def test_the_findings_of_a_case_are_of_one_kind_of_place() -> None:
    places = {
        name: _places(FAILING[name])
        for name in FAILING.keys() - TOLD_TWICE
        if _own(name) in RULES and RULES[_own(name)].at != "/**"
    }
    several = [
        f"{name}: {sorted(kinds)}"
        for name, kinds in places.items()
        if len(kinds) != 1 and kinds != BOTH_ENDS
    ]
    assert not several, "\n".join(sorted(several))


def test_every_place_that_a_rule_names_has_a_failing_case() -> None:
    shown: dict[str, set[str]] = defaultdict(set)
    for name, case in FAILING.items():
        shown[_own(name)] |= _places(case)
    missing = {
        code: sorted(set(rule.at.split()) - shown[code] - {"/**", "/history/0/status"})
        for code, rule in RULES.items()
        if rule.station in {Station.RECORD, Station.SET}
    }
    assert {code: places for code, places in missing.items() if places} == {}
