"""The columns of a record in a table, printed from the definition: one for each item.

A column is named by the items that lead to it, joined by points: `holder.address.city`. Elements
of a list are numbered from 1: `authorisation.terms.1.from`. A list of codes stands in one cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct

from aeo_exchange.model.shape import Group, ItemShape, record_shape

__all__ = [
    "COUNTS",
    "KEY",
    "RECORDS",
    "SheetTable",
    "Step",
    "TableColumn",
    "csv_columns",
    "csv_columns_by_name",
    "workbook_tables",
]

Step = str | int
# Of each list that CSV numbers, how many elements have columns; more are a loss (TAB-2-4).
COUNTS = {
    "authorisation.criteria": 13,
    "authorisation.replaces": 2,
    "authorisation.terms": 4,
    "consents": 4,
    "extensions": 4,
    "history": 12,
    "holder.contacts": 2,
    "holder.formerTins": 2,
    "holder.identifiers": 8,
    "holder.otherNames": 4,
    "holder.sites": 4,
    "holder.sites.identifiers": 2,
    "msme.basis": 4,
    "recognitions": 4,
    "recognitions.identifiers": 4,
}
RECORDS = "records"  # the sheet that has a row for each record
# By which a person knows whose row it is. Columns stand in any order for a reader (TAB-1-1).
FIRST = (
    "recordId",
    "holder.legalName",
    "holder.tin",
    "programme",
    "authorisation.number",
    "authorisation.grantedOn",
)
KEY = "record"  # the column by which rows of further sheets find their record


class TableColumn(Struct, frozen=True, kw_only=True):
    """One column: its name, the steps from its row's group to the item, and the item.

    In a further sheet of a workbook the steps begin at the element that the row is.
    """

    name: str
    steps: tuple[Step, ...]
    field: ItemShape

    @property
    def is_joined(self) -> bool:
        """Whether its cells hold a list of codes, with a blank between two."""
        return self.field.is_list and not isinstance(self.steps[-1], int)


class SheetTable(Struct, frozen=True, kw_only=True):
    """One sheet of a workbook: the lists that lead to its rows, outermost first, and its columns.

    `lists` holds the steps to each list from the element of the list before. The sheet of records
    has none. One that `is_alone` has the columns of CSV.
    """

    name: str
    lists: tuple[tuple[str, ...], ...]
    columns: tuple[TableColumn, ...]
    group: Group
    is_alone: bool = False


@cache
def csv_columns() -> tuple[TableColumn, ...]:
    """Return the columns of CSV: what an officer reads first, then in the order of the standard."""
    return _read_first(_numbered(record_shape(), (), ""))


def _read_first(columns: Iterable[TableColumn]) -> tuple[TableColumn, ...]:
    """Return columns with those before all others that tell which record a row is."""
    places = {name: place for place, name in enumerate(FIRST)}
    return tuple(sorted(columns, key=lambda column: places.get(column.name, len(places))))


@cache
def csv_columns_by_name() -> dict[str, TableColumn]:
    """Return the columns of CSV by their names."""
    return {column.name: column for column in csv_columns()}


def _numbered(group: Group, steps: tuple[Step, ...], path: str) -> Iterator[TableColumn]:
    for field in group.fields:
        here, inner = (*steps, field.name), f"{path}.{field.name}".removeprefix(".")
        if not isinstance(field.kind, Group):
            yield from _leaves(field, here)
        elif not field.is_list:
            yield from _numbered(field.kind, here, inner)
        else:
            for index in range(COUNTS[inner]):
                yield from _numbered(field.kind, (*here, index), inner)


def _leaves(field: ItemShape, steps: tuple[Step, ...]) -> Iterator[TableColumn]:
    """Yield the columns of one item: several where a list has room for few, such as lines."""
    if field.most is None:
        yield TableColumn(name=_name(steps), steps=steps, field=field)
        return
    for index in range(field.most):
        yield TableColumn(name=_name((*steps, index)), steps=(*steps, index), field=field)


def _name(steps: tuple[Step, ...]) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in steps)


@cache
def workbook_tables() -> tuple[SheetTable, ...]:
    """Return the sheets of a workbook: the records first, then one for each list of groups."""
    return tuple(_tables(record_shape(), RECORDS, ()))


def _tables(group: Group, name: str, lists: tuple[tuple[str, ...], ...]) -> Iterator[SheetTable]:
    columns: list[TableColumn] = []
    inner: list[tuple[str, tuple[str, ...], Group]] = []
    _spread(group, (), columns, inner)
    yield SheetTable(name=name, lists=lists, columns=_read_first(columns), group=group)
    for last, steps, kind in inner:
        sheet = f"{name}.{last}" if lists else last
        yield from _tables(kind, sheet, (*lists, steps))


def _spread(
    group: Group,
    steps: tuple[str, ...],
    columns: list[TableColumn],
    inner: list[tuple[str, tuple[str, ...], Group]],
) -> None:
    """Collect the columns of a group and of the single groups in it, and its lists of groups."""
    for field in group.fields:
        here = (*steps, field.name)
        if not isinstance(field.kind, Group):
            columns.extend(_leaves(field, here))
        elif field.is_list:
            inner.append((field.name, here, field.kind))
        else:
            _spread(field.kind, here, columns, inner)
