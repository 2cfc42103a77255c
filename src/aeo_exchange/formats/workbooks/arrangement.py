"""How a sheet of somebody else is arranged: widths and number formats of columns, frozen rows."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from aeo_exchange.errors import MalformedDocument
from aeo_exchange.formats.workbooks.package import Package
from aeo_exchange.formats.workbooks.parts import BROKEN, part_of
from aeo_exchange.reader_codes import MALFORMED

__all__ = ["Arrangement", "ColumnSpan", "arrangement_of"]

MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
MOST_ELEMENTS = 100_000  # before the rows; a real sheet has a few dozen
MOST_WIDTH = 255  # characters; a spreadsheet takes no more


class ColumnSpan(Struct, frozen=True):
    """Columns beside each other that look the same, from 1; a width of 0 is none of their own."""

    first: int
    last: int
    width: float
    code: str


class Arrangement(Struct, frozen=True):
    """The columns that have a look of their own, and how many rows and columns stay in sight.

    `right_to_left` is where the first column stands at the right, as in Arabic and Hebrew.
    """

    columns: tuple[ColumnSpan, ...] = ()
    frozen_rows: int = 0
    frozen_columns: int = 0
    right_to_left: bool = False

    def code_of(self, column: int) -> str:
        """Return the number format of the empty cells of a column."""
        for span in self.columns:
            if span.first <= column <= span.last:
                return span.code
        return "General"


def arrangement_of(package: Package, sheet: str) -> Arrangement:
    """Read what stands before the rows of a sheet; raises MalformedDocument."""
    spans: list[ColumnSpan] = []
    frozen, from_right = (0, 0), False
    try:
        with part_of(package.archive, package.sheets[sheet]) as part:
            _refuse_doctype(part.read(4096))
            part.seek(0)
            pieces = etree.iterparse(
                part, events=("start",), resolve_entities=False, no_network=True
            )
            for count, (_, element) in enumerate(pieces):
                name = _local(element)
                if name == "sheetData" or count > MOST_ELEMENTS:
                    break
                if name == "col":
                    _add(spans, element, package)
                elif name == "sheetView":
                    from_right = element.get("rightToLeft") in {"1", "true"}
                elif name == "pane" and element.get("state") == "frozen":
                    frozen = (
                        _number(element, "ySplit", MOST_ROWS),
                        _number(element, "xSplit", MOST_COLUMNS),
                    )
    except etree.XMLSyntaxError as cause:
        raise MalformedDocument(MALFORMED, f"a sheet is not XML: {cause.msg}") from cause
    except BROKEN as cause:
        raise MalformedDocument(MALFORMED, f"not a whole workbook: {cause}") from cause
    return Arrangement(tuple(spans), *frozen, from_right)


def _local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; there are two of this standard."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _refuse_doctype(head: bytes) -> None:
    if b"<!DOCTYPE" in head:
        raise MalformedDocument(MALFORMED, "a part of the workbook has a document type")


def _add(spans: list[ColumnSpan], element: etree._Element, package: Package) -> None:
    """Add columns behind those known; what overlaps is passed over."""
    first, last = _number(element, "min", MOST_COLUMNS), _number(element, "max", MOST_COLUMNS)
    if not first or last < first or (spans and first <= spans[-1].last):
        return
    style = _number(element, "style", len(package.formats))
    code = package.formats[style] if style < len(package.formats) else "General"
    spans.append(ColumnSpan(first, last, _width(element), code))


def _width(element: etree._Element) -> float:
    try:
        width = float(element.get("width", "0"))
    except ValueError:
        return 0
    return width if 0 < width <= MOST_WIDTH else 0


def _number(element: etree._Element, name: str, most: int) -> int:
    """Return the number in an attribute, 0 where it holds no number."""
    try:
        number = int(float(element.get(name, "0")))
    except (ValueError, OverflowError):
        return 0
    return min(max(number, 0), most)
