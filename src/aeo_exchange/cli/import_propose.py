"""`aeo import --propose`: a layout for a file that nobody described, to be corrected."""

from __future__ import annotations

import click
from msgspec import Struct

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.inputs import contents
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import InstantAndReference
from aeo_exchange.cli.outputs import Target
from aeo_exchange.cli.terminal import note
from aeo_exchange.counting import how_many

__all__ = ["ProposalOptions", "propose_options", "write_proposal"]


class ProposalOptions(Struct, frozen=True, kw_only=True):
    """Whether a layout is to be proposed, and of which programme the records are."""

    propose: bool
    programme: str | None

    def refuse(self, *, others: bool) -> None:
        """Refuse options that do not go together; `others` says whether any but these was given."""
        if self.propose and others:
            raise click.UsageError("--propose writes a layout; only --programme goes with it")
        if self.programme is not None and not self.propose:
            raise click.UsageError("--programme goes with --propose; a layout names its own")


propose_options = group_of(
    "wanted",
    ProposalOptions,
    click.option(
        "--propose", is_flag=True, help="Write a layout for FILE, to be corrected, and no records."
    ),
    click.option("--programme", metavar="CODE", help="With --propose: programme of the records."),
)


def write_proposal(
    file: str, programme: str | None, basis: InstantAndReference, target: Target
) -> Exit:
    """Write a layout, and say how much of it is in doubt; nothing where the file gives none."""
    from aeo_exchange.operations.sheets.propose import propose  # noqa: PLC0415 start-up time is felt

    with contents((file,), None) as files:
        if len(files) != 1:
            raise click.UsageError("FILE is one file")
        proposed = propose(files[0], programme, reference=basis.reference_data())
        if proposed.unreadable:
            note(f"{files[0].name}: {proposed.unreadable}")
            return Exit.UNREADABLE
        with target.opened() as stream:
            stream.write(proposed.text.encode())
    if proposed.known_as:
        note(
            f"the file is read by {proposed.known_as}, a layout of the package; "
            f"settle the lines that begin with DOUBT: {proposed.doubts}"
        )
    elif proposed.columns:
        note(
            f"{proposed.taken} of {how_many(proposed.columns, 'column')} taken; "
            f"settle the lines that begin with DOUBT: {proposed.doubts}"
        )
    return Exit.POSITIVE
