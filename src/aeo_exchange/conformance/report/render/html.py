"""A report as one HTML file that needs nothing else: to be read, filtered, printed and mailed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

from msgspec import UNSET

from aeo_exchange.conformance.adapters.protocol import decoded_base64
from aeo_exchange.conformance.legible import shortened
from aeo_exchange.conformance.report.render.text import (
    answer_of,
    claim_of,
    command_of,
    is_open,
    other_reasons,
    product_of,
)
from aeo_exchange.conformance.report.render.words import allowed, asked_inputs, left_out
from aeo_exchange.conformance.report.run_report import CaseResult, Got, InputResult, RunReport
from aeo_exchange.conformance.suite.cases import Suite
from aeo_exchange.conformance.suite.coverage import clauses_of
from aeo_exchange.conformance.suite.lists import GOOD, State
from aeo_exchange.counting import how_many
from aeo_exchange.safe_text import markup_escaped

__all__ = ["as_html"]

LONGEST = 2000  # characters of an input that are shown
MOST = 20  # findings of an answer that are shown
ROOM = 120_000  # characters for cases that are told in full; a page is read, mailed and printed
# Characters for those told in a line; of the others the name is told, which leaves a megabyte room
# for some 4,400 cases.
ROOM_FOR_LINES = 650_000


def as_html(report: RunReport, suite: Suite | None) -> Iterator[str]:
    """Yield the page piece by piece; inputs are shown where the suite that was run is at hand."""
    home = suite if suite and suite.release.case_set == report.suite.case_set else None
    title = markup_escaped(f"Conformance of {product_of(report)}")
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{_asset('report.css')}</style>\n</head>\n<body>\n"
    )
    yield from _head(report, title)
    yield from _counts(report)
    yield from _filters(report)
    yield '<main id="cases">\n'
    yield from _cases(report, home)
    yield f"</main>\n<script>\n{_asset('report.js')}</script>\n</body>\n</html>\n"


def _cases(report: RunReport, home: Suite | None) -> Iterator[str]:
    """Yield every case: in full what was not passed, as long as a page can hold it.

    Those that passed come last, so they are the first of which a long page tells the name alone.
    """
    left, left_for_lines = ROOM, ROOM_FOR_LINES
    for case in sorted(report.cases, key=lambda judged: judged.state in GOOD):
        if case.state in GOOD or left <= 0:
            told = left_for_lines > 0
            line = _brief(case, _title(case) if told else "", _reason(case) if told else "")
            left_for_lines -= len(line)
            yield line
            continue
        for piece in _case(report, case, home):
            left -= len(piece)
            yield piece


def _brief(case: CaseResult, title: str, reason: str) -> str:
    """Return a case in a line, with its reason where it did not pass; the suite has the rest."""
    return (
        f'<details class=case data-area="{markup_escaped(case.area)}">'
        f"<summary><b class={case.state}>{_name(case.state)}</b> "
        f"<code>{markup_escaped(case.id)}</code>{title}</summary>{reason}</details>\n"
    )


def _title(case: CaseResult) -> str:
    told = markup_escaped(shortened(case.title))
    return f" {told} <small>{case.role} {markup_escaped(case.level)}</small>"


def _reason(case: CaseResult) -> str:
    """Return the reason of a case that was not passed, and its clauses."""
    told = [] if case.state in GOOD else [shortened(case.why)]
    told += [", ".join(case.requirement), *([] if case.reason is UNSET else [case.reason])]
    return markup_escaped(" · ".join(told))


def _asset(name: str) -> str:
    return (resources.files(__package__) / name).read_text("utf-8")


def _head(report: RunReport, title: str) -> Iterator[str]:
    claim = markup_escaped(claim_of(report))
    yield f"<header>\n<h1>{title}</h1>\n<p class=claim>{claim}</p>\n<ul>\n"
    for role in report.results:
        mark = "open" if is_open(report, role) else "yes" if role.conformant else "no"
        answer = markup_escaped(answer_of(report, role))
        yield f"<li class={mark}><strong>{role.role}</strong>: {answer}</li>\n"
    for line in left_out(report):
        yield f"<li class=quiet>{markup_escaped(line)}</li>\n"
    for reason in other_reasons(report):
        yield f"<li>No statement can rest on this run: {markup_escaped(reason)}</li>\n"
    yield "</ul>\n<dl>\n"
    for name, value in _facts(report):
        yield f"<div><dt>{name}</dt><dd>{markup_escaped(value)}</dd></div>\n"
    yield "</dl>\n</header>\n"


def _facts(report: RunReport) -> Iterator[tuple[str, str]]:
    yield "suite", f"{report.suite.version} for AEO Status Exchange {report.suite.spec}"
    yield "case set", f"sha256 {report.suite.case_set[:16]}…"
    yield "adapter", report.adapter.name
    yield "asked at", report.at
    yield "seed", str(report.seed)
    yield "runner", report.runner
    yield (
        "syntaxes",
        f"compared in {how_many(report.parity.cases, 'case')}, {report.parity.mismatches} differ",
    )
    if report.filters:
        yield "only", ", ".join(report.filters)


def _counts(report: RunReport) -> Iterator[str]:
    states = [
        state for state in State if any(count.states.get(state, 0) for count in report.counts)
    ]
    names = "".join(f"<th>{_name(state)}</th>" for state in states)
    yield f"<table>\n<thead><tr><th>role</th><th>level</th>{names}</tr></thead>\n<tbody>\n"
    for count in report.counts:
        cells = "".join(
            f"<td class={state}>{count.states.get(state, 0) or '·'}</td>" for state in states
        )
        yield f"<tr><td>{count.role}</td><td>{markup_escaped(count.level)}</td>{cells}</tr>\n"
    yield "</tbody>\n</table>\n"


def _filters(report: RunReport) -> Iterator[str]:
    states = [state for state in State if any(case.state is state for case in report.cases)]
    areas = sorted({markup_escaped(case.area) for case in report.cases})
    yield '<form id="filters">\n'
    for name, values in (("state", states), ("area", areas)):
        options = "".join(f'<option value="{value}">{_name(value)}</option>' for value in values)
        yield f'<label>{name} <select id="{name}"><option value="">all</option>{options}</select>'
        yield "</label>\n"
    yield '<label class=wide>text <input id="text" type="search" placeholder="id, title, code">'
    yield '</label>\n<output id="shown"></output>\n</form>\n'


def _case(report: RunReport, case: CaseResult, home: Suite | None) -> Iterator[str]:
    opened = "" if case.state in GOOD else " open"
    yield (
        f'<details class=case data-area="{markup_escaped(case.area)}"'
        f"{opened}>\n<summary>"
        f"<span class='state {case.state}'>{_name(case.state)}</span> "
        f"<code>{markup_escaped(case.id)}</code> {markup_escaped(case.title)} "
        f"<small>{case.role} {markup_escaped(case.level)}</small></summary>\n"
        f"<p>{markup_escaped(case.why)}</p>\n"
    )
    if case.reason is not UNSET:
        yield f"<p>{markup_escaped(case.reason)}</p>\n"
    yield f"<div class=pair><section><h3>expected</h3>\n{_expected(case)}</section>\n"
    yield "<section><h3>got</h3>\n"
    for asked_input in asked_inputs(case):
        yield _input(asked_input)
    yield "</section></div>\n"
    yield from _documents(case, home)
    clauses = ", ".join(_clause(clause, home) for clause in case.requirement)
    yield (
        f"<p class=foot>clause {clauses} · {case.operation} at {markup_escaped(case.at)}</p>\n"
        f"<pre class=command>{markup_escaped(command_of(report, case))}</pre>\n</details>\n"
    )


def _clause(clause: str, home: Suite | None) -> str:
    """Return a clause with where it stands in the specification."""
    requirement = clauses_of(home).get(clause) if home else None
    return markup_escaped(
        f"{clause} ({requirement.file}#{requirement.anchor})" if requirement else clause
    )


def _expected(case: CaseResult) -> str:
    rows = "".join(
        f"<li><code>{markup_escaped(finding.code)}</code> {finding.severity} at "
        f"<code>{markup_escaped(finding.path) or '·'}</code></li>"
        for finding in case.expect.findings
    )
    if case.expect.checks is not UNSET:
        rows += "".join(
            f"<li>check {markup_escaped(check.name)}: {markup_escaped(check.outcome)}</li>"
            for check in case.expect.checks
        )
    if case.expect.digests is not UNSET:
        rows += "".join(
            f"<li>digest <code>{markup_escaped(digest)}</code></li>"
            for digest in case.expect.digests
        )
    more = allowed(case)
    beside = f"<p>allowed in addition: <code>{markup_escaped(more)}</code></p>\n" if more else ""
    return f"<p><strong>{case.expect.verdict}</strong></p>\n<ul>{rows}</ul>\n{beside}"


def _input(result: InputResult) -> str:
    changes = (
        f" <small>{markup_escaped(', '.join(result.changes))}</small>" if result.changes else ""
    )
    mark = "quiet" if result.state in GOOD else "differs"
    differ = "".join(
        f"<li class={mark}>{markup_escaped(difference)}</li>" for difference in result.differences
    )
    return (
        f"<p><span class='state {result.state}'>{_name(result.state)}</span> "
        f"<code>{markup_escaped(result.path)}</code>{_verdict(result.got)}{changes}</p>\n"
        f"<ul>{differ}{_findings(result) if result.differences else ''}</ul>\n"
    )


def _verdict(got: Got | object) -> str:
    if not isinstance(got, Got) or got.verdict is UNSET:
        return ""
    return f" <strong>{got.verdict}</strong>"


def _findings(result: InputResult) -> str:
    if not isinstance(result.got, Got):
        return ""
    lines = []
    for finding in result.got.findings[:MOST]:
        code = markup_escaped(finding.code) if finding.code is not UNSET else "no code"
        path = markup_escaped(finding.path) if finding.path is not UNSET else ""
        message = markup_escaped(finding.message) if finding.message is not UNSET else ""
        lines.append(
            f"<li><code>{code}</code> {finding.severity} at <code>{path or '·'}</code> "
            f"{message}</li>"
        )
    return "".join(lines)


def _documents(case: CaseResult, home: Suite | None) -> Iterator[str]:
    """Yield the inputs: what was published, and variants that were not answered as expected."""
    published = home.by_id.get(case.id) if home else None
    for asked_input in asked_inputs(case):
        if asked_input.asked is not UNSET:
            yield _document(
                f"{asked_input.path}, as it was asked", decoded_base64(asked_input.asked)
            )
        elif home and published and not asked_input.changes:
            for part in published.inputs:
                if part.path == asked_input.path:
                    yield _document(part.path, home.content(published, part))


def _document(name: str, content: bytes) -> str:
    text = content.decode("utf-8", "replace")
    cut = f"\n… {how_many(len(text) - LONGEST, 'character')} more" if len(text) > LONGEST else ""
    return (
        f"<details class=input><summary>{markup_escaped(name)}</summary>"
        f"<pre>{markup_escaped(text[:LONGEST])}{cut}</pre></details>\n"
    )


def _name(text: str) -> str:
    return text.replace("_", " ")
