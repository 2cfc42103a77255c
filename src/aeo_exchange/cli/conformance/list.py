"""`aeo conformance list`: the cases."""

from __future__ import annotations

import click

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.options import format_option
from aeo_exchange.cli.render.listing import print_json, print_rows
from aeo_exchange.conformance.lists import Role
from aeo_exchange.conformance.plan import is_wanted
from aeo_exchange.conformance.suite import load_suite

__all__ = ["command"]


@click.command(name="list")
@click.option("--role", type=click.Choice([str(each) for each in Role]), help="Only one role.")
@click.option("--area", help="Only one area, such as LIF.")
@click.option("--flag", help="Only cases with a flag, such as Truncated.")
@click.option("--case", "filters", multiple=True, metavar="PATTERN", help="Only these ids.")
@format_option("text", "json")
def command(
    role: str | None, area: str | None, flag: str | None, filters: tuple[str, ...], form: str
) -> Exit:
    """List the cases with level, verdict and title."""
    found = [
        each
        for each in load_suite().cases
        if (role is None or role in each.roles)
        and (area is None or area.upper() == each.area)
        and (flag is None or flag in each.flags)
        and is_wanted(each, filters)
    ]
    if not found:
        raise click.UsageError("there is no such case; `aeo conformance list` shows all")
    if form == "json":
        print_json(found)
    else:
        print_rows([(each.id, each.level, str(each.expect.verdict), each.title) for each in found])
    return Exit.POSITIVE
