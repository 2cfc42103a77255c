"""A page as Markdown: tables, and what its statements rest on as footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from aeo_exchange.cli.render.sources import footnote
from aeo_exchange.operations.reference.page import (
    Grounds,
    Page,
    PageCell,
    PageTable,
    Section,
    footnotes,
)
from aeo_exchange.safe_text import visible

__all__ = ["as_markdown", "markdown_escaped"]

_MARKUP = re.compile(r"([\\`*_\[\]<>|#~])")


def as_markdown(page: Page, remark: str = "") -> str:
    """Return the page as a Markdown document, with a remark below its title."""
    return "\n".join(_lines(page, remark)) + "\n"


def _lines(page: Page, remark: str) -> Iterator[str]:
    numbers = footnotes(page.sections)
    yield f"# {markdown_escaped(page.title)}"
    if remark:
        yield from ("", remark)
    for section in page.sections:
        yield from _section(section, numbers)
    if numbers:
        yield from ("", "## Sources", "")
    for basis, number in numbers.items():
        yield f"[^{number}]: {markdown_escaped(footnote(basis))}"


def _section(section: Section, numbers: Mapping[Grounds, int]) -> Iterator[str]:
    if section.title:
        yield from ("", f"## {markdown_escaped(section.title)}")
    if section.paragraph:
        yield from ("", _cell(section.paragraph, numbers))
    if section.table:
        yield from ("", *_table(section.table, numbers))
    if section.remarks:
        yield ""
        yield from (f"- {_cell(remark, numbers)}" for remark in section.remarks)


def _table(table: PageTable, numbers: Mapping[Grounds, int]) -> Iterator[str]:
    yield f"| {' | '.join(map(markdown_escaped, table.columns))} |"
    yield "|" + "---|" * len(table.columns)
    for row in table.rows:
        yield f"| {' | '.join(_cell(cell, numbers) for cell in row)} |"


def _cell(cell: PageCell, numbers: Mapping[Grounds, int]) -> str:
    """Return the statements of a cell, each with the marks of its footnotes."""
    return " ".join(
        markdown_escaped(part.text) + "".join(f"[^{numbers[basis]}]" for basis in part.basis)
        for part in cell
    )


def markdown_escaped(text: str) -> str:
    """Return a text that makes no markup and steers no terminal."""
    return _MARKUP.sub(r"\\\1", visible(text))
