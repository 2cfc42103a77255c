"""`aeo template`: an empty register of a programme, as a workbook to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from aeo_exchange import ReferenceData
from aeo_exchange.cli.clock import InstantOption, instant_of
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.options import reference_option
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.operations.sheets.template import write_template

__all__ = ["command"]


@click.command(cls=OnceCommand, name="template")
@click.option("--programme", required=True, metavar="CODE", help="Programme, such as IN-AEO.")
@click.option("--at", type=InstantOption(), help="The day whose tiers and roles are offered.")
@reference_option
@output_options
def command(programme: str, at: str | None, reference: Path | None, target: Target) -> Exit:
    """Write an empty workbook for the records of a programme.

    Its tiers, roles and identifier schemes are there to be chosen; what each column means stands
    in a comment on its header. `aeo validate` reads what was filled in.
    """
    with target.opened() as stream:
        write_template(programme, instant_of(at), stream, ReferenceData(reference))
    return Exit.POSITIVE
