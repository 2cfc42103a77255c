"""The site has a page for each rule and item, links that lead somewhere, and asks no other host."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from checking import faults
from lxml import html
from reports_shown import report_pages
from shell import POLICY
from site_files import Given, site_files

from aeo_exchange.conformance.adapters.transports import Settings, adapter_of
from aeo_exchange.conformance.report.stored import written_report
from aeo_exchange.conformance.run.plan import Choice
from aeo_exchange.conformance.run.runner import run_suite
from aeo_exchange.conformance.suite.cases import load_suite
from aeo_exchange.model.codes import CODE_LISTS
from aeo_exchange.model.shape import groups_under, record_shape
from aeo_exchange.rules import all_rules
from conformance_runner.conftest import OURS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Given:
    """What a site is built of: the project, a report of a few cases, a page for officers."""
    reports, built = (tmp_path_factory.mktemp(name) for name in ("reports", "verify"))
    choice = Choice(at="2026-11-22T00:00:00Z", filters=("AEO-DAT-01.*",))
    report = run_suite(load_suite(), adapter_of(OURS, Settings()), choice, lambda *_: None)
    (reports / "python.json").write_bytes(written_report(report))
    (built / "index.html").write_text("<title>built</title>")
    return Given(root=ROOT, reports=reports, page=built)


@pytest.fixture(scope="module")
def site(given: Given) -> dict[str, bytes]:
    """Every file of the site."""
    return site_files(given)


def page(site: dict[str, bytes], name: str) -> html.HtmlElement:
    return read(site[name])


@cache
def read(content: bytes) -> html.HtmlElement:
    return html.document_fromstring(content)


def text(site: dict[str, bytes], name: str) -> str:
    return " ".join(page(site, name).find(".//main").text_content().split())


def anchors(site: dict[str, bytes], name: str) -> list[str]:
    return page(site, name).xpath("//main//h2/@id")


def test_no_link_is_broken_and_nothing_is_asked_of_another_host(site):
    assert list(faults(site)) == []


def test_each_page_has_the_policy_and_says_whether_it_binds(site):
    made_elsewhere = ("reports/", "try/")  # with policies of their own
    pages = [name for name in site if name.endswith(".html")]
    for name in pages:
        if name.startswith(made_elsewhere):
            continue
        tree = page(site, name)
        assert tree.xpath("//meta[@http-equiv]/@content") == [POLICY], name
        assert len(tree.xpath("//main/p[contains(@class, 'standing')]")) == 1, name
        assert tree.xpath("//h1"), name


def test_a_rule_has_its_sentence_its_clause_and_cases(site):
    for code, rule in all_rules().items():
        name = f"rules/{code}.html"
        told = text(site, name)
        for part in (rule.sentence, rule.reason, rule.level, rule.clause):
            assert " ".join(part.split()) in told, code
        if f"{code}.n" in told:
            assert {"requirement", "fails", "passes", "cases"} <= set(anchors(site, name)), code
            assert f"{code}.p" in told, code


def test_rules_without_cases_are_those_of_part_6_and_of_unread_sources(site):
    without = {code for code in all_rules() if f"{code}.n" not in text(site, f"rules/{code}.html")}
    asked_elsewhere = {"receiver", "publisher", "partner-profile"}  # RUL-1-4
    exchange = {code for code, rule in all_rules().items() if rule.station in asked_elsewhere}
    assert without <= exchange | {"AEO-SYN-00"}


def test_a_rule_shows_where_a_case_breaks_it_in_both_syntaxes(site):
    tree = page(site, "rules/AEO-DAT-01.html")
    (failing,) = tree.xpath("//h2[@id='fails']")
    shown = [one for one in failing.itersiblings() if one.get("class") == "example"][:2]
    assert [one.find("summary").text_content() for one in shown] == [
        'JSON; line 25: "until": "2024-01-01T00:00:00Z",',
        "XML; line 23: <Until>2024-01-01T00:00:00Z</Until>",
    ]
    for one in shown:
        (line,) = one.xpath(".//mark/text()")
        assert "until" in line.lower()


def test_an_item_has_its_definition_its_class_and_a_passing_and_a_failing_case(site):
    for group in groups_under(record_shape()):
        for item in group.fields:
            name = f"items/{group.name}.{item.name}.html"
            told = text(site, name)
            assert " ".join(item.item.definition.split()) in told, name
            assert f"{item.item.disclosure}: " in told, name
            assert anchors(site, name) == ["passes", "fails"], name
            passing, _, failing = told.partition("A case that fails")
            assert "Answer: VALID." in passing, name
            assert "NOT_VALID" in failing or "(warning)" in failing, name
            assert page(site, name).xpath("//h2[@id='fails']/following-sibling::details"), name


def test_each_code_has_a_place(site):
    for codes in CODE_LISTS:
        places = page(site, f"codes/{codes.__name__}.html").xpath("//tr/@id")
        assert places == [code.value for code in codes]


def test_each_requirement_has_a_place_and_a_name_leads_to_it(site):
    told = json.loads((ROOT / "conformance" / "requirements.json").read_bytes())
    for requirement in told["requirements"]:
        name = requirement["file"].removeprefix("docs/").replace(".md", ".html")
        assert page(site, name).xpath(f"//p[@id='{requirement['id']}']"), requirement["id"]
    assert page(site, "rules.html").xpath("//a[@href='spec/2-record.html#REC-5-2']")
    assert page(site, "spec/2-record.html").xpath("//a[@href='../rules/AEO-DAT-01.html']")
    assert page(site, "data-dictionary.html").xpath("//a[@href='items/Holder.tin.html']")


def test_each_case_has_a_place_and_each_requirement_its_cases(site):
    for folder in (ROOT / "conformance" / "cases").glob("*/*"):
        rule, _, _ = folder.name.partition(".")
        family, _, _ = rule.partition("-")
        name = f"rules/{rule}.html" if family == "AEO" else f"cases/{family}.html"
        assert f"<tr id='{folder.name}'>".encode() in site[name]
    tree = page(site, "cases/requirements.html")
    assert tree.xpath("//a[@href='../rules/AEO-DAT-01.html#AEO-DAT-01.n01']")
    assert tree.xpath("//a[@href='../cases/CNV.html#CNV-03.p02']")


def test_the_sections_of_the_page_that_is_read_are_listed(site):
    tree = page(site, "rules/AEO-DAT-01.html")
    listed = tree.xpath("//nav//li[a/@aria-current]/ul//a/@href")
    assert listed == ["#requirement", "#fails", "#passes", "#cases"]
    assert not page(site, "try.html").xpath("//nav//li[a/@aria-current]/ul")


def test_each_command_has_a_page(site):
    assert "Usage: aeo validate" in text(site, "commands/aeo-validate.html")
    assert page(site, "commands.html").xpath("//a[@href='commands/aeo-status-list.html']")


def test_what_was_not_built_is_said():
    files = site_files(Given(root=ROOT))
    assert list(faults(files)) == []
    assert "built without reports" in text(files, "conformance.html")
    assert "not part of this copy" in text(files, "try.html")


def test_reports_and_the_page_for_officers_are_shown_where_they_are(site, given, tmp_path):
    told = text(site, "conformance.html")
    assert "aeo-exchange 0.1.0 (Python)" in told
    assert "validatorMUST5 pass" in told
    assert "another state of the suite" not in told
    old = json.loads((given.reports / "python.json").read_bytes())
    old["suite"]["caseSet"] = "0" * 64
    (tmp_path / "python.json").write_text(json.dumps(old))
    (one,), _ = report_pages(tmp_path)
    assert "another state of the suite" in one.body
    assert b"AEO-DAT-01.n01" in site["reports/python.html"]
    assert site["try/index.html"] == b"<title>built</title>"
    assert page(site, "try.html").xpath("//a[@href='try/index.html']")


def test_the_index_has_each_requirement_once(site):
    script = site["search-index.js"].decode()
    head, _, rows = script.partition("(")
    assert head == "globalThis.aeoSearch"
    entries = json.loads(rows.rstrip().removesuffix(");"))
    assert [row[0] for row in entries if row[2] == "REC-5-2"] == ["spec/2-record.html#REC-5-2"]
    assert ["rules/AEO-DAT-01.html", "AEO-DAT-01", ""] in [row[:3] for row in entries]


def test_two_builds_are_equal(site, given, tmp_path):
    made_of = ("--reports", str(given.reports), "--page", str(given.page))
    tool = str(ROOT / "tools/website/build_site.py")
    program = [sys.executable, tool, *made_of, "-o", str(tmp_path / "s")]
    env = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    subprocess.run(program, check=True, capture_output=True, env=env)
    built = {
        path.relative_to(tmp_path / "s").as_posix(): path.read_bytes()
        for path in (tmp_path / "s").rglob("*")
        if path.is_file()
    }
    differs = [
        name
        for name in built.keys() | site.keys()
        if hashlib.sha256(built.get(name, b"")).digest() != hashlib.sha256(site[name]).digest()
    ]
    assert differs == []
