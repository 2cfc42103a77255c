"""What could be read of a row: the cells of its record, and what is to be told of it."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct, UnsetType, field

from aeo_exchange.formats.tables.columns import TableColumn, csv_columns_by_name
from aeo_exchange.formats.tables.plain import PlainRow, plain_record, plain_row
from aeo_exchange.formats.tables.rows import Filled, tree_of
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree
from aeo_exchange.tabular.origins import given_at, written_path
from aeo_exchange.tabular.outcome import RowEnd, RowFinding
from aeo_exchange.tabular.rows import HeadedCell, SourceRow

__all__ = ["CONSTANT", "RowDraft", "SaidStatus"]

# Lists of which a record that was known before has earlier elements, which no row of now gave.
OF_EARLIER = ("/authorisation/terms", "/history")
CONSTANT = HeadedCell("", "", Cell(0, "", CellKind.TEXT))  # the place of what no cell says
NUMBERS = ("holder", "identifiers")
MOST_KNOWN = 1024  # few rows of a file differ in which items they give


class SaidStatus(Struct, gc=False):
    """What a row says of the status of its authorisation, and where.

    `lack` is the finding that it does not say enough for an event by itself.
    """

    code: str = ""
    from_: str = ""
    until: str = ""
    reason: str = ""
    place: HeadedCell | None = None
    lack: RowFinding | None = None


class RowDraft(Struct, gc=False):
    """What could be read of a row: the items of its record, and the days that it names.

    `items` are the texts of cells of the standard by their columns; `places` says which cells of
    the file gave them. `next` is the next revision of a record that was known before, once the row
    is entered in it.
    """

    row: SourceRow
    record_id: str | UnsetType
    findings: list[RowFinding]
    days: dict[str, str]
    items: dict[str, str]
    places: dict[str, HeadedCell]
    doubted: set[str]
    is_event: bool = False
    status: SaidStatus = field(default_factory=SaidStatus)
    next: dict[str, Tree] | None = None

    def put(self, place: HeadedCell, column: TableColumn, text: str) -> None:
        """Add an item, and the cell that gave it."""
        self.items[column.name] = text
        self.places[column.name] = place

    def leave_out_history(self) -> None:
        """Leave out what the row says of the history, without which nothing is a record."""
        for name in [name for name in self.items if name.startswith("history.")]:
            del self.items[name]

    def tell(self, finding: RowFinding) -> None:
        """Add a finding."""
        self.findings.append(finding)
        if finding.item and finding.kind.outcome is not RowEnd.RECORD:
            self.doubted.add(finding.item)

    @property
    def outcome(self) -> RowEnd:
        """The end of the row so far."""
        if not self.findings:
            return RowEnd.RECORD
        ends = {finding.kind.outcome for finding in self.findings}
        for end in (RowEnd.REFUSED, RowEnd.CANDIDATE):
            if end in ends:
                return end
        return RowEnd.RECORD

    @property
    def cells(self) -> list[Filled]:
        """The cells of the row as a row of the standard."""
        columns = ((csv_columns_by_name()[name], text) for name, text in self.items.items())
        return [
            (self.places.get(column.name, CONSTANT), column.steps, column, text)
            for column, text in columns
        ]

    @property
    def tree(self) -> dict[str, Tree]:
        """The tree of the record, with its sets in their order."""
        if self.next is not None:
            return self.next
        tree = tree_of(self.cells)
        assert isinstance(tree, dict)
        holder = tree.get("holder")
        if isinstance(holder, dict) and isinstance(numbers := holder.get("identifiers"), list):
            holder["identifiers"] = sorted(numbers, key=canonical_item)
        return tree

    def written_path(self, path: str) -> str | None:
        """Return the path by which the columns of the row name an item of its record."""
        return written_path(path, self.tree, self.cells)

    def plain(self) -> tuple[AeoRecord, bytes] | None:
        """Return the record and its compact JSON, as `tree` leads to them; None where it must."""
        if self.next is not None:
            return None
        row = self.plain_row()
        return plain_record(row, tuple(self.items.values())) if row else None

    def plain_row(self) -> PlainRow | None:
        """Return how rows are written that give the same items; None where a set is ordered."""
        return _plain_row(tuple(self.items))

    def place_at(self, path: str) -> HeadedCell | None:
        """Return the cell that gave the item at a path of the record, or None."""
        if self.next is not None and path.startswith(OF_EARLIER):
            return None
        written = self.written_path(path)
        return None if written is None else given_at(written, self.cells)


@lru_cache(maxsize=MOST_KNOWN)
def _plain_row(names: tuple[str, ...]) -> PlainRow | None:
    """Return how rows are written that give these items; None where a set is to be ordered."""
    columns = [csv_columns_by_name()[name] for name in names]
    numbers = {column.steps[2] for column in columns if column.steps[:2] == NUMBERS}
    if len(numbers) > 1:
        return None
    return plain_row((column.steps, column) for column in columns)
