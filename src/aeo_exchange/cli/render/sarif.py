"""Reports as SARIF 2.1.0, the form in which code hosts show findings beside a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import UNSET

from aeo_exchange import __version__
from aeo_exchange.cli.render.json_line import visible_json
from aeo_exchange.cli.render.style import Style
from aeo_exchange.cli.render.text import left_out_words
from aeo_exchange.operations.reference.explain import RuleEntry, list_rules
from aeo_exchange.report import Finding, LeftOut, OtherRecord, Report, Severity
from aeo_exchange.safe_text import visible

if TYPE_CHECKING:
    from aeo_exchange.model.tree import Tree

__all__ = ["as_sarif"]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(reports: Iterable[Report], style: Style) -> Iterator[str]:
    """Yield one SARIF log with one run, its results streamed."""
    driver: Tree = {
        "name": "aeo",
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in list_rules()],
    }
    yield f'{{"$schema":"{SCHEMA}","version":"2.1.0","runs":[{{"tool":{{"driver":'
    yield visible_json(driver) + '},"columnKind":"unicodeCodePoints","results":['
    mark = ""
    notes: list[Tree] = []
    for report in reports:
        for finding in () if style.quiet else report.findings:
            yield f"{mark}\n{visible_json(_result(report, finding))}"
            mark = ","
        if report.left_out is not UNSET and not style.quiet:
            notes.append(_left_out(report.source, report.left_out))
    yield "\n]"
    if notes:
        told: Tree = {"executionSuccessful": True, "toolExecutionNotifications": notes}
        yield f',"invocations":[{visible_json(told)}]'
    yield "}]}\n"


def _left_out(source: str, left_out: LeftOut) -> Tree:
    return {
        "level": "warning",
        "message": {"text": left_out_words(left_out)},
        "locations": [{"physicalLocation": {"artifactLocation": _file(source)}}],
    }


def _file(source: str) -> Tree:
    return {"uri": quote(PurePath(source).as_posix())}


def _rule(rule: RuleEntry) -> Tree:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.sentence},
        "fullDescription": {"text": rule.reason},
        "help": {"text": f"Clause {rule.clause}; `aeo explain {rule.code}`."},
        "defaultConfiguration": {"level": LEVELS[Severity(rule.severity)]},
    }


def _result(report: Report, finding: Finding) -> Tree:
    return {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _file(report.source),
                    "region": _region(finding),
                },
                "logicalLocations": [{"fullyQualifiedName": name} for name in _names(finding)],
            }
        ],
        **({} if finding.other is UNSET else {"relatedLocations": [_other(finding.other)]}),
        **({} if report.profile is UNSET else {"properties": {"profile": report.profile}}),
        "partialFingerprints": {"aeoFinding/v1": _fingerprint(report, finding)},
    }


def _names(finding: Finding) -> tuple[str, ...]:
    """Return the path of what a finding is about, and of a workbook the cell: it has no lines."""
    path = finding.path or "/"
    return (path,) if finding.cell is UNSET else (path, finding.place)


def _message(finding: Finding) -> str:
    parts = [f"{visible(finding.path) or '/'} {finding.message}"]
    if finding.got is not UNSET:
        parts.append(f"got {finding.got!r}")
    if finding.expected is not UNSET:
        parts.append(f"expected {finding.expected}")
    if finding.hint is not UNSET:
        parts.append(f"hint: {finding.hint}")
    return "; ".join(parts)


def _other(record: OtherRecord) -> Tree:
    """Return the place of the other of two records that do not go together."""
    line = 1 if record.line is UNSET else record.line
    return {
        "physicalLocation": {
            "artifactLocation": _file(record.source),
            "region": {"startLine": line},
        },
        "message": {"text": record.words},
    }


def _region(finding: Finding) -> Tree:
    """Return the region; a finding without a line stands on the first, since 0 is refused."""
    line = 1 if finding.line is UNSET else finding.line
    if finding.column is UNSET:
        return {"startLine": line}
    return {"startLine": line, "startColumn": finding.column}


def _fingerprint(report: Report, finding: Finding) -> str:
    """Return what stays the same when lines are added above the finding."""
    record_id = "" if report.record_id is UNSET else report.record_id
    parts = (report.source, record_id, finding.code, finding.path)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
