"""The work that a record takes grows with its faults, and not with their square.

What is counted is calls and not time, so that a loaded machine gives the same answer. A search
through a list that one call of the interpreter does is not seen; `make bench` sees it.
"""

from __future__ import annotations

import ast
import copy
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from any_xml import any_tree_to_xml

import aeo_exchange
from aeo_exchange.formats import Content, xml_pieces
from aeo_exchange.model.tree import Tree
from aeo_exchange.operations import placing
from aeo_exchange.operations.records.validate import validate
from aeo_exchange.reference.identifiers import check
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Report
from aeo_exchange.resources import published
from aeo_exchange.rules import Context, identifiers

FEW, MANY = 200, 800
MOST = 6  # times the work for four times the faults
TOLD = 50  # findings, so that neither record has them all told
CONTEXT = Context(at="2026-11-01T00:00:00Z", reference=ReferenceData())
TREE = json.loads(published("samples/records/HK-AEO/TIER2.aeo.json").read_bytes())
LEI = {"scheme": "LEI", "value": "5493001KJTIIGC8Y1R12"}

Element = Callable[[int], Tree]


def second(i: int) -> str:
    """Return the i-th second of a day as an instant."""
    return f"2022-01-01T{i // 3600:02}:{i // 60 % 60:02}:{i % 60:02}Z"


def event(i: int, status: str) -> Tree:
    return {"seq": i + 2, "status": status, "effectiveFrom": second(i), "recordedAt": second(i)}


# Kind of fault -> where its list stands in the record, and the element at each place of it.
KINDS: dict[str, tuple[str, Element]] = {
    "suspensions": ("history", lambda i: event(i, "suspended")),
    "suspensions lifted": ("history", lambda i: event(i, ("suspended", "reinstated")[i % 2])),
    "wrong status": ("history", lambda i: event(i, f"none-{i}")),
    "terms": ("authorisation/terms", lambda i: {"from": second(i), "tiers": ["TIER1"]}),
    "wrong terms": ("authorisation/terms", lambda i: {"from": f"20{i % 90 + 10}-13-01"}),
    "criteria": ("authorisation/criteria", lambda i: {"criterion": f"{i}", "outcome": "met"}),
    "criteria again": (
        "authorisation/criteria",
        lambda i: {"criterion": "ABC"[i % 3], "outcome": "met"},
    ),
    "tiers": ("authorisation/terms/0/tiers", lambda i: f"T{i:05}"),
    "records replaced": (
        "authorisation/replaces",
        lambda i: {"administration": "HK", "recordId": f"HK-{i % 300}"},
    ),
    "former administrations": ("formerAdministrations", lambda i: ("HK", "MO", "JP")[i % 3]),
    "former TINs": ("holder/formerTins", lambda i: {"tin": f"hk{i}", "until": second(i)}),
    "digits": ("holder/identifiers", lambda i: {**LEI, "value": f"5493001KJTIIGC8Y{i:04}"}),
    "numbers again": ("holder/identifiers", lambda i: {**LEI, "from": second(i)}),
    "unknown schemes": ("holder/identifiers", lambda i: {"scheme": f"NONE-{i}", "value": "1"}),
    "names": ("holder/otherNames", lambda i: {"text": f"x{i}", "language": "??", "use": "local"}),
    "sites": ("holder/sites", lambda i: {"siteId": f"S{i % 7}", "name": "x"}),
    "recognitions": (
        "recognitions",
        lambda i: {**TREE["recognitions"][0], "agreement": f"XX-{i % 90}-HK"},
    ),
    "consents": ("consents", lambda i: {**TREE["consents"][0], "scope": f"XX-{i}"}),
    "provisions": ("msme/provisions", lambda i: f"P-{i:05}"),
    "figures": ("msme/basis", lambda i: {"measure": "headcount", "value": f"{i}x"}),
    "strangers": ("holder/strangers", lambda i: f"{i}"),
}


def in_list(kind: str, count: int) -> Tree:
    """Return the sample with so many elements of a kind."""
    path, element = KINDS[kind]
    tree = copy.deepcopy(TREE)
    *steps, last = path.split("/")
    around = tree
    for step in steps:
        around = around[int(step) if step.isdigit() else step]
    kept = tree["history"] if last == "history" else []
    around[last] = [*kept, *map(element, range(count))]
    return tree


def strangers(count: int) -> Tree:
    return {**TREE, **{f"m{i}": "1" for i in range(count)}}


def long_text(count: int) -> Tree:
    return {**TREE, "holder": {**TREE["holder"], "legalName": "\u4e2d\u0e01" * count}}


def deep(count: int) -> Tree:
    inner: Tree = "1"
    for _ in range(20):
        inner = {"a": [inner]}
    return {**TREE, "holder": {**TREE["holder"], "z": [inner] * (count // 20)}}


MADE: dict[str, Callable[[int], Tree]] = {
    **{kind: lambda count, kind=kind: in_list(kind, count) for kind in KINDS},
    "members": strangers,
    "a long text": long_text,
    "deep values": deep,
}


# Of a rule that looks through a list and finds nothing the work counts as well.
LONG_WITH_FEW_FAULTS = {
    "a long text",
    "consents",
    "deep values",
    "former administrations",
    "strangers",
    "suspensions lifted",
}


def work(content: Content) -> tuple[int, Report]:
    """Return how many calls the check of one record takes, and its report."""
    calls = 0

    def count(_frame: FrameType, _event: str, _what: object) -> None:
        nonlocal calls
        calls += 1

    # What another test asked of a number would make one of two records cheaper than the other.
    for remembered in (identifiers._scheme_answer, check._checked):  # noqa: SLF001 no user forgets it
        remembered.cache_clear()
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        (report,) = validate([content], CONTEXT, together=True)
    finally:
        sys.setprofile(before)
    return calls, report


def written(tree: Tree, syntax: str) -> Content:
    text = json.dumps(tree) if syntax == "json" else any_tree_to_xml(tree)
    return Content(name="x", held=text.encode())


@pytest.mark.parametrize("syntax", ["json", "xml"])
@pytest.mark.parametrize("kind", MADE)
def test_four_times_the_faults_take_less_than_six_times_the_work(
    kind: str, syntax: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "MOST_FINDINGS", TOLD)
    for limit in ("MOST_ELEMENTS", "MOST_TAGS"):  # of what takes the fast path, which ends there
        monkeypatch.setattr(xml_pieces, limit, 0)
    work(written(TREE, syntax))  # what is read once and kept costs neither of the two
    few, many = (work(written(MADE[kind](count), syntax))[0] for count in (FEW, MANY))
    assert many <= MOST * few


def test_no_xpath_does_by_the_square_what_no_call_shows() -> None:
    sought = [
        ast.unparse(call.args[0])
        for path in Path(aeo_exchange.__file__).parent.rglob("*.py")
        if "XPath(" in (program := path.read_text("utf-8"))  # parsing all takes seconds
        for call in ast.walk(ast.parse(program))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "etree.XPath"
    ]
    assert len(sought) > 4
    # To join sets, and to look for remarks, libxml2 goes through the siblings of each node.
    assert not [text for text in sought if re.search(r"\||comment\(|instruction\(", text)]


def test_work_that_grows_with_the_square_would_be_seen() -> None:
    def calls(count: int) -> int:
        counted = 0

        def profile(_frame: FrameType, _event: str, _what: object) -> None:
            nonlocal counted
            counted += 1

        sys.setprofile(profile)
        try:
            [abs(j) for i in range(count) for j in range(i)]
        finally:
            sys.setprofile(None)
        return counted

    assert calls(MANY) > MOST * calls(FEW)


def test_all_other_kinds_have_more_faults_than_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "MOST_FINDINGS", TOLD)
    whole = {kind for kind in MADE if not work(written(MADE[kind](FEW), "json"))[1].left_out}
    assert whole == LONG_WITH_FEW_FAULTS
