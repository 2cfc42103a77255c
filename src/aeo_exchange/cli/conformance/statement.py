"""`aeo conformance statement`: a report to a signed package."""

from __future__ import annotations

from pathlib import Path

import click

from aeo_exchange.cli.conformance.lines import tell
from aeo_exchange.cli.conformance.options import held_in, input_file
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.key_source import KeySource, key_options
from aeo_exchange.cli.outputs import output
from aeo_exchange.cli.terminal import note
from aeo_exchange.conformance.errors import NotCertifying
from aeo_exchange.conformance.package import written_package
from aeo_exchange.conformance.statement import NOTICE, make_package, read_product
from aeo_exchange.conformance.stored import read_report

__all__ = ["command"]


@click.command(name="statement")
@click.argument("report", type=input_file)
@click.option(
    "--product",
    type=input_file,
    required=True,
    metavar="FILE",
    help="What you say of the product, as TOML or JSON.",
)
@key_options
@click.option("-o", "--output", "target", metavar="FILE", required=True, help="Write to FILE.")
@click.option("--force", is_flag=True, help="Replace an existing output file.")
def command(report: Path, product: Path, key: KeySource, target: str, *, force: bool) -> Exit:
    """Pack a report into a signed statement of conformance.

    The run must be whole: every case of its roles, none known to fail, with variants.
    """
    found, told = read_report(held_in(report)), read_product(held_in(product))
    try:
        files = make_package(found, told, key.open())
    except NotCertifying as cause:
        tell(f"no statement can rest on this run: {cause}", aside=True)
        return Exit.NEGATIVE
    with output(target, [], force=force, quiet=True) as stream:
        stream.write(written_package(files))
    note(f"wrote {target}. {NOTICE}")
    return Exit.POSITIVE
