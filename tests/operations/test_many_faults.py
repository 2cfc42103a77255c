"""Thousands of faults in one record: places in one pass, and the first thousand told."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping

import msgspec
import pytest
from any_xml import any_tree_to_xml

from aeo_exchange.errors import InvalidRecord, MalformedDocument
from aeo_exchange.formats import Content, Format, Limits
from aeo_exchange.model.document import CellPlace, Document, Place, Position, TextPlace
from aeo_exchange.operations import placing
from aeo_exchange.operations.placing import UnplacedFinding, placed, refusal_finding
from aeo_exchange.operations.reading import documents, read_record, structure
from aeo_exchange.operations.records.convert import convert
from aeo_exchange.operations.records.validate import validate
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import MOST_FINDINGS, Finding, LeftOut, Report, Severity, Verdict
from aeo_exchange.resources import published
from aeo_exchange.rules import Context
from aeo_exchange.schema import check

CONTEXT = Context(at="2026-11-01T00:00:00Z", reference=ReferenceData())
MANY = MOST_FINDINGS + 234
TREE = json.loads(published("samples/records/HK-AEO/TIER2.aeo.json").read_bytes())


def written(tree: dict[str, object], form: str) -> Content:
    """Return a tree as content in a form."""
    text = json.dumps(tree) if form == "json" else any_tree_to_xml(tree)
    return Content(name="x", held=text.encode())


def report_on(tree: dict[str, object], form: str) -> Report:
    """Return the one report on a tree."""
    (report,) = validate([written(tree, form)], CONTEXT)
    return report


def with_strangers(count: int) -> dict[str, object]:
    """Return a record with so many members that nobody knows."""
    return {**TREE, **{f"m{i}": "1" for i in range(count)}}


@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_first_thousand_faults_are_told_and_the_others_counted(form: str) -> None:
    report = report_on(with_strangers(MANY), form)
    assert report.verdict is Verdict.NOT_VALID
    assert [finding.path for finding in report.findings] == [f"/m{i}" for i in range(MOST_FINDINGS)]
    assert report.left_out == LeftOut(errors=234, warnings=0, codes={"AEO-STR-02": 234})
    assert report.left_out.words == "and 234 more: 234 errors, 0 warnings"


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_thousand_faults_are_told_whole(form: str) -> None:
    report = report_on(with_strangers(MOST_FINDINGS), form)
    assert len(report.findings) == MOST_FINDINGS
    assert report.left_out is msgspec.UNSET


@pytest.mark.parametrize("form", ["json", "xml"])
def test_an_error_behind_thousands_of_warnings_is_told(form: str) -> None:
    numbers = [{"scheme": f"NONE-{i:05}", "value": "1"} for i in range(MANY)]
    tree = {**TREE, "holder": {**TREE["holder"], "identifiers": numbers, "tin": "EL1"}}
    report = report_on(tree, form)
    assert report.verdict is Verdict.NOT_VALID
    assert "AEO-TIN-01" in {finding.code for finding in report.findings}
    assert len(report.findings) == MOST_FINDINGS
    assert isinstance(report.left_out, LeftOut)
    assert (report.left_out.errors, report.left_out.warnings > 0) == (0, True)


@pytest.mark.parametrize(("line", "column"), [(3, 5), (1, 1)])
def test_what_a_reader_refuses_keeps_its_place(line: int, column: int) -> None:
    finding = refusal_finding(MalformedDocument("AEO-SYN-01", "x", line=line, column=column))
    assert (finding.path, finding.line, finding.column) == ("", line, column)


def test_what_a_reader_refuses_without_a_place_has_none() -> None:
    finding = refusal_finding(MalformedDocument("AEO-SYN-01", "x"))
    assert (finding.line, finding.column) == (msgspec.UNSET, msgspec.UNSET)


def test_what_is_left_out_is_said_by_conversion_and_by_the_library() -> None:
    refused: list[Report] = []
    content = written(with_strangers(MANY), "json")
    convert([content], Format.XML, io.BytesIO(), refused.append)
    with pytest.raises(InvalidRecord) as raised:
        read_record(content)
    assert [finding.left_out for finding in (*refused, raised.value.report)] == [
        LeftOut(errors=234, warnings=0, codes={"AEO-STR-02": 234})
    ] * 2


@pytest.mark.parametrize("form", ["json", "xml"])
def test_places_are_looked_up_once_and_findings_made_only_of_what_is_told(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (document,) = documents(written(with_strangers(MANY), form), Limits())
    assert isinstance(document, Document)
    asked: list[int] = []
    made: list[object] = []
    make = check.finding_of_miss

    def locate(paths: Iterable[str]) -> Mapping[str, Place]:
        wanted = list(paths)
        asked.append(len(wanted))
        return document.locate(wanted)

    monkeypatch.setattr(check, "finding_of_miss", lambda *all_: made.append(all_) or make(*all_))
    structure(msgspec.structs.replace(document, locate=locate))
    assert asked == [MOST_FINDINGS]
    assert len(made) == MOST_FINDINGS


@pytest.mark.parametrize("form", ["json", "xml"])
def test_what_stands_behind_a_thousand_strangers_of_its_group_changes_nothing_that_is_told(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    strangers = {f"n{i}": "1" for i in range(MANY)}
    holder = {**strangers, **TREE["holder"], "kind": 1}
    tree = {**with_strangers(MANY), "holder": holder, "recordId": ""}
    told = report_on(tree, form)
    monkeypatch.setattr(check, "MOST_FINDINGS", len(tree) * 2)
    assert report_on(tree, form) == told
    assert isinstance(told.left_out, LeftOut)
    assert told.left_out.codes["AEO-STR-02"] + MOST_FINDINGS > MANY * 2


def draft(place: int, severity: Severity) -> UnplacedFinding:
    """Return a draft that stands at a line of its own."""
    path = f"/{place}"
    finding = Finding(code="AEO-STR-02", severity=severity, path=path, message="")
    return UnplacedFinding("AEO-STR-02", severity, path, lambda: finding)


def test_those_told_are_first_in_the_document_and_keep_the_order_they_came_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(placing, "MOST_FINDINGS", 3)
    kinds = [Severity.WARNING, Severity.ERROR, Severity.WARNING, Severity.ERROR, Severity.WARNING]
    drafts = [draft(9 - i, kind) for i, kind in enumerate(kinds)]
    document = Document(
        locate=lambda paths: {path: TextPlace(Position(int(path[1:]), 1)) for path in paths}
    )
    findings = placed(drafts, document)
    assert [finding.path for finding in findings.told] == ["/8", "/6", "/5"]
    assert findings.left_out == LeftOut(errors=0, warnings=2, codes={"AEO-STR-02": 2})
    ordered = placed(drafts, document, in_order=True)
    assert [finding.path for finding in ordered.told] == ["/5", "/6", "/8"]


def test_findings_in_a_workbook_have_sheet_and_cell_in_reading_order() -> None:
    places = {
        "/1": CellPlace("Records", 7, 28),
        "/2": CellPlace("Records", 7, 3),
        "/3": CellPlace("History", 12, 26),
        "/4": CellPlace("Records", 2, 703),
    }
    document = Document(locate=lambda paths: {path: places[path] for path in paths})
    drafts = [draft(number, Severity.ERROR) for number in (1, 2, 3, 4)]
    told = placed(drafts, document, in_order=True).told
    cells = [("History", "Z12"), ("Records", "AAA2"), ("Records", "C7"), ("Records", "AB7")]
    assert [(finding.sheet, finding.cell) for finding in told] == cells
    assert {(finding.line, finding.column, finding.xpath) for finding in told} == {
        (msgspec.UNSET,) * 3
    }
