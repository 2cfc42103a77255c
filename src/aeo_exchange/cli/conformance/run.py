"""`aeo conformance run`: a product to a report."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec import UNSET, Struct

from aeo_exchange.cli.clock import InstantOption, instant_of
from aeo_exchange.cli.conformance.finish import drawn_seed, followed_run, reported
from aeo_exchange.cli.conformance.options import (
    AdapterOptions,
    adapter_options,
    depth_option,
    held_in,
    input_file,
    level_option,
    role_option,
    seed_option,
)
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.option_groups import as_one
from aeo_exchange.cli.options import quiet_option
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.conformance.judge.known_failures import read_known_failures
from aeo_exchange.conformance.run.plan import Choice
from aeo_exchange.conformance.suite.cases import load_suite
from aeo_exchange.conformance.suite.lists import Depth, ProductRole, RunLevel

__all__ = ["command"]


class RunOptions(Struct, frozen=True, kw_only=True):
    """What is to be asked, and what was known before."""

    roles: tuple[str, ...]
    level: str
    depth: str | None
    seed: int | None
    jobs: int
    xfail: Path | None
    filters: tuple[str, ...]
    no_variants: bool
    at: str | None

    def choice(self) -> Choice:
        """Return the choice of questions; raises OSError for known failures that cannot be read."""
        return Choice(
            roles=tuple(ProductRole(role) for role in self.roles),
            level=RunLevel(self.level),
            depth=Depth(self.depth) if self.depth else UNSET,
            seed=drawn_seed(self.seed),
            filters=self.filters,
            known=read_known_failures(held_in(self.xfail)) if self.xfail else (),
            at=instant_of(self.at),
            variants=not self.no_variants,
            jobs=self.jobs,
        )


@click.command(cls=OnceCommand, name="run")
@adapter_options
@role_option
@level_option
@depth_option
@seed_option
@click.option(
    "--jobs",
    type=click.IntRange(min=1, max=64),
    default=1,
    show_default=True,
    help="Products at work at once.",
)
@click.option("--xfail", type=input_file, metavar="FILE", help="Known failures, as TOML.")
@click.option(
    "--case",
    "filters",
    multiple=True,
    metavar="PATTERN",
    help="Run these cases alone, such as AEO-LIF-*; repeat it. No claim can rest on it.",
)
@click.option("--no-variants", is_flag=True, help="Ask what is published alone; likewise.")
@click.option(
    "--at",
    type=InstantOption(),
    help="When the run counts as made, for known failures and a statement; by default now."
    " Each case has an instant of its own.",
)
@quiet_option
@output_options
@as_one("wish", RunOptions)
def command(adapter: AdapterOptions, wish: RunOptions, target: Target, *, quiet: bool) -> Exit:
    """Ask a product every case of its roles, and report.

    Exit code 0: no case failed, or only known failures. 1: a case failed. 3: no case is
    what was asked for. 4: nothing could be decided, as when the adapter does not start.
    """
    choice = wish.choice()
    product = adapter.chosen(choice.roles)
    suite = load_suite()
    return reported(lambda: followed_run(suite, product, choice, quiet=quiet), target, quiet=quiet)
