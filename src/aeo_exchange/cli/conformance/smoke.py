"""`aeo conformance smoke`: whether an adapter works at all."""

from __future__ import annotations

import click

from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.conformance.finish import drawn_seed, followed_run, reported
from aeo_exchange.cli.conformance.options import (
    AdapterOptions,
    adapter_options,
    role_option,
    seed_option,
)
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.options import at_option, quiet_option
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.conformance.run.plan import Choice
from aeo_exchange.conformance.suite.cases import load_suite, smoke_cases
from aeo_exchange.conformance.suite.lists import ProductRole

__all__ = ["command"]


@click.command(cls=OnceCommand, name="smoke")
@adapter_options
@role_option
@seed_option
@at_option
@quiet_option
@output_options
def command(
    adapter: AdapterOptions,
    roles: tuple[str, ...],
    seed: int | None,
    at: str | None,
    target: Target,
    *,
    quiet: bool,
) -> Exit:
    """Ask a product a few cases of each area, to see that its adapter works."""
    suite = load_suite()
    choice = Choice(
        roles=tuple(ProductRole(role) for role in roles),
        seed=drawn_seed(seed),
        filters=smoke_cases(suite),
        at=instant_of(at),
    )
    product = adapter.chosen(choice.roles)
    return reported(lambda: followed_run(suite, product, choice, quiet=quiet), target, quiet=quiet)
