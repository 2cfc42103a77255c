"""What is to be told of a table of declared parties, whoever answers about it.

That is the columns that nobody asks, as one whose name is misspelt, and a guessed encoding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aeo_exchange.counting import how_many
from aeo_exchange.declarations.layout import DeclarationLayout
from aeo_exchange.declarations.readers.contents import LookedAt, head_of, look_at
from aeo_exchange.errors import MissingExtra, ReadError
from aeo_exchange.operations.suggestions import did_you_mean
from aeo_exchange.safe_text import excerpt
from aeo_exchange.tabular.folding import folded

__all__ = ["LookedAt", "look_at", "told_of_table"]

MOST_NAMED = 12


def told_of_table(looked: LookedAt, layout: DeclarationLayout) -> Iterator[str]:
    """Yield how a content is read where that is a guess, and which columns no field reads.

    Of what has no columns nothing; what cannot be read is told by who reads it.
    """
    if not looked.has_columns:
        return
    try:
        headers, guessed = head_of(looked, layout)
    except (ReadError, MissingExtra, OSError):
        return
    name = looked.content.name
    if guessed:
        yield (
            f"{name}: the text is not UTF-8, and nothing names its encoding: it is read as "
            f"{guessed}, which is a guess; a layout can name it (`encodings`)"
        )
    if told := _not_read(headers, layout):
        yield f"{name}: {told}"


def _not_read(headers: Sequence[str], layout: DeclarationLayout) -> str:
    read = layout.headers
    unread = [header for header in headers if header.strip() and folded(header) not in read]
    if not unread:
        return ""
    there = set(map(folded, headers))
    # Of a plain table each spelling is that of one column, and the first is its name.
    wanted = (field.from_[:1] if layout.is_plain else field.from_ for field in layout.fields)
    free = [header for some in wanted for header in some if folded(header) not in there]
    named = ", ".join(_named(header, free) for header in unread[:MOST_NAMED])
    more = f" and {len(unread) - MOST_NAMED:,} more" if len(unread) > MOST_NAMED else ""
    return f"{how_many(len(unread), 'column')} not read: {named}{more}"


def _named(header: str, free: list[str]) -> str:
    near = did_you_mean(header, free)[:1]
    meant = f" (perhaps {near[0]} is meant)" if near else ""
    return f"{excerpt(header)!r}{meant}"
