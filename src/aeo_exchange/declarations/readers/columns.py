"""The columns of a table of declared parties by what they hold, in any spelling.

Parquet, DuckDB and Spark find them here, so that none passes over a column that another reads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from aeo_exchange.declarations.layout import PREFIXED, DeclarationLayout, spellings_of
from aeo_exchange.errors import MalformedDocument
from aeo_exchange.reader_codes import MALFORMED
from aeo_exchange.safe_text import excerpt
from aeo_exchange.tabular.folding import folded

__all__ = ["columns_by_text", "columns_of_items", "items_by_header", "refuse_one_item_twice"]

NAMING = ("id", "aeoNumber", "name")  # of these a row has one, or it is no party


def items_by_header(items: Iterable[str]) -> Mapping[str, str]:
    """Return the items of a plain table by the folded headers that each may have."""
    return {folded(text): item for item in items for text in spellings_of(item)}


OF_SEVERAL = frozenset(items_by_header(PREFIXED))


def columns_by_text(headers: Iterable[str], known: Collection[str]) -> Mapping[str, str]:
    """Return the columns by their folded texts; raises MalformedDocument for a known one twice."""
    by_text: dict[str, str] = {}
    for header in headers:
        text = folded(header)
        if text in by_text and text in known:
            raise _twice(by_text[text], header)
        by_text.setdefault(text, header)
    return by_text


def refuse_one_item_twice(headers: Iterable[str], layout: DeclarationLayout) -> None:
    """Raise MalformedDocument where two columns of a plain table are one item.

    Of another layout an item may come from several columns: the first that holds something.
    """
    if layout.is_plain:
        _columns_by_item(headers, (field.item for field in layout.fields))


def _columns_by_item(headers: Iterable[str], items: Iterable[str]) -> Mapping[str, str]:
    items_by_text = items_by_header(items)
    by_item: dict[str, str] = {}
    for text, header in columns_by_text(headers, items_by_text).items():
        item = items_by_text.get(text)
        if item in by_item:
            raise _twice(by_item[item], header)
        if item is not None:
            by_item[item] = header
    return by_item


def _twice(one: str, other: str) -> MalformedDocument:
    return MalformedDocument(
        MALFORMED,
        f"two columns are called {excerpt(one)!r} and {excerpt(other)!r}; "
        "which of them is meant is nobody's to guess",
    )


def columns_of_items(headers: Iterable[str], items: Iterable[str]) -> Mapping[str, str]:
    """Return the column of each item that a table with one party in a row has.

    Raises MalformedDocument where two columns are one item, where one is of several parties in a
    row, and where no column names a party, by number or name.
    """
    headers = tuple(headers)
    for header in headers:
        if folded(header) in OF_SEVERAL:
            raise MalformedDocument(
                MALFORMED,
                f"the column {excerpt(header)!r} is of one of several parties in a row",
            )
    by_item = _columns_by_item(headers, items)
    if by_item.keys().isdisjoint(NAMING):
        told = "no column names a party: there is none called `id`, `aeoNumber` or `name`"
        raise MalformedDocument(MALFORMED, told)
    return by_item
