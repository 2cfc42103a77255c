"""The files that a command reads, keeps or writes: no output may be one of them."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeAlias

import click

__all__ = [
    "STANDARD",
    "FilesRead",
    "FoundFile",
    "Inode",
    "InputPath",
    "files_read",
    "inode_in",
    "inode_of",
    "named_input",
    "note_found",
    "note_read",
    "note_standard_input",
    "note_written",
    "refuse_open",
    "refuse_read",
    "standard_input",
]

STANDARD = "-"  # names standard input, and standard output
_OUT = 1  # the descriptor of standard output
_KEY = f"{__name__}.read"
_WRITTEN = f"{__name__}.written"
Inode: TypeAlias = tuple[int, int]  # device and number: what a file is, by whatever name


class FoundFile(NamedTuple):
    """A file that is read, as it was found: where it really stands, and what it is."""

    real: str
    inode: Inode


class FilesRead:
    """The files and folders that a command reads or keeps.

    Inputs, of which there may be many, were found, and an output is compared with all at once. What
    an option names may come and go: it is looked up again for each output.
    """

    def __init__(self) -> None:
        self._named: dict[str, Path] = {}
        self._real: set[str] = set()
        self._inodes: set[Inode] = set()

    def add(self, path: Path) -> None:
        """Add what is looked up when an output is opened."""
        self._named.setdefault(str(path), path)

    def add_found(self, file: FoundFile) -> None:
        """Add a file that was found."""
        self._real.add(file.real)
        self._inodes.add(file.inode)

    def has(self, real: str, inode: Inode | None) -> bool:
        """Say whether a file to be written is one of them, by path or inode, or stands in one."""
        if real in self._real or inode in self._inodes:
            return True
        return any(_is_same(real, inode, path) for path in self._named.values())

    def has_inode(self, inode: Inode) -> bool:
        """Say whether an open file is one of them."""
        return inode in self._inodes or inode in map(inode_of, self._named.values())

    def looked_up(self) -> tuple[frozenset[str], frozenset[Inode]]:
        """Return where all of them stand now, and what they are."""
        real = map(os.path.realpath, self._named)
        inodes = filter(None, map(inode_of, self._named.values()))
        return frozenset((*self._real, *real)), frozenset((*self._inodes, *inodes))


class InputPath(click.Path):
    """The path of a file or folder that a command reads or keeps, and never writes as output.

    Whether it is there and may be read is asked by who opens it: that is no fault of the usage.
    """

    def __init__(
        self,
        *,
        path_type: type[Path] = Path,
        file_okay: bool = True,
        allow_dash: bool = False,
    ) -> None:
        """Take whether a file may be named, and whether standard input may."""
        super().__init__(
            path_type=path_type, file_okay=file_okay, allow_dash=allow_dash, readable=False
        )

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
    """Remember a file or folder that the running command reads or keeps.

    Raises click.UsageError where a shell led standard output into it: not every command has an
    option for its output, and what is read would be overwritten, or grow with what is written.
    """
    if click.get_current_context(silent=True) is not None:
        files_read().add(path)
        refuse_open(_OUT, "standard output")


def note_found(several: Iterable[FoundFile]) -> None:
    """Remember files that the running command reads, as they were found; raises as `note_read`."""
    read = files_read()
    for file in several:
        read.add_found(file)
    refuse_open(_OUT, "standard output")


def note_standard_input() -> None:
    """Remember the file that a shell led into standard input, if it did."""
    try:
        is_file = stat.S_ISREG(os.fstat(0).st_mode)
    except OSError:
        return
    if is_file:
        note_read(Path("/dev/stdin"))


@contextmanager
def standard_input() -> Iterator[BinaryIO]:
    """Give standard input, noted as read; where it cannot be read the error says so by its name."""
    from aeo_exchange.operations.writing import named_in_errors  # noqa: PLC0415 start-up time is felt

    note_standard_input()
    with named_in_errors(Path("standard input")):
        yield sys.stdin.buffer


def named_input(name: str) -> AbstractContextManager[BinaryIO]:
    """Give the file that an argument names, noted as read; of `-` standard input."""
    if name == STANDARD:
        return standard_input()
    path = Path(name)
    note_read(path)
    return path.open("rb")


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


def files_read() -> FilesRead:
    """Return the files and folders that the running command reads or keeps."""
    context = click.get_current_context(silent=True)
    if context is None:
        return FilesRead()
    read: FilesRead = context.meta.setdefault(_KEY, FilesRead())
    return read


def inode_of(path: Path) -> Inode | None:
    """Return what a file is to the system, by whatever name; None where there is no such file."""
    try:
        return inode_in(path.stat())
    except (OSError, ValueError):
        return None


def inode_in(state: os.stat_result) -> Inode:
    """Return what a file is, in what the system says of it."""
    return state.st_dev, state.st_ino


def refuse_open(number: int, name: str) -> None:
    """Raise click.UsageError where an open file, by its descriptor, is one of those that are read.

    A terminal, a pipe and a device may be read and written.
    """
    try:
        opened = os.fstat(number)
    except OSError:
        return
    if stat.S_ISREG(opened.st_mode) and files_read().has_inode(inode_in(opened)):
        raise click.UsageError(f"{name} is an input; choose another output")


def refuse_read(target: Path) -> None:
    """Raise click.UsageError where a file to be written is one to be read, by path or by inode.

    So is one that stands in a folder to be read.
    """
    if files_read().has(os.path.realpath(target), inode_of(target)):
        raise click.UsageError(f"{target} is an input; choose another output")


def _is_same(real: str, inode: Inode | None, path: Path) -> bool:
    """Say whether a target is what is read; what a path comes to is asked where nothing tells."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        return inode is None and real == os.path.realpath(path)  # there is neither yet
    if inode is None:
        return False
    if inode == inode_in(state):
        return True
    return stat.S_ISDIR(state.st_mode) and Path(real).is_relative_to(os.path.realpath(path))
