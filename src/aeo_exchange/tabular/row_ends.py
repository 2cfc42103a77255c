"""The ends of the rows of an import, and what two rows of one key do to each other."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.errors import ReadError
from aeo_exchange.model.tree import Tree
from aeo_exchange.tabular.outcome import FindingKind, RowEnd, RowFinding, RowOutcome

__all__ = ["EndedRow", "repeated", "unread"]


class EndedRow(Struct, gc=False):
    """A row that was read: its end, the record where it is the first of one, else what was read.

    `said` is all that could be read of it, so that two rows can be compared.
    """

    outcome: RowOutcome
    record: bytes = b""
    part: dict[str, Tree] | None = None
    said: bytes = b""

    def refuse(self, finding: RowFinding) -> None:
        """Refuse the row after all."""
        self.record = b""
        self.outcome = msgspec.structs.replace(
            self.outcome,
            outcome=RowEnd.REFUSED,
            findings=(*self.outcome.findings, finding),
        )

    def leave(self, finding: RowFinding) -> None:
        """Leave the row, which would be a record, to a person after all."""
        tree: dict[str, Tree] = msgspec.json.decode(self.record) if self.record else {}
        tree.pop("history", None)  # what waits for a person must not pass for a record
        self.record, self.part = b"", tree
        self.outcome = msgspec.structs.replace(
            self.outcome,
            outcome=RowEnd.CANDIDATE,
            findings=(*self.outcome.findings, finding),
        )


def unread(refusal: ReadError, sheet: str | UnsetType) -> EndedRow:
    """Return the end of a row that cannot be read."""
    finding = RowFinding(kind=FindingKind.NOT_USABLE, rule=refusal.rule, message=refusal.message)
    if refusal.cell:
        finding = msgspec.structs.replace(finding, column=refusal.cell[1].rstrip("0123456789"))
    return EndedRow(
        RowOutcome(row=refusal.line or 0, sheet=sheet, outcome=RowEnd.REFUSED, findings=(finding,))
    )


def repeated(first: EndedRow, again: EndedRow, header: str | UnsetType = UNSET) -> None:
    """Refuse the second row of one key; both where they do not say the same."""
    if first.said == again.said:
        again.refuse(_of_key(f"says the same as row {first.outcome.row}", header))
        return
    for one, other in ((again, first), (first, again)):
        words = f"has the key of row {other.outcome.row}, and says something else"
        one.refuse(_of_key(words, header))


def _of_key(words: str, header: str | UnsetType) -> RowFinding:
    return RowFinding(
        kind=FindingKind.REPEATED,
        header=header,
        message=f"the row {words}",
        hint="ask which of them holds, or name another column in row.key of the layout",
    )
