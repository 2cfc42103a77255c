"""Standard input stands where a command reads it, and elsewhere `-` is refused by its name."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from aeo_exchange.cli.commands import group
from aeo_exchange.cli.read_files import InputPath


def inputs(command: click.Command, *path: str) -> Iterator[tuple[str, ...]]:
    """Yield the commands whose first argument is a file that cannot be standard input."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from inputs(inner, *path, name)
        return
    first = next((one for one in command.params if isinstance(one, click.Argument)), None)
    if first is not None and isinstance(first.type, InputPath) and not first.type.allow_dash:
        yield path


COMMANDS = sorted(inputs(group))


def test_there_are_commands_that_read_no_standard_input() -> None:
    assert ("answer", "show") in COMMANDS
    assert ("conformance", "render") not in COMMANDS


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_dash_is_no_file(aeo, command) -> None:
    done = aeo(*command, "-", stdin="abc")
    assert (done.returncode, done.stdout) == (2, "")
    assert "standard input is not read here; name a file" in done.stderr


def test_a_dash_is_no_file_behind_an_option(aeo) -> None:
    for option in ("--base", "--trust", "--root", "--profile"):
        done = aeo("delta", "check", ".", option, "-")
        assert done.returncode == 2
        assert option in done.stderr
        assert "standard input is not read here; name a file" in done.stderr
