"""`aeo diff`: what happened between two lists of records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import click

from aeo_exchange import Limits, ReferenceData
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.inputs import STDIN, contents
from aeo_exchange.cli.options import (
    format_option,
    limit_options,
    max_errors_option,
    reference_option,
)
from aeo_exchange.cli.outputs import Target, output_options, say
from aeo_exchange.cli.refusals import Refusals
from aeo_exchange.cli.render.differences import FORMS
from aeo_exchange.operations.records.diff import Difference, Differences, diff
from aeo_exchange.operations.records.diff_rows import write_sheet

__all__ = ["command"]


@click.command(cls=OnceCommand, name="diff")
@click.argument("old")
@click.argument("new")
@format_option("text", "json", "ndjson", "csv", "html", "xlsx")
@reference_option
@limit_options
@max_errors_option
@output_options
def command(
    old: str,
    new: str,
    form: str,
    reference: Path | None,
    limits: Limits,
    max_errors: int,
    target: Target,
) -> Exit:
    """Say what happened between an OLD and a NEW list of records, in any two formats.

    Records are the same by the administration that first issued them, recordId and view; of
    several revisions the highest counts. A record that is gone from the list is not revoked by
    that. Exit code 0: the lists say the same. 1: they differ.
    """
    if old == new == STDIN:
        raise click.UsageError("standard input is one list; name a file for the other")
    refusals = Refusals(most=max_errors)
    with contents((old,), None) as before, contents((new,), None) as after:
        if len(before) != 1 or len(after) != 1:
            raise click.UsageError("OLD and NEW are one file each")
        told = _DifferenceSeen()
        differences = told.passing(
            diff(
                before[0],
                after[0],
                ReferenceData(reference),
                refused=refusals.take,
                limits=limits,
            )
        )
        with target.opened() as stream:
            _write(differences, form, stream)
    refusals.tell()
    return max(refusals.verdicts.exit, told.exit)


class _DifferenceSeen:
    """Sees whether anything differs, in what passes by."""

    def __init__(self) -> None:
        self.exit = Exit.POSITIVE

    def passing(
        self, differences: Iterable[Difference | Differences]
    ) -> Iterator[Difference | Differences]:
        """Hand on the differences."""
        for difference in differences:
            if isinstance(difference, Difference):
                self.exit = Exit.NEGATIVE
            yield difference


def _write(differences: Iterator[Difference | Differences], form: str, stream: BinaryIO) -> None:
    if form == "xlsx":
        write_sheet(differences, stream)
        return
    for line in FORMS[form](differences):
        say(line, stream)
