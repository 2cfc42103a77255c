"""How a workbook looks: header, widths, definitions as comments, codes to choose from."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from aeo_exchange.formats.tables.columns import Column, Table
from aeo_exchange.formats.workbooks.header import names_of
from aeo_exchange.model.codes import Code

__all__ = ["Appearance", "dressed"]

LAST_ROW = 1_048_575
MOST_CHOICES = 255  # characters that a spreadsheet takes for a list of choices in one rule
NARROW, WIDE = 12, 40
HEADER = {"bold": True, "bg_color": "#DDE6F0", "border": 1, "text_wrap": False, "num_format": "@"}
KEY_NOTE = "The recordId of the record that the row belongs to."


class Appearance(Struct, frozen=True):
    """What a sheet offers beside the codes of the standard: choices by column of each sheet."""

    choices: Mapping[str, Mapping[str, tuple[str, ...]]] = {}


def dressed(book: Workbook, table: Table, text: Format, appearance: Appearance) -> Worksheet:
    """Add the sheet of a table, with its header, before any of its rows."""
    sheet = book.add_worksheet(table.name)
    header = book.add_format(HEADER)
    columns = {column.name: column for column in table.columns}
    offered = appearance.choices.get(table.name, {})
    for index, name in enumerate(names_of(table)):
        column = columns.get(name)
        sheet.set_column(index, index, _width(name, column), text)
        sheet.write_string(0, index, name, header)
        note = column.field.item.definition if column else KEY_NOTE
        sheet.write_comment(0, index, note, {"x_scale": 2})
        choices = offered.get(name) or _codes(column)
        if choices and len(",".join(choices)) <= MOST_CHOICES:
            sheet.data_validation(1, index, LAST_ROW, index, _choice(choices, column))
    sheet.freeze_panes(1, 1)
    return sheet


def _width(name: str, column: Column | None) -> int:
    if column is not None and getattr(column.field.kind, "longest", 0) > WIDE:
        return WIDE
    return max(NARROW, len(name) + 2)


def _codes(column: Column | None) -> tuple[str, ...]:
    """Return the codes of a closed list that a column holds."""
    kind = column.field.kind if column else None
    return tuple(map(str, kind)) if isinstance(kind, type) and issubclass(kind, Code) else ()


def _choice(choices: tuple[str, ...], column: Column | None) -> dict[str, object]:
    """Return the rule of a column; a list of codes may hold others beside the one chosen."""
    is_list = column is not None and column.is_joined
    return {
        "validate": "list",
        "source": list(choices),
        "error_type": "information" if is_list else "stop",
        "error_title": "Not a code of the standard",
        "error_message": "Choose one of the list"
        + (", or write several with a blank between them." if is_list else "."),
    }
