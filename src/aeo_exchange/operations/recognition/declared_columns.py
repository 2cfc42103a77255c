"""The columns of a table of declared parties that nobody asks, as one whose name is misspelt."""

from __future__ import annotations

from aeo_exchange.counting import how_many
from aeo_exchange.declarations.layout import DeclarationLayout
from aeo_exchange.declarations.readers.contents import LookedAt, headers_of, look_at
from aeo_exchange.errors import MissingExtra, ReadError
from aeo_exchange.operations.suggestions import did_you_mean
from aeo_exchange.safe_text import excerpt
from aeo_exchange.tabular.folding import folded

__all__ = ["LookedAt", "columns_not_read", "look_at"]

MOST_NAMED = 12


def columns_not_read(looked: LookedAt, layout: DeclarationLayout) -> str:
    """Return which columns of a content no field of the layout reads, if it has columns.

    What cannot be read is told by who reads it.
    """
    told = _not_read(looked, layout) if looked.has_columns else ""
    return f"{looked.content.name}: {told}" if told else ""


def _not_read(looked: LookedAt, layout: DeclarationLayout) -> str:
    try:
        headers = headers_of(looked, layout)
    except (ReadError, MissingExtra, OSError):
        return ""
    read = {folded(header): header for field in layout.fields for header in field.from_}
    unread = [header for header in headers if header.strip() and folded(header) not in read]
    if not unread:
        return ""
    there = set(map(folded, headers))
    free = [header for key, header in read.items() if key not in there]
    named = ", ".join(_named(header, free) for header in unread[:MOST_NAMED])
    more = f" and {len(unread) - MOST_NAMED:,} more" if len(unread) > MOST_NAMED else ""
    return f"{how_many(len(unread), 'column')} not read: {named}{more}"


def _named(header: str, free: list[str]) -> str:
    near = did_you_mean(header, free)[:1]
    meant = f" (perhaps {near[0]} is meant)" if near else ""
    return f"{excerpt(header)!r}{meant}"
