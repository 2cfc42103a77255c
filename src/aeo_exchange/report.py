"""Finding, Severity, Verdict, Report: what every check says, in one shape for all formats.

The last station of the flow content -> document -> record -> findings -> report.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.counting import how_many
from aeo_exchange.reader_codes import NEWER_VERSION, UNREADABLE
from aeo_exchange.safe_text import excerpt

__all__ = [
    "MOST_FINDINGS",
    "Finding",
    "LeftOut",
    "OtherRecord",
    "Report",
    "Severity",
    "ValidateAnswer",
    "Verdict",
    "verdict_of",
    "worst",
]

# What could not be opened, and what is newer than this reader: neither was judged.
UNDECIDED = frozenset({UNREADABLE, NEWER_VERSION})
MOST_FINDINGS = 1000  # of one record; whoever mends it sees the rest the next time


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


class OtherRecord(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True, gc=False):
    """The record that a finding of a set rule is also about: the first that was met of the two.

    `line` is where it begins in its source, in JSON; `number`, from 1, is which record of its
    source it is, in XML and in an array of JSON.
    """

    source: str
    record_id: str
    revision: int
    line: int | UnsetType = UNSET
    number: int | UnsetType = UNSET

    @property
    def words(self) -> str:
        """What a person is told of it: `record HK-1, revision 2, line 3 of partners.ndjson`."""
        places = (("record", self.number), ("line", self.line))
        place = ", ".join(f"{what} {number}" for what, number in places if number is not UNSET)
        of = f"{place} of {self.source}" if place else self.source
        return f"{excerpt(self.record_id)} revision {self.revision}, {of}"


class Finding(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One fact about a document.

    `code` is `AEO-<AREA>-<NN>`. `path` is a JSON Pointer (RFC 6901) into the record, in
    every syntax; `xpath` is the same place in an XML document. `line` and `column` are
    1-based and count code points. `got` is cut at 80 characters. `other` is the other of two
    records that do not go together. Unknown members are absent.
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
    other: OtherRecord | UnsetType = UNSET

    @property
    def place(self) -> str:
        """Where it stands, as programs write it.

        `12:5` in a text, `B7` in a table without sheets, `records!B7` in a workbook.
        """
        if self.cell is not UNSET:
            return str(self.cell) if self.sheet is UNSET else f"{excerpt(self.sheet)}!{self.cell}"
        return ":".join(str(part) for part in (self.line, self.column) if part is not UNSET)


class LeftOut(Struct, frozen=True, kw_only=True, gc=False):
    """How many findings a report does not name, as it has a thousand already; `codes` by rule."""

    errors: int = 0
    warnings: int = 0
    codes: dict[str, int] = {}

    @property
    def words(self) -> str:
        """What a person is told of them: `and 3,412 more: 3,400 errors, 12 warnings`."""
        return (
            f"and {self.errors + self.warnings:,} more: "
            f"{how_many(self.errors, 'error')}, {how_many(self.warnings, 'warning')}"
        )


class Report(Struct, frozen=True, kw_only=True, rename="camel", gc=False):
    """The findings about one record of one source (or about a source that gave no record).

    There are at most 1,000: errors before warnings, of each the first in reading order; `left_out`
    counts the others, and the verdict rests on all. `profile` names the partner's profile whose
    severities were applied; absent means none.
    """

    source: str
    record_id: str | UnsetType = UNSET
    verdict: Verdict
    profile: str | UnsetType = UNSET
    findings: tuple[Finding, ...] = ()
    left_out: LeftOut | UnsetType = UNSET

    @property
    def is_unread(self) -> bool:
        """Whether the source could not even be opened."""
        return any(finding.code == UNREADABLE for finding in self.findings)


class ValidateAnswer(Struct, frozen=True, kw_only=True):
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
    """Return NOT_VALID for any error, UNDETERMINED where nothing was judged, else VALID."""
    errors = {finding.code for finding in findings if finding.severity is Severity.ERROR}
    if errors - UNDECIDED:
        return Verdict.NOT_VALID
    return Verdict.UNDETERMINED if errors else Verdict.VALID
