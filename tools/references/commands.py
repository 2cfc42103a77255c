"""The reference of the command line, docs/commands.md, from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator

import click

from aeo_exchange.cli.commands import group

HEAD = """# Reference of the command line

Printed from the commands by `make schemas`; do not edit. `aeo COMMAND --help` shows the same.
"""
WIDTH = 100


def printed() -> dict[str, str]:
    """Return the page by its name below the project folder."""
    return {"docs/commands.md": "".join([HEAD, *_pages(group, ["aeo"], None)])}


def _pages(command: click.Command, path: list[str], parent: click.Context | None) -> Iterator[str]:
    context = click.Context(
        command, info_name=path[-1], parent=parent, terminal_width=WIDTH, max_content_width=WIDTH
    )
    yield f"\n## {' '.join(path)}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _pages(below, [*path, name], context)
