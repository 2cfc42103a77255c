"""`aeo identifier`: is this a number of its scheme, what TIN does it make, what could it be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
import msgspec

from aeo_exchange import Schemes
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceGroup
from aeo_exchange.cli.options import format_option, reference_option
from aeo_exchange.cli.render.listing import print_answer, print_json, print_rows
from aeo_exchange.cli.verdicts import exit_of
from aeo_exchange.operations.reference.identifiers import (
    check_identifier,
    guess_schemes,
    list_schemes,
    make_tin,
)
from aeo_exchange.operations.suggestions import advice_on_code
from aeo_exchange.safe_text import excerpt

__all__ = ["command"]


at_day = click.option(
    "--at",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="Ask by the law of a day, where the law of the scheme changed; else by the last law.",
)


@click.group(cls=OnceGroup, name="identifier")
def command() -> None:
    """Check the identifiers of traders, and make TINs of them."""


@command.command(name="check")
@click.argument("scheme")
@click.argument("value")
@reference_option
@format_option("text", "json")
@at_day
def print_check(
    scheme: str, value: str, reference: Path | None, form: str, day: datetime | None
) -> Exit:
    """Check form and check digit of a number, such as AR-CUIT 20-05536168-2.

    Nobody is asked whether the number was issued.
    """
    schemes = _with(scheme, reference)
    answer = check_identifier(scheme, value, schemes=schemes, day=day.date() if day else None)
    _print(answer, form)
    return exit_of([answer.verdict])


@command.command(name="tin")
@click.argument("scheme")
@click.argument("value")
@reference_option
@format_option("text", "json")
@at_day
def made(scheme: str, value: str, reference: Path | None, form: str, day: datetime | None) -> Exit:
    """Make the TIN of a number, and say what is doubtful about it."""
    schemes = _with(scheme, reference)
    answer = make_tin(scheme, value, schemes=schemes, day=day.date() if day else None)
    _print(answer, form)
    return exit_of([answer.verdict])


@command.command(name="guess")
@click.argument("value")
@reference_option
@format_option("text", "json")
@at_day
def guessed(value: str, reference: Path | None, form: str, day: datetime | None) -> Exit:
    """List the schemes that a number could be of; the likeliest first, never a decision.

    What the number has one digit too few or too many for is said behind them: a digit that was
    left out may leave a number that fits another scheme by chance.
    """
    answer = guess_schemes(value, schemes=Schemes(reference), day=day.date() if day else None)
    if form == "json":
        print_json(answer)
    elif answer.candidates:
        print_rows(
            [
                (candidate.scheme, candidate.value, candidate.reason)
                for candidate in answer.candidates
            ]
        )
        _print_near(answer.near)
    else:
        click.echo("no known scheme has such numbers")
        _print_near(answer.near)
    return exit_of([answer.verdict])


def _print_near(near: tuple[str, ...]) -> None:
    for said in near:
        click.echo(f"  {said}")


@command.command(name="list")
@reference_option
@format_option("text", "json")
def print_schemes(reference: Path | None, form: str) -> Exit:
    """List the schemes: what a check proves, and how the number becomes a TIN."""
    summaries = list_schemes(Schemes(reference))
    if form == "json":
        print_json(summaries)
    else:
        print_rows(
            [
                (summary.code, summary.proves, summary.tin or "no TIN", summary.name)
                for summary in summaries
            ]
        )
    return Exit.POSITIVE


def _with(code: str, reference: Path | None) -> Schemes:
    """Return the schemes when one has the code; otherwise say which may have been meant."""
    schemes = Schemes(reference)
    if schemes.look_up(code) is None:
        advice = advice_on_code(code, schemes.codes(), "see aeo identifier list")
        raise click.UsageError(f"{excerpt(code)} is not in the reference data; {advice}")
    return schemes


def _print(answer: msgspec.Struct, form: str) -> None:
    """Print an answer about one number."""
    print_answer(answer, form, _lines)


def _lines(answer: msgspec.Struct) -> Iterator[str]:
    """Yield the verdict, then one line for each other thing that is known."""
    said: dict[str, object] = msgspec.to_builtins(answer)
    yield f"{said.pop('verdict')}  {said.pop('scheme')} {excerpt(str(said.pop('value')))}\n"
    for name, value in said.items():
        for item in value if isinstance(value, list | tuple) else (value,):
            if item is not False:
                yield f"  {name:9} {'yes' if item is True else item}\n"
