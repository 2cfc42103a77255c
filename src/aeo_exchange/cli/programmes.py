"""`aeo programmes`: what is known of AEO programmes, with source, date and confidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import msgspec

from aeo_exchange.cli.clock import InstantOption
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.options import format_option, reference_option
from aeo_exchange.cli.render.listing import print_json, print_rows
from aeo_exchange.model.instants import date_of
from aeo_exchange.operations.programmes import (
    ProgrammeSummary,
    list_programmes,
    show_programme,
)
from aeo_exchange.reference.facts import Programme
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.reference.suggestions import did_you_mean
from aeo_exchange.report import visible

__all__ = ["command"]


@click.group(name="programmes")
def command() -> None:
    """List the AEO programmes known, or show one with its sources."""


@command.command(name="list")
@reference_option
@format_option("text", "json")
def listed(reference: Path | None, form: str) -> Exit:
    """List the programmes with their tiers."""
    programmes = list_programmes(ReferenceData(reference))
    _print_list(programmes, form)
    return Exit.POSITIVE


def _print_list(programmes: Sequence[ProgrammeSummary], form: str) -> None:
    if form == "json":
        print_json(programmes)
        return
    print_rows(
        [
            (each.code, each.economy, each.name, ", ".join(tier.code for tier in each.tiers))
            for each in programmes
        ]
    )


@command.command(name="show")
@click.argument("code")
@click.option("--at", type=InstantOption(), help="Only the facts that hold on this day.")
@reference_option
@format_option("text", "json")
def shown(code: str, at: str | None, reference: Path | None, form: str) -> Exit:
    """Show every fact of a programme, such as HK-AEO, with its source and date.

    The code of an economy, such as TR, lists its programmes.
    """
    known = ReferenceData(reference)
    if of_economy := [each for each in list_programmes(known) if each.economy == code.upper()]:
        _print_list(of_economy, form)
        return Exit.POSITIVE
    programme = show_programme(known, code, date_of(at) if at else None)
    if programme is None:
        near = ", ".join(did_you_mean(code, known.codes()))
        advice = f"did you mean {near}?" if near else "`aeo programmes list` shows them all"
        raise click.UsageError(f"{code} is not in the reference data; {advice}")
    if form == "json":
        print_json(programme)
    else:
        click.echo("".join(_lines(programme)), nl=False)
    return Exit.POSITIVE


def _lines(programme: Programme) -> Iterator[str]:
    """Yield the facts, one a line: kind, what is said, source, date, confidence."""
    facts: dict[str, object] = msgspec.to_builtins(programme)
    yield f"{programme.code}  {visible(programme.name)}\n"
    for kind, rows in facts.items():
        if not isinstance(rows, list | tuple):
            continue
        yield f"\n{kind}\n"
        for row in rows:
            said = ", ".join(
                f"{name} {_words(value)}"
                for name, value in row.items()
                if name not in {"source", "asOf", "confidence"}
            )
            yield f"  {visible(said)}\n"
            yield f"    [{visible(row['source'])}, {row['asOf']}, confidence {row['confidence']}]\n"


def _words(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
