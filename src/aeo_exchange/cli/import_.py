"""`aeo import`: a partner's file, by its layout, to records."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.inputs import contents
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import Basis, issued_basis_options, max_errors_option
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.cli.render.imported import finding_lines, json_lines, summary_lines
from aeo_exchange.cli.render.listing import json_text
from aeo_exchange.cli.terminal import note

if TYPE_CHECKING:
    from aeo_exchange.formats import Content
    from aeo_exchange.operations.import_file import Imported, Layout

__all__ = ["command"]


class Arranged(Struct, frozen=True, kw_only=True):
    """The layout that is meant, and what is the same in every record beside what it says."""

    layout: str
    constants: tuple[str, ...]

    def read(self) -> Layout:
        """Return the layout; raises LayoutError."""
        from aeo_exchange.operations.import_file import (  # noqa: PLC0415 start-up time is felt
            layout_of,
            with_constants,
        )

        pairs = [each.partition("=") for each in self.constants]
        if any(not (found and item and text) for item, found, text in pairs):
            raise click.UsageError("--set takes ITEM=VALUE, such as view.audience=HK")
        return with_constants(
            layout_of(self.layout), {item.strip(): text.strip() for item, _, text in pairs}
        )


layout_options = group_of(
    "arranged",
    Arranged,
    click.option(
        "--layout", required=True, metavar="FILE|NAME", help="How the file is arranged, as TOML."
    ),
    click.option(
        "--set",
        "constants",
        multiple=True,
        metavar="ITEM=VALUE",
        help="An item that is the same in every record, such as view.audience=HK.",
    ),
)


class Beside(Struct, frozen=True, kw_only=True):
    """Where the report and the candidates are written, beside the records."""

    report: str | None
    candidates: str | None


beside_options = group_of(
    "beside",
    Beside,
    click.option("--report", metavar="FILE", help="Write what became of each row, as JSON."),
    click.option(
        "--candidates",
        metavar="FILE",
        help="Write the rows that a person must complete, as NDJSON.",
    ),
)


@click.command(name="import")
@click.argument("file")
@layout_options
@issued_basis_options
@beside_options
@max_errors_option
@output_options
def command(
    file: str, arranged: Arranged, basis: Basis, beside: Beside, max_errors: int, target: Target
) -> Exit:
    """Make records of a partner's FILE: a sheet, a text, a page, JSON or XML.

    Each row ends as a record, as a candidate that lacks something, or refused; nothing is guessed,
    and a row that is missing ends nothing. Exit code 0: all rows are records. 1: some row is none.
    3: the file, or its end, cannot be read.
    """
    from aeo_exchange.operations.import_file import import_file  # noqa: PLC0415 start-up

    layout = arranged.read()
    with contents((file,), None) as found:
        if len(found) != 1:
            raise click.UsageError("FILE is one file")
        imported = import_file(
            found[0], layout, at=basis.instant(), reference=basis.reference_data()
        )
        _write(imported, beside, target, found)
    for line in finding_lines(imported.report, max_errors):
        note(line)
    for line in summary_lines(imported.report):
        note(line)
    if imported.report.unreadable:
        return Exit.UNREADABLE
    counts = imported.report.counts
    return Exit.POSITIVE if counts.rows == counts.records else Exit.NEGATIVE


def _write(imported: Imported, beside: Beside, target: Target, found: list[Content]) -> None:
    """Write all files, or none: each appears when all were written."""
    with ExitStack() as held:
        stream = held.enter_context(target.opened(found))
        for record in imported.records:
            stream.write(record + b"\n")
        if beside.candidates is not None:
            to = Target(target=beside.candidates, force=target.force)
            held.enter_context(to.opened(found)).write(json_lines(imported.candidates))
        if beside.report is not None:
            to = Target(target=beside.report, force=target.force)
            held.enter_context(to.opened(found)).write(json_text(imported.report).encode())
