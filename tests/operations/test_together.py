"""A finding over a set of records names the other record: which it is, and where it stands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import starmap

import msgspec
import pytest
from any_xml import any_tree_to_xml
from msgspec import UNSET

from aeo_exchange.formats import Content
from aeo_exchange.model.tree import Tree
from aeo_exchange.operations.records.validate import validate
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Finding, OtherRecord
from aeo_exchange.resources import published
from aeo_exchange.rules import Context
from aeo_exchange.rules.sets import SET_RULES
from rows import for_each_row

CONTEXT = Context(at="2026-11-01T00:00:00Z", reference=ReferenceData())
FIRST: dict[str, Tree] = json.loads(published("samples/records/HK-AEO/TIER2.aeo.json").read_bytes())
HOLDER: dict[str, Tree] = {**FIRST["holder"], "identifiers": [{"scheme": "LEI", "value": "1"}]}
AUTHORISATION = FIRST["authorisation"]
ONE = {**FIRST, "holder": HOLDER, "recordId": "HK-ONE", "revision": 4}
OTHER_FIRM = {**HOLDER, "tin": "HK99999999"}
OTHER_NUMBER = {**AUTHORISATION, "number": "N2"}
MOVED = {**ONE, "movedTo": "MO"}
TAKEN = {"administration": "MO", "formerAdministrations": ["HK"]}

# Rule -> two records that break it together, in this order.
PAIRS: dict[str, tuple[Mapping[str, Tree], Mapping[str, Tree]]] = {
    "AEO-XCH-01": (ONE, {**ONE, "issuedAt": "2026-10-01T00:00:00Z"}),
    "AEO-XCH-02": (ONE, ONE),
    "AEO-XCH-03": ({**ONE, "movedTo": "JP"}, {**ONE, **TAKEN, "revision": 5}),
    "AEO-XCH-04": (MOVED, {**ONE, "revision": 5}),
    "AEO-XCH-05": (ONE, {**ONE, "recordId": "HK-TWO"}),
    "AEO-IDN-05": (ONE, {**ONE, "recordId": "HK-TWO", "holder": OTHER_FIRM}),
    "AEO-IDN-06": (ONE, {**ONE, "recordId": "HK-TWO", "holder": OTHER_FIRM}),
    "AEO-TIN-05": (
        ONE,
        {**ONE, "recordId": "HK-TWO", "holder": {**HOLDER, "legalName": "Another Ltd"}},
    ),
}


def as_json(*records: Mapping[str, Tree]) -> str:
    return json.dumps(records, indent=1)


def as_ndjson(*records: Mapping[str, Tree]) -> str:
    return "\n".join(map(json.dumps, records))


def as_xml(*records: Mapping[str, Tree]) -> str:
    elements = [any_tree_to_xml(dict(record)).partition("?>")[2] for record in records]
    return f'<AeoRecords xmlns="urn:aeo-exchange:1.0">{"".join(elements)}</AeoRecords>'


WRITE = {"json": as_json, "ndjson": as_ndjson, "xml": as_xml}


def findings(code: str, *texts: tuple[str, str]) -> list[Finding]:
    """Return the findings of a rule over contents given by name and text, checked together."""
    contents = [Content(name=name, held=text.encode()) for name, text in texts]
    reports = list(validate(contents, CONTEXT, together=True))
    assert not [
        finding for report in reports for finding in report.findings if "SYN" in finding.code
    ]
    return [finding for report in reports for finding in report.findings if finding.code == code]


def test_every_set_rule_has_a_pair() -> None:
    assert set(PAIRS) == set(SET_RULES)


@pytest.mark.parametrize("syntax", WRITE)
@pytest.mark.parametrize("code", PAIRS)
def test_the_other_record_is_named_in_one_source(code: str, syntax: str) -> None:
    first, second = PAIRS[code]
    stranger = {
        **FIRST,
        "recordId": "HK-ZERO",
        "holder": {**HOLDER, "tin": "HK1", "identifiers": []},
    }
    stranger["holder"].pop("identifiers")
    stranger["authorisation"] = {**AUTHORISATION, "number": "N0"}
    (finding,) = findings(code, ("set", WRITE[syntax](stranger, first, second)))
    assert isinstance(finding.other, OtherRecord)
    where = {"json": (line_of_second(stranger, first), 2), "ndjson": (2, UNSET), "xml": (UNSET, 2)}
    assert (finding.other.line, finding.other.number) == where[syntax]
    assert finding.other.source == "set"
    assert (finding.other.record_id, finding.other.revision) == ("HK-ONE", 4)
    assert finding.message.endswith(f": {finding.other.words}")


def line_of_second(*records: Mapping[str, Tree]) -> int:
    """Return the line on which the second record of an array begins."""
    lines = as_json(*records).splitlines()
    return [number for number, line in enumerate(lines, 1) if line == " {"][1]


@for_each_row("code", sorted(set(PAIRS) - {"AEO-XCH-03", "AEO-XCH-04"}))
def test_whichever_record_comes_first_is_the_one_named(code: str) -> None:
    first, second = (as_ndjson(pair) for pair in PAIRS[code])
    one, other = (json.loads(report)["recordId"] for report in (first, second))
    for (named, text), (_, later), record_id in (
        (("a", first), ("b", second), one),
        (("b", second), ("a", first), other),
    ):
        (finding,) = findings(code, (named, text), ("later", later))
        assert isinstance(finding.other, OtherRecord)
        assert (finding.other.source, finding.other.record_id) == (named, record_id)


def test_a_move_met_after_what_it_forbids_names_that() -> None:
    first, second = PAIRS["AEO-XCH-04"]
    (finding,) = findings("AEO-XCH-04", ("later", as_ndjson(second)), ("move", as_ndjson(first)))
    assert finding.path == "/movedTo"
    assert isinstance(finding.other, OtherRecord)
    assert (finding.other.source, finding.other.revision) == ("later", 5)


def test_of_several_later_revisions_the_highest_is_named() -> None:
    texts = [as_ndjson({**ONE, "revision": number}) for number in (5, 9, 7)]
    sources = [*starmap(lambda i, text: (f"s{i}", text), enumerate(texts)), ("m", as_ndjson(MOVED))]
    (finding,) = findings("AEO-XCH-04", *sources)
    assert isinstance(finding.other, OtherRecord)
    assert (finding.other.source, finding.other.revision) == ("s1", 9)


def test_a_move_without_any_word_of_the_old_side_names_no_other() -> None:
    (finding,) = findings("AEO-XCH-03", ("a", as_ndjson({**ONE, **TAKEN})))
    assert finding.other is UNSET
    assert ": " not in finding.message


def test_the_first_of_three_is_named_each_time() -> None:
    twin = {**ONE, "recordId": "HK-TWO", "holder": OTHER_FIRM}
    third = {**ONE, "recordId": "HK-3", "holder": {**HOLDER, "tin": "HK77777777"}}
    told = findings("AEO-IDN-05", ("set", as_ndjson(ONE, twin, third)))
    assert [finding.other.record_id for finding in told if finding.other is not UNSET] == [
        "HK-ONE"
    ] * 2


def test_the_words_say_what_is_known_of_the_place() -> None:
    other = OtherRecord(source="f", record_id="R", revision=2)
    assert other.words == "R revision 2, f"
    placed = msgspec.structs.replace(other, line=3)
    assert placed.words == "R revision 2, line 3 of f"
    numbered = msgspec.structs.replace(placed, number=7)
    assert numbered.words == "R revision 2, record 7, line 3 of f"
