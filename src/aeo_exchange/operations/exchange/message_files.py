"""The files beside a head in a folder: those that it names, and others of its number (XCH-6-4)."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from aeo_exchange.errors import MessageRefused
from aeo_exchange.exchange.bodies import file_at_hand
from aeo_exchange.exchange.heads import Head, HeadFile
from aeo_exchange.exchange.ways import DELTAS
from aeo_exchange.operations.exchange.body_files import BODY_FORMS

__all__ = ["LATEST", "FolderFiles", "head_file", "of_number", "unnamed_file"]

LATEST = "head.jwt"
# A name of the layout (XCH-7-1), packed or not.
NAME = re.compile(
    r"(?:[0-9]{10}-(?P<to>[0-9]{10})\.delta|(?P<at>[0-9]{10})\.snapshot)"
    r"\.aeo\.(?P<suffix>ndjson|xml)(?:\.gz)?"
)


def head_file(place: Path) -> Path:
    """Return the head that is meant by a folder of a stream, or by a head.

    Raises OSError for a pipe or a device in a folder, which whoever copied it may have copied too,
    and for a whole site, whose streams it names.
    """
    if not place.is_dir():
        return place
    file = place / LATEST
    if not file.exists() and (streams := sorted(place.glob(f"aeo/*/*/*/{LATEST}"))):
        first = streams[0].parent.relative_to(place)
        told = f"is a site; name the folder of one stream of it, such as {first}"
        raise FileNotFoundError(errno.ENOENT, told, str(place))
    _require_file(file)
    return file


class FolderFiles:
    """The files of a folder, as a message needs them (`MessageFiles`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def offered(self, head: Head) -> Sequence[HeadFile]:
        """Return the files that a head names and that are there."""
        return [file for file in head.files or () if (self._folder / file.name).exists()]

    def beside(self, head: Head) -> Iterator[HeadFile]:
        """Yield the files of its number that a head does not name."""
        for name in of_number(head, (path.name for path in self._folder.iterdir())):
            with _opened(self._folder / name) as stream:
                file = unnamed_file(stream, name)
            if file is not None:
                yield file

    @contextmanager
    def opened(self, file: HeadFile) -> Iterator[BinaryIO]:
        """Give the stream of a file; its name has no separator in it, by its form."""
        with _opened(self._folder / file.name) as stream:
            yield stream


def of_number(head: Head, names: Iterable[str]) -> list[str]:
    """Return the names of the layout with the number of a head that it does not name, in order."""
    known, number = {file.name for file in head.files or ()}, f"{head.sequence:010}"
    named = ((name, NAME.fullmatch(name)) for name in names if name not in known)
    return sorted(name for name, form in named if form and number in (form["to"], form["at"]))


def unnamed_file(stream: BinaryIO, name: str) -> HeadFile | None:
    """Return a file that no head names; it is believed by the root alone.

    None for one that leads nowhere: it cannot be unpacked once and to its end, or is a delta that
    names no base.
    """
    form = NAME.fullmatch(name)
    assert form is not None
    body = BODY_FORMS[form["suffix"]]
    media = body.delta if form["to"] else body.snapshot
    try:
        file = file_at_hand(stream, name, media)
        if media in DELTAS:
            stream.seek(0)
            file = replace(file, base=DELTAS[media](stream, file).base)
    except MessageRefused:
        return None
    return file


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    _require_file(path)
    with path.open("rb") as stream:
        yield stream


def _require_file(path: Path) -> None:
    """Refuse a pipe, which would be waited for, and a device, which may have no end."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "is not a file", str(path))
