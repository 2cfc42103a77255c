"""Lines that name what vendors and products wrote: none of it can steer the terminal."""

from __future__ import annotations

from collections.abc import Sequence

import click

from aeo_exchange.cli.render.listing import print_rows
from aeo_exchange.safe_text import visible

__all__ = ["tell", "tell_rows"]


def tell(line: str, *, aside: bool = False) -> None:
    """Print a line, or with `aside` say it beside the results."""
    click.echo(visible(line), err=aside)


def tell_rows(rows: Sequence[Sequence[str]]) -> None:
    """Print rows with aligned columns."""
    print_rows([[visible(cell) for cell in row] for row in rows])
