"""A column of which nothing is to be told: what its cells give, and what they gave before."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from aeo_exchange.formats.tables.cells import is_error
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.tabular.fields import MOST_KNOWN, FieldPlan
from aeo_exchange.tabular.row_plan import RowPlan
from aeo_exchange.tabular.rows import SourceRow
from aeo_exchange.tabular.steps import Unusable

__all__ = ["Given", "PlainColumn"]

ISO_DAY = 10
OF_FEW = frozenset({"codes", "instant", "day"})
OF_DAYS = frozenset({"instant", "day"})


class Given(NamedTuple):
    """What a cell gives a record, and the day that an instant was made of."""

    text: str
    day: str = ""


class PlainColumn(Struct):
    """A column that a row fills, by its header and, in CSV, its place among the texts of a line.

    `day` is the item whose day is told, if any. `known` holds what texts gave, of codes and days,
    of which a file has few.
    """

    plan: FieldPlan
    header: str
    place: int
    rows: RowPlan
    day: str
    known: dict[str, Given]

    @classmethod
    def of(cls, plan: FieldPlan, header: str, place: int, rows: RowPlan) -> PlainColumn:
        """Return a column that rows fill."""
        day = plan.field.item if plan.made in OF_DAYS else ""
        return cls(plan=plan, header=header, place=place, rows=rows, day=day, known={})

    def known_of(self, row: SourceRow) -> Given | None:
        """Return what the cell of a row gives, if the same text gave it before."""
        if row.held is None:
            return self.known.get(row.texts[self.place])
        cell = row.held[self.header].cell
        is_text = cell.kind is CellKind.TEXT and not cell.formula and not cell.is_struck
        return self.known.get(cell.text) if is_text else None

    def read(self, row: SourceRow) -> Given | None:
        """Return what the cell of a row gives; None where there is more to tell."""
        cell = row.cell_at(self.header, self.place)
        if cell is None or cell.kind is CellKind.ERROR or is_error(cell.text):
            return None
        if cell.formula or cell.is_struck:
            return None
        try:
            given = self._made(cell)
        except Unusable:
            return None
        if not given.text:
            return None
        is_one_of_few = self.plan.made in OF_FEW and cell.kind is CellKind.TEXT
        if is_one_of_few and len(self.known) < MOST_KNOWN:
            self.known[row.texts[self.place] if row.held is None else cell.text] = given
        return given

    def _made(self, cell: Cell) -> Given:
        text = self.plan.text_of(cell, since_1904=self.rows.since_1904)
        match self.plan.made:
            case "number" if text:
                number = self.plan.number_in(text, cell, self.rows.reference.schemes)
                return Given("" if number.told else number.value)
            case "instant" if text:
                return Given(self.plan.instant_of(text, self.rows.zones.common), text)
            case "day":
                return Given(text[:ISO_DAY], text[:ISO_DAY])
            case _:
                return Given(text)
