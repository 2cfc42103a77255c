"""Finding, Severity, Verdict, Report: what every check says, in one shape for all formats.

The last station of the flow content -> document -> record -> findings -> report.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import UNSET, Struct, UnsetType, json

from aeo_exchange.counting import how_many

__all__ = [
    "MESSAGE_LENGTH",
    "MOST_FINDINGS",
    "UNREADABLE",
    "Finding",
    "LeftOut",
    "OtherRecord",
    "Report",
    "Severity",
    "ValidateAnswer",
    "Verdict",
    "excerpt",
    "markup_escaped",
    "verdict_of",
    "visible",
    "visible_json",
    "worst",
    "writable_in_xml",
]

# What could not be opened, and what is newer than this reader: neither was judged.
UNREADABLE = "AEO-SYN-00"
UNDECIDED = frozenset({UNREADABLE, "AEO-SYN-11"})
DELETE = b"\x7f"
MOST_FINDINGS = 1000  # of one record; whoever mends it sees the rest the next time
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


def excerpt(text: str, longest: int = EXCERPT_LENGTH) -> str:
    """Return a text as a reader may see it: cut, at 80 characters, and controls made visible."""
    seen = visible(text[: longest + 1])
    if len(seen) <= longest and len(text) <= longest:
        return seen
    return seen[: longest - 1] + "…"


def visible(text: str) -> str:
    """Return a text as one line that steers no terminal: what cannot be printed, by its number."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else f"\\u{ord(character):04x}" for character in text
    )


def visible_json(value: object) -> str:
    """Return a value as JSON on one line that steers no terminal, and says the same to a program.

    JSON itself escapes the controls of ASCII alone: not those beside them, such as U+009B, and no
    mark that turns or breaks a line.
    """
    written = json.encode(value)
    text = written.decode()
    # Of ASCII one control is left, which takes less to look for than each character to be asked.
    if (written.isascii() and DELETE not in written) or text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else _escaped(character) for character in text
    )


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def writable_in_xml(text: str) -> str:
    """Return a text, of any number of lines, with a mark for what XML 1.0 cannot write."""
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text  # as nearly all are, and no character that is printable is foreign to XML
    return "".join(
        character
        if character in "\n\t" or (character.isprintable() and character not in "\ufffe\uffff")
        else "\N{REPLACEMENT CHARACTER}"
        for character in text
    )


def markup_escaped(text: str) -> str:
    """Return a text for an element or an attribute of XML and HTML."""
    from html import escape  # noqa: PLC0415 what most commands do without

    return escape(writable_in_xml(text), quote=True)
