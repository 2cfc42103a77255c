"""A layout as it is written: its columns in their order, and why none can be written by it."""

from __future__ import annotations

from msgspec import Struct, UnsetType

from aeo_exchange.errors import WrongChoice
from aeo_exchange.tabular.export_form import Dialect
from aeo_exchange.tabular.folding import folded
from aeo_exchange.tabular.layout import Layout, LayoutField
from aeo_exchange.tabular.readers.encodings import is_encoding

__all__ = ["WrittenLayout", "why_not", "written_layout"]

WRITTEN = ("csv", "xlsx", "html", "json")
MOST_SHEETS = 100
MOST_LETTERS = 31
NOT_IN_NAMES = frozenset("[]:*?/\\")
_REASONS = {
    "records": "it is of records in a syntax of the standard, which `aeo convert` writes",
    "labels": "a page that shows one certificate is not a list to hand over",
    "xml": "XML that is not the standard's own is read and not written",
}


class WrittenLayout(Struct, frozen=True):
    """The columns that are written, in their order, each with the fields that read it."""

    layout: Layout
    dialect: Dialect
    columns: tuple[tuple[str, tuple[LayoutField, ...]], ...]

    @property
    def headers(self) -> tuple[str, ...]:
        """The header of a table, the column that counts the rows first where there is one."""
        count = self.layout.export.count
        return (*((count,) if count else ()), *(name for name, _fields in self.columns))

    @property
    def encoding(self) -> str:
        """The encoding of a text; UTF-8 has its mark, which goes before what a layout reads by."""
        return self.layout.export.encoding or "utf-8-sig"


def why_not(layout: Layout) -> str:
    """Return why nothing is written by a layout; nothing where something is."""
    if layout.export.refused:
        return layout.export.refused
    if layout.row.holds == "event":
        return "its rows are events that an administration decides; a list of records has none"
    if layout.file.kind not in WRITTEN:
        kind = layout.file.kind
        return _REASONS.get(kind, f"{kind} is read and not written; choose csv, xlsx or html")
    written = {folded(text) for field in layout.fields if field.export for text in field.from_}
    for spellings in layout.row.key:
        if not written & set(map(folded, spellings)):
            return f"its key {spellings[0]!r} is the column of no item, so no row would have one"
    encoding = layout.export.encoding
    if encoding and not is_encoding(encoding):
        return f"{encoding} is not an encoding"
    return _why_no_sheet(layout)


def _why_no_sheet(layout: Layout) -> str:
    """Return why the sheet that the layout reads cannot be written; nothing where it can."""
    wanted = layout.file.sheet
    if isinstance(wanted, UnsetType) or layout.file.kind not in {"xlsx", "html"}:
        return ""
    if layout.file.kind == "html":
        is_first = wanted == 1 or folded(str(wanted)) == folded("table 1")
        return "" if is_first else f"a page has one table, and it reads the sheet {wanted!r}"
    if isinstance(wanted, int):
        is_there = 1 <= wanted <= MOST_SHEETS
        return "" if is_there else f"a workbook is written with a sheet 1 to {MOST_SHEETS} alone"
    return "" if _is_sheet_name(wanted) else f"a workbook can have no sheet {wanted!r}"


def _is_sheet_name(name: str) -> bool:
    """Tell whether spreadsheets take a name of a sheet."""
    is_short = len(name.encode("utf-16-le")) <= 2 * MOST_LETTERS
    is_clean = bool(name.strip()) and name.isprintable() and NOT_IN_NAMES.isdisjoint(name)
    return is_short and is_clean and "'" not in {name[0], name[-1]}


def written_layout(layout: Layout, dialect: str | None) -> WrittenLayout:
    """Return how a layout is written; raises WrongChoice for a dialect that it does not have."""
    meant = _dialect(layout, dialect)
    columns: dict[str, list[LayoutField]] = {}
    for field in layout.fields:
        if field.export and field.item not in meant.without:
            name = field.from_[min(meant.spelling, len(field.from_)) - 1]
            columns.setdefault(name, []).append(field)
    order = {folded(name): place for place, name in enumerate(layout.export.columns)}
    ranked = sorted(columns, key=lambda name: order.get(folded(name), len(order)))
    return WrittenLayout(layout, meant, tuple((name, tuple(columns[name])) for name in ranked))


def _dialect(layout: Layout, name: str | None) -> Dialect:
    known = {dialect.name: dialect for dialect in layout.export.dialects}
    if name is None:
        return next(iter(known.values()), Dialect(name="usual"))
    if name not in known:
        there = f"it has {', '.join(known)}" if known else "it has none"
        raise WrongChoice(f"the layout {layout.name} has no dialect {name!r}; {there}")
    return known[name]
