"""`aeo completion`: the script that completes commands in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from aeo_exchange.cli.exits import Exit

__all__ = ["command"]


@click.command(name="completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> Exit:
    """Print the completion script of a shell; put its output where the shell reads it."""
    script = get_completion_class(shell)
    assert script is not None
    click.echo(script(context.find_root().command, {}, "aeo", "_AEO_COMPLETE").source())
    return Exit.POSITIVE
