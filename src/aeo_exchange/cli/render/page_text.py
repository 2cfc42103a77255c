"""A page as text for a terminal or a pipe, as wide as it may be, with numbered footnotes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

import click
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

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

__all__ = ["as_text"]

# What isolates a text that runs the other way, so that its neighbours stay where they are.
ISOLATE, END = "\u2068", "\u2069"
OTHER_WAY = {"R", "AL"}
NARROWEST = 40
LONGEST_WORD = 24
GAP = 2


def as_text(page: Page, width: int) -> str:
    """Return the page in lines of at most so many columns; a wide character takes two."""
    return "\n".join(_lines(page, max(width, NARROWEST))) + "\n"


def _lines(page: Page, width: int) -> Iterator[str]:
    numbers = footnotes(page.sections)
    yield from (
        click.style(line, bold=True) for line in _wrapped(_terminal_safe(page.title), width)
    )
    for section in page.sections:
        yield ""
        yield from _section(section, numbers, width)
    if numbers:
        yield from ("", click.style("Sources", bold=True))
    for basis, number in numbers.items():
        yield from _hanging(f"[{number}] ", _terminal_safe(footnote(basis)), width)


def _section(section: Section, numbers: Mapping[Grounds, int], width: int) -> Iterator[str]:
    if section.title:
        yield click.style(_terminal_safe(section.title), bold=True)
    if section.paragraph:
        yield from _wrapped(_cell(section.paragraph, numbers), width)
    if section.table:
        yield from _grid(section.table, numbers, width)
        if section.remarks:
            yield ""
    for remark in section.remarks:
        yield from _hanging("- ", _cell(remark, numbers), width)


def _cell(cell: PageCell, numbers: Mapping[Grounds, int]) -> str:
    """Return the statements of a cell, each with the numbers of its footnotes."""
    said = (
        " ".join(
            [_terminal_safe(part.text), *(f"[{numbers[basis]}]" for basis in part.basis)]
        ).strip()
        for part in cell
    )
    return " ".join(said)


def _terminal_safe(text: str) -> str:
    """Return a text that steers no terminal; one that runs the other way is isolated."""
    shown = visible(text)
    if not OTHER_WAY & {unicodedata.bidirectional(character) for character in shown}:
        return shown
    return f"{ISOLATE}{shown}{END}"


def _wrapped(text: str, width: int) -> list[str]:
    return _drawn(Text(text, overflow="fold"), width)


def _hanging(mark: str, text: str, width: int) -> Iterator[str]:
    """Yield a text behind a mark, the further lines below its first word."""
    for index, line in enumerate(_wrapped(text, width - len(mark))):
        yield (mark if index == 0 else " " * len(mark)) + line


def _grid(table: PageTable, numbers: Mapping[Grounds, int], width: int) -> list[str]:
    """Return a table with its columns as wide as they need to be and may be.

    Where not even the longest words fit beside each other, one line stands for each cell.
    """
    least = [_least(table, index, numbers) for index in range(len(table.columns))]
    if sum(least) + GAP * (len(least) - 1) > width:
        return list(_stacked(table, numbers, width))
    grid = Grid(box=None, pad_edge=False, padding=(0, GAP, 0, 0), expand=False)
    for name, narrowest in zip(table.columns, least, strict=True):
        grid.add_column(Text(name), overflow="fold", min_width=narrowest)
    for row in table.rows:
        grid.add_row(*(Text(_cell(cell, numbers)) for cell in row))
    return _drawn(grid, width)


def _least(table: PageTable, index: int, numbers: Mapping[Grounds, int]) -> int:
    """Return how wide a column must be for its longest word, within reason."""
    cells = (_cell(row[index], numbers) for row in table.rows)
    words = (word for cell in (table.columns[index], *cells) for word in cell.split())
    return min(max(map(cell_len, words), default=1), LONGEST_WORD)


def _stacked(table: PageTable, numbers: Mapping[Grounds, int], width: int) -> Iterator[str]:
    """Yield the cells below each other, each behind the name of its column."""
    for row in table.rows:
        mark = "- "
        for name, cell in zip(table.columns, row, strict=True):
            if cell:
                named = f"{name}: " if name else ""
                yield from _hanging(mark, named + _cell(cell, numbers), width)
                mark = "  "


def _drawn(thing: Text | Grid, width: int) -> list[str]:
    """Return what is drawn in a width, without colour and without blanks at the ends of lines."""
    console = Console(
        width=width, color_system=None, force_terminal=False, legacy_windows=False, _environ={}
    )
    lines = console.render_lines(thing, pad=False)
    return ["".join(segment.text for segment in line).rstrip() for line in lines]
