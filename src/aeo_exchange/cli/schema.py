"""`aeo schema`: the published schemas."""

from __future__ import annotations

import click

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.options import format_option
from aeo_exchange.cli.render.listing import print_json
from aeo_exchange.reference.suggestions import did_you_mean
from aeo_exchange.resources import published

__all__ = ["command"]

FOLDER = "schemas/1.0"


@click.group(name="schema")
def command() -> None:
    """List the published schemas, or print one."""


@command.command(name="list")
@format_option("text", "json")
def listed(form: str) -> Exit:
    """List the published schemas and code lists by name."""
    if form == "json":
        print_json(_names())
    else:
        click.echo("\n".join(_names()))
    return Exit.POSITIVE


@command.command(name="show")
@click.argument("name")
def shown(name: str) -> Exit:
    """Print a schema, such as aeo-record.xsd or aeo-record.schema.json."""
    if name not in _names():
        near = ", ".join(did_you_mean(name, _names())) or ", ".join(_names())
        raise click.UsageError(f"there is no schema {name}; did you mean {near}?")
    click.echo(published(f"{FOLDER}/{name}").read_bytes(), nl=False)
    return Exit.POSITIVE


def _names() -> list[str]:
    folder = published(FOLDER)
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
