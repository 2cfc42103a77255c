"""A group of commands that are imported one at a time, since start-up time is felt."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click

__all__ = ["LazyGroup"]


class LazyGroup(click.Group):
    """A group whose command `some-name` is `command` of the module `some_name` of a package.

    `rows` holds what the help page says of each, in its order.
    """

    def __init__(
        self, *args: object, package: str, rows: Mapping[str, str], **more: object
    ) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # what click itself hands over
        self._package = package
        self._rows = rows

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order of the help page."""
        return list(self._rows)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in self._rows:
            return None
        module = import_module(f"{self._package}.{cmd_name.replace('-', '_')}")
        found: click.Command = module.command
        return found

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._rows.items()))
