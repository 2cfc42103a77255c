"""The option that names a partner profile, declared alike for every command that works by one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from aeo_exchange.cli.read_files import InputPath

if TYPE_CHECKING:
    from aeo_exchange import ReferenceData
    from aeo_exchange.exchange.partner_profile import PartnerProfile
    from aeo_exchange.operations.register.register import Register

__all__ = [
    "UNLESS_SEVERAL",
    "WITH_A_REGISTER",
    "partner_profile_option",
    "profile_agreed",
    "profile_asked_under",
]

UNLESS_SEVERAL = "; without it that which was adopted, unless several."
WITH_A_REGISTER = "; with --db that which was adopted, unless several."

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


def profile_agreed(
    file: Path | None, register: Register | None, reference: ReferenceData
) -> PartnerProfile:
    """Return the profile of a file, and without one that which an open register adopted.

    Raises OSError, ProfileError, StateError, and WrongChoice where nothing says which.
    """
    if file is not None:
        from aeo_exchange.operations.exchange.partner_profiles import open_profile  # noqa: PLC0415 start-up time is felt

        return open_profile(file, reference)
    if register is None:
        raise click.UsageError("--profile: say under which partner profile")
    from aeo_exchange.operations.register.match import only_profile  # noqa: PLC0415 as above

    return only_profile(register, reference)


def profile_asked_under(
    file: Path | None, url: str | None, reference: ReferenceData
) -> PartnerProfile:
    """Return the profile of a file, and without one that which the register at a URL adopted.

    Raises what `profile_agreed` raises.
    """
    if file is not None or url is None:
        return profile_agreed(file, None, reference)
    from aeo_exchange.operations.register.match import profile_of_register  # noqa: PLC0415 start-up time is felt

    return profile_of_register(url, os.environ, reference)
