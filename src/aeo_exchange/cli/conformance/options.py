"""Options that the conformance commands share, and the settings they make."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from msgspec import Struct

from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.conformance.adapters.transports import Adapter, Settings, adapter_of
from aeo_exchange.conformance.suite.lists import Depth, ProductRole, RunLevel
from aeo_exchange.endless import read_all, read_file

__all__ = [
    "AdapterOptions",
    "adapter_options",
    "depth_option",
    "held_in",
    "input_file",
    "level_option",
    "role_option",
    "seed_option",
]

# One that is missing is an input that cannot be read, and no mistake in the command.
input_file = InputPath(path_type=Path, allow_dash=True)

role_option = click.option(
    "--role",
    "roles",
    type=click.Choice([str(role) for role in ProductRole]),
    multiple=True,
    help="Role to run; repeat it. By default all that the product claims.",
)
level_option = click.option(
    "--level",
    type=click.Choice([str(level) for level in RunLevel]),
    default=str(RunLevel.CORE),
    show_default=True,
    help="Every MUST, or every SHOULD as well.",
)
depth_option = click.option(
    "--depth",
    type=click.Choice([str(depth) for depth in Depth]),
    help="Compare the verdict, places too, or codes too; by default what the product says.",
)
seed_option = click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    help="Seed of order and variants; drawn, and told, unless given.",
)


def held_in(path: Path) -> bytes:
    """Return what a file holds, or what comes on standard input; raises OSError."""
    return read_all(sys.stdin.buffer, "standard input") if str(path) == "-" else read_file(path)


class AdapterOptions(Struct, frozen=True, kw_only=True):
    """How a product is reached, and what its adapter may take."""

    adapter: str
    deadline: float
    memory: int
    address_space: int
    keep: tuple[str, ...]
    online: bool

    def chosen(self, roles: tuple[ProductRole, ...]) -> Adapter:
        """Return the adapter, for the roles asked about."""
        return adapter_of(
            self.adapter,
            Settings(
                deadline=self.deadline,
                memory=self.memory << 20,
                address_space=self.address_space << 20,
                keep=self.keep,
                online=self.online,
                roles=tuple(map(str, roles)) or (str(ProductRole.VALIDATOR),),
            ),
        )


# The options of an adapter; they make one argument, `adapter`.
adapter_options = group_of(
    "adapter",
    AdapterOptions,
    click.option(
        "--adapter",
        required=True,
        metavar="exec:COMMAND | argv:COMMAND | http://HOST | python:MODULE:CALLABLE",
        help="How the product is reached.",
    ),
    click.option(
        "--deadline",
        type=click.FloatRange(min=0.1, max=600),
        default=10.0,
        show_default=True,
        help="Seconds for one answer; the first word has 30, for the product to start.",
    ),
    click.option(
        "--memory",
        type=click.IntRange(min=16),
        default=2048,
        show_default=True,
        help="MiB that the processes of the adapter may hold together.",
    ),
    click.option(
        "--address-space",
        type=click.IntRange(min=0),
        default=0,
        help="MiB of address space for each process, set by the system; 0 sets none.",
    ),
    click.option(
        "--env",
        "keep",
        multiple=True,
        metavar="NAME",
        help="Variable of the environment that the adapter gets beside PATH; repeat it.",
    ),
    click.option("--online", is_flag=True, help="Let http: reach another machine."),
)
