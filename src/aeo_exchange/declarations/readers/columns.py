"""The columns of a table of declared parties by what they hold, in any spelling.

Parquet, DuckDB and Spark find them here, so that none passes over a column that another reads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from aeo_exchange.declarations.layout import PREFIXED
from aeo_exchange.errors import MalformedDocument
from aeo_exchange.reader_codes import MALFORMED
from aeo_exchange.safe_text import excerpt
from aeo_exchange.tabular.folding import folded

__all__ = ["columns_by_text", "columns_of_items"]

NAMING = ("id", "aeoNumber", "name")  # of these a row has one, or it is no party
OF_SEVERAL = frozenset(map(folded, PREFIXED))


def columns_by_text(headers: Iterable[str], known: Collection[str]) -> Mapping[str, str]:
    """Return the columns by their folded texts; raises MalformedDocument for a known one twice."""
    by_text: dict[str, str] = {}
    for header in headers:
        text = folded(header)
        if text in by_text and text in known:
            raise MalformedDocument(
                MALFORMED,
                f"two columns are called {excerpt(by_text[text])!r} and {excerpt(header)!r}; "
                "which of them is meant is nobody's to guess",
            )
        by_text.setdefault(text, header)
    return by_text


def columns_of_items(headers: Iterable[str], items: Iterable[str]) -> Mapping[str, str]:
    """Return the column of each item that a table with one party in a row has.

    Raises MalformedDocument where two columns are one item, where one is of several parties in a
    row, and where no column names a party, by number or name.
    """
    texts = {folded(item): item for item in items}
    by_text = columns_by_text(headers, texts)
    for text in by_text.keys() & OF_SEVERAL:
        raise MalformedDocument(
            MALFORMED,
            f"the column {excerpt(by_text[text])!r} is of one of several parties in a row",
        )
    by_item = {item: by_text[text] for text, item in texts.items() if text in by_text}
    if by_item.keys().isdisjoint(NAMING):
        told = "no column names a party: there is none called `id`, `aeoNumber` or `name`"
        raise MalformedDocument(MALFORMED, told)
    return by_item
