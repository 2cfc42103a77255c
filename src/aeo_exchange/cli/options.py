"""Options that several commands share, and the settings they make."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from msgspec import Struct

from aeo_exchange import Limits
from aeo_exchange.cli.clock import DayOption, InstantOption, instant_of
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.read_files import InputPath

if TYPE_CHECKING:
    from aeo_exchange import Instant, ReferenceData

__all__ = [
    "InstantAndReference",
    "area_option",
    "at_option",
    "basis_options",
    "day_option",
    "format_option",
    "issued_basis_options",
    "issued_option",
    "jobs_option",
    "limit_options",
    "max_errors_option",
    "quiet_option",
    "reference_option",
    "test_keys_option",
]

Function = TypeVar("Function", bound=Callable[..., object])


class _FolderPath(InputPath):
    """A folder that must be there; one that is not is an input that cannot be read."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Return the path; raises OSError where there is no such folder."""
        if not Path(value).is_dir():
            fault = errno.ENOTDIR if Path(value).exists() else errno.ENOENT
            raise OSError(fault, os.strerror(fault), str(value))
        return super().convert(value, param, ctx)


def format_option(*names: str) -> Callable[[Function], Function]:
    """Return the option --format with the formats a command can print."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="Form of the output.",
    )


def at_option(function: Function) -> Function:
    """Add the option that replaces the clock."""
    return click.option(
        "--at", type=InstantOption(), help="Instant or date of the question, instead of now."
    )(function)


def day_option(function: Function) -> Function:
    """Add the option that asks about a day, or an instant of it."""
    return click.option(
        "--at", type=DayOption(), help="The day or the instant asked about; now by default."
    )(function)


def area_option(function: Function) -> Function:
    """Add the option that chooses an area of rules."""
    return click.option("--area", help="Only one area, such as LIF.")(function)


def jobs_option(function: Function) -> Function:
    """Add the option that shares the work among processes."""
    return click.option(
        "--jobs",
        type=click.IntRange(min=1, max=64),
        default=1,
        show_default=True,
        help="Worker processes.",
    )(function)


def issued_option(function: Function) -> Function:
    """Add the option that replaces the clock where an instant is written."""
    return click.option(
        "--at", type=InstantOption(), help="Instant or date that is written, instead of now."
    )(function)


def test_keys_option(function: Function) -> Function:
    """Add the option that lets published test keys count."""
    return click.option("--test-keys", is_flag=True, help="Let published test keys count.")(
        function
    )


def quiet_option(function: Function) -> Function:
    """Add the option that leaves the summary only."""
    return click.option(
        "-q", "--quiet", is_flag=True, help="Print the summary only; in JSON, no results."
    )(function)


def reference_option(function: Function) -> Function:
    """Add the option that lays local reference data over the shipped one."""
    return click.option(
        "--reference",
        type=_FolderPath(path_type=Path),
        metavar="DIR",
        help="Folder whose programmes/, sizes/ and schemes.toml win over the shipped ones.",
    )(function)


class InstantAndReference(Struct, frozen=True, kw_only=True):
    """What answers rest on: the instant asked about or written, and the reference data."""

    at: str | None
    reference: Path | None

    def instant(self) -> Instant:
        """Return the instant of the options, or the present one."""
        return instant_of(self.at)

    def reference_data(self) -> ReferenceData:
        """Return the shipped reference data with the local one over it."""
        from aeo_exchange import ReferenceData  # noqa: PLC0415 start-up

        return ReferenceData(self.reference)


# The instant and the reference data; they make one argument, `basis`.
basis_options = group_of("basis", InstantAndReference, at_option, reference_option)
issued_basis_options = group_of("basis", InstantAndReference, issued_option, reference_option)


def _limits(max_record_bytes: int, max_depth: int) -> Limits:
    return Limits(record_bytes=max_record_bytes, depth=max_depth)


# The limits of the readers; they make one argument, `limits`.
limit_options = group_of(
    "limits",
    _limits,
    click.option(
        "--max-depth",
        type=click.IntRange(min=8, max=200),
        default=Limits().depth,
        show_default=True,
        help="Deepest nesting that is read.",
    ),
    click.option(
        "--max-record-bytes",
        type=click.IntRange(min=1 << 10, max=1 << 30),
        default=Limits().record_bytes,
        show_default=True,
        help="Longest record that is read.",
    ),
)


def max_errors_option(function: Function) -> Function:
    """Add the option that bounds the findings told of a source."""
    return click.option(
        "--max-errors",
        type=click.IntRange(min=0),
        default=20,
        show_default=True,
        help="Findings shown per source in text; 0 shows all.",
    )(function)
