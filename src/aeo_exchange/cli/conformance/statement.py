"""`aeo conformance statement`: a report to a signed package, or to an account of progress."""

from __future__ import annotations

from pathlib import Path

import click

from aeo_exchange.cli.conformance.lines import tell
from aeo_exchange.cli.conformance.options import held_in, input_file
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.key_source import KeySource, optional_key_options
from aeo_exchange.cli.outputs import force_option, output
from aeo_exchange.cli.terminal import note
from aeo_exchange.conformance.errors import NotCertifying
from aeo_exchange.conformance.report.run_report import RunReport
from aeo_exchange.conformance.report.stored import read_report
from aeo_exchange.conformance.statement.package import written_package
from aeo_exchange.conformance.statement.progress import NOTICE as PROGRESS_NOTICE
from aeo_exchange.conformance.statement.progress import written_progress
from aeo_exchange.conformance.statement.statement import NOTICE, Product, make_package, read_product
from aeo_exchange.conformance.suite.cases import load_suite

__all__ = ["command"]


@click.command(cls=OnceCommand, name="statement")
@click.argument("report", type=input_file)
@click.option(
    "--product",
    type=input_file,
    required=True,
    metavar="FILE",
    help="What you say of the product, as TOML or JSON.",
)
@optional_key_options
@click.option(
    "--progress",
    is_flag=True,
    help="Write what is covered yet and what is not, unsigned, with no claim; takes no --key.",
)
@click.option("-o", "--output", "target", metavar="FILE", required=True, help="Write to FILE.")
@force_option
def command(
    report: Path,
    product: Path,
    key: KeySource | None,
    target: str,
    *,
    progress: bool,
    force: bool,
) -> Exit:
    """Pack a report into a signed statement of conformance.

    The run must be whole: every case of its roles, none known to fail, with variants. Of any other
    run --progress tells which areas are covered and which are not.
    """
    if progress and key:
        raise click.UsageError("--progress takes no --key: nobody signs a progress statement")
    if not progress and not key:
        raise click.UsageError("Missing option '--key'.")
    run, told = read_report(held_in(report)), read_product(held_in(product))
    try:
        content = _packed(run, told, key)
    except NotCertifying as cause:
        kind = "statement can rest on this run" if key else "progress statement can be made"
        tell(f"no {kind}: {cause}", aside=True)
        return Exit.NEGATIVE
    with output(target, force=force, quiet=True) as stream:
        stream.write(content)
    note(f"wrote {target}. {NOTICE if key else PROGRESS_NOTICE}")
    return Exit.POSITIVE


def _packed(report: RunReport, product: Product, key: KeySource | None) -> bytes:
    """Return a signed package, or without a key a progress statement; raises NotCertifying."""
    if key:
        return written_package(make_package(report, product, key.open()))
    return written_progress(report, product, load_suite())
