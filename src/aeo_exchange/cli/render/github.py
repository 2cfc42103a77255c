"""Reports as workflow commands, which a code host's runner shows as annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from msgspec import UNSET, UnsetType

from aeo_exchange.cli.render.style import Style
from aeo_exchange.cli.render.text import left_out_words
from aeo_exchange.report import Finding, Report, Severity
from aeo_exchange.safe_text import MESSAGE_LENGTH, excerpt, visible

__all__ = ["as_github"]

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_github(reports: Iterable[Report], style: Style) -> Iterator[str]:
    """Yield one command for each finding."""
    profile: str | UnsetType = UNSET
    for report in reports:
        profile = report.profile
        for finding in () if style.quiet else report.findings:
            yield f"::{COMMANDS[finding.severity]} {_properties(report, finding)}::"
            yield f"{_data(_message(finding))}\n"
        if report.left_out is not UNSET and not style.quiet:
            file = _property(PurePath(report.source).as_posix())
            yield f"::notice file={file}::{_data(left_out_words(report.left_out))}\n"
    if profile is not UNSET:
        yield f"::notice::severities of the profile {_data(profile)}\n"


def _properties(report: Report, finding: Finding) -> str:
    parts = {"file": PurePath(report.source).as_posix(), "title": finding.code}
    if finding.line is not UNSET:
        parts["line"] = str(finding.line)
    if finding.column is not UNSET:
        parts["col"] = str(finding.column)
    return ",".join(f"{name}={_property(value)}" for name, value in parts.items())


def _message(finding: Finding) -> str:
    # An annotation stands at a line; a cell is told in words.
    place = "" if finding.cell is UNSET else f"{finding.place} "
    path = excerpt(finding.path or "/")
    return f"{place}{path} {excerpt(finding.message, MESSAGE_LENGTH)}"


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
