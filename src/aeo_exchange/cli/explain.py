"""`aeo explain`: one rule in full."""

from __future__ import annotations

import click

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.options import format_option
from aeo_exchange.cli.render.listing import print_json
from aeo_exchange.operations.reference.explain import (
    CASES,
    RuleEntry,
    explain,
    has_cases,
    near_codes,
)

__all__ = ["command"]


@click.command(cls=OnceCommand, name="explain")
@click.argument("code")
@format_option("text", "json")
def command(code: str, form: str) -> Exit:
    """Explain a finding code such as AEO-LIF-06."""
    entry = explain(code)
    if entry is None:
        near = ", ".join(near_codes(code))
        advice = f"did you mean {near}?" if near else "`aeo rules list` shows them all"
        raise click.UsageError(f"there is no rule {code}; {advice}")
    if form == "json":
        print_json(entry)
    else:
        _print(entry)
    return Exit.POSITIVE


def _print(entry: RuleEntry) -> None:
    click.echo(f"{entry.code}  {entry.level} ({entry.severity}), checked by the {entry.checked_by}")
    click.echo(f"  rule:   {entry.sentence}")
    click.echo(f"  why:    {entry.reason}")
    click.echo(f"  clause: {entry.clause} of the specification (docs/spec/)")
    if has_cases(entry):
        click.echo(f"  cases:  {CASES}/{entry.area}/{entry.code}.*")
