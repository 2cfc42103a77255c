"""How a workbook looks: header, widths, definitions as comments, codes to choose from."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from aeo_exchange.formats.tables.columns import SheetTable, TableColumn
from aeo_exchange.formats.workbooks.header import names_of
from aeo_exchange.model.codes import Code

__all__ = [
    "HEADER",
    "WIDE",
    "Appearance",
    "dressed",
]

LAST_ROW = 1_048_575
MOST_CHOICES = 255  # characters that a spreadsheet takes for a list of choices in one rule
NARROW, WIDE = 12, 40
NOTE_LINE = 40  # letters of a line in the box of a definition
HEADER = {"bold": True, "bg_color": "#DDE6F0", "border": 1, "text_wrap": False, "num_format": "@"}
KEY_NOTE = "The recordId of the record that the row belongs to."
NAME_NOTE = "A name that tells the record apart, where several rows have one recordId."


class Appearance(Struct, frozen=True):
    """What a sheet offers beside the codes of the standard: choices by column of each sheet."""

    choices: Mapping[str, Mapping[str, tuple[str, ...]]] = {}


def dressed(book: Workbook, table: SheetTable, text: Format, appearance: Appearance) -> Worksheet:
    """Add the sheet of a table, with its header, before any of its rows."""
    sheet = book.add_worksheet(table.name)
    header = book.add_format(HEADER)
    columns = {column.name: column for column in table.columns}
    offered = appearance.choices.get(table.name, {})
    for index, name in enumerate(names_of(table)):
        column = columns.get(name)
        sheet.set_column(index, index, _width(name, column), text)
        sheet.write_string(0, index, name, header)
        note = column.field.item.definition if column else KEY_NOTE if table.lists else NAME_NOTE
        sheet.write_comment(0, index, note, _note_size(note))
        choices = offered.get(name) or _codes(column)
        if choices and len(",".join(choices)) <= MOST_CHOICES:
            sheet.data_validation(1, index, LAST_ROW, index, _choice(choices, column))
    sheet.freeze_panes(1, 1)
    # On paper the header stands on each page.
    sheet.set_landscape()
    sheet.repeat_rows(0)
    return sheet


def _width(name: str, column: TableColumn | None) -> int:
    """Return a width in which the header and nearly every value is seen whole."""
    longest = max(map(len, _codes(column)), default=0)
    if column is not None:
        longest = max(longest, getattr(column.field.kind, "longest", 0))
    return max(NARROW, len(name) + 4, min(longest + 2, WIDE))


def _note_size(note: str) -> dict[str, int]:
    """Return the size of the box in which a definition is read whole."""
    lines = 1 + len(note) // NOTE_LINE
    return {"width": 300, "height": 12 + 18 * lines, "font_size": 9}


def _codes(column: TableColumn | None) -> tuple[str, ...]:
    """Return the codes of a closed list that a column holds."""
    kind = column.field.kind if column else None
    return tuple(map(str, kind)) if isinstance(kind, type) and issubclass(kind, Code) else ()


def _choice(choices: tuple[str, ...], column: TableColumn | None) -> dict[str, object]:
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
