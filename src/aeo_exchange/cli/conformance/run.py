"""`aeo conformance run`: a product to a report."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec import UNSET

from aeo_exchange.cli.clock import InstantOption, instant_of
from aeo_exchange.cli.conformance.finish import drawn_seed, followed_run, reported
from aeo_exchange.cli.conformance.options import (
    adapter_options,
    chosen_adapter,
    depth_option,
    held_in,
    input_file,
    level_option,
    role_option,
    seed_option,
)
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.options import quiet_option
from aeo_exchange.cli.outputs import output_options
from aeo_exchange.conformance.judge.known_failures import read_known_failures
from aeo_exchange.conformance.run.plan import Choice
from aeo_exchange.conformance.suite.cases import load_suite
from aeo_exchange.conformance.suite.lists import Depth, Level, Role

__all__ = ["command"]


@click.command(name="run")
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
    help="When the run counts as made, for known failures and a statement; now unless told."
    " Each case has an instant of its own.",
)
@quiet_option
@output_options
def command(
    adapter: str,
    deadline: float,
    memory: int,
    address_space: int,
    keep: tuple[str, ...],
    roles: tuple[str, ...],
    level: str,
    depth: str | None,
    seed: int | None,
    jobs: int,
    xfail: Path | None,
    filters: tuple[str, ...],
    at: str | None,
    target: str | None,
    *,
    online: bool,
    no_variants: bool,
    quiet: bool,
    force: bool,
) -> Exit:
    """Ask a product every case of its roles, and report.

    Exit code 0: nothing failed that was not expected to. 1: something did. 3: no case is
    what was asked for. 4: nothing could be decided, as when the adapter does not start.
    """
    choice = Choice(
        roles=tuple(Role(each) for each in roles),
        level=Level(level),
        depth=Depth(depth) if depth else UNSET,
        seed=drawn_seed(seed),
        filters=filters,
        known=read_known_failures(held_in(xfail)) if xfail else (),
        at=instant_of(at),
        variants=not no_variants,
        jobs=jobs,
    )
    product = chosen_adapter(adapter, deadline, memory, address_space, keep, roles, online=online)
    suite = load_suite()
    return reported(
        lambda: followed_run(suite, product, choice, quiet=quiet), target, force=force, quiet=quiet
    )
