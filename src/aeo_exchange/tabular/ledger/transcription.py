"""The marks of a record that was transcribed: by whom, from which sheet, as of which day."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from aeo_exchange.formats.tables.columns import csv_columns_by_name
from aeo_exchange.model.instants import Instant, day_somewhere
from aeo_exchange.model.shape import NAMESPACE
from aeo_exchange.tabular.draft import CONSTANT, RowDraft
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.ledger.entry import TreeGroup, groups_at
from aeo_exchange.tabular.outcome import FindingKind, RowFinding

__all__ = ["TranscriptionMarks", "day_of_sheet", "with_marks_of"]

VOCABULARY = f"{NAMESPACE}:transcription"
FIRST = 2  # number of the first mark among the columns of extensions; 1 is left to the layout


class TranscriptionMarks:
    """What is written into each record of a file that is a transcription; nothing otherwise."""

    def __init__(self, layout: Layout, sha256: str, at: Instant) -> None:
        """Take the layout, the digest of the file, and the instant of the import."""
        self._told = layout.transcription
        self._sha256 = sha256
        self._latest = day_somewhere(at)

    def put(self, draft: RowDraft, as_of: str | UnsetType) -> None:
        """Mark the record of a row; without the day of the file it is no more than a candidate."""
        if self._told is UNSET:
            return
        if as_of is UNSET:
            draft.findings.append(
                RowFinding(
                    kind=FindingKind.MISSING,
                    message="the file does not say as of which day it is",
                    hint="a transcription needs it; ask the sender to write it above the header",
                )
            )
            return
        if as_of > self._latest:
            # Until that day no later file would change the record: it would be an older one.
            draft.findings.append(
                RowFinding(
                    kind=FindingKind.DOUBTFUL,
                    message=f"the file says that it is as of {as_of}, a day to come",
                    hint="ask the sender which day is meant, and correct the line above the header",
                )
            )
            return
        marks = {"by": self._told.by, "sheet": self._sha256, "asOf": as_of}
        for number, (name, value) in enumerate(marks.items(), FIRST):
            element = {"uri": VOCABULARY, "name": name, "value": value}
            for member, text in element.items():
                column = csv_columns_by_name()[f"extensions.{number}.{member}"]
                draft.put(CONSTANT, column, text)


def with_marks_of(record: TreeGroup, row: TreeGroup) -> None:
    """Replace the marks of a record by those of the row that changed it."""
    others = [mark for mark in groups_at(record, "extensions") if mark["uri"] != VOCABULARY]
    marks = [mark for mark in groups_at(row, "extensions") if mark["uri"] == VOCABULARY]
    if marks:
        record["extensions"] = [*others, *marks]


def day_of_sheet(record: TreeGroup) -> str:
    """Return the day of the file that a record was transcribed from, if it was from any."""
    for mark in groups_at(record, "extensions"):
        if mark["uri"] == VOCABULARY and mark["name"] == "asOf":
            return str(mark["value"])
    return ""
