"""`aeo export`: records to a file in the layout of a partner."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from aeo_exchange import Limits
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.inputs import InputOptions, input_options
from aeo_exchange.cli.loss_options import LossOptions, loss_options, tell_losses
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import (
    InstantAndReference,
    basis_options,
    limit_options,
    max_errors_option,
    quiet_option,
)
from aeo_exchange.cli.outputs import Target, Withdrawn, output_options
from aeo_exchange.cli.read_files import note_read
from aeo_exchange.cli.refusals import Refusals
from aeo_exchange.cli.render.listing import json_text
from aeo_exchange.cli.terminal import note
from aeo_exchange.counting import how_many
from aeo_exchange.safe_text import excerpt

if TYPE_CHECKING:
    from aeo_exchange.operations.records.losses import Losses
    from aeo_exchange.operations.sheets.export import Export

__all__ = ["command"]


class TargetLayout(Struct, frozen=True, kw_only=True):
    """The layout that is written, and the dialect where it has several."""

    layout: str
    dialect: str | None

    def export(self, basis: InstantAndReference) -> Export:
        """Return an export; raises LayoutError, and WrongChoice where there can be none."""
        from aeo_exchange.operations.sheets.export import (  # noqa: PLC0415 start-up time is felt
            layout_of,
            to_export,
        )

        note_read(Path(self.layout))
        layout = layout_of(self.layout)
        return to_export(layout, self.dialect, basis.instant(), basis.reference_data())


layout_options = group_of(
    "arranged",
    TargetLayout,
    click.option(
        "--layout",
        metavar="FILE|NAME",
        required=True,
        help="How the file is arranged, as for `aeo import`.",
    ),
    click.option("--dialect", metavar="NAME", help="Which of its dialects, of JSON."),
)


@click.command(cls=OnceCommand, name="export")
@input_options
@layout_options
@basis_options
@loss_options
@limit_options
@max_errors_option
@quiet_option
@output_options
def command(
    inputs: InputOptions,
    arranged: TargetLayout,
    basis: InstantAndReference,
    loss: LossOptions,
    limits: Limits,
    max_errors: int,
    target: Target,
    *,
    quiet: bool,
) -> Exit:
    """Write records as a file in the layout of a partner.

    A row shows its record as it stands at --at: the term that counts, the status. Each row is read
    back before it is written, and what it does not give back is a loss: its record is left out,
    unless --max-loss listed. A record is left out in any case where its row would say that it
    stands otherwise or could not be read, where its holder did not agree to be in it, and beside
    what may be a later revision of it that cannot be read, as an empty file may be of any. Exit
    code 1: some record was left out.
    """
    refusals = Refusals(most=max_errors, quiet=quiet)
    losses = loss.losses()
    with (
        arranged.export(basis) as export,
        inputs.contents() as contents,
        loss.listed(target) as listed,
        target.opened() as stream,
    ):
        export.read(contents, refusals.take, limits)
        count = export.settle(losses.take)
        if listed is not None:
            listed.write(json_text(losses.report(export.name)).encode())
        if not count:
            note("nothing was written: there was no record to export")
            raise Withdrawn
        export.write(stream)
    refusals.tell()
    tell_losses(losses, max_errors, quiet=quiet)
    _tell_unfit(export, max_errors, quiet=quiet)
    note(f"exported {how_many(count, 'record')} by the layout {export.name}")
    return max(refusals.verdicts.exit, _exit_of(export, losses))


def _exit_of(export: Export, losses: Losses) -> Exit:
    """Return NEGATIVE where some record was left out."""
    is_short = export.unfit or (losses.items and not losses.taken)
    return Exit.NEGATIVE if is_short else Exit.POSITIVE


def _tell_unfit(export: Export, most: int, *, quiet: bool) -> None:
    """Say which records have no row whatever may be lost."""
    for record_id, why in () if quiet else export.unfit[: most or None]:
        note(f"{excerpt(record_id)}: left out: {excerpt(why, 300)}")
    if export.superseded and not quiet:
        note(f"left out {how_many(export.superseded, 'earlier revision')}: the highest has the row")
