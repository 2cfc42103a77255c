"""`aeo programmes stale`: the rows of reference data that are to be looked at again."""

from __future__ import annotations

from pathlib import Path

import click

from aeo_exchange import ReferenceData
from aeo_exchange.cli.clock import InstantOption, instant_of
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.options import format_option, reference_option
from aeo_exchange.cli.render.listing import print_json
from aeo_exchange.counting import how_many
from aeo_exchange.operations.instants import date_of
from aeo_exchange.operations.reference.stale import StaleAnswer, stale_rows
from aeo_exchange.operations.suggestions import advice_on_code
from aeo_exchange.safe_text import visible

__all__ = ["stale"]


@click.command(cls=OnceCommand)
@click.argument("code", required=False)
@click.option("--at", type=InstantOption(), help="Ask about this day instead of today.")
@reference_option
@format_option("text", "json")
def stale(code: str | None, at: str | None, reference: Path | None, form: str) -> Exit:
    """List the facts to look at again: of one programme, such as HK-AEO, or of all files.

    Each kind of fact has its age; what is stale may still be right. Exit 1 when a row has waited
    for more than a year.
    """
    known = ReferenceData(reference)
    if code is not None and known.look_up(code) is None:
        advice = advice_on_code(code, known.codes(), "`aeo programmes list` shows them all")
        raise click.UsageError(f"{code} is not in the reference data; {advice}")
    answer = stale_rows(known, date_of(instant_of(at)), code)
    if form == "json":
        print_json(answer)
    else:
        _print_text(answer)
    return Exit.NEGATIVE if any(row.overdue for row in answer.rows) else Exit.POSITIVE


def _print_text(answer: StaleAnswer) -> None:
    """Print a line a row, under the file it stands in, then the count."""
    for file in dict.fromkeys(row.file for row in answer.rows):
        click.echo(visible(file))
        for row in (due for due in answer.rows if due.file == file):
            mark = "  more than a year" if row.overdue else ""
            click.echo(visible(f"  due {row.due}  {row.place}  {row.says}{mark}"))
            click.echo(visible(f"    [{row.source}, {row.as_of}, confidence {row.confidence}]"))
    overdue = sum(row.overdue for row in answer.rows)
    click.echo(
        f"{how_many(len(answer.rows), 'row')} to look at on {answer.at}, {overdue} for over a year"
    )
