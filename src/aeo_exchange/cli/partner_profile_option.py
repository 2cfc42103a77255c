"""The option that names a partner profile, declared alike for every command that works by one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from aeo_exchange.cli.read_files import InputPath

__all__ = ["partner_profile_option"]

Function = TypeVar("Function", bound=Callable[..., object])


def partner_profile_option(
    more: str = ".", *, required: bool = False
) -> Callable[[Function], Function]:
    """Return the option --profile; `more` ends the sentence that its help begins with."""
    return click.option(
        "--profile",
        type=InputPath(path_type=Path),
        required=required,
        metavar="FILE",
        help=f"Partner profile: what was agreed{more}",
    )
