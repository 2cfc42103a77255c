"""`aeo schema`: the published schemas."""

from __future__ import annotations

import click

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceGroup
from aeo_exchange.cli.options import format_option
from aeo_exchange.cli.render.listing import print_json
from aeo_exchange.operations.reference.schemas import list_schemas, near_schemas, show_schema

__all__ = ["command"]


@click.group(cls=OnceGroup, name="schema")
def command() -> None:
    """List the published schemas, or print one."""


@command.command(name="list")
@format_option("text", "json")
def print_schema_names(form: str) -> Exit:
    """List the published schemas and code lists by name."""
    names = list_schemas()
    if form == "json":
        print_json(names)
    else:
        click.echo("\n".join(names))
    return Exit.POSITIVE


@command.command(name="show")
@click.argument("name")
def print_schema(name: str) -> Exit:
    """Print a schema, such as aeo-record.xsd or conformance/xfail.schema.json."""
    content = show_schema(name)
    if content is None:
        near = ", ".join(near_schemas(name))
        advice = f"did you mean {near}?" if near else "`aeo schema list` shows them all"
        raise click.UsageError(f"there is no schema {name}; {advice}")
    click.echo(content, nl=False)
    return Exit.POSITIVE
