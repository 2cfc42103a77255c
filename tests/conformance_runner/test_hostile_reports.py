"""Whatever a report says, its forms stay what they are: nothing of it becomes markup."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from itertools import chain

import pytest

from aeo_exchange.conformance.report.render import RENDERERS
from aeo_exchange.conformance.report.stored import read_report, written_report
from aeo_exchange.conformance.suite.lists import Depth, Operation, ProductRole, RunLevel, State
from aeo_exchange.report import Severity, Verdict

NEARLY = "python:conformance_runner.test_run:nearly"
SOME = ("AEO-LIF-0[12]*", "AEO-SIG-24*", "CNV-03*")
SCRIPT = "<script>alert(1)</script>"
BREAKING = f"{SCRIPT}\"'|`` ```\n```\r\x1b[31m\x9b\u202e\x00\ufffe *b* [a](b) </pre> ]]> &amp; \\"
CLOSED = set(
    chain(
        Depth,
        RunLevel,
        Operation,
        ProductRole,
        State,
        Severity,
        Verdict,
        ("undetermined", "skipped"),
    )
)
# With these the suite at hand is the one that was run, and the page shows its documents.
PUBLISHED = {"id", "path", "caseSet", "requirement"}
# What an expectation has in one form alone; no other text comes as far as a page.
FORMED = {"code", "allow", "forbid", "digests", "xpath"}
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")


def spoiled(tree, text: str, kept: set[str], name: str = ""):
    """Return a report in which every text is another that does not come from a closed list."""
    if isinstance(tree, dict):
        return {
            member: spoiled(value, text, kept | FORMED if member == "expect" else kept, member)
            for member, value in tree.items()
        }
    if isinstance(tree, list):
        return [spoiled(inner, text, kept, name) for inner in tree]
    is_free = isinstance(tree, str) and tree not in CLOSED and name not in kept
    pointer = "/" if name == "path" else ""  # without it the report is refused
    return f"{pointer}{text}" if is_free else tree


class Page(HTMLParser):
    """The elements of a page with the names of their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, ...]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *(name for name, _ in attrs)))


@pytest.fixture(scope="module")
def report(ask):
    roles = (ProductRole.VALIDATOR, ProductRole.CONVERTER, ProductRole.VERIFIER)
    return ask(NEARLY, filters=SOME, variants=True, roles=roles)


@pytest.fixture(
    scope="module",
    params=[(SCRIPT, set()), (BREAKING, set()), (SCRIPT, PUBLISHED), (BREAKING, PUBLISHED)],
    ids=["script", "breaking", "script-published", "breaking-published"],
)
def told(request, report):
    """Return the report of a vendor who means no good, and the same with harmless words."""
    text, kept = request.param
    tree = json.loads(written_report(report))
    return tuple(
        read_report(json.dumps(spoiled(tree, name, {"format", "asked", *kept})).encode())
        for name in (text, "words")
    )


def rendered(form: str, report, suite) -> str:
    return "".join(RENDERERS[form](report, suite))


def test_no_text_of_a_report_is_markup_on_the_page(told, suite, monkeypatch) -> None:
    # How much is told in full goes by length, and the two are not of one length.
    monkeypatch.setattr("aeo_exchange.conformance.report.render.html.ROOM", 1 << 40)
    page, tame = (rendered("html", run_report, suite) for run_report in told)
    assert SCRIPT not in page
    assert "alert(1)" in page
    assert not CONTROL.search(page)
    assert Page(page).elements == Page(tame).elements


def test_no_text_of_a_report_ends_a_cell_or_a_line_of_markdown(told, suite) -> None:
    text, tame = (rendered("markdown", run_report, suite) for run_report in told)
    assert not CONTROL.search(text)
    table, command = text.split("\nOne of them again:\n\n")
    assert len(table.splitlines()) == len(tame.split("\nOne of them again:")[0].splitlines())
    for line in table.splitlines():
        bare = re.sub(r"\\.", "", re.sub(r"`[^`]*`", "", line.replace(r"\|", "")))
        assert not re.search("[<`*\\[]", bare.replace("**", ""))
        assert not line.startswith("| `") or bare.count("|") == 5
    fence, *within, end = command.rstrip("\n").split("\n")
    assert fence == end
    assert not any(written.startswith(fence) for written in within)


def test_junit_of_a_report_is_xml_without_control_characters(told, suite) -> None:
    text = rendered("junit", told[0], suite)
    assert not CONTROL.search(text)
    root = ET.fromstring(text)  # noqa: S314 our own text
    assert len(root.findall(".//testcase")) == len(told[0].cases)
    assert not root.findall(".//script")


def test_lines_of_a_report_steer_no_terminal(told, suite) -> None:
    text, tame = (rendered("text", run_report, suite) for run_report in told)
    assert not CONTROL.search(text)
    assert len(text.splitlines()) == len(tame.splitlines())


def test_a_badge_of_a_report_is_json(told, suite) -> None:
    assert json.loads(rendered("badge", told[0], suite))["schemaVersion"] == 1
