"""`aeo conformance adapter`: our own implementation, as any product stands behind its adapter."""

from __future__ import annotations

import sys

import click

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.conformance.adapters.own.product import answer
from aeo_exchange.conformance.adapters.serve import serve

__all__ = ["command"]


@click.command(cls=OnceCommand, name="adapter")
def command() -> Exit:
    """Serve our own implementation to a runner, on standard input and output.

    One JSON object a line each way, as part 8 of the specification has it.
    """
    serve(sys.stdin.buffer, sys.stdout.buffer, answer)
    return Exit.POSITIVE
