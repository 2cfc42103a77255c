"""`aeo register add|check|purge|affected`: the own records, and the care of a register."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from aeo_exchange import Limits, ReferenceData
from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.db_option import RegisterPlace, register_options
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.inputs import InputOptions, input_options
from aeo_exchange.cli.options import (
    InstantAndReference,
    basis_options,
    format_option,
    limit_options,
    max_errors_option,
    reference_option,
)
from aeo_exchange.cli.refusals import Refusals
from aeo_exchange.cli.render.listing import print_answer
from aeo_exchange.cli.render.register import affected_lines, check_lines, purge_lines
from aeo_exchange.cli.terminal import note
from aeo_exchange.cli.verdicts import exit_of

__all__ = ["CARE_COMMANDS"]

MOST_TOLD = 20


@click.command(cls=OnceCommand, name="check")
@register_options
@format_option("text", "json")
@max_errors_option
def checked_register(place: RegisterPlace, form: str, max_errors: int) -> Exit:
    """Say whether the register holds what its heads signed: each stream by its root."""
    from aeo_exchange.operations.register.care import (  # noqa: PLC0415 start-up time is felt
        check_register,
    )

    answer = check_register(place.open())
    print_answer(answer, form, partial(check_lines, most=max_errors))
    return exit_of([answer.verdict])


@click.command(cls=OnceCommand, name="purge")
@register_options
@reference_option
@format_option("text", "json")
def purged(place: RegisterPlace, reference: Path | None, form: str) -> Exit:
    """Delete what was kept for as long as the profiles say: content out of use, old evidence."""
    from aeo_exchange.operations.register.care import (  # noqa: PLC0415 start-up time is felt
        purge_register,
    )

    answer = purge_register(place.open(), ReferenceData(reference), instant_of(None))
    print_answer(answer, form, purge_lines)
    return Exit.POSITIVE


@click.command(cls=OnceCommand, name="affected")
@register_options
@reference_option
@format_option("text", "json")
def affected(place: RegisterPlace, reference: Path | None, form: str) -> Exit:
    """List the decisions kept that would be another by what is known now, of the same instant.

    Decisions are kept by `aeo recognise --db URL --keep`. Exit code 1: there are some.
    """
    from aeo_exchange.operations.register.care import (  # noqa: PLC0415 start-up time is felt
        affected_decisions,
    )

    answer = affected_decisions(place.open(), ReferenceData(reference), instant_of(None))
    print_answer(answer, form, affected_lines)
    return Exit.NEGATIVE if answer.decisions else Exit.POSITIVE


@click.command(cls=OnceCommand, name="add")
@input_options
@register_options
@basis_options
@limit_options
def added_records(
    inputs: InputOptions, place: RegisterPlace, basis: InstantAndReference, limits: Limits
) -> Exit:
    """Keep revisions of your own full records, to publish from: `aeo publish --db` cuts the views.

    What is kept stays, so give what is new, or all of it again. Exit code 1: something is no valid
    record, and nothing of what was given was kept.
    """
    from aeo_exchange.operations.register.own_records import keep_own  # noqa: PLC0415 start-up time is felt

    refusals = Refusals(most=MOST_TOLD)
    asked = (basis.instant(), basis.reference_data())
    register = place.open()
    with inputs.contents() as contents:
        done = keep_own(register, contents, asked, refusals.take, limits)
    refusals.tell()
    if done.refused:
        note(f"{done.refused:,} of {done.read:,} are not valid records, so nothing was kept")
    else:
        note(f"revisions read: {done.read:,}; new here: {done.new:,}")
    return refusals.verdicts.exit


CARE_COMMANDS = (added_records, checked_register, purged, affected)
