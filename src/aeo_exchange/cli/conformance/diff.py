"""`aeo conformance diff`: what became of each case since an earlier run."""

from __future__ import annotations

from typing import BinaryIO

import click

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.options import format_option
from aeo_exchange.cli.render.listing import print_json, print_rows
from aeo_exchange.conformance.stored import changes, is_worse, read_report

__all__ = ["command"]


@click.command(name="diff")
@click.argument("old", type=click.File("rb"))
@click.argument("new", type=click.File("rb"))
@format_option("text", "json")
def command(old: BinaryIO, new: BinaryIO, form: str) -> Exit:
    """Compare two reports; exit code 1 when a case that was good is not any more."""
    found = changes(read_report(old.read()), read_report(new.read()))
    if form == "json":
        print_json([each._asdict() for each in found])
    elif found:
        print_rows(
            [
                (each.id, each.role, f"{each.before or 'absent'} -> {each.after or 'absent'}")
                for each in found
            ]
        )
    else:
        click.echo("no case came out otherwise")
    return Exit.NEGATIVE if any(is_worse(each) for each in found) else Exit.POSITIVE
