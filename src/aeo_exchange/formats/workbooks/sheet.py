"""The rows of one sheet as a stream: each cell as the text that it shows."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from aeo_exchange.errors import LimitExceeded, MalformedDocument
from aeo_exchange.formats.workbooks.number_formats import is_date, moment, shown
from aeo_exchange.formats.workbooks.package import Package, local, pieces_of, text_of, unescaped

__all__ = ["Cell", "CellKind", "SheetRow", "rows_of"]

MALFORMED, LONG = "AEO-SYN-01", "AEO-HOS-03"
MOST_TEXT = 32_767  # code points of a cell; a spreadsheet takes no more
MOST_COLUMNS = 16_384


class CellKind(StrEnum):
    """What a cell was: a text is as it was typed, a number may have lost what was."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"


# Types of a cell whose value stands as it is read (ISO/IEC 29500-1, 18.18.11).
_BARE = {"b": CellKind.BOOLEAN, "e": CellKind.ERROR, "d": CellKind.DATE}
_TRUTH = {"1": "true", "0": "false"}


class Cell(NamedTuple):
    """A cell that is not empty: its column from 1, the text that it shows, and what it was.

    `number` is the number itself where it is one, `code` the number format, `formula` what
    computed the value; nothing here computes it again.
    """

    column: int
    text: str
    kind: CellKind
    number: str = ""
    code: str = ""
    formula: str = ""


class SheetRow(NamedTuple):
    """A row that is not empty: its number from 1, and its cells from left to right."""

    number: int
    cells: list[Cell]


def rows_of(
    package: Package, sheet: str, *, with_bare_formulas: bool = False
) -> Iterator[SheetRow]:
    """Yield the rows of a sheet that hold something; raises MalformedDocument, LimitExceeded.

    A formula without a stored value is an empty cell, which is left out unless it is asked for.
    """
    number = 0
    for element in pieces_of(package.archive, package.sheets[sheet], "row"):
        written = element.get("r", "")
        number = int(written) if written.isdecimal() else number + 1
        cells = _cells(element, package)
        if not with_bare_formulas:
            cells = [cell for cell in cells if cell.text]
        if cells:
            yield SheetRow(number, cells)


def _cells(row: etree._Element, package: Package) -> list[Cell]:
    cells = []
    column = 0
    for element in row:
        if local(element) != "c":
            continue
        column = _column(element.get("r", "")) or column + 1
        if column > MOST_COLUMNS:
            raise LimitExceeded(LONG, f"a row has more than {MOST_COLUMNS:,} columns")
        cell = _cell(element, column, package)
        if cell is not None:
            cells.append(cell)
    return cells


@lru_cache(maxsize=1 << 15)
def _column_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _column(name: str) -> int:
    """Return the column of a cell's name such as `AB7`; 0 where it has none."""
    letters = name.rstrip("0123456789")
    if not letters.isascii() or not letters.isupper():
        return 0
    return _column_of(letters)


def _cell(element: etree._Element, column: int, package: Package) -> Cell | None:
    value, formula, inline = _parts(element)
    kind = element.get("t", "n")
    if kind == "inlineStr":
        return _text(column, inline, formula)
    if not value:
        return Cell(column, "", CellKind.TEXT, formula=formula) if formula else None
    if kind in _BARE:
        said = _TRUTH.get(value, value) if kind == "b" else value
        return Cell(column, said, _BARE[kind], formula=formula)
    if kind == "s":
        return _text(column, _shared(value, package), formula)
    if kind == "str":
        return _text(column, unescaped(value), formula)
    return _number(column, value, _format(element, package), formula, package)


def _parts(element: etree._Element) -> tuple[str, str, str]:
    """Return the value of a cell, what computed it, and the text that stands in the cell itself."""
    value = formula = inline = ""
    for inner in element:
        name = local(inner)
        if name == "v":
            value = inner.text or ""
        elif name == "f":
            formula = f"={inner.text or ''}"
        elif name == "is":
            inline = text_of(inner)
    return value, formula, inline


def _text(column: int, text: str, formula: str) -> Cell | None:
    if len(text) > MOST_TEXT:
        raise LimitExceeded(LONG, f"a cell is longer than {MOST_TEXT:,} characters")
    return Cell(column, text, CellKind.TEXT, formula=formula) if text else None


def _shared(value: str, package: Package) -> str:
    try:
        return package.texts[int(value)]
    except (ValueError, IndexError) as cause:
        raise MalformedDocument(MALFORMED, f"the workbook has no text {value[:20]!r}") from cause


def _format(element: etree._Element, package: Package) -> str:
    style = element.get("s", "0")
    index = int(style) if style.isdecimal() else 0
    return package.formats[index] if index < len(package.formats) else "General"


def _number(column: int, value: str, code: str, formula: str, package: Package) -> Cell:
    if is_date(code):
        day = moment(value, since_1904=package.since_1904)
        if day:
            return Cell(column, day, CellKind.DATE, value, code, formula)
    return Cell(column, shown(value, code), CellKind.NUMBER, value, code, formula)
