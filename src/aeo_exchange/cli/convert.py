"""`aeo convert`: records from one format to another."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import BinaryIO

import click
from msgspec import Struct

from aeo_exchange import Content, Format, Limits
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.inputs import InputOptions, input_options
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import limit_options, max_errors_option, quiet_option
from aeo_exchange.cli.outputs import Target, Withdrawn, output_options
from aeo_exchange.cli.refusals import Refusals
from aeo_exchange.cli.render.listing import json_text
from aeo_exchange.cli.terminal import note
from aeo_exchange.operations.convert import convert
from aeo_exchange.operations.losses import Losses
from aeo_exchange.report import excerpt

__all__ = ["command"]


class LossOptions(Struct, frozen=True, kw_only=True):
    """What a user says of items that the target has no place for."""

    max_loss: str
    loss_report: str | None


loss_options = group_of(
    "loss",
    LossOptions,
    click.option(
        "--max-loss",
        type=click.Choice(["none", "listed"]),
        default="none",
        help="What may be lost that the target has no place for: nothing, or what is listed.",
    ),
    click.option("--loss-report", metavar="FILE", help="Write the items lost to FILE, as JSON."),
)


@click.command(name="convert")
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
    losses = Losses(taken=loss.max_loss == "listed")
    with (
        inputs.contents() as found,
        _report_of(loss, target, found) as listed,
        target.opened(found) as stream,
    ):
        count = convert(found, to, stream, refusals.take, limits, lost=losses.take)
        if listed is not None:
            listed.write(json_text(losses.report(to)).encode())
        if not count and target.target:
            note(f"{target.target} was not written: there was no record to convert")
            raise Withdrawn
    refusals.tell()
    if losses.items:
        _tell(losses, max_errors, quiet=quiet)
    is_short = bool(losses.items) and not losses.taken
    code = max(refusals.verdicts.exit, Exit.NEGATIVE if is_short else Exit.POSITIVE)
    if code or target.target:
        note(f"converted {count:,} record{'' if count == 1 else 's'} to {to}")
    return code


def _report_of(
    loss: LossOptions, target: Target, found: list[Content]
) -> AbstractContextManager[BinaryIO | None]:
    """Give where losses are listed, if anywhere; what cannot be is refused before a conversion."""
    if loss.loss_report is None:
        return nullcontext()
    return Target(target=loss.loss_report, force=target.force).opened(found)


def _tell(losses: Losses, most: int, *, quiet: bool) -> None:
    """Say which items have no place, so many at most, and what becomes of their records."""
    for item in () if quiet else losses.items[: most or None]:
        note(f"{excerpt(str(item.record_id))}: no place for {excerpt(item.path)}")
    what = "written without them" if losses.taken else "left out; --max-loss listed writes them"
    note(
        f"{len(losses.items):,} items of {losses.records:,} records have no place in the target; "
        f"the records are {what}"
    )
