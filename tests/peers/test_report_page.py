"""The page of a report in a browser: it is drawn, filters work, nothing is fetched."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from aeo_exchange.conformance.adapters.transports import Settings, adapter_of
from aeo_exchange.conformance.report.render.html import as_html
from aeo_exchange.conformance.report.run_report import RunReport
from aeo_exchange.conformance.run.plan import Choice
from aeo_exchange.conformance.run.runner import run_suite
from aeo_exchange.conformance.suite.cases import load_suite
from aeo_exchange.conformance.suite.lists import Depth, ProductRole, State

pytestmark = pytest.mark.peer
# No other machine is reached, whatever a page asks for.
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND")
CHOOSE = "<script>document.getElementById('{field}').value='{value}'; filter();</script></body>"
PNG = b"\x89PNG\r\n"


@pytest.fixture(scope="module")
def report() -> RunReport:
    """A run in which some cases failed."""
    adapter = adapter_of(
        "python:aeo_exchange.conformance.mutants:ignores_dates", Settings(deadline=600)
    )
    choice = Choice(
        at="2026-11-22T00:00:00Z",
        seed=1,
        depth=Depth.D2,
        roles=(ProductRole.VALIDATOR,),
        filters=("AEO-DAT-*", "AEO-LIF-*"),
    )
    return run_suite(load_suite(), adapter, choice, lambda *_: None)


@pytest.fixture
def page(report: RunReport, tmp_path: Path) -> Path:
    """The page of the run as a file."""
    path = tmp_path / "report.html"
    path.write_text("".join(as_html(report, load_suite())), encoding="utf-8")
    return path


def drawn(browser: str, page: Path, *more: str) -> str:
    """Return the document after its script has run."""
    profile = f"--user-data-dir={page.parent / 'profile'}"
    done = subprocess.run(
        [browser, *QUIET, profile, *more, page.as_uri()],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def shown(dom: str) -> int:
    return len(re.findall(r"<details class=\"case\"(?![^>]*\bhidden\b)[^>]*>", dom))


def test_a_browser_shows_every_case(
    page: Path, report: RunReport, tool: Callable[[str], str]
) -> None:
    dom = drawn(tool("chromium"), page, "--dump-dom")
    assert shown(dom) == len(report.cases)


@pytest.mark.parametrize(
    ("field", "value", "fits"),
    [
        ("state", "fail", lambda case: case.state is State.FAIL),
        ("area", "LIF", lambda case: case.area == "LIF"),
        ("text", "aeo-dat-01 term", lambda case: "AEO-DAT-01" in case.id),
    ],
)
def test_a_filter_leaves_what_fits(
    field: str, value: str, fits, page: Path, report: RunReport, tool: Callable[[str], str]
) -> None:
    text = page.read_text(encoding="utf-8")
    chosen = CHOOSE.format(field=field, value=value)
    page.write_text(text.replace("</body>", chosen), encoding="utf-8")
    dom = drawn(tool("chromium"), page, "--dump-dom")
    fitting = [case for case in report.cases if fits(case)]
    assert 0 < shown(dom) <= len(fitting)
    if field != "text":
        assert shown(dom) == len(fitting)


def test_a_browser_draws_the_page(page: Path, tool: Callable[[str], str]) -> None:
    picture = page.with_suffix(".png")
    drawn(tool("chromium"), page, f"--screenshot={picture}", "--window-size=1200,1600")
    assert picture.read_bytes().startswith(PNG)
    assert picture.stat().st_size > 50_000
