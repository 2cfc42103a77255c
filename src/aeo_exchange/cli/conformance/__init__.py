"""`aeo conformance`: one file per subcommand, loaded when it is called."""

from __future__ import annotations

from importlib import import_module

import click

__all__ = ["command"]

COMMANDS = {
    "run": "Ask a product every case of its roles, and report.",
    "smoke": "Ask a product a few cases, to see that its adapter works.",
    "list": "List the cases.",
    "render": "Write a report as HTML, JUnit, Markdown or a badge.",
    "diff": "Compare two reports.",
    "coverage": "Show which cases test each requirement, and the gaps.",
    "statement": "Pack a report into a signed statement of conformance.",
    "verify": "Check a statement of conformance again, offline.",
    "adapter": "Serve our own implementation to a runner.",
}


class _Commands(click.Group):
    """A group whose commands are imported one at a time, since start-up time is felt."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"aeo_exchange.cli.conformance.{cmd_name}")
        found: click.Command = module.command
        return found

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(name="conformance", cls=_Commands)
def command() -> None:
    """Find out whether a product speaks the standard, and show it to others.

    The product may be written in any language: an adapter of thirty lines joins it to the suite.
    """
