"""`aeo present`: an attestation with fewer things shown."""

from __future__ import annotations

import click

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.cli.read_files import named_input
from aeo_exchange.operations.attestations.present import MOST_BYTES, present
from aeo_exchange.operations.expected import Kind, expecting

__all__ = ["command"]


@click.command(cls=OnceCommand, name="present")
@click.argument("attestation", metavar="ATTESTATION")
@click.option(
    "--disclose",
    "names",
    default="",
    metavar="NAME,...",
    help="Claims to disclose, such as address,sizeClass; none by default.",
)
@output_options
def command(attestation: str, names: str, target: Target) -> Exit:
    """Leave out of an attestation what its reader need not see.

    The signature stays what it was, and whoever has an attestation can do this. Reads one
    SD-JWT attestation from a file, or from standard input where the name is -.
    """
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    with named_input(attestation) as given:
        content = given.read(MOST_BYTES)
    with expecting(attestation, content, Kind.ATTESTATION):
        text = present(content, wanted)
    with target.opened() as stream:
        stream.write(f"{text}\n".encode())
    return Exit.POSITIVE
