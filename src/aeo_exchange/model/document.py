"""A document: the tree of one record as read, the faults of its text, and where things stand."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeAlias

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree

__all__ = [
    "CellPlace",
    "Document",
    "ElementPlace",
    "Fault",
    "Place",
    "Position",
    "TablePlace",
    "TextPlace",
]

LETTERS = 26


class Position(Struct, frozen=True, gc=False):
    """A place in a text: line and column, 1-based, in code points."""

    line: int
    column: int

    @property
    def members(self) -> dict[str, str | int]:
        """What a finding says of the place."""
        return {"line": self.line, "column": self.column}


class TextPlace(Struct, frozen=True, gc=False):
    """Where a JSON Pointer leads in a text."""

    position: Position

    @property
    def order(self) -> tuple[str, int, int]:
        """What places are read in the order of."""
        return ("", self.position.line, self.position.column)

    @property
    def members(self) -> dict[str, str | int]:
        """What a finding says of the place."""
        return self.position.members


class ElementPlace(Struct, frozen=True, gc=False):
    """Where a JSON Pointer leads in an XML document."""

    position: Position
    xpath: str

    @property
    def order(self) -> tuple[str, int, int]:
        """What places are read in the order of."""
        return ("", self.position.line, self.position.column)

    @property
    def members(self) -> dict[str, str | int]:
        """What a finding says of the place."""
        return {**self.position.members, "xpath": self.xpath}


class CellPlace(NamedTuple):
    """Where a JSON Pointer leads in a workbook; row and column are counted from 1."""

    sheet: str
    row: int
    column: int

    @property
    def order(self) -> tuple[str, int, int]:
        """What places are read in the order of."""
        return self

    @property
    def members(self) -> dict[str, str | int]:
        """What a finding says of the place: the cell as spreadsheets name it, such as `AB7`."""
        return {"sheet": self.sheet, "cell": _cell_name(self.row, self.column)}


class TablePlace(NamedTuple):
    """Where a JSON Pointer leads in a table that is text; row and column are counted from 1.

    `row` is the row that a spreadsheet shows it in.
    """

    position: Position
    row: int
    column: int

    @property
    def order(self) -> tuple[str, int, int]:
        """What places are read in the order of."""
        return ("", self.position.line, self.position.column)

    @property
    def members(self) -> dict[str, str | int]:
        """What a finding says of the place."""
        return {**self.position.members, "cell": _cell_name(self.row, self.column)}


def _cell_name(row: int, column: int) -> str:
    """Return a cell as spreadsheets name it, such as `AB7`."""
    letters, left = "", column
    while left:
        left, letter = divmod(left - 1, LETTERS)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


# A format has places of one kind.
Place: TypeAlias = TextPlace | ElementPlace | CellPlace | TablePlace


class Fault(Struct, frozen=True):
    """A fault of the text that the tree cannot show: rule, JSON Pointer, what was found."""

    rule: str
    path: str
    message: str
    got: str


Locate: TypeAlias = Callable[[Iterable[str]], Mapping[str, Place]]


class Document(Struct, frozen=True, kw_only=True, gc=False):
    """One record as it stands in a document.

    `compact` is the record as compact JSON, where that is how it was written.
    `tree` is UNSET where a reader could make the `record` at once.
    `locate` gives the place of each of some JSON Pointers, or of its nearest parent that exists;
    it may parse again, in one pass for all of them, and is called only when there are findings.
    `objection` is what the XML Schema said against the element, so that its no can never be lost.
    `number`, from 1, is which record of the content it is, and `line` where it begins; 0 where the
    syntax does not tell: lines of NDJSON have no other number, and libxml2 knows no first line.
    """

    tree: Tree | UnsetType = UNSET
    record: AeoRecord | None = None
    compact: bytes | None = None
    locate: Locate
    faults: tuple[Fault, ...] = ()
    objection: str = ""
    number: int = 0
    line: int = 0
