"""What became of a row: record, candidate or refused, and why; the report of an import."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from msgspec import UNSET, Struct, UnsetType

__all__ = [
    "BaseTotals",
    "CandidateRow",
    "FindingKind",
    "ImportReport",
    "LayoutUsed",
    "RowCounts",
    "RowEnd",
    "RowFinding",
    "RowOutcome",
    "VanishedQuestion",
]


class RowEnd(StrEnum):
    """The three ends of a row."""

    RECORD = "record"
    CANDIDATE = "candidate"
    REFUSED = "refused"


class FindingKind(StrEnum):
    """What a finding about a row is: the first two leave a candidate, the next four refuse."""

    MISSING = "missing"
    DOUBTFUL = "doubtful"
    UNKNOWN_WORD = "unknown-word"
    NOT_USABLE = "not-usable"
    REPEATED = "repeated"
    BREAKS_RULE = "breaks-rule"
    WARNING = "warning"
    TOLD = "told"

    @property
    def outcome(self) -> RowEnd:
        """The end of a row that has such a finding and none that is worse."""
        if self in {FindingKind.MISSING, FindingKind.DOUBTFUL}:
            return RowEnd.CANDIDATE
        if self in {FindingKind.WARNING, FindingKind.TOLD}:
            return RowEnd.RECORD
        return RowEnd.REFUSED


class RowFinding(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True, gc=False):
    """One fact about a row.

    `item` is the column of part 10, `path` the item in the record. `column` and `header` say where
    in the file, `got` is the text found there, `expected` what would do. `rule` is the rule that
    a record would break.
    """

    kind: FindingKind
    item: str | UnsetType = UNSET
    path: str | UnsetType = UNSET
    rule: str | UnsetType = UNSET
    column: str | UnsetType = UNSET
    header: str | UnsetType = UNSET
    got: str | UnsetType = UNSET
    expected: str | UnsetType = UNSET
    message: str
    hint: str | UnsetType = UNSET


class RowOutcome(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True, gc=False):
    """What became of one row; `days` holds the day that each instant was made of.

    `time_zone` is there where the zones of the rows differ.
    """

    row: int
    sheet: str | UnsetType = UNSET
    outcome: RowEnd
    record_id: str | UnsetType = UNSET
    time_zone: str | UnsetType = UNSET
    days: dict[str, str] | UnsetType = UNSET
    findings: tuple[RowFinding, ...] = ()


class RowCounts(Struct, frozen=True, kw_only=True, rename="camel"):
    """How many rows there were, and how many ended so: rows = records + candidates + refused.

    `written` is how many records that made: rows of one record are joined where a row is a role.
    """

    rows: int
    records: int
    candidates: int
    refused: int
    written: int


class LayoutUsed(Struct, frozen=True, kw_only=True, rename="camel"):
    """The layout by which a file was read, and what it says of where it comes from."""

    name: str
    title: str
    origin: str


class VanishedQuestion(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A record of the base that no row names any more, and what a person must say of it.

    `revision` and `issued_at` are those of the record as it stays. `last_seen` is the day of the
    last sheet that the base knows to have had it, the one that this revision was made of; a later
    one that said the same leaves no mark. It is absent where the record is no transcription.
    """

    administration: str
    record_id: str
    tin: str
    legal_name: str
    revision: int
    issued_at: str
    last_seen: str | UnsetType = UNSET
    question: str


class BaseTotals(Struct, frozen=True, kw_only=True, rename="camel"):
    """What became of the records of the base: `records` are those that the layout speaks of.

    records = same + changed + left; `changed` were given a further revision, `left` stay because
    their row is none, or because their question is open. `added` are new, and no row names
    `vanished` any more, be they answered or not. `beside` are the other records of the base, such
    as those of another programme or audience: the layout does not speak of them, and they stay.
    """

    base: str
    records: int
    same: int
    changed: int
    left: int
    added: int
    vanished: int
    beside: int


class ImportReport(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What an import found in a file.

    `sha256` is the digest of the file, `time_zone` whose midnight a day begins at, `as_of` the day
    of which the file says that it is. `passed_over` counts rows that are no data. `unreadable` says
    why the file, or the rest of it, could not be read. `remarks` are of the file as a whole: what
    of it was not read, or not as it looks. With a base, `questions` are those that are
    open, and `unused_answers` names the records of answers that there was nothing to ask about.
    """

    file: str
    sha256: str
    layout: LayoutUsed
    read_as: str | UnsetType = UNSET
    encoding: str | UnsetType = UNSET
    sheet: str | UnsetType = UNSET
    header_row: int | UnsetType = UNSET
    time_zone: str | UnsetType = UNSET
    as_of: str | UnsetType = UNSET
    at: str
    counts: RowCounts
    passed_over: int = 0
    remarks: tuple[str, ...] = ()
    unreadable: str | UnsetType = UNSET
    against: BaseTotals | UnsetType = UNSET
    questions: tuple[VanishedQuestion, ...] = ()
    unused_answers: tuple[str, ...] = ()
    rows: tuple[RowOutcome, ...]


class CandidateRow(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A row that a person must complete: what could be read of its record, and what is missing."""

    file: str
    sheet: str | UnsetType = UNSET
    row: int
    record_id: str | UnsetType = UNSET
    record: dict[str, Any]  # the part of a Tree that could be read
    findings: tuple[RowFinding, ...]
