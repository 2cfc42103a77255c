"""`aeo conformance list`: the cases."""

from __future__ import annotations

import click

from aeo_exchange.cli.conformance.lines import tell_rows
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.options import area_option, format_option
from aeo_exchange.cli.render.listing import print_json
from aeo_exchange.conformance.errors import NothingMatched
from aeo_exchange.conformance.run.plan import is_wanted, refuse_unmatched
from aeo_exchange.conformance.suite.cases import load_suite
from aeo_exchange.conformance.suite.lists import ProductRole, RunLevel

__all__ = ["command"]


@click.command(cls=OnceCommand, name="list")
@click.option(
    "--role", type=click.Choice([str(a_role) for a_role in ProductRole]), help="Only one role."
)
@click.option(
    "--level",
    type=click.Choice([str(a_level) for a_level in RunLevel]),
    default=str(RunLevel.FULL),
    show_default=True,
    help="Cases of every MUST, or of every SHOULD as well.",
)
@area_option
@click.option("--flag", help="Only cases with a flag, such as Truncated.")
@click.option("--case", "filters", multiple=True, metavar="PATTERN", help="Only these ids.")
@format_option("text", "json")
def command(
    role: str | None,
    level: str,
    area: str | None,
    flag: str | None,
    filters: tuple[str, ...],
    form: str,
) -> Exit:
    """List the cases with level, verdict and title."""
    suite = load_suite()
    refuse_unmatched(suite, filters)
    cases = [
        case
        for case in suite.cases
        if (role is None or role in case.roles)
        and (case.is_core or level == RunLevel.FULL)
        and (area is None or area.upper() == case.area)
        and (flag is None or flag in case.flags)
        and is_wanted(case, filters)
    ]
    if not cases:
        raise NothingMatched("no case is all of that")
    if form == "json":
        print_json(cases)
    else:
        tell_rows([(case.id, case.level, str(case.expect.verdict), case.title) for case in cases])
    return Exit.POSITIVE
