"""`aeo use`: how far an arrangement is used, by what `aeo match` answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import UNSET

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.inputs import InputOptions, input_options
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import format_option
from aeo_exchange.cli.outputs import Target
from aeo_exchange.cli.programmes_stats import hide_below_option
from aeo_exchange.cli.read_files import refuse_read
from aeo_exchange.cli.render.listing import aligned, count_or_hidden, json_text
from aeo_exchange.cli.terminal import note
from aeo_exchange.counting import how_many
from aeo_exchange.safe_text import MESSAGE_LENGTH, excerpt

if TYPE_CHECKING:
    from aeo_exchange.operations.measuring.use import ArrangementUse

__all__ = ["command"]

READ = "what is read: `aeo match --format ndjson` or json, answers of `aeo recognise`, receipts"
OF_DECISIONS = (".ndjson", ".json", ".jwt")
MOST_TOLD = 20
ALL, RECOGNISED = "", "RECOGNISED"  # of which results, and by which dimension
report_options = group_of(
    "target",
    Target,
    click.option(
        "-o", "--output", "target", metavar="DIR", help="Write the report to a new folder DIR."
    ),
    click.option("--force", is_flag=True, help="Replace an existing report."),
)


@click.command(cls=OnceCommand, name="use")
@input_options
@hide_below_option
@format_option("text", "json")
@report_options
def command(inputs: InputOptions, hide_below: int, form: str, target: Target) -> Exit:
    """Say how far an arrangement is used: by month, size class, tier, role, reason of failure.

    Who asked and the profile tell arrangements apart.

    Reads what `aeo match` writes by --format ndjson or json; and answers of `aeo recognise`, in
    JSON or as receipts, whose signatures `aeo receipt check` looks at. With -o a folder gets
    use.html with charts, use.csv, clearance.csv, both as Parquet, and use.json.
    Exit code 3: some line could not be read; the others are counted.
    """
    from aeo_exchange.operations.measuring.use import arrangement_use  # noqa: PLC0415 start-up time is felt

    refusals = _NotRead()
    with inputs.contents(OF_DECISIONS) as contents:
        use = arrangement_use(contents, hide_below, refusals.take)
    refusals.tell()
    if refusals.count and use.declarations == 0:
        note(READ)
    if target.target is not None:
        _write(Path(target.target), use, replaces=target.force)
    click.echo(json_text(use) if form == "json" else _text(use), nl=False)
    return Exit.UNREADABLE if refusals.count else Exit.POSITIVE


class _NotRead:
    """Tells the first lines that are no decision, and how many there were."""

    def __init__(self) -> None:
        self.count = 0

    def take(self, name: str, line: int, why: str) -> None:
        """Tell of a line, or of a content without any."""
        self.count += 1
        if self.count <= MOST_TOLD:
            place = f"{name}:{line}" if line else name
            note(f"{place}: {excerpt(why, MESSAGE_LENGTH)}")

    def tell(self) -> None:
        """Say how many were not told."""
        if self.count > MOST_TOLD:
            note(f"{MOST_TOLD} of {how_many(self.count, 'line')} that are no decisions shown")


def _write(folder: Path, use: ArrangementUse, *, replaces: bool) -> None:
    from aeo_exchange.operations.measuring.folder import write_report  # noqa: PLC0415 start-up
    from aeo_exchange.operations.measuring.use_report import use_files  # noqa: PLC0415 as above

    files = use_files(use)
    for path in (folder, *(folder / name for name in files)):
        refuse_read(path)
    write_report(folder, files, replaces=replaces)
    note(f"wrote {folder}")


def _text(use: ArrangementUse) -> str:
    """Return the totals, and those of each arrangement."""
    rows = [
        ("declarations", count_or_hidden(use.declarations)),
        ("parties", count_or_hidden(use.parties)),
        ("recognised", count_or_hidden(use.recognised)),
        ("not read", f"{use.not_read:,}"),
    ]
    return aligned([*rows, *_of_arrangements(use)])


def _of_arrangements(use: ArrangementUse) -> Iterator[tuple[str, str]]:
    """Yield the parties of each arrangement if there are several, and clearance times."""
    from aeo_exchange.operations.measuring.use_report import (  # noqa: PLC0415 start-up time is felt
        arrangement_name,
        totals_of_arrangements,
    )

    several = totals_of_arrangements(use)
    if len(several) > 1:
        for totals in several:
            name = arrangement_name(totals[ALL])
            yield f"parties, {name}", count_or_hidden(totals[ALL].parties)
            yield f"recognised, {name}", count_or_hidden(totals[RECOGNISED].parties)
    for one in use.clearance:
        of = f", {arrangement_name(one)}" if len(several) > 1 else ""
        if one.dimension == ALL and one.median_hours is not UNSET:
            yield f"hours to release, {one.cleared}{of}", f"{one.median_hours:,} (median)"
