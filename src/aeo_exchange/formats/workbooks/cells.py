"""One cell of a sheet: the text that it shows, from how it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from aeo_exchange.errors import LimitExceeded, MalformedDocument
from aeo_exchange.formats.workbooks.number_formats import moment, number_shown, shows_days
from aeo_exchange.formats.workbooks.package import Package
from aeo_exchange.formats.workbooks.parts import unescaped
from aeo_exchange.reader_codes import MALFORMED, TOO_LARGE

__all__ = ["MOST_TEXT", "Cell", "CellKind", "Stored", "cell_of"]

MOST_TEXT = 32_767  # code points of a cell; a spreadsheet takes no more
MOST_DIGITS = 12  # of the number of a text or a style


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


class Cell(Struct, frozen=True, gc=False):
    """A cell that is not empty: its column from 1, the text that it shows, and what it was.

    `number` is the number itself where it is one, `code` the number format, `formula` what
    computed the value; nothing here computes it again. `is_struck` says that its style strikes
    the text through, as a person deletes what has to stay readable.
    """

    column: int
    text: str
    kind: CellKind
    number: str = ""
    code: str = ""
    formula: str = ""
    is_struck: bool = False


class Stored(NamedTuple):
    """A cell as its sheet stores it: attributes, value, what computed it, a text of its own."""

    attributes: Mapping[str, str]
    value: str
    formula: str
    inline: str


def cell_of(stored: Stored, column: int, package: Package) -> Cell | None:
    """Return the cell, None for an empty one; raises MalformedDocument, LimitExceeded.

    A formula without a stored value is a cell without text.
    """
    value, formula = stored.value, stored.formula
    kind = stored.attributes.get("t", "n")
    if kind == "s" and value:
        return _text(column, _shared(value, package), formula)
    if kind == "inlineStr":
        return _text(column, unescaped(stored.inline), formula)
    if not value:
        return Cell(column, "", CellKind.TEXT, formula=formula) if formula else None
    if kind == "str":
        return _text(column, unescaped(value), formula)
    if kind in _BARE:
        said = _TRUTH.get(value, value) if kind == "b" else value
        return Cell(column, said, _BARE[kind], formula=formula)
    return _number(column, value, _format(stored.attributes, package), formula, package)


def _text(column: int, text: str, formula: str) -> Cell | None:
    if len(text) > MOST_TEXT:
        raise LimitExceeded(TOO_LARGE, f"a cell is longer than {MOST_TEXT:,} characters")
    return Cell(column, text, CellKind.TEXT, formula=formula) if text else None


def _shared(value: str, package: Package) -> str:
    if value.isascii() and value.isdigit() and len(value) < MOST_DIGITS:
        index = int(value)
        if index < len(package.texts):
            return package.texts[index]
    raise MalformedDocument(MALFORMED, f"the workbook has no text {value[:20]!r}")


def _format(attributes: Mapping[str, str], package: Package) -> str:
    style = attributes.get("s", "0")
    if not (style.isascii() and style.isdigit() and len(style) < MOST_DIGITS):
        return "General"
    index = int(style)
    return package.formats[index] if index < len(package.formats) else "General"


def _number(column: int, value: str, code: str, formula: str, package: Package) -> Cell:
    if shows_days(code):
        day = moment(value, since_1904=package.since_1904)
        if day:
            return Cell(column, day, CellKind.DATE, value, code, formula)
    return Cell(column, number_shown(value, code), CellKind.NUMBER, value, code, formula)
