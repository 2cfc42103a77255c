"""`aeo convert`: records from one format to another."""

from __future__ import annotations

import click

from aeo_exchange import Format, Limits
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.inputs import InputOptions, input_options
from aeo_exchange.cli.loss_options import LossOptions, loss_options, tell_losses
from aeo_exchange.cli.options import limit_options, max_errors_option, quiet_option
from aeo_exchange.cli.outputs import STANDARD, Target, Withdrawn, output_options
from aeo_exchange.cli.refusals import Refusals
from aeo_exchange.cli.render.listing import json_text
from aeo_exchange.cli.terminal import note
from aeo_exchange.counting import how_many
from aeo_exchange.operations.records.convert import convert

__all__ = ["command"]


@click.command(cls=OnceCommand, name="convert")
@input_options
@click.option(
    "--to", type=click.Choice([form.value for form in Format]), required=True, help="Target format."
)
@loss_options
@limit_options
@max_errors_option
@quiet_option
@output_options
def command(
    inputs: InputOptions,
    to: str,
    loss: LossOptions,
    limits: Limits,
    max_errors: int,
    target: Target,
    *,
    quiet: bool,
) -> Exit:
    """Write records in another format without losing anything unsaid.

    Good records of a bad file are kept; what was left out is said on standard error, and the
    exit code is 1. A record with items that the target has no place for, such as a fifth term in
    CSV, is left out too, unless --max-loss listed.
    """
    refusals = Refusals(most=max_errors, quiet=quiet)
    losses = loss.losses()
    with (
        inputs.contents() as contents,
        loss.listed(target) as listed,
        target.opened() as stream,
    ):
        count = convert(contents, to, stream, refusals.take, limits, lost=losses.take)
        if listed is not None:
            listed.write(json_text(losses.report(to)).encode())
        if not count:
            is_named = target.target not in {None, STANDARD}
            what = f"{target.target} was not written" if is_named else "nothing was written"
            note(f"{what}: there was no record to convert")
            raise Withdrawn
    refusals.tell()
    tell_losses(losses, max_errors, quiet=quiet)
    is_short = bool(losses.items) and not losses.taken
    code = max(refusals.verdicts.exit, Exit.NEGATIVE if is_short else Exit.POSITIVE)
    if code or target.target:
        note(f"converted {how_many(count, 'record')} to {to}")
    return code
