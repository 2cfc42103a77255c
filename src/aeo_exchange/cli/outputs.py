"""Output to standard output or, whole or not at all, to a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

import click

from aeo_exchange.cli.terminal import note
from aeo_exchange.formats import Content

__all__ = ["Withdrawn", "output", "output_options", "say"]

Function = TypeVar("Function", bound=Callable[..., object])


class Withdrawn(Exception):
    """Raised inside `output` to leave the file as it was."""


def output_options(function: Function) -> Function:
    """Add the options that name an output to a command."""
    function = click.option("--force", is_flag=True, help="Replace an existing output file.")(
        function
    )
    return click.option("-o", "--output", "target", metavar="FILE", help="Write to FILE.")(function)


@contextmanager
def output(
    target: str | None, inputs: list[Content], *, force: bool, quiet: bool = False
) -> Iterator[BinaryIO]:
    """Give the stream to write to; say which file was written, unless quiet.

    A file appears when everything was written, or not at all; an existing one is replaced only
    with --force, and an input never.
    """
    if target is None or target == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    _refuse_harm(path, inputs, force=force)
    import tempfile  # noqa: PLC0415 start-up time is felt

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _take_mode(Path(name), path)
        Path(name).replace(path)
        if not quiet:
            note(f"wrote {target}")
    except Withdrawn:
        pass
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def say(text: str, stream: BinaryIO) -> None:
    """Write text to an output; colours go to a terminal only."""
    if stream is sys.stdout.buffer:
        click.echo(text, nl=False)
    else:
        stream.write(click.unstyle(text).encode())


def _refuse_harm(path: Path, inputs: list[Content], *, force: bool) -> None:
    if any(
        each.path and path.exists() and path.samefile(each.path)
        for each in inputs
        if each.path and each.path.exists()
    ):
        raise click.UsageError(f"{path} is an input; choose another output")
    if path.exists() and not force:
        raise click.UsageError(f"{path} exists; --force replaces it")
    if not path.parent.is_dir():
        raise click.UsageError(f"the folder {path.parent} does not exist")


def _take_mode(new: Path, old: Path) -> None:
    """Give a new file the rights of the one it replaces, or those of any new file."""
    if old.exists():
        new.chmod(old.stat().st_mode & 0o777)
    else:
        mask = os.umask(0)
        os.umask(mask)
        new.chmod(0o666 & ~mask)
