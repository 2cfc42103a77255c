"""`aeo conformance diff`: what became of each case since an earlier run."""

from __future__ import annotations

from pathlib import Path

import click

from aeo_exchange.cli.conformance.lines import tell, tell_rows
from aeo_exchange.cli.conformance.options import held_in, input_file
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.options import format_option
from aeo_exchange.cli.render.listing import print_json
from aeo_exchange.conformance.report.stored import Compared, compare_reports, is_worse, read_report

__all__ = ["command"]


@click.command(cls=OnceCommand, name="diff")
@click.argument("old", type=input_file)
@click.argument("new", type=input_file)
@format_option("text", "json")
def command(old: Path, new: Path, form: str) -> Exit:
    """Compare two reports; exit code 1 when a case that was good is not any more."""
    compared = compare_reports(read_report(held_in(old)), read_report(held_in(new)))
    if form == "json":
        print_json(compared)
    else:
        _print(compared)
    return Exit.NEGATIVE if any(is_worse(change) for change in compared.changes) else Exit.POSITIVE


def _print(compared: Compared) -> None:
    if compared.unlike:
        tell(f"the runs were not alike: {'; '.join(compared.unlike)}")
    if not compared.changes:
        tell("no case came out otherwise")
        return
    tell_rows(
        [
            (change.id, change.role, f"{change.before or 'absent'} -> {change.after or 'absent'}")
            for change in compared.changes
        ]
    )
