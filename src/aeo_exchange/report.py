"""Finding, Severity, Verdict, Report: what every check says, in one shape for all formats.

The last station of the flow content -> document -> record -> findings -> report.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import UNSET, Struct, UnsetType

__all__ = ["Answer", "Finding", "Report", "Severity", "Verdict", "excerpt", "verdict_of", "worst"]

EXCERPT_LENGTH = 80
MESSAGE_LENGTH = 400  # of a sentence with excerpts in it


class Severity(StrEnum):
    """How much a finding weighs: an error decides, the others inform."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Verdict(StrEnum):
    """The three answers; UNDETERMINED is an answer of its own and never means yes."""

    VALID = "VALID"
    NOT_VALID = "NOT_VALID"
    UNDETERMINED = "UNDETERMINED"


class Finding(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One fact about a document.

    `code` is `AEO-<AREA>-<NN>`. `path` is a JSON Pointer (RFC 6901) into the record, in
    every syntax; `xpath` is the same place in an XML document. `line` and `column` are
    1-based and count code points. `got` is cut at 80 characters. Unknown members are absent.
    """

    code: str
    severity: Severity
    path: str
    xpath: str | UnsetType = UNSET
    line: int | UnsetType = UNSET
    column: int | UnsetType = UNSET
    sheet: str | UnsetType = UNSET
    cell: str | UnsetType = UNSET
    message: str
    got: str | UnsetType = UNSET
    expected: str | UnsetType = UNSET
    hint: str | UnsetType = UNSET


class Report(Struct, frozen=True, kw_only=True, rename="camel", gc=False):
    """All findings about one record of one source (or about a source that gave no record).

    `profile` names the partner's profile whose severities were applied; absent means none.
    """

    source: str
    record_id: str | UnsetType = UNSET
    verdict: Verdict
    profile: str | UnsetType = UNSET
    findings: tuple[Finding, ...] = ()


class Answer(Struct, frozen=True, kw_only=True):
    """What `aeo validate --format json` prints: a report for each record, and the verdict."""

    results: tuple[Report, ...]
    verdict: Verdict


def worst(verdicts: set[Verdict]) -> Verdict:
    """Return the verdict over many: any NOT_VALID decides, then any UNDETERMINED."""
    for verdict in (Verdict.NOT_VALID, Verdict.UNDETERMINED):
        if verdict in verdicts:
            return verdict
    return Verdict.VALID


def verdict_of(findings: tuple[Finding, ...]) -> Verdict:
    """Return NOT_VALID when any finding is an error, VALID otherwise."""
    if any(finding.severity is Severity.ERROR for finding in findings):
        return Verdict.NOT_VALID
    return Verdict.VALID


def excerpt(text: str, longest: int = EXCERPT_LENGTH) -> str:
    """Return a text as a reader may see it: cut, at 80 characters, and controls made visible."""
    visible = "".join(
        character if character.isprintable() else f"\\u{ord(character):04x}"
        for character in text[: longest + 1]
    )
    if len(visible) <= longest and len(text) <= longest:
        return visible
    return visible[: longest - 1] + "…"
