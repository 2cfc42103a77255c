"""`aeo programmes`: what is known of AEO programmes, with source, date and confidence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from aeo_exchange import Programme, ReferenceData
from aeo_exchange.cli.clock import InstantOption
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceGroup
from aeo_exchange.cli.options import format_option, reference_option
from aeo_exchange.cli.programmes_stats import stats
from aeo_exchange.cli.render.listing import print_json, print_page, print_rows
from aeo_exchange.cli.stale import stale
from aeo_exchange.operations.instants import date_of
from aeo_exchange.operations.reference.economies import economy_page, programmes_of
from aeo_exchange.operations.reference.programme_comparison import compare_programmes
from aeo_exchange.operations.reference.programme_page import programme_page
from aeo_exchange.operations.reference.programmes import (
    ProgrammeSummary,
    list_programmes,
    show_programme,
)
from aeo_exchange.operations.suggestions import advice_on_code
from aeo_exchange.operations.words import country, is_country

__all__ = ["command"]

at_day = click.option("--at", type=InstantOption(), help="Only the facts that hold on this day.")


@click.group(cls=OnceGroup, name="programmes")
def command() -> None:
    """List the AEO programmes known, show one with its sources, or compare several."""


@command.command(name="list")
@reference_option
@format_option("text", "json")
def print_programmes(reference: Path | None, form: str) -> Exit:
    """List the programmes with their tiers."""
    programmes = list_programmes(ReferenceData(reference))
    if form == "json":
        print_json(programmes)
    else:
        print_rows([_row(programme) for programme in programmes])
    return Exit.POSITIVE


def _row(programme: ProgrammeSummary) -> tuple[str, ...]:
    return (
        programme.code,
        programme.economy,
        programme.name,
        ", ".join(tier.code for tier in programme.tiers),
    )


command.add_command(stale)
command.add_command(stats)


@command.command(name="show")
@click.argument("code")
@at_day
@reference_option
@format_option("text", "markdown", "json")
def print_programme(code: str, at: str | None, reference: Path | None, form: str) -> Exit:
    """Show what is known of a programme, such as HK-AEO, with sources as footnotes.

    The code of an economy, such as FR, shows its programmes and those that it takes part in.
    """
    known = ReferenceData(reference)
    economy = code.upper()
    page = economy_page(known, economy) if is_country(economy) else None
    if page:
        if form == "json":
            print_json(programmes_of(known, economy))
        else:
            print_page(page, form)
        return Exit.POSITIVE
    programme = _look_up(known, code, at)
    if form == "json":
        print_json(programme)
    else:
        print_page(programme_page(programme), form)
    return Exit.POSITIVE


@command.command(name="compare")
@click.argument("codes", nargs=-1, required=True, metavar="CODE CODE...")
@at_day
@reference_option
@format_option("text", "markdown", "json")
def print_comparison(
    codes: tuple[str, ...], at: str | None, reference: Path | None, form: str
) -> Exit:
    """Put programmes side by side, what they do for small firms first."""
    known = ReferenceData(reference)
    programmes = {
        programme.code: programme for programme in (_look_up(known, code, at) for code in codes)
    }
    if len(programmes) == 1:
        raise click.UsageError("give two programmes or more to compare")
    comparison = compare_programmes(tuple(programmes.values()))
    if form == "json":
        print_json(comparison)
    else:
        print_page(comparison.page(), form)
    return Exit.POSITIVE


def _look_up(known: ReferenceData, code: str, at: str | None) -> Programme:
    """Return a programme by its code in any case; raises UsageError for an unknown one."""
    day = date_of(at) if at else None
    programme = show_programme(known, code, day) or show_programme(known, code.upper(), day)
    if programme is None:
        raise click.UsageError(_unknown(code, known.codes()))
    return programme


def _unknown(code: str, codes: Sequence[str]) -> str:
    """Return why a code gives no answer, and what to try."""
    advice = advice_on_code(code, codes, "`aeo programmes list` shows them all")
    if is_country(code.upper()):
        return f"no programme of {country(code.upper())} ({code.upper()}) is held; {advice}"
    return f"{code} is not in the reference data; {advice}"
