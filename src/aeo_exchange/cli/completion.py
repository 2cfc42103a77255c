"""`aeo completion`: the script that completes commands in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand

__all__ = ["command"]

SHELLS = ("bash", "zsh", "fish", "powershell")


@click.command(cls=OnceCommand, name="completion")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(context: click.Context, shell: str) -> Exit:
    """Print the completion script of a shell; put its output where the shell reads it.

    \b
    bash        aeo completion bash >> ~/.bashrc
    zsh         aeo completion zsh >> ~/.zshrc
    fish        aeo completion fish > ~/.config/fish/completions/aeo.fish
    powershell  aeo completion powershell >> $PROFILE
    """  # noqa: D301 click knows a list of lines by this sign
    script = get_completion_class(shell)
    if script is None:
        raise click.UsageError(
            f"this click has no completion for {shell}; `pip install 'click>=8.5'` brings it"
        )
    click.echo(script(context.find_root().command, {}, "aeo", "_AEO_COMPLETE").source())
    return Exit.POSITIVE
