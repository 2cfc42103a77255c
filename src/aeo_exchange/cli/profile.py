"""`aeo profile`: partner profiles begun, checked, shown and named by their digest."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec import UNSET

from aeo_exchange import ReferenceData
from aeo_exchange.cli.clock import DayOption
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceGroup
from aeo_exchange.cli.options import format_option, max_errors_option, reference_option
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.cli.render.listing import print_answer, print_json, print_rows
from aeo_exchange.cli.render.partner_profile import checked_lines, shown_lines
from aeo_exchange.cli.verdicts import Verdicts
from aeo_exchange.counting import how_many
from aeo_exchange.operations.exchange.partner_profiles import (
    check_profile,
    open_profile,
    profile_digest,
    show_profile,
)
from aeo_exchange.operations.exchange.profile_start import start_from, start_profile
from aeo_exchange.operations.reference.agreements import AgreementSummary, list_agreements

__all__ = ["command"]

BETWEEN = 2

file_argument = click.argument("file", type=InputPath(path_type=Path), metavar="FILE")
day_option = click.option(
    "--at", type=DayOption(), help="A day, in the zone of the side that recognises, or an instant."
)


@click.group(cls=OnceGroup, name="profile")
def command() -> None:
    """Say what two administrations agreed: partner profiles, made, checked and shown."""


@command.command(name="new")
@click.argument("sides", nargs=-1, metavar="[FIRST SECOND]")
@click.option(
    "--from",
    "start",
    metavar="NAME",
    help="Begin with what is called so: the whole sample HK-JP, whose terms are invented, or an "
    "arrangement that `aeo profile list` names.",
)
@reference_option
@output_options
def new(sides: tuple[str, ...], start: str | None, reference: Path | None, target: Target) -> Exit:
    """Begin a profile between the sides FIRST and SECOND, such as HK and JP.

    Where clauses of their arrangement were read (`aeo profile list`), what they say stands in it
    with clause, source and confidence; of others what is known of their programmes, as comments. It
    is a profile when a person has put in what the text of the agreement says.
    """
    if len(sides) != (0 if start else BETWEEN):
        raise click.UsageError("name the two sides, such as HK and JP, or --from HK-JP alone")
    known = ReferenceData(reference)
    if start:
        text = start_from(start.upper(), known)
    else:
        first, second = sides
        text = start_profile(first.upper(), second.upper(), known)
    with target.opened() as stream:
        stream.write(text.encode())
    return Exit.POSITIVE


@command.command(name="list")
@reference_option
@format_option("text", "json")
def print_arrangements(reference: Path | None, form: str) -> Exit:
    """List the arrangements of which clauses were read: what a profile can begin from.

    Each with the day from which it holds, the lowest confidence of what was read, and the sides
    whose texts these are. None of them decides anything.
    """
    agreements = list_agreements(ReferenceData(reference))
    if form == "json":
        print_json(agreements)
    else:
        print_rows([_row(agreement) for agreement in agreements])
    return Exit.POSITIVE


def _row(agreement: AgreementSummary) -> tuple[str, ...]:
    return (
        agreement.code,
        f"in force {agreement.in_force}",
        agreement.confidence,
        f"told by {' and '.join(agreement.speaking)}",
        f"{how_many(len(agreement.unread), 'thing')} not read",
    )


@command.command(name="check")
@click.argument("files", nargs=-1, required=True, type=InputPath(path_type=Path), metavar="FILE...")
@day_option
@reference_option
@format_option("text", "json")
@max_errors_option
def checked_profiles(
    files: tuple[Path, ...], at: str | None, reference: Path | None, form: str, max_errors: int
) -> Exit:
    """Say of each profile whether it can be used, and what to look at.

    Exit code 0: all can. 1: one has a fault. 3: one cannot be read; of the others it is told.
    """
    known = ReferenceData(reference)
    answers = [check_profile(file, known, at) for file in files]
    verdicts = Verdicts()
    for answer in answers:
        verdicts.add(answer.verdict, unread=answer.unreadable is not UNSET)
    if form == "json":
        print_json(answers)
    else:
        told = (line for answer in answers for line in checked_lines(answer, max_errors))
        click.echo("".join(told), nl=False)
    return verdicts.exit


@command.command(name="show")
@file_argument
@day_option
@reference_option
@format_option("text", "json")
def print_profile(file: Path, at: str | None, reference: Path | None, form: str) -> Exit:
    """Show what a profile says, and with --at which of its rows hold."""
    profile = open_profile(file, ReferenceData(reference))
    answer = show_profile(profile, at)
    print_answer(answer, form, shown_lines)
    return Exit.POSITIVE


@command.command(name="digest")
@file_argument
@day_option
@reference_option
def print_digest(file: Path, at: str | None, reference: Path | None) -> Exit:
    """Print the digest of what was agreed: the same on both sides, whatever each has set.

    With --at it is told as well how many of the rows hold then.
    """
    profile = open_profile(file, ReferenceData(reference))
    click.echo(f"{profile_digest(profile)}  {profile.code} version {profile.version}")
    if at is not None:
        rows = show_profile(profile, at).rows_on_day or ()
        holding = sum(row.holds != "none" for row in rows)
        click.echo(f"{holding} of {how_many(len(rows), 'row')} hold at {at}")
    return Exit.POSITIVE
