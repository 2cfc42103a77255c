"""Lists of entries as aligned text or JSON, and pages as text or Markdown."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import click
import msgspec
from msgspec import UNSET, UnsetType

from aeo_exchange.cli.render.json_line import visible_json
from aeo_exchange.operations.reference.page import Page
from aeo_exchange.safe_text import visible

__all__ = [
    "aligned",
    "count_or_hidden",
    "json_text",
    "print_answer",
    "print_json",
    "print_page",
    "print_rows",
]

Answer = TypeVar("Answer")
WIDEST = 120
PIPED = 100


def print_json(value: object) -> None:
    """Print a value as indented JSON."""
    click.echo(json_text(value), nl=False)


def print_answer(answer: Answer, form: str, lines: Callable[[Answer], Iterable[str]]) -> None:
    """Print an answer as JSON, or as the lines of text that it makes."""
    if form == "json":
        print_json(answer)
    else:
        click.echo("".join(lines(answer)), nl=False)


def json_text(value: object) -> str:
    """Return a value as indented JSON."""
    return msgspec.json.format(visible_json(value), indent=2) + "\n"


def print_rows(rows: Sequence[Sequence[str]]) -> None:
    """Print rows with aligned columns, the last one as long as it is."""
    click.echo(aligned(rows), nl=False)


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return rows with aligned columns, a line each; the last column is as long as it is."""
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    lines = (
        [*(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)), row[-1]]
        for row in shown
    )
    return "".join("  ".join(line).rstrip() + "\n" for line in lines)


def count_or_hidden(count: int | UnsetType) -> str:
    """Return a count as people read it, or the word for one that would tell who it counts."""
    return "hidden" if count is UNSET else f"{count:,}"


def print_page(page: Page, form: str) -> None:
    """Print a page as Markdown, or as text as wide as the terminal; a pipe gets 100 columns."""
    if form == "markdown":
        from aeo_exchange.cli.render.page_markdown import as_markdown  # noqa: PLC0415 start-up

        click.echo(as_markdown(page), nl=False)
        return
    from aeo_exchange.cli.render.page_text import as_text  # noqa: PLC0415 start-up time is felt

    columns = shutil.get_terminal_size((PIPED, 0)).columns if sys.stdout.isatty() else PIPED
    click.echo(as_text(page, min(columns, WIDEST)), nl=False)
