"""A page that a person reads: sections of statements, each with what it rests on.

Facts of the reference data become a page here; cli/render writes it as text or Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from msgspec import UNSET, Struct, UnsetType, field

from aeo_exchange.reference.programme_facts import Fact, Source

__all__ = [
    "Grounds",
    "Page",
    "PageCell",
    "PageStatement",
    "PageTable",
    "Section",
    "basis_of",
    "footnotes",
    "ours",
]


class Grounds(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a statement rests on: a text, the day as of which it says so, how sure that is."""

    title: str
    publisher: str
    published: str | UnsetType = field(default=UNSET, name="date")
    as_of: date
    confidence: str


class PageStatement(Struct, frozen=True, kw_only=True):
    """Words, and what they rest on; nothing where they are ours."""

    text: str
    basis: tuple[Grounds, ...] = ()


PageCell: TypeAlias = tuple[PageStatement, ...]


class PageTable(Struct, frozen=True, kw_only=True):
    """Rows of cells below the names of the columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[PageCell, ...], ...]


class Section(Struct, frozen=True, kw_only=True):
    """A titled part of a page: a paragraph, then a table, then single remarks."""

    title: str
    paragraph: PageCell = ()
    table: PageTable | UnsetType = UNSET
    remarks: tuple[PageCell, ...] = ()

    def statements(self) -> Iterator[PageStatement]:
        """Yield every statement in the order in which it is read."""
        yield from self.paragraph
        for row in self.table.rows if self.table else ():
            for cell in row:
                yield from cell
        for remark in self.remarks:
            yield from remark


class Page(Struct, frozen=True, kw_only=True):
    """A page with its sections; `code` is what the page is about."""

    code: str
    title: str
    sections: tuple[Section, ...]


def footnotes(sections: Iterable[Section]) -> dict[Grounds, int]:
    """Return the numbers of what the statements rest on, in the order of reading, from 1."""
    numbers: dict[Grounds, int] = {}
    for section in sections:
        for statement in section.statements():
            for basis in statement.basis:
                numbers.setdefault(basis, len(numbers) + 1)
    return numbers


def basis_of(fact: Fact, sources: dict[str, Source]) -> Grounds:
    """Return what a row rests on; its source is described once in the file."""
    source = sources[fact.source]
    return Grounds(
        title=source.title,
        publisher=source.publisher,
        published=source.date,
        as_of=fact.as_of,
        confidence=fact.confidence,
    )


def ours(text: str) -> PageCell:
    """Return words of this toolkit, which rest on no source."""
    return (PageStatement(text=text),) if text else ()
