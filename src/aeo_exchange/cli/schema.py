"""`aeo schema`: the published schemas."""

from __future__ import annotations

from pathlib import Path

import click

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.options import format_option
from aeo_exchange.cli.render.listing import print_json
from aeo_exchange.reference.suggestions import did_you_mean
from aeo_exchange.resources import published

__all__ = ["command"]

# What stands before the names of a folder -> where it lies.
FOLDERS = {"": "schemas/1.0", "conformance/": "conformance/schema"}


@click.group(name="schema")
def command() -> None:
    """List the published schemas, or print one."""


@command.command(name="list")
@format_option("text", "json")
def listed(form: str) -> Exit:
    """List the published schemas and code lists by name."""
    names = sorted(_paths())
    if form == "json":
        print_json(names)
    else:
        click.echo("\n".join(names))
    return Exit.POSITIVE


@command.command(name="show")
@click.argument("name")
def shown(name: str) -> Exit:
    """Print a schema, such as aeo-record.xsd or conformance/xfail.schema.json."""
    paths = _paths()
    if name not in paths:
        near = ", ".join(did_you_mean(name, sorted(paths)))
        advice = f"did you mean {near}?" if near else "`aeo schema list` shows them all"
        raise click.UsageError(f"there is no schema {name}; {advice}")
    click.echo(paths[name].read_bytes(), nl=False)
    return Exit.POSITIVE


def _paths() -> dict[str, Path]:
    """Return where each schema lies, by its name."""
    return {
        f"{prefix}{path.relative_to(published(folder)).as_posix()}": path
        for prefix, folder in FOLDERS.items()
        for path in published(folder).rglob("*")
        if path.is_file()
    }
