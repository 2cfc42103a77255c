"""Options that the conformance commands share, and the settings they make."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.conformance.adapters.transports import Adapter, Settings, adapter_of
from aeo_exchange.conformance.suite.lists import Depth, Level, Role

__all__ = [
    "adapter_options",
    "chosen_adapter",
    "depth_option",
    "held_in",
    "input_file",
    "level_option",
    "role_option",
    "seed_option",
]

Function = TypeVar("Function", bound=Callable[..., object])
# One that is missing is an input that cannot be read, and no mistake in the command.
input_file = InputPath(path_type=Path, allow_dash=True)

role_option = click.option(
    "--role",
    "roles",
    type=click.Choice([str(each) for each in Role]),
    multiple=True,
    help="Role to run; repeat it. All that the product claims unless told.",
)
level_option = click.option(
    "--level",
    type=click.Choice([str(each) for each in Level]),
    default=str(Level.CORE),
    show_default=True,
    help="Every MUST, or every SHOULD as well.",
)
depth_option = click.option(
    "--depth",
    type=click.Choice([str(each) for each in Depth]),
    help="Compare the verdict, places too, or codes too; what the product says unless told.",
)
seed_option = click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    help="Seed of order and variants; drawn, and told, unless given.",
)


def adapter_options(function: Function) -> Function:
    """Add the options that name an adapter and bound what it may take."""
    for option in reversed(_ADAPTER):
        function = option(function)
    return function


def held_in(path: Path) -> bytes:
    """Return what a file holds, or what comes on standard input; raises OSError."""
    return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()


def chosen_adapter(
    adapter: str,
    deadline: float,
    memory: int,
    address_space: int,
    keep: tuple[str, ...],
    roles: tuple[str, ...],
    *,
    online: bool,
) -> Adapter:
    """Return the adapter that the options name."""
    return adapter_of(
        adapter,
        Settings(
            deadline=deadline,
            memory=memory << 20,
            address_space=address_space << 20,
            keep=keep,
            online=online,
            roles=roles or (str(Role.VALIDATOR),),
        ),
    )


_ADAPTER = (
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
