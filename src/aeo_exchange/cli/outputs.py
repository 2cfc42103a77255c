"""Output to standard output, to a device or pipe, or, whole or not at all, to a file."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import click
from msgspec import Struct

from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.read_files import (
    STANDARD,
    note_written,
    refuse_open,
    refuse_read,
)
from aeo_exchange.cli.terminal import note

__all__ = [
    "STANDARD",
    "Target",
    "Withdrawn",
    "force_option",
    "output",
    "output_folder",
    "output_options",
    "say",
]

# What the system calls the open files of this process; to replace one by name would cut it off.
_OWN = re.compile(r"/dev/(?P<name>stdout|stderr)|/(dev|proc/self)/fd/(?P<number>\d{1,4})")
_NAMED = {"stdout": 1, "stderr": 2}


class Withdrawn(Exception):
    """Raised inside `output` to leave the file as it was."""


class Target(Struct, frozen=True, kw_only=True):
    """Where a command was told to write, not yet opened; no name is standard output."""

    target: str | None
    force: bool

    def opened(self, *, quiet: bool = False) -> AbstractContextManager[BinaryIO]:
        """Give the stream to write to, as `output` does."""
        return output(self.target, force=self.force, quiet=quiet)


# The options that name an output; they make one argument, `target`.
# Whether it may be looked into is asked by who does it, as of an input.
output_folder = click.Path(path_type=Path, file_okay=False, readable=False)
force_option = click.option("--force", is_flag=True, help="Replace an existing output file.")
output_options = group_of(
    "target",
    Target,
    click.option("-o", "--output", "target", metavar="FILE", help="Write to FILE."),
    force_option,
)


@contextmanager
def output(target: str | None, *, force: bool, quiet: bool = False) -> Iterator[BinaryIO]:
    """Give the stream to write to; say which file was written, unless quiet.

    A file appears when everything was written, or not at all; an existing one is replaced only
    with --force, and what the command reads never, whichever option names it. A device or a pipe
    is written to and stays what it is.
    """
    if target is None or target == STANDARD:
        note_written(STANDARD)
        with _named("standard output"), suppress(Withdrawn):
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        return
    try:
        with _named(target), _opened(target, force=force) as stream:
            yield stream
    except Withdrawn:
        return
    if not quiet:
        note(f"wrote {target}")


@contextmanager
def _named(target: str) -> Iterator[None]:
    """Name the output, as it was given, in an error of the system such as of a full disk."""
    try:
        yield
    except OSError as cause:
        if cause.filename in (None, os.path.realpath(target)) and cause.errno is not None:
            cause.filename = target
        raise


def say(text: str, stream: BinaryIO) -> None:
    """Write text to an output; colours go to a terminal only."""
    if stream is sys.stdout.buffer:
        click.echo(text, nl=False)
    else:
        stream.write(click.unstyle(text).encode())


@contextmanager
def _opened(target: str, *, force: bool) -> Iterator[BinaryIO]:
    if not target:
        raise click.UsageError("an output is given no name; name a file, or leave the option out")
    if "\0" in target:
        raise click.UsageError("no file has a character NUL in its name")
    if own := _OWN.fullmatch(target):
        number = _NAMED.get(own["name"]) or int(own["number"])
        refuse_open(number, target)
        with os.fdopen(os.dup(number), "wb") as stream:
            yield stream
        return
    # What a link points to is replaced, and the link stays.
    path = Path(os.path.realpath(target))
    mode = _mode_of(path)
    refuse_read(Path(target))
    if mode is not None and (stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)):
        with path.open("wb") as stream:
            yield stream
        return
    note_written(target)
    _refuse_harm(target, path, mode, force=force)
    from aeo_exchange.operations.writing import (  # noqa: PLC0415 start-up time is felt
        written_whole,
    )

    with written_whole(path, mode, replaces=force) as stream:
        yield stream


def _mode_of(path: Path) -> int | None:
    """Return kind and rights of what stands at a path; raises OSError for a circle of links."""
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def _refuse_harm(target: str, path: Path, mode: int | None, *, force: bool) -> None:
    if mode is not None and stat.S_ISDIR(mode):
        raise click.UsageError(f"{target} is a folder; name a file")
    if mode is not None and not stat.S_ISREG(mode):
        raise click.UsageError(f"{target} is neither a file nor a pipe; nothing is written there")
    if mode is not None and not force:
        raise click.UsageError(f"{target} exists; --force replaces it")
    if not path.parent.is_dir():
        raise click.UsageError(f"the folder {path.parent} does not exist")
