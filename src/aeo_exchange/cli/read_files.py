"""The files that a command reads, keeps or writes: no output may be one of them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import click

__all__ = [
    "STANDARD",
    "InputPath",
    "files_read",
    "inode_of",
    "note_read",
    "note_standard_input",
    "note_written",
    "refuse_read",
    "refuse_standard_output",
]

STANDARD = "-"  # names standard input, and standard output
_KEY = f"{__name__}.paths"
_WRITTEN = f"{__name__}.written"


class InputPath(click.Path):
    """The path of a file or folder that a command reads or keeps, and never writes as output."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Return the path, and remember it."""
        if "\0" in str(value):
            self.fail("no path has a character NUL in it", param, ctx)
        if str(value) == STANDARD and not self.allow_dash:
            self.fail("standard input is not read here; name a file", param, ctx)
        path = super().convert(value, param, ctx)
        note_read(Path(os.fsdecode(path)))
        return path


def note_read(path: Path) -> None:
    """Remember a file or folder that the running command reads or keeps."""
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta.setdefault(_KEY, []).append(path)


def note_standard_input() -> None:
    """Remember the file that a shell led into standard input, if it did."""
    try:
        is_file = stat.S_ISREG(os.fstat(0).st_mode)
    except OSError:
        return
    if is_file:
        note_read(Path("/dev/stdin"))


def note_written(target: str) -> None:
    """Remember an output of the running command; raise click.UsageError for one that is so twice.

    Of two outputs in one file the first would be destroyed, and nobody be told.
    """
    context = click.get_current_context(silent=True)
    if context is None:
        return
    written = context.meta.setdefault(_WRITTEN, set())
    real = target if target == STANDARD else os.path.realpath(target)
    if real in written:
        name = "standard output" if target == STANDARD else target
        raise click.UsageError(f"{name} is another output of this command too; choose another")
    written.add(real)


def files_read() -> list[Path]:
    """Return the files and folders that the running command reads or keeps."""
    context = click.get_current_context(silent=True)
    return list(context.meta.get(_KEY, ())) if context is not None else []


def inode_of(path: Path) -> tuple[int, int] | None:
    """Return what a file is to the system, by whatever name; None where there is no such file."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        return None
    return state.st_dev, state.st_ino


def refuse_standard_output() -> None:
    """Raise click.UsageError where a shell leads standard output into a file that is read.

    What is read would grow with what is written, for ever.
    """
    try:
        out = os.fstat(1)
    except OSError:
        return
    read = {inode_of(path) for path in files_read()}
    if stat.S_ISREG(out.st_mode) and (out.st_dev, out.st_ino) in read:
        raise click.UsageError("standard output is an input; choose another output")


def refuse_read(target: Path) -> None:
    """Raise click.UsageError where a file to be written is one to be read, by path or by inode."""
    for path in files_read():
        if _is_same(target, path):
            raise click.UsageError(f"{target} is an input; choose another output")


def _is_same(target: Path, path: Path) -> bool:
    """Say whether a target is a file that is read, or stands in a folder that is."""
    real, read = os.path.realpath(target), os.path.realpath(path)
    inode = inode_of(target)
    if real == read or (inode is not None and inode == inode_of(path)):
        return True
    return inode is not None and path.is_dir() and Path(real).is_relative_to(read)
