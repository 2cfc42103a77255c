"""Where attestations go: one file or standard output, or a folder with a file for each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

import click
from msgspec import Struct

from aeo_exchange.cli.outputs import Withdrawn, output
from aeo_exchange.cli.terminal import note
from aeo_exchange.formats import Content
from aeo_exchange.operations.sign_many import Objection, Signed, unobjectionable
from aeo_exchange.signing.attestation import Envelope

__all__ = ["Sink", "attestation_files"]

SUFFIXES = {Envelope.SD_JWT: ".aeo.sdjwt", Envelope.XADES: ".aeo.xml"}


class Sink(Protocol):
    """What takes attestations."""

    objection: Objection

    def add(self, signed: Signed) -> str:
        """Write an attestation; return why not, or an empty text."""


class _Taken(Struct, frozen=True, kw_only=True):
    """What keeps a record from getting a file of its own in a folder; goes to workers too."""

    folder: Path
    suffix: str
    inputs: frozenset[str]
    force: bool

    def __call__(self, record_id: str) -> str:
        path = self.path_of(record_id)
        if os.path.realpath(path) in self.inputs:
            return f"{path} is an input; give another folder"
        if path.exists() and not self.force:
            return f"{path} exists; --force replaces it"
        return ""

    def path_of(self, record_id: str) -> Path:
        """Return the file of a record."""
        return self.folder / f"{record_id}{self.suffix}"


class _Stream:
    """One file: tokens one a line, or one XML document."""

    def __init__(self, stream: BinaryIO, envelope: Envelope) -> None:
        self._stream = stream
        self._envelope = envelope
        self.count = 0
        self.objection: Objection = unobjectionable

    def add(self, signed: Signed) -> str:
        if self.count and self._envelope is Envelope.XADES:
            return "an XML attestation is a file of its own; give a folder by -o FOLDER/"
        self._stream.write(signed.content.removesuffix(b"\n") + b"\n")
        self.count += 1
        return ""


class _Folder:
    """A folder with one file for each record, named by its record id."""

    def __init__(
        self, folder: Path, inputs: list[Content], envelope: Envelope, *, force: bool
    ) -> None:
        read = frozenset(os.path.realpath(each.path) for each in inputs if each.path)
        suffix = SUFFIXES[envelope]
        self._taken = _Taken(folder=folder, suffix=suffix, inputs=read, force=force)
        self.objection: Objection = self._taken
        self._written: set[Path] = set()

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
        with output(str(path), [], force=self._taken.force, quiet=True) as stream:
            stream.write(signed.content.removesuffix(b"\n") + b"\n")
        return ""


@contextmanager
def attestation_files(
    target: str | None, inputs: list[Content], envelope: Envelope, *, force: bool, quiet: bool
) -> Iterator[Sink]:
    """Give what takes attestations; a file without any is not written."""
    if target is not None and (target.endswith(("/", os.sep)) or Path(target).is_dir()):
        folder = Path(target)
        if folder.exists() and not folder.is_dir():
            raise click.UsageError(f"{folder} is no folder")
        folder.mkdir(exist_ok=True)
        sink = _Folder(folder, inputs, envelope, force=force)
        yield sink
        if sink.count and not quiet:
            note(f"wrote {sink.count:,} file{'' if sink.count == 1 else 's'} to {folder}")
        return
    with output(target, inputs, force=force, quiet=quiet) as stream:
        lines = _Stream(stream, envelope)
        yield lines
        if target and not lines.count:
            note(f"{target} was not written: nothing was signed")
            raise Withdrawn
