"""What is said of a sheet: of a cell, of a row, or of the whole."""

from __future__ import annotations

from msgspec import Struct

from aeo_exchange.report import Severity

__all__ = ["Remark", "RowLine", "RuleLine"]


class Remark(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One thing that is wrong. `code` is the rule, or what else names its kind.

    `label` is the word for how grave it is, where that of the severity is not meant.

    `row` and `column` count from 1; 0 is none. What is said of a row stands at its first cell. An
    empty `sheet` is the first one.
    """

    severity: Severity
    code: str
    message: str
    sheet: str = ""
    row: int = 0
    column: int = 0
    record_id: str = ""
    path: str = ""
    got: str = ""
    expected: str = ""
    hint: str = ""
    label: str = ""

    @property
    def weight(self) -> str:
        """How grave it is, in a word."""
        return self.label or self.severity

    @property
    def place(self) -> tuple[int, int]:
        """The row and the column of the cell that is coloured."""
        return self.row, self.column or 1

    @property
    def words(self) -> str:
        """What the comment says: how grave it is in a word, what is wrong, expected, to be done."""
        lines = [f"{self.weight.upper()} {self.code}: {self.message}"]
        told = (("found", self.got), ("expected", self.expected), ("what to do", self.hint))
        lines += [f"{title}: {text}" for title, text in told if text]
        return "\n".join(lines)


class RuleLine(Struct, frozen=True, kw_only=True):
    """The totals of one rule, and the first that broke it."""

    code: str
    count: int
    distinct: str
    sentence: str
    first: Remark


class RowLine(Struct):
    """What is said of one row: the gravest of it, and how much there is."""

    gravest: Remark
    count: int = 0
