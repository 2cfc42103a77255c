"""`aeo conformance render`: a report in another form."""

from __future__ import annotations

from pathlib import Path

import click

from aeo_exchange.cli.conformance.options import held_in, input_file
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.conformance.report.render import RENDERERS
from aeo_exchange.conformance.report.stored import read_report
from aeo_exchange.conformance.suite.cases import load_suite

__all__ = ["command"]


@click.command(cls=OnceCommand, name="render")
@click.argument("report", type=input_file)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(RENDERERS)),
    default="html",
    show_default=True,
    help="Form of the output.",
)
@output_options
def command(report: Path, form: str, target: Target) -> Exit:
    """Write a report as a page, JUnit XML, Markdown, the JSON of a badge, or text."""
    run = read_report(held_in(report))
    with target.opened() as stream:
        for piece in RENDERERS[form](run, load_suite()):
            stream.write(piece.encode())
    return Exit.POSITIVE
