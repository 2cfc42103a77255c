"""Options that say what a verifier may rely on: trust lists, pinned roots, status lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from aeo_exchange.errors import AeoError
from aeo_exchange.operations.verify import Evidence
from aeo_exchange.trust.roots import Root, read_root

__all__ = ["evidence_of", "evidence_options", "read_roots"]

Function = TypeVar("Function", bound=Callable[..., object])
_PINNED = re.compile(r"(?P<administrations>[A-Z]{2}(,[A-Z]{2})*)=(?P<file>.+)")


def evidence_options(function: Function) -> Function:
    """Add the options that name trust lists, roots and status lists."""
    for option in (
        click.option(
            "--trust-min-sequence",
            "min_sequence",
            type=click.IntRange(min=0, max=2**31),
            default=0,
            help="Lowest sequence of a trust list that counts, for verifiers without state.",
        ),
        _files("--status-list", "status_files", "Signed status list; repeatable."),
        _files("--root-handover", "handovers", "How a root introduces the next one; repeatable."),
        click.option(
            "--root",
            "roots",
            multiple=True,
            metavar="[HK,JP=]FILE",
            help="Certificate of a root whose trust lists count, for all or for those named.",
        ),
        _files("--trust", "trust_files", "Signed trust list; repeatable."),
    ):
        function = option(function)
    return function


def _files(name: str, parameter: str, text: str) -> Callable[[Function], Function]:
    return click.option(
        name,
        parameter,
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=text,
    )


def evidence_of(
    trust_files: tuple[Path, ...],
    roots: tuple[str, ...],
    handovers: tuple[Path, ...],
    status_files: tuple[Path, ...],
    min_sequence: int,
    *,
    test_keys: bool = False,
) -> Evidence:
    """Return what the options name; raises OSError for a file that cannot be read."""
    return Evidence(
        trust=tuple(file.read_bytes() for file in trust_files),
        roots=read_roots(roots),
        handovers=tuple(file.read_bytes() for file in handovers),
        status=tuple(file.read_bytes() for file in status_files),
        min_sequence=min_sequence,
        test_keys=test_keys,
    )


def read_roots(wishes: tuple[str, ...]) -> tuple[Root, ...]:
    """Return the roots that --root pins, each for the authorities it names or for all."""
    found = []
    for wish in wishes:
        match = _PINNED.fullmatch(wish)
        file = Path(match["file"] if match else wish)
        names = frozenset(match["administrations"].split(",")) if match else None
        try:
            found.append(read_root(file.read_bytes(), names))
        except AeoError as cause:
            raise click.UsageError(f"--root {file}: {cause}") from cause
    return tuple(found)
