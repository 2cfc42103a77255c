"""The reports of conformance runs, and the page that leads to them."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from msgspec import UNSET
from sitemap import CONFORMANCE, Page

from aeo_exchange.conformance.report.render import RENDERERS
from aeo_exchange.conformance.report.run_report import RunReport
from aeo_exchange.conformance.report.stored import read_report
from aeo_exchange.conformance.suite.cases import SuiteRelease, load_suite

__all__ = ["report_pages"]

INTRODUCTION = """<h1>Conformance</h1>
<p>Each implementation was asked every case of the suite of this version, by its own program and
in each syntax. A report can be made again: <a href='guides/run-the-suite.html'>run the suite</a>.
What cases do not notice stands in <a href='mutants.html'>mutants</a>, what tests each requirement
in <a href='cases/requirements.html'>cases of each requirement</a>.</p>"""
ABSENT = """<p>This copy of the site was built without reports. <code>make site</code> makes that
of the implementation in Python, and where Node is at hand that of the one in JavaScript.</p>"""


def report_pages(folder: Path | None) -> tuple[list[Page], dict[str, bytes]]:
    """Return the page about the reports of a folder, and each report as JSON and as a page."""
    files: dict[str, bytes] = {}
    parts: list[str] = []
    suite = load_suite()
    for path in sorted(folder.glob("*.json")) if folder else []:
        content = path.read_bytes()
        report = read_report(content)
        name = f"reports/{path.stem}"
        files[f"{name}.json"] = content
        files[f"{name}.html"] = "".join(RENDERERS["html"](report, suite)).encode()
        parts.extend(_summary(report, path.stem, suite.release))
    body = "\n".join((INTRODUCTION, *(parts or [ABSENT])))
    page = Page(path="conformance.html", title="Conformance", body=body, section=CONFORMANCE)
    return [page], files


def _summary(report: RunReport, name: str, release: SuiteRelease) -> Iterator[str]:
    """Yield what a run found, in a table."""
    told = None if report.product is UNSET else report.product.implementation
    title = f"{told.name} {told.version} ({told.language})" if told else name
    yield f"<h2 id='{escape(name)}'>{escape(title)}</h2>"
    if report.suite.case_set != release.case_set:
        yield "<p><strong>Of another state of the suite</strong>: cases have changed since.</p>"
    yield f"<p>Level {report.level}, depth {report.depth}. <a href='reports/{name}.html'>The whole "
    yield f"report</a>, or <a href='reports/{name}.json'>as JSON</a>.</p>"
    yield "<table><thead><tr><th>role</th><th>level</th><th>cases by state</th></tr></thead><tbody>"
    for count in report.counts:
        states = ", ".join(
            f"{number:,} {state}" for state, number in count.states.items() if number
        )
        yield f"<tr><td>{count.role}</td><td>{count.level}</td><td>{states}</td></tr>"
    yield "</tbody></table>"
