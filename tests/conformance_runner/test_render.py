"""Every form of a report says what the report says."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter

import pytest
from msgspec.structs import replace

from aeo_exchange.conformance.adapters.protocol import Implementation
from aeo_exchange.conformance.report.render import RENDERERS
from aeo_exchange.conformance.report.stored import compare_reports
from aeo_exchange.conformance.suite.lists import GOOD, Depth, ProductRole, RunLevel, State

NEARLY = "python:conformance_runner.test_run:nearly"
SOME = ("AEO-LIF-0[1-4]*", "CNV-03*", "AEO-HOS-04*", "AEO-SYN-04*")


@pytest.fixture(scope="module")
def report(ask):
    return ask(
        NEARLY, filters=SOME, variants=True, roles=(ProductRole.VALIDATOR, ProductRole.CONVERTER)
    )


def rendered(form: str, report, suite) -> str:
    return "".join(RENDERERS[form](report, suite))


def test_junit_has_every_case_with_its_state(report, suite) -> None:
    root = ET.fromstring(rendered("junit", report, suite))  # noqa: S314 our own text
    cases = root.findall(".//testcase")
    assert Counter(case.get("name") for case in cases) == Counter(case.id for case in report.cases)
    failures = {case.get("name") for case in cases if case.find("failure") is not None}
    assert failures == {case.id for case in report.cases if case.state is State.FAIL}
    for element in root.findall("testsuite"):
        assert int(element.get("tests")) == len(element.findall("testcase"))
        assert int(element.get("failures")) == len(element.findall("testcase/failure"))


def test_a_page_has_every_case_and_asks_for_nothing_else(report, suite) -> None:
    page = rendered("html", report, suite)
    assert len(re.findall("<details class=case ", page)) == len(report.cases)
    assert not re.search(r'(?:src|href)="|url\(|@import|https?://(?!www\.w3)', _bare(page))
    for case in report.cases:
        assert case.id in page
    assert "</code></summary>" not in page  # so few have their titles


def _bare(page: str) -> str:
    """Return a page without the documents that it shows."""
    return re.sub(r"<pre>.*?</pre>", "", page, flags=re.DOTALL)


def test_a_page_shows_input_answer_clause_and_command_of_what_failed(report, suite) -> None:
    page = rendered("html", report, suite)
    failed = next(case for case in report.cases if case.state is State.FAIL)
    part = page[page.index(f"<code>{failed.id}</code>") :].split("</details>\n<details class=case")[
        0
    ]
    assert failed.expect.verdict in part
    assert failed.requirement[0] in part
    assert f"--case {failed.id}" in part
    assert "AeoRecord" in part or "specVersion" in part


def test_markup_in_a_document_stays_text_on_a_page(report, suite) -> None:
    page = rendered("html", report, suite)
    assert "<!-- x -->" not in page
    assert page.count("<script") == 1


def test_a_run_that_is_not_whole_calls_no_role_conformant(ask, suite) -> None:
    fine = ask("python:aeo_exchange.conformance.adapters.own:answer", filters=("AEO-STR-06.n03",))
    told = "1 case asked, all passed (no claim can rest on it)"
    page = rendered("html", fine, suite)
    assert f"<li class=open><strong>validator</strong>: {told}</li>" in page
    assert f": {told}" in rendered("text", fine, suite)
    assert "(no claim can rest on it)" in rendered("markdown", fine, suite)
    for form in ("text", "markdown", "badge"):
        assert "conformant" not in rendered(form, fine, suite)


def test_a_page_says_quietly_what_the_product_does_not_claim(ask, suite) -> None:
    report = ask("python:conformance_runner.test_run:only_json", filters=("AEO-LIF-01*",))
    page = rendered("html", report, suite)
    (line,) = re.findall("<li class=quiet>.*?</li>", page)
    assert re.search(r"the product does not claim XML: \d+ documents left out", line)
    text = rendered("text", report, suite)
    assert len(re.findall("does not claim XML", text)) == 1


def test_a_failure_tells_answer_expectation_allowance_reason_and_command(ask, suite) -> None:
    names = [
        published.id
        for published in suite.cases
        if published.expect.allow and ProductRole.VALIDATOR in published.roles
    ]
    report = ask(
        "python:conformance_runner.test_render:always_valid", filters=(names[0],), variants=False
    )
    (case,) = report.cases
    text = rendered("text", report, suite)
    assert f"expected: {case.expect.verdict}, error {case.expect.findings[0].code}" in text
    assert "answered: VALID" in text
    assert f"allowed in addition: {', '.join(case.expect.allow)}" in text
    assert f"why: {case.why}" in text
    assert f"--no-variants --at {report.at} --case {case.id}" in text
    for form in ("html", "junit", "markdown"):
        assert "in addition" in rendered(form, report, suite)


def test_failures_of_one_rule_stand_together(report, suite) -> None:
    text = rendered("text", report, suite)
    heads = re.findall(r"^(\S+): (\d+) not passed$", text, re.MULTILINE)
    failed = Counter(case.id.partition(".")[0] for case in report.cases if case.state not in GOOD)
    assert heads
    assert len(heads) == len(set(heads))
    for rule, count in heads:
        assert failed[rule] == int(count)


def always_valid(message):
    """Answer that everything is right, with a role for each case."""
    if message["cmd"] == "hello":
        roles = [str(role) for role in ProductRole]
        return {"v": 1, "implementation": {"name": "Yes", "version": "1"}, "roles": roles}
    return {"ok": True} if message["cmd"] != "run" else {"seq": message["seq"], "verdict": "VALID"}


@pytest.mark.parametrize("variants", [False, True])
def test_a_page_of_every_role_at_level_full_is_under_a_megabyte(
    ask, suite, *, variants: bool
) -> None:
    """Of this product every case that is to be refused is told: no page is longer."""
    report = ask(
        "python:conformance_runner.test_render:always_valid",
        roles=(),
        level=RunLevel.FULL,
        depth=Depth.D3,
        variants=variants,
    )
    page = rendered("html", report, suite)
    assert len(page.encode()) < 1_000_000
    assert len(re.findall("<details class=case ", page)) == len(report.cases)
    # The last ones have their name alone, and those that passed are the last.
    names = re.findall(r"<details class=case .*?<code>([^<]+)</code>", page, re.DOTALL)
    alone = re.findall(r"<code>([^<]+)</code></summary>", page)
    assert alone == names[-len(alone) :]
    assert {case.id for case in report.cases if case.state in GOOD} <= set(alone)


LONG = "N" * 5_000


def long_name(message):
    """Say a name, a version and a language without end."""
    said = always_valid(message)
    if message["cmd"] == "hello":
        named = dict.fromkeys(("name", "version", "language"), LONG)
        return {**said, "implementation": named}
    return said


@pytest.mark.parametrize("form", [name for name in RENDERERS if name not in {"junit", "badge"}])
def test_a_very_long_name_of_a_product_is_cut(form: str, ask, suite) -> None:
    report = ask("python:conformance_runner.test_render:long_name", filters=("AEO-LIF-01.p01",))
    assert report.product.implementation.name == LONG
    text = rendered(form, report, suite)
    assert "N" * 299 + "…" in text
    assert "N" * 301 not in text


def test_a_name_that_is_just_short_enough_is_told_whole() -> None:
    assert Implementation(name="N" * 300, version="1").title == "N" * 300 + " 1"
    assert Implementation(name="N" * 301, version="1").title == "N" * 299 + "… 1"


def test_two_products_of_one_long_beginning_are_told_apart(ask) -> None:
    report = ask("python:conformance_runner.test_render:long_name", filters=("AEO-LIF-01.p01",))
    implementation = Implementation(name=LONG, version=f"{LONG}2")
    other = replace(report, product=replace(report.product, implementation=implementation))
    (unlike,) = compare_reports(report, other).unlike
    assert unlike.startswith("product NNN")
    assert len(unlike) < 700


def test_markdown_counts_and_names_what_was_not_passed(report, suite) -> None:
    text = rendered("markdown", report, suite)
    for result in report.results:
        assert f"**{result.role}, level {result.level}**: not conformant" in text
    failed = next(case for case in report.cases if case.state is State.FAIL)
    assert f"`{failed.id}`" in text


def test_no_form_tells_a_share(report, suite) -> None:
    for form in ("text", "markdown", "badge", "junit"):
        assert not re.search(r"\d\s?%", rendered(form, report, suite)), form


def test_a_badge_is_what_shields_reads(report, suite, ask) -> None:
    badge = json.loads(rendered("badge", report, suite))
    assert set(badge) == {"schemaVersion", "label", "message", "color"}
    assert badge["color"] == "red"
    fine = ask("python:aeo_exchange.conformance.adapters.own:answer", filters=("AEO-LIF-01*",))
    assert json.loads(rendered("badge", fine, suite))["color"] == "lightgrey"
