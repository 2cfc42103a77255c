"""The files beside a head in a folder: those that it names, and others of its number (XCH-6-4)."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from aeo_exchange.exchange.bodies import PACKED, file_at_hand
from aeo_exchange.exchange.heads import Head, HeadFile
from aeo_exchange.exchange.ways import DELTAS
from aeo_exchange.operations.body_files import BODY_FORMS

__all__ = ["LATEST", "FolderFiles"]

LATEST = "head.jwt"
# The names of the layout (XCH-7-1), packed or not; a delta first, and NDJSON before XML.
NAMES = {"*-{}.delta.aeo." + form.suffix: form.delta for form in BODY_FORMS.values()} | {
    "{}.snapshot.aeo." + form.suffix: form.snapshot for form in BODY_FORMS.values()
}


class FolderFiles:
    """The files of a folder, as a message needs them (`MessageFiles`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def offered(self, head: Head) -> Sequence[HeadFile]:
        """Return the files that a head names and that are there, then others of its number.

        Where nothing is there, those that it names, so that the one that is opened can be named.
        """
        named = head.files or ()
        there = [file for file in named if (self._folder / file.name).exists()]
        return [*there, *self._loose(head)] or list(named)

    def _loose(self, head: Head) -> Iterator[HeadFile]:
        """Yield files that a head does not name; they are believed by the root alone."""
        known = {file.name for file in head.files or ()}
        for pattern, media in NAMES.items():
            name = pattern.format(f"{head.sequence:010}")
            for path in sorted(chain(*map(self._folder.glob, (name, name + PACKED)))):
                if path.name not in known:
                    yield self._at_hand(path, media)

    def _at_hand(self, path: Path, media: str) -> HeadFile:
        with _opened(path) as stream:
            file = file_at_hand(stream, path.name, media)
            if media in DELTAS:
                stream.seek(0)
                file = replace(file, base=DELTAS[media](stream, file).base)
        return file

    @contextmanager
    def opened(self, file: HeadFile) -> Iterator[BinaryIO]:
        """Give the stream of a file; its name has no separator in it, by its form."""
        with _opened(self._folder / file.name) as stream:
            yield stream


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    # A pipe would be waited for, and a device may have no end.
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "is no file", str(path))
    with path.open("rb") as stream:
        yield stream
