"""Lists of entries as aligned text, JSON or NDJSON."""

from __future__ import annotations

from collections.abc import Sequence

import click
import msgspec

from aeo_exchange.report import visible

__all__ = ["print_json", "print_rows"]


def print_json(value: object) -> None:
    """Print a value as indented JSON."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def print_rows(rows: Sequence[Sequence[str]]) -> None:
    """Print rows with aligned columns, the last one as long as it is."""
    rows = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)]
        click.echo("  ".join([*cells, row[-1]]).rstrip())
