"""`aeo register check|export|purge|affected`: the care of a register."""

from __future__ import annotations

from pathlib import Path

import click

from aeo_exchange import ReferenceData
from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.db_option import RegisterPlace, register_options
from aeo_exchange.cli.exits import Exit, exit_of
from aeo_exchange.cli.options import format_option, reference_option
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.cli.render.listing import print_json
from aeo_exchange.cli.render.register import affected_lines, check_lines, purge_lines

__all__ = ["CARE_COMMANDS"]


@click.command(name="check")
@register_options
@format_option("text", "json")
def checked_register(place: RegisterPlace, form: str) -> Exit:
    """Say whether the register holds what its heads signed: each stream by its root."""
    from aeo_exchange.operations.register_care import (  # noqa: PLC0415 start-up time is felt
        check_register,
    )

    answer = check_register(place.open())
    if form == "json":
        print_json(answer)
    else:
        click.echo("".join(check_lines(answer)), nl=False)
    return exit_of([answer.verdict])


@click.command(name="export")
@register_options
@click.option(
    "--stream", metavar="STREAM", help="Which, such as HK/JP/HK-JP-2026; without, the only one."
)
@output_options
def exported_state(place: RegisterPlace, stream: str | None, target: Target) -> Exit:
    """Write the entries held of a stream, byte for byte as they came: a snapshot in NDJSON."""
    from aeo_exchange.operations.register_care import (  # noqa: PLC0415 start-up time is felt
        register_lines_of,
    )

    lines = register_lines_of(place.open(), stream)
    with target.opened() as written:
        written.writelines(lines)
    return Exit.POSITIVE


@click.command(name="purge")
@register_options
@reference_option
@format_option("text", "json")
def purged(place: RegisterPlace, reference: Path | None, form: str) -> Exit:
    """Delete what was kept for as long as the profiles say: content out of use, old evidence."""
    from aeo_exchange.operations.register_care import (  # noqa: PLC0415 start-up time is felt
        purge_register,
    )

    answer = purge_register(place.open(), ReferenceData(reference), instant_of(None))
    if form == "json":
        print_json(answer)
    else:
        click.echo("".join(purge_lines(answer)), nl=False)
    return Exit.POSITIVE


@click.command(name="affected")
@register_options
@reference_option
@format_option("text", "json")
def affected(place: RegisterPlace, reference: Path | None, form: str) -> Exit:
    """List the decisions kept that would be another by what is known now, of the same instant.

    Decisions are kept by `aeo recognise --db URL --keep`. Exit code 1: there are some.
    """
    from aeo_exchange.operations.register_care import (  # noqa: PLC0415 start-up time is felt
        affected_decisions,
    )

    answer = affected_decisions(place.open(), ReferenceData(reference), instant_of(None))
    if form == "json":
        print_json(answer)
    else:
        click.echo("".join(affected_lines(answer)), nl=False)
    return Exit.NEGATIVE if answer.decisions else Exit.POSITIVE


CARE_COMMANDS = (checked_register, exported_state, purged, affected)
