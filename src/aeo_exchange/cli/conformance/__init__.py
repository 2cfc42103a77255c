"""`aeo conformance`: one file per subcommand, loaded when it is called."""

from __future__ import annotations

import click

from aeo_exchange.cli.lazy import LazyGroup

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


@click.command(name="conformance", cls=LazyGroup, package=__name__, rows=COMMANDS)
def command() -> None:
    """Find out whether a product speaks the standard, and show it to others.

    The product may be written in any language: an adapter of thirty lines joins it to the suite.
    """
