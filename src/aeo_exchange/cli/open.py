"""`aeo open`: what is inside a file that was sealed for us."""

from __future__ import annotations

from pathlib import Path

import click

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.key_source import KeySource, key_options
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.operations.exchange.sealed import open_sealed

__all__ = ["command"]


@click.command(cls=OnceCommand, name="open")
@click.argument("file", type=InputPath(path_type=Path), metavar="FILE")
@key_options
@output_options
def command(file: Path, key: KeySource, target: Target) -> Exit:
    """Open a file that was sealed for your key, and write what is inside.

    Nothing is written where the seal does not hold: another recipient, a byte changed, the end cut
    off. What is inside is to be checked as if it had come openly. Exit code 1: refused.
    """
    opened = open_sealed(file, key.open())
    with target.opened() as stream:
        stream.writelines(opened)
    return Exit.POSITIVE
