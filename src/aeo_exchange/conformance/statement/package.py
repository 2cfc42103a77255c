"""The files of a statement to one archive and back; the same files give the same bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from aeo_exchange.conformance.errors import UnreadableFile
from aeo_exchange.conformance.statement.progress import MISTAKEN, is_progress
from aeo_exchange.conformance.statement.statement import PUBLIC_FILES
from aeo_exchange.safe_text import visible

__all__ = ["NAMES", "read_package", "written_package"]

NAMES = (*PUBLIC_FILES, "statement.json", "statement.jws")
LARGEST = 64 << 20
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# What zipfile lets out of an archive that is none, or that was made to break its reader.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, OverflowError),
    *(NotImplementedError, RuntimeError, ValueError),
)
WHEN = (1980, 1, 1, 0, 0, 0)  # the first instant that an archive can write


def written_package(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in NAMES:
            member = zipfile.ZipInfo(name, WHEN)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, files[name])
    return stream.getvalue()


def read_package(path: Path) -> dict[str, bytes]:
    """Return the files of an archive, or of a folder, by name; raises UnreadableFile, OSError."""
    files = _from_folder(path) if path.is_dir() else _from_archive(path)
    missing = [name for name in NAMES if name not in files]
    if missing:
        raise UnreadableFile(f"the package has no {', '.join(missing)}")
    return files


def _from_folder(folder: Path) -> dict[str, bytes]:
    files = {}
    for name in NAMES:
        if (folder / name).is_file():
            with (folder / name).open("rb") as stream:
                files[name] = _bounded(name, stream)
    return files


def _from_archive(path: Path) -> dict[str, bytes]:
    """Return the members that a package has; nothing is unpacked to a disk."""
    with path.open("rb") as stream:
        try:
            with zipfile.ZipFile(stream) as archive:
                return _members(archive)
        except BROKEN as cause:
            stream.seek(0)
            if is_progress(stream.read(LARGEST)):
                raise UnreadableFile(f"{path.name!r} is not a package: {MISTAKEN}") from cause
            raise UnreadableFile(
                f"{path.name!r} is not a package: {visible(str(cause))}"
            ) from cause


def _members(archive: zipfile.ZipFile) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for member in archive.infolist():
        if member.filename in files or member.filename not in NAMES:
            raise UnreadableFile(f"{member.filename!r} has no place in a package")
        if member.compress_type not in METHODS:
            raise UnreadableFile(f"{member.filename} is neither stored nor deflated")
        with archive.open(member) as stream:
            files[member.filename] = _bounded(member.filename, stream)
    return files


def _bounded(name: str, stream: IO[bytes]) -> bytes:
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise UnreadableFile(f"{name} is longer than {LARGEST} bytes")
    return content
