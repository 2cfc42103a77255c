"""`aeo seal`: a file that its recipient alone can open."""

from __future__ import annotations

from pathlib import Path

import click

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.cli.terminal import note
from aeo_exchange.endless import read_file
from aeo_exchange.operations.exchange.sealed import is_test_key, read_sealing_key, seal_file

__all__ = ["command"]


@click.command(cls=OnceCommand, name="seal")
@click.argument("file", type=InputPath(path_type=Path), metavar="FILE")
@click.option(
    "--to",
    "recipient",
    type=InputPath(path_type=Path),
    required=True,
    metavar="FILE",
    help="Sealing key of the recipient: a certificate, or a JWK, on P-256.",
)
@output_options
def command(file: Path, recipient: Path, target: Target) -> Exit:
    """Seal a file for one recipient, to be mailed or left where others read.

    The output is named FILE.jwe by custom; what was inside is told by nothing but its length. A
    seal does not say who sent it: heads and answers are signed.
    """
    key = read_sealing_key(read_file(recipient))
    if is_test_key(key.kid):
        note("note: this key is published with the conformance suite; everybody can open the file")
    with file.open("rb") as source, target.opened() as stream:
        stream.writelines(seal_file(source, key))
    return Exit.POSITIVE
