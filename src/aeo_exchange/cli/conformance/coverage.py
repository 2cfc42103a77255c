"""`aeo conformance coverage`: which cases test each requirement, and the gaps."""

from __future__ import annotations

import click

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.options import format_option
from aeo_exchange.cli.render.listing import print_json, print_rows
from aeo_exchange.conformance.suite.cases import load_suite
from aeo_exchange.conformance.suite.coverage import Coverage, Requirement, gaps, requirements_of
from aeo_exchange.counting import how_many

__all__ = ["command"]

NAMED = 4  # cases named on a line; the JSON has them all


@click.command(cls=OnceCommand, name="coverage")
@click.option("--gaps", "gaps_only", is_flag=True, help="Print what is missing, and nothing else.")
@format_option("text", "json")
def command(form: str, *, gaps_only: bool) -> Exit:
    """Show which cases test each requirement; exit code 1 when there are gaps."""
    suite = load_suite()
    requirements, missing = requirements_of(suite), tuple(gaps(suite))
    if form == "json":
        print_json(Coverage(requirements=() if gaps_only else requirements, gaps=missing))
        return Exit.NEGATIVE if missing else Exit.POSITIVE
    if not gaps_only:
        print_rows(
            [
                (requirement.id, requirement.level, requirement.kind, _tested(requirement))
                for requirement in requirements
            ]
        )
    for requirement in missing:
        click.echo(f"gap: {requirement}")
    tested = sum(requirement.kind == "testable" for requirement in requirements)
    reviewed = len(requirements) - tested
    click.echo(
        f"{how_many(len(requirements), 'requirement')}: {tested} tested by cases, "
        f"{reviewed} reviewed; {how_many(len(missing), 'gap')}"
    )
    return Exit.NEGATIVE if missing else Exit.POSITIVE


def _tested(requirement: Requirement) -> str:
    if not requirement.cases:
        return str(requirement.reason)
    more = len(requirement.cases) - NAMED
    return " ".join(requirement.cases[:NAMED]) + (f" and {more} more" if more > 0 else "")
