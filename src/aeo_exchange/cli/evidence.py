"""Options that say what a verifier may rely on: trust lists, pinned roots, status lists."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from aeo_exchange.cli.read_files import InputPath, note_read
from aeo_exchange.errors import AeoError
from aeo_exchange.operations.verify import Evidence
from aeo_exchange.reference.lists import country_codes, customs_codes
from aeo_exchange.trust.list_form import is_unsigned
from aeo_exchange.trust.roots import Root, read_root

__all__ = ["RecordFile", "evidence_of", "evidence_options", "read_roots"]

Function = TypeVar("Function", bound=Callable[..., object])
_PINNED = re.compile(r"(?P<administrations>[A-Za-z]{2}(,[A-Za-z]{2})*)=(?P<file>.+)")
_CERTIFICATE = b"-----BEGIN CERTIFICATE-----"


class RecordFile(InputPath):
    """The file of a record; standard input is for attestations."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Return the path."""
        if str(value) == "-":
            self.fail("standard input is for attestations; name a file", param, ctx)
        return super().convert(value, param, ctx)


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
        _files("--status-list", "status_files", "Signed status list; may be repeated."),
        _files(
            "--root-handover", "handovers", "How a root introduces the next one; may be repeated."
        ),
        click.option(
            "--root",
            "roots",
            multiple=True,
            metavar="[HK,JP=]FILE",
            help="Certificate of a root whose trust lists count, for all or for those named; "
            "may be repeated.",
        ),
        _files("--trust", "trust_files", "Signed trust list; may be repeated."),
    ):
        function = option(function)
    return function


def _files(name: str, parameter: str, text: str) -> Callable[[Function], Function]:
    return click.option(
        name,
        parameter,
        multiple=True,
        type=InputPath(path_type=Path),
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
    """Return what the options name; raises OSError for a file that cannot be read.

    Raises click.UsageError for a file that is meant for another option.
    """
    return Evidence(
        trust=tuple(_trust_list(file) for file in trust_files),
        roots=read_roots(roots),
        handovers=tuple(file.read_bytes() for file in handovers),
        status=tuple(_status_list(file) for file in status_files),
        min_sequence=min_sequence,
        test_keys=test_keys,
    )


def read_roots(wishes: tuple[str, ...]) -> tuple[Root, ...]:
    """Return the roots that --root pins, each for the authorities it names or for all.

    Raises click.UsageError for a file without a certificate and for what is no administration.
    """
    found = []
    for wish in wishes:
        match = _PINNED.fullmatch(wish)
        file = Path(match["file"] if match else wish)
        note_read(file)
        names = _administrations(match["administrations"]) if match else None
        try:
            found.append(read_root(file.read_bytes(), names))
        except AeoError as cause:
            raise click.UsageError(f"--root {file}: {cause}") from cause
    return tuple(found)


def _administrations(text: str) -> frozenset[str]:
    names = frozenset(text.split(","))
    for name in sorted(names - country_codes() - customs_codes()):
        raise click.UsageError(f"--root {text}=...: {name} is the code of no administration")
    return names


def _trust_list(file: Path) -> bytes:
    content = file.read_bytes()
    if _CERTIFICATE in content:
        raise click.UsageError(f"--trust {file}: this is a certificate; --root takes it")
    return content


def _status_list(file: Path) -> bytes:
    content = file.read_bytes()
    if is_unsigned(content):
        raise click.UsageError(
            f"--status-list {file}: this is the working file; `aeo status-list sign` makes the list"
        )
    return content
