"""`aeo conformance verify`: a package of a statement, checked again."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec import UNSET

from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.conformance.lines import tell
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.options import at_option, format_option, test_keys_option
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.cli.render.listing import print_json
from aeo_exchange.cli.verdicts import exit_of
from aeo_exchange.conformance.statement.package import read_package
from aeo_exchange.conformance.statement.recheck import Rechecked, recheck
from aeo_exchange.conformance.statement.vendor_keys import read_public_key
from aeo_exchange.conformance.suite.cases import load_suite
from aeo_exchange.endless import read_file

__all__ = ["command"]


@click.command(cls=OnceCommand, name="verify")
@click.argument("package", type=InputPath(path_type=Path))
@click.option(
    "--key",
    type=InputPath(path_type=Path),
    metavar="FILE",
    help="Public key or certificate of the vendor, from another source.",
)
@test_keys_option
@at_option
@format_option("text", "json")
def command(package: Path, key: Path | None, at: str | None, form: str, *, test_keys: bool) -> Exit:
    """Check a statement of conformance again: signature, digests, expiry, release, counts.

    Nothing is fetched. What the vendor's key is, you have to know from elsewhere.
    """
    known = read_public_key(read_file(key)) if key else None
    answer = recheck(
        read_package(package),
        load_suite(),
        at=instant_of(at),
        key=known,
        test_keys=test_keys,
    )
    if form == "json":
        print_json(answer)
    else:
        _print(answer)
    return exit_of([answer.verdict])


def _print(answer: Rechecked) -> None:
    for check in answer.checks:
        reason = f"  {check.reason}" if check.reason is not UNSET else ""
        tell(f"{check.outcome:<13} {check.name}{reason}")
    statement = answer.statement
    if statement is not UNSET:
        tell(
            f"{statement.vendor}: {statement.product} {statement.version}, "
            f"{', '.join(statement.roles)}, level {statement.level}, depth {statement.depth}, "
            f"{statement.issued} to {statement.expires}"
        )
        tell(statement.notice)
    tell(f"{answer.verdict}")
