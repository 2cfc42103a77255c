"""`aeo convert`: records from one format to another."""

from __future__ import annotations

import click

from aeo_exchange import Format, Limits
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.inputs import Inputs, input_options
from aeo_exchange.cli.options import limit_options, max_errors_option, quiet_option
from aeo_exchange.cli.outputs import Target, Withdrawn, output_options
from aeo_exchange.cli.refusals import Refusals
from aeo_exchange.cli.terminal import note
from aeo_exchange.operations.convert import convert

__all__ = ["command"]


@click.command(name="convert")
@input_options
@click.option(
    "--to", type=click.Choice([form.value for form in Format]), required=True, help="Target format."
)
@limit_options
@max_errors_option
@quiet_option
@output_options
def command(
    inputs: Inputs, to: str, limits: Limits, max_errors: int, target: Target, *, quiet: bool
) -> Exit:
    """Write records in another format without losing anything.

    Good records of a bad file are kept; what was left out is said on standard error, and the
    exit code is 1.
    """
    refusals = Refusals(most=max_errors, quiet=quiet)
    with inputs.contents() as found, target.opened(found) as stream:
        count = convert(found, to, stream, refusals.take, limits)
        if not count and target.target:
            note(f"{target.target} was not written: there was no record to convert")
            raise Withdrawn
    refusals.tell()
    if refusals.verdicts.exit or target.target:
        note(f"converted {count:,} record{'' if count == 1 else 's'} to {to}")
    return refusals.verdicts.exit
