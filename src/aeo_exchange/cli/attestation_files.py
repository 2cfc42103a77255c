"""Where attestations go: one file or standard output, or a folder with a file for each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

import click
from msgspec import Struct

from aeo_exchange import Envelope
from aeo_exchange.cli.outputs import STANDARD, Target, Withdrawn, output
from aeo_exchange.cli.read_files import files_read, inode_of
from aeo_exchange.cli.terminal import note
from aeo_exchange.counting import how_many
from aeo_exchange.operations.attestations.sign_many import Objection, Signed, unobjectionable
from aeo_exchange.operations.writing import folder_made

__all__ = ["Destination", "Sink"]

SUFFIXES = {Envelope.SD_JWT: ".aeo.sdjwt", Envelope.XADES: ".aeo.xml"}


class Sink(Protocol):
    """What writes attestations."""

    objection: Objection

    def add(self, signed: Signed) -> str:
        """Write an attestation; return why not, or an empty text."""


class _Taken(Struct, frozen=True, kw_only=True):
    """The reasons why a record cannot get its own file in a folder; sent to workers too."""

    folder: Path
    suffix: str
    inputs: frozenset[str]
    inodes: frozenset[tuple[int, int]]
    force: bool

    def __call__(self, record_id: str) -> str:
        path = self.path_of(record_id)
        if os.path.realpath(path) in self.inputs or inode_of(path) in self.inodes:
            return f"{path} is an input; give another folder"
        if path.exists() and not self.force:
            return f"{path} exists; --force replaces it"
        return ""

    def path_of(self, record_id: str) -> Path:
        """Return the file of a record."""
        return self.folder / f"{record_id}{self.suffix}"


class _Stream:
    """One file: tokens one a line, or one XML document."""

    def __init__(self, stream: BinaryIO, envelope: Envelope, indexes: list[int]) -> None:
        self._stream = stream
        self._envelope = envelope
        self.indexes = indexes
        self.objection: Objection = unobjectionable

    def add(self, signed: Signed) -> str:
        if self.indexes and self._envelope is Envelope.XADES:
            return "an XML attestation is a file of its own; give a folder by -o FOLDER/"
        self._stream.write(signed.content.removesuffix(b"\n") + b"\n")
        self.indexes.append(signed.index)
        return ""


class _AttestationFolder:
    """A folder with one file for each record, named by its record id."""

    def __init__(self, taken: _Taken, in_place: list[int]) -> None:
        self._taken = taken
        self.objection: Objection = taken
        self._written: set[Path] = set()
        self._in_place = in_place

    @property
    def count(self) -> int:
        """How many files were written."""
        return len(self._written)

    def add(self, signed: Signed) -> str:
        path = self._taken.path_of(signed.record_id)
        if path in self._written:
            return f"{path} was written for another record of this id"
        if objection := self._taken(signed.record_id):
            return objection
        self._written.add(path)
        with output(str(path), force=self._taken.force, quiet=True) as stream:
            stream.write(signed.content.removesuffix(b"\n") + b"\n")
        self._in_place.append(signed.index)
        return ""


class Destination(Struct, frozen=True, kw_only=True):
    """Where attestations are to go, as the options say it."""

    target: Target
    envelope: Envelope
    quiet: bool

    @contextmanager
    def opened(self, in_place: list[int]) -> Iterator[Sink]:
        """Yield what writes attestations; a file without any is not written.

        The places of those that are written for good are put into `in_place`: of a file when it
        is complete, of a folder and of standard output with each attestation.
        """
        name = self.target.target
        if name is not None and _is_folder(name):
            yield from self._in_folder(Path(name), in_place)
            return
        is_standard = name in {None, STANDARD}
        indexes: list[int] = in_place if is_standard else []
        with self.target.opened(quiet=self.quiet) as stream:
            yield _Stream(stream, self.envelope, indexes)
            if name and not indexes:
                note(f"{name} was not written: nothing was signed")
                raise Withdrawn
        if not is_standard:
            in_place.extend(indexes)

    def _in_folder(self, folder: Path, in_place: list[int]) -> Iterator[Sink]:
        if folder.exists() and not folder.is_dir():
            raise click.UsageError(f"{folder} is not a folder")
        with folder_made(folder, parents=False):
            yield from self._written_in(folder, in_place)

    def _written_in(self, folder: Path, in_place: list[int]) -> Iterator[Sink]:
        real, inodes = files_read().looked_up()
        taken = _Taken(
            folder=folder,
            suffix=SUFFIXES[self.envelope],
            inputs=real,
            inodes=inodes,
            force=self.target.force,
        )
        sink = _AttestationFolder(taken, in_place)
        yield sink
        if sink.count and not self.quiet:
            note(f"wrote {how_many(sink.count, 'file')} to {folder}")


def _is_folder(target: str) -> bool:
    return target.endswith(("/", os.sep)) or os.path.isdir(target)  # noqa: PTH112 never raises
