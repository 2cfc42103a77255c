"""What the terminal is told beside results: colour and progress, the latter on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

import click

from aeo_exchange.safe_text import visible

if TYPE_CHECKING:
    from aeo_exchange.report import Finding

__all__ = ["followed", "note", "note_finding", "set_color"]

EVERY = 1000
Each = TypeVar("Each")


def set_color(context: click.Context, wish: str) -> None:
    """Decide about colour: the option first, then NO_COLOR and FORCE_COLOR, then the terminal.

    click does not know NO_COLOR, so its decision is made here.
    """
    if wish != "auto":
        context.color = wish == "always"
    elif os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        context.color = False
    elif os.environ.get("FORCE_COLOR"):
        context.color = True


def note(message: str) -> None:
    """Say something beside the results, in one line; whatever it quotes, it steers no terminal."""
    click.echo(visible(message), err=True)


def note_finding(source: str, finding: Finding) -> None:
    """Tell a finding beside the results."""
    from aeo_exchange.cli.render.text import (  # noqa: PLC0415 start-up time is felt
        finding_lines,
    )

    click.echo("".join(finding_lines(source, finding)), err=True, nl=False)


def followed(things: Iterable[Each], what: str, *, quiet: bool) -> Iterator[Each]:
    """Yield things, and show on a terminal how many there were so far."""
    if quiet or not sys.stderr.isatty() or os.environ.get("CI"):
        yield from things
        return
    from rich.console import Console  # noqa: PLC0415 only a terminal pays for it

    with Console(stderr=True).status(f"0 {what}") as status:
        for count, thing in enumerate(things, 1):
            if count % EVERY == 0:
                status.update(f"{count:,} {what}")
            yield thing
