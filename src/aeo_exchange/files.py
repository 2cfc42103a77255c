"""Files that are changed by one process at a time, and written whole or not at all.

Who asks a process to stop does it between any two calls. So what is made beside a file has its name
before it is made, and is taken away by that name; an exception that comes while it is taken away
comes once, and it is taken away behind it.
"""

from __future__ import annotations

import errno
import os
import shutil
from base64 import b32encode
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from aeo_exchange.endless import keep, read_file
from aeo_exchange.locks import locked
from aeo_exchange.taking import taking_its_types

__all__ = [
    "OWNER_ONLY",
    "FileStore",
    "claimed",
    "copied_aside",
    "folder_made",
    "name_temporary",
    "named_in_errors",
    "real_path",
    "temporary_in_errors",
    "whole_file",
    "whole_folder",
    "write_whole",
]

OWNER_ONLY = 0o600
# Of a name, what stands in the one beside it: characters of four bytes, and 255 are allowed.
BEGINNING = 40
FOLDER_OF_OWNER = 0o700
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def real_path(path: Path, *, strict: bool = False) -> Path:
    """Return a path without links; raises OSError for a circle of them, in every Python."""
    try:
        return path.resolve(strict=strict)
    except RuntimeError as cause:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from cause


@contextmanager
def folder_made(folder: Path, *, parents: bool = True) -> Iterator[None]:
    """Make a folder, with those above it; what it made goes again where nothing was written there.

    So a command that refuses leaves no empty folders. Raises OSError; without `parents` also where
    the folder above is not there.
    """
    new = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=parents, exist_ok=True)
        yield
    finally:
        for one in new:
            with suppress(OSError):  # something is in it
                one.rmdir()


@contextmanager
def claimed(path: Path) -> Iterator[bool]:
    """Say whether a file is this process's alone until the block is left, without touching it.

    For a file that is read and never replaced; nothing is written beside it. Where the system has
    no such claims nobody is kept out.
    """
    try:
        import fcntl  # noqa: PLC0415 Windows has none
    except ImportError:
        yield True
        return
    with path.open("rb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        except OSError:  # a file system without claims
            pass
        yield True


@contextmanager
def whole_file(path: Path, mode: int, *, is_new: bool = False) -> Iterator[BinaryIO]:
    """Give the stream of a file that appears, or is replaced, when the block ends well.

    Nobody ever sees half of it, and nothing is left where the block is left by an exception. One
    that `is_new` replaces nothing that appeared meanwhile: that raises FileExistsError.
    """
    beside = _beside(path)
    try:
        with named_in_errors(path, str(beside)):
            with open(beside, "xb", opener=_for_owner) as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            beside.chmod(mode)
            if not (is_new and _linked(beside, path)):
                beside.replace(path)
    finally:
        try:
            beside.unlink(missing_ok=True)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


def _beside(path: Path) -> Path:
    """Return a name beside a file, or a folder, that nothing has: forty of its bits are drawn."""
    drawn = b32encode(os.urandom(5)).decode().lower()
    return path.with_name(f".{path.name[:BEGINNING]}.{drawn}")


def _for_owner(name: str, flags: int) -> int:
    return os.open(name, flags, OWNER_ONLY)


@contextmanager
def named_in_errors(path: Path, hidden: str | None = None) -> Iterator[None]:
    """Name the file in an error of the system that names none, such as of a full disk.

    One whose name begins as `hidden` is named so too.
    """
    try:
        yield
    except OSError as cause:
        is_hidden = hidden is not None and str(cause.filename).startswith(hidden)
        if (cause.filename is None or is_hidden) and cause.errno is not None:
            cause.filename = str(path)
        raise


@contextmanager
def temporary_in_errors() -> Iterator[None]:
    """Say of a full disk under temporary files, which nobody named, where it is and what helps."""
    try:
        yield
    except OSError as cause:
        name_temporary(cause)
        raise


def copied_aside(stream: BinaryIO, name: str) -> BinaryIO:
    """Return a temporary file with what is left of a stream, which goes when it is closed.

    Raises OSError as `keep` does, and for a full disk.
    """
    import tempfile  # noqa: PLC0415 start-up time is felt

    with temporary_in_errors():
        copy = tempfile.TemporaryFile(prefix="aeo-")  # noqa: SIM115 who asked closes it
        try:
            keep(stream, copy, name)
            copy.flush()
        except BaseException:
            copy.close()
            raise
    return cast("BinaryIO", copy)


def name_temporary(cause: OSError) -> None:
    """Say of an error that came while temporary files were written that the disk is theirs."""
    import tempfile  # noqa: PLC0415 start-up time is felt

    folder = tempfile.gettempdir()
    if cause.errno in FULL and (cause.filename is None or str(cause.filename).startswith(folder)):
        cause.filename = "temporary files"
        cause.strerror = (
            f"no room is left in {folder}; make some there, or name another folder by TMPDIR"
        )


def _linked(beside: Path, path: Path) -> bool:
    """Give a file a name that nobody has; say whether the file system could."""
    try:
        path.hardlink_to(beside)
    except FileExistsError as cause:
        raise _appeared(path) from cause
    except OSError:  # not all file systems give a file two names
        return False
    return True


def _appeared(path: Path) -> FileExistsError:
    said = "appeared meanwhile, and stays; --force replaces it"
    return FileExistsError(errno.EEXIST, said, str(path))


@contextmanager
def whole_folder(folder: Path, *, is_new: bool = False) -> Iterator[Path]:
    """Give an empty folder that is there, for another or for none, when the block ends well.

    Else the other stays, and so does one that appeared meanwhile beside one that `is_new`: that
    raises FileExistsError. Raises OSError: it names the folder meant, and not the one beside it
    that nobody knows.
    """
    beside = _beside(folder)
    with named_in_errors(folder, str(beside)), _for_a_while(beside):
        made = beside / "made"
        made.mkdir()
        yield made
        replaced = beside / "replaced"
        if folder.exists():
            if is_new:
                raise _appeared(folder)
            folder.rename(replaced)
        try:
            made.rename(folder)
        except BaseException:  # Ctrl-C too: what is still in the folder beside goes with it
            if replaced.exists() and not folder.exists():
                replaced.rename(folder)
            raise


@contextmanager
def _for_a_while(folder: Path) -> Iterator[None]:
    """Make a folder for its owner alone, and take it away with all that is in it."""
    try:
        folder.mkdir(FOLDER_OF_OWNER)
        yield
    finally:
        try:
            shutil.rmtree(folder, ignore_errors=True)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise


def write_whole(path: Path, content: bytes, mode: int) -> None:
    """Replace a file, or make it, so that nobody ever sees half of it."""
    with whole_file(path, mode) as stream:
        stream.write(content)


class FileStore:
    """A file as the place where state is kept (`Store`): read whole, replaced whole.

    It has the rights of `mode` from each change on. Without, one that is there keeps its own, and
    a new one is for its owner alone.
    """

    @taking_its_types
    def __init__(self, path: str | os.PathLike[str], mode: int | None = None) -> None:
        """Take the path, which may be a link; raises OSError for a circle of links."""
        self._mode = mode
        self.name = os.fspath(path)
        self._path = real_path(Path(path))

    def read(self) -> bytes | None:
        """Return what is kept, or None when there is no such file; raises OSError."""
        try:
            # A pipe would be waited for, a device may have no end, and neither can be replaced.
            if not (self._path.is_file() or self._path.is_dir()) and self._path.exists():
                raise OSError(errno.EINVAL, "is not a file that can be kept", self.name)
            return read_file(self._path)
        except FileNotFoundError:
            return None

    def locked(self) -> AbstractContextManager[None]:
        """Keep every other process out until the block is left; its folder is made if missing."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_OF_OWNER)
        return locked(self._path)

    def write(self, content: bytes) -> None:
        """Replace the file; raises OSError, and then the old one is still there."""
        write_whole(self._path, content, self._rights() if self._mode is None else self._mode)

    def _rights(self) -> int:
        try:
            return self._path.stat().st_mode & 0o777
        except FileNotFoundError:
            return OWNER_ONLY
