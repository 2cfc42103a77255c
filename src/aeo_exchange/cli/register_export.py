"""`aeo register export`: what a register holds, as it came, or as tables that engines ask."""

from __future__ import annotations

import os
from pathlib import Path

import click
from msgspec import Struct

from aeo_exchange import ReferenceData
from aeo_exchange.cli.asking_options import AskingOptions, asking_options
from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.db_option import RegisterPlace, register_options
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import reference_option
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.cli.partner_profile_option import (
    UNLESS_SEVERAL,
    partner_profile_option,
    profile_asked_under,
)
from aeo_exchange.cli.register_alarms import noted_alarms
from aeo_exchange.cli.terminal import note
from aeo_exchange.counting import how_many

__all__ = ["exported_state"]


class TableOptions(Struct, frozen=True, kw_only=True):
    """Whether tables are written, and of what they answer."""

    parquet: bool
    profile: Path | None
    asking: AskingOptions


table_options = group_of(
    "tables",
    TableOptions,
    click.option(
        "--parquet",
        is_flag=True,
        help="Write a folder of tables in Parquet, which `aeo match --tables` and other engines "
        "ask; needs the extra `parquet`.",
    ),
    partner_profile_option(f", under which the tables answer{UNLESS_SEVERAL}"),
    asking_options,
)


@click.command(cls=OnceCommand, name="export")
@register_options
@click.option(
    "--stream", metavar="STREAM", help="Which, such as HK/JP/HK-JP-2026; without it, the only one."
)
@click.option(
    "--own",
    type=click.Choice(["all", "last"]),
    help="Your own records and no stream: all revisions, or the last of each.",
)
@table_options
@reference_option
@output_options
def exported_state(
    place: RegisterPlace,
    stream: str | None,
    own: str | None,
    tables: TableOptions,
    reference: Path | None,
    target: Target,
) -> Exit:
    """Write the entries held of a stream, byte for byte as they came: a snapshot in NDJSON.

    Standard error tells where nothing would be answered from it now: a stream that is disputed,
    stale, or of a restored register, and a head that waits for a person.

    With --own the records that `aeo register add` has put there, one revision a line. With
    --parquet a folder of tables by which an engine answers about declarations: the status of each
    tier from when until when, the numbers of holders, and what each answers.
    """
    if tables.parquet:
        if stream or own:
            raise click.UsageError("--parquet is of all streams; leave --stream and --own out")
        return _tables(place, tables, ReferenceData(reference), target)
    if tables.profile or tables.asking.are_given:
        raise click.UsageError("--profile, --by, --known-at and --own-codes go with --parquet")
    from aeo_exchange.operations.register.care import register_lines_of  # noqa: PLC0415 start-up time is felt
    from aeo_exchange.operations.register.own_records import (  # noqa: PLC0415 as above
        last_own_lines,
        own_lines,
    )

    if own is not None and stream is not None:
        raise click.UsageError("--own are records of your own, which are in no stream")
    register = place.open()
    if own is None:
        lines = register_lines_of(register, stream)
        noted_alarms(register, None if stream is None else {stream})
    else:
        lines = last_own_lines(register) if own == "last" else own_lines(register)
    with target.opened() as written:
        written.writelines(lines)
    return Exit.POSITIVE


def _tables(
    place: RegisterPlace, tables: TableOptions, reference: ReferenceData, target: Target
) -> Exit:
    from aeo_exchange.operations.recognition.interval_tables import (  # noqa: PLC0415 start-up time is felt
        MatchTerms,
        export_tables,
    )
    from aeo_exchange.operations.register.match import (  # noqa: PLC0415 as above
        evidence_of_register,
        latest_in_register,
    )

    if target.target is None:
        raise click.UsageError("--parquet needs a folder to write: -o")
    profile = profile_asked_under(tables.profile, place.url, reference)
    assert place.url is not None
    latest = latest_in_register(place.url, os.environ, instant_of(None))
    terms = MatchTerms(
        profile=profile,
        asked_by=tables.asking.side(profile),
        known_at=tables.asking.instant_of_knowledge(latest),
    )
    codes = tables.asking.issued_codes()
    held = evidence_of_register(place.url, os.environ, terms, reference, codes)
    about = export_tables(Path(target.target), held, terms, replaces=target.force)
    note(f"wrote {target.target}: {how_many(about.tables['answers'].rows, 'answer')}")
    return Exit.POSITIVE
