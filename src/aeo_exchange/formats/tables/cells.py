"""One item to the text of its cell and back; what a cell cannot say is left as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from operator import itemgetter

from aeo_exchange.formats.tables.columns import TableColumn
from aeo_exchange.model.shape import BooleanType
from aeo_exchange.model.texts import IntegerType
from aeo_exchange.model.tree import Tree

__all__ = [
    "ERROR_SHOWN",
    "ERROR_SIGN",
    "GUARD",
    "RUNS",
    "guarded",
    "guarded_row",
    "is_error",
    "read_cell",
    "taken_off",
    "unguarded",
    "written_cell",
]

VERSION = "specVersion"  # of 1.0 a spreadsheet leaves 1
_WHOLE = re.compile(r"0|[1-9][0-9]{0,17}")
# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), and the mark
# that is written before it.
GUARD = "'"
RUNS = ("=", "+", "-", "@", "\t", "\r", GUARD)
# What spreadsheets of many languages leave of a cell that shows an error.
ERROR_SIGN = "#"
MARKS = frozenset((*RUNS, ERROR_SIGN))
_FIRST = itemgetter(slice(1))
ERROR_SHOWN = re.compile(r"#[^ ]*[!?]|#N/A|#N/D|#NV|#YOK|#GETTING_DATA", re.DOTALL)
_BOOLEANS = {"true": True, "false": False}


def written_cell(value: object, column: TableColumn) -> str:
    """Return the text of a cell for an item, or for a list of codes."""
    if column.is_joined:
        assert isinstance(value, list | tuple)
        return " ".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def read_cell(text: str, column: TableColumn) -> Tree:
    """Return the item that a cell holds; any other text stays, and the schema refuses it."""
    if column.is_joined:
        return list(text.split(" "))
    if column.name == VERSION and _WHOLE.fullmatch(text):
        return f"{text}.0"
    match column.field.kind:
        case IntegerType():
            return int(text) if _WHOLE.fullmatch(text) else text
        case BooleanType():
            return _BOOLEANS.get(text, text)
        case _:
            return text


def guarded(text: str) -> str:
    """Return a text as CSV holds it, so that no spreadsheet takes it for a formula."""
    return GUARD + text if text.startswith(RUNS) or is_error(text) else text


def guarded_row(texts: Sequence[str]) -> Iterable[str]:
    """Return the texts of a row as CSV holds them; of most rows none needs a guard."""
    return texts if MARKS.isdisjoint(map(_FIRST, texts)) else map(guarded, texts)


def is_error(text: str) -> bool:
    """Say whether a text is what an export leaves of a cell that shows an error."""
    return text.startswith(ERROR_SIGN) and ERROR_SHOWN.fullmatch(text) is not None


def taken_off(text: str) -> str:
    """Return what a cell of anybody's table holds: a guard counts only before what could run."""
    return text[1:] if text.startswith(GUARD) and text[1:].startswith(RUNS) else text


def unguarded(text: str) -> str:
    """Return the text that a cell of CSV holds."""
    return text.removeprefix(GUARD)
