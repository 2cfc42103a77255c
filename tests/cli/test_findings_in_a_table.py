"""`aeo validate --format csv`, and totals by rule: what is wrong, for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json

import pytest

from aeo_exchange.cli.render.table import HEADER
from aeo_exchange.operations.records.rule_totals import MOST_DISTINCT, RuleTotals, distinct_words
from aeo_exchange.report import Finding, LeftOut, Report, Severity, Verdict

AT = "--at=2026-11-01"


def rows(done) -> list[dict[str, str]]:
    text = done.stdout.removeprefix("\ufeff")
    assert text != done.stdout
    header, *others = csv.reader(io.StringIO(text))
    assert tuple(header) == HEADER
    return [dict(zip(header, row, strict=True)) for row in others]


def test_each_finding_is_a_row_with_its_place_and_advice(aeo, tmp_path, sample):
    (tmp_path / "a.json").write_text(sample.replace('"country"', '"kountry"', 1), "utf-8")
    told = rows(aeo("validate", "a.json", AT, "--format=csv"))
    reports = json.loads(aeo("validate", "a.json", AT, "--format=json").stdout)["results"]
    (report,) = reports
    assert [row["code"] for row in told] == [one["code"] for one in report["findings"]]
    first, other = told[0], report["findings"][0]
    assert first["source"] == "a.json"
    assert first["recordId"] == report["recordId"]
    assert {first["line"], first["column"]} == {str(other["line"]), str(other["column"])}
    assert all(first[name] == other[name] for name in ("path", "message", "severity"))


def test_a_finding_on_a_workbook_has_its_sheet_row_and_cell(aeo, tmp_path, sample):
    (tmp_path / "a.json").write_text(sample.replace('"TIER1"', '"TIER9"'), "utf-8")
    aeo("convert", "a.json", "--to=xlsx", "-o", "a.xlsx")
    told = rows(aeo("validate", "a.xlsx", AT, "--format=csv"))
    assert told
    assert "terms" in {row["sheet"] for row in told}
    for row in told:
        assert row["cell"].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == row["row"] != ""


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_taken_for_a_formula(aeo, tmp_path, line, begin):
    name = f"{begin}1.ndjson"
    tree = json.loads(line)
    tree["recordId"] = f"{begin}HK-1"
    tree["programme"] = f"{begin}HK"
    (tmp_path / name).write_text(json.dumps(tree), "utf-8")
    done = aeo("validate", f"./{name}", "--format=csv", AT, "-o", "out.csv")
    assert done.returncode == 1, done.stderr
    text = (tmp_path / "out.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbfsource,")
    for row in csv.reader(io.StringIO(text.decode("utf-8-sig"))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_what_a_report_leaves_out_is_a_row_too_and_quiet_leaves_the_header(aeo, tmp_path, sample):
    strangers = {f"m{i}": 1 for i in range(1234)}
    (tmp_path / "a.json").write_text(json.dumps({**json.loads(sample), **strangers}))
    told = rows(aeo("validate", "a.json", "--format=csv"))
    assert len(told) == 1001
    assert told[-1]["message"].startswith("and 234 more: 234 errors")
    assert rows(aeo("validate", "a.json", "--format=csv", "-q")) == []


def test_totals_say_how_many_are_the_same_one(aeo, tmp_path, line):
    (tmp_path / "bad.ndjson").write_text((line.replace("recordId", "recordID") + "\n") * 30)
    said = aeo("validate", "bad.ndjson", AT).stdout
    assert "AEO-STR-02 30 (1 distinct)" in said


def finding(path: str = "/a/0/b", **members: str) -> Finding:
    return Finding(code="C", severity=Severity.ERROR, path=path, message="wrong", **members)


def distinct(*findings: Finding) -> str:
    totals = RuleTotals()
    totals.take(Report(source="s", verdict=Verdict.NOT_VALID, findings=findings))
    assert totals.counts["C"] == len(findings)
    return distinct_words(totals, "C")


def test_findings_are_one_by_item_message_and_value_in_any_element():
    assert distinct(finding(), finding("/a/12/b")) == "1"
    assert distinct(finding(), finding("/a/0/c")) == "2"
    assert distinct(finding(got="x"), finding(got="x"), finding(got="y")) == "2"


def test_memory_of_what_differs_is_bounded_and_the_number_says_so():
    many = [finding(got=str(number)) for number in range(MOST_DISTINCT)]
    assert distinct(*many) == "1,000"
    assert distinct(*many, many[0]) == "1,000"
    assert distinct(*many, finding()) == "1,000 or more"


def test_what_a_report_leaves_out_may_differ():
    totals = RuleTotals()
    left_out = LeftOut(errors=2, codes={"C": 2})
    totals.take(
        Report(source="s", verdict=Verdict.NOT_VALID, findings=(finding(),), left_out=left_out)
    )
    assert totals.counts["C"] == 3
    assert distinct_words(totals, "C") == "1 or more"
