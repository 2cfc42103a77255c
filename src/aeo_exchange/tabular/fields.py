"""A field of a layout, ready to be read of many rows: its columns, and what is made of a cell."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from aeo_exchange.formats.tables.columns import TableColumn, csv_columns_by_name
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.model.instants import Instant
from aeo_exchange.model.texts import TextType
from aeo_exchange.reference.schemes import Schemes
from aeo_exchange.tabular.dates import end_of, start_of
from aeo_exchange.tabular.folding import cleaned, folded
from aeo_exchange.tabular.layout import LayoutField
from aeo_exchange.tabular.numbers import Read, identifier_in, tin_in
from aeo_exchange.tabular.steps import CellContext, Doubtful, Unusable, stepped
from aeo_exchange.tabular.words import CodeWords

__all__ = [
    "MOST_KNOWN",
    "FieldPlan",
]

MOST_KNOWN = 10_000  # texts of one field whose codes or days are remembered
Made: TypeAlias = Literal["codes", "number", "instant", "day", "text"]


class FieldPlan(Struct):
    """A field, the column of the standard that it fills, and what is made of a cell.

    A part of the status fills none. `spellings` are the folded headers in the file, `scheme` is the
    column for the scheme of a number, beside the number. `known` holds what was made of texts that
    were met: of codes and days a file has few.
    """

    field: LayoutField
    column: TableColumn | None
    spellings: tuple[str, ...]
    made: Made
    words: CodeWords | None
    scheme: TableColumn | None
    known: dict[str | tuple[str, str], str]

    @classmethod
    def of(cls, field: LayoutField, words: CodeWords | None) -> FieldPlan:
        """Return how a field is read, by the type of its item."""
        columns = csv_columns_by_name()
        column = columns.get(field.item)
        is_number = field.scheme and field.item.endswith(".value")
        return cls(
            field=field,
            column=column,
            spellings=tuple(map(folded, field.from_)),
            made=_made_of(field, column, words),
            words=words,
            scheme=columns[f"{field.item[:-6]}.scheme"] if is_number else None,
            known={},
        )

    def text_of(self, cell: Cell, *, since_1904: bool) -> str:
        """Return what the steps, and the words, make of a cell; raises Unusable."""
        if self.made not in {"codes", "instant", "day"}:
            return self._stepped(cell, since_1904=since_1904)
        # The kind is in the key, a day of a workbook being one already; of most cells it is text.
        key = cell.text if cell.kind is CellKind.TEXT else (cell.text, str(cell.kind))
        made = self.known.get(key)
        if made is None:
            made = self._stepped(cell, since_1904=since_1904)
            if len(self.known) < MOST_KNOWN:
                self.known[key] = made
        return made

    def _stepped(self, cell: Cell, *, since_1904: bool) -> str:
        if not self.field.steps and self.words is None:
            return cleaned(cell.text)
        texts = stepped(cell.text, self.field.steps, CellContext(cell.kind, since_1904))
        if self.words is not None:
            texts = sorted({code for text in texts for code in self.words.codes(text)})
        return " ".join(texts)

    def number_in(self, text: str, cell: Cell, schemes: Schemes) -> Read:
        """Return the number that a text is, or the TIN that it makes; raises Unusable."""
        read_as = tin_in if self.field.item.endswith(("tin", "Tin")) else identifier_in
        return read_as(text, cell, str(self.field.scheme), schemes)

    def instant_of(self, day: str, zone: str) -> Instant:
        """Return the instant that a day is in a zone, which may be unknown; raises Unusable."""
        if not zone:
            raise Doubtful(
                "is a day, and no time zone is known of the administration",
                "give time_zone in the layout",
            )
        try:
            return (end_of if self.field.last_day else start_of)(day, zone)
        except (ValueError, OverflowError) as cause:
            raise Unusable(
                "is not a day", "the layout needs a step `date` with its form"
            ) from cause


def _made_of(field: LayoutField, column: TableColumn | None, words: CodeWords | None) -> Made:
    kind = column.field.kind if column else None
    named = kind.name if isinstance(kind, TextType) else ""
    if words is not None:
        return "codes"
    if field.scheme:
        return "number"
    if named == "Instant" or field.item in {"status.from", "status.until"}:
        return "instant"
    return "day" if named == "Date" else "text"
