"""`aeo programmes stats`: how many operators a register has, and how many of them are small."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, BinaryIO

import click
from msgspec import UNSET, Struct

from aeo_exchange import Content, Limits
from aeo_exchange.cli.db_option import RegisterPlace, optional_db_options
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.inputs import InputOptions, input_options
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import (
    InstantAndReference,
    basis_options,
    format_option,
    limit_options,
)
from aeo_exchange.cli.outputs import Target, output_options, say
from aeo_exchange.cli.refusals import Refusals
from aeo_exchange.cli.render.listing import aligned, count_or_hidden, json_text
from aeo_exchange.cli.terminal import note
from aeo_exchange.counting import how_many

if TYPE_CHECKING:
    from aeo_exchange.operations.measuring.programme_stats import RegisterStatistics

__all__ = ["hide_below_option", "stats"]

HIDDEN_BELOW = 5
NONE_OF_YOUR_OWN = (
    "the register holds no records of your own, which `aeo register add` puts there; "
    "those of partners are not counted"
)


class StatisticsOptions(Struct, frozen=True, kw_only=True):
    """Which years are counted, and below which count nothing is told."""

    years: tuple[int, ...]
    hide_below: int


hide_below_option = click.option(
    "--hide-below",
    type=click.IntRange(min=1, max=1000),
    default=HIDDEN_BELOW,
    show_default=True,
    help="Counts below this, but zero, are hidden, and those that would tell them; 1 hides none.",
)
statistics_options = group_of(
    "asked",
    StatisticsOptions,
    click.option(
        "--year",
        "years",
        type=click.IntRange(min=1990, max=2200),
        multiple=True,
        metavar="YEAR",
        help="Only this year; may be given again. Without it, all years.",
    ),
    hide_below_option,
)


@click.command(cls=OnceCommand, name="stats")
@input_options
@optional_db_options
@statistics_options
@basis_options
@format_option("text", "json", "csv", "html", "parquet")
@limit_options
@output_options
def stats(
    inputs: InputOptions,
    place: RegisterPlace,
    asked: StatisticsOptions,
    basis: InstantAndReference,
    form: str,
    limits: Limits,
    target: Target,
) -> Exit:
    """Count the operators of a register by programme, tier, role, size class and year.

    The register is files of records, all revisions or the last of each, or --db with your own. An
    operator counts for a year when a tier of its was granted at the end of the year, in UTC, by
    what is known now; this year at --at. Its size class is that of the last assessment by then.
    """
    from aeo_exchange.operations.measuring.programme_stats import (  # noqa: PLC0415 start-up time is felt
        StatisticsWish,
        register_statistics,
    )

    refusals = Refusals(most=20)
    wish = StatisticsWish(at=basis.instant(), years=asked.years, least=asked.hide_below)

    reference = basis.reference_data()
    with _files(inputs, place) as files, target.opened() as stream:
        contents = files if place.url is None else _own(place)
        statistics = register_statistics(contents, wish, reference, refusals.take, limits)
        _write(statistics, form, stream)
    if not statistics.programmes:
        _tell_why_none(statistics, place)
    refusals.tell()
    return refusals.verdicts.exit


def _files(inputs: InputOptions, place: RegisterPlace) -> AbstractContextManager[list[Content]]:
    """Give the files of the register; of one in a database there are none."""
    if place.url is None:
        return inputs.contents()
    if inputs.inputs or inputs.files_from:
        raise click.UsageError("the register is files, or --db, not both")
    return nullcontext([])


def _own(place: RegisterPlace) -> Iterator[Content]:
    from aeo_exchange.operations.register.own_records import (  # noqa: PLC0415 SQLAlchemy is slow to import
        own_contents_of,
    )

    return own_contents_of(place.open())


def _tell_why_none(statistics: RegisterStatistics, place: RegisterPlace) -> None:
    """Say why a table is empty, unless it is by what was refused, which is told."""
    if statistics.records:
        records = how_many(statistics.records, "record")
        note(f"{records}, of which none was in force at the end of a year that was counted")
    elif place.url is not None and not statistics.refused:
        note(NONE_OF_YOUR_OWN)


def _write(statistics: RegisterStatistics, form: str, stream: BinaryIO) -> None:
    from aeo_exchange.operations.measuring.operator_page import operator_page  # noqa: PLC0415
    from aeo_exchange.operations.measuring.programme_stats import (  # noqa: PLC0415 start-up time is felt
        statistics_rows,
        write_statistics,
    )

    match form:
        case "parquet":
            write_statistics(statistics, stream)
        case "csv" | "html":
            pieces = statistics_rows if form == "csv" else operator_page
            say("".join(pieces(statistics)), stream)
        case _:
            say(json_text(statistics) if form == "json" else _text(statistics), stream)


def _text(statistics: RegisterStatistics) -> str:
    """Return a line for each programme and year."""
    heads = ("programme", "year", "operators", "small firms", "size not told", "share of small")
    rows = [
        (
            one.programme,
            str(one.year),
            count_or_hidden(one.operators),
            count_or_hidden(one.small_firms),
            count_or_hidden(one.size_not_told),
            "" if one.small_percent is UNSET else f"{one.small_percent} %",
        )
        for one in statistics.programmes
    ]
    below = statistics.hidden_below
    hidden = f"hidden: below {below}, or would tell what is\n" if below > 1 and rows else ""
    return aligned([heads, *rows]) + hidden
