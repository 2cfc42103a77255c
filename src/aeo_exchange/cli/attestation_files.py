"""Where attestations go: one file or standard output, or a folder with a file for each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

import click

from aeo_exchange.cli.outputs import Withdrawn, output
from aeo_exchange.cli.terminal import note
from aeo_exchange.formats import Content
from aeo_exchange.operations.sign_many import Signed
from aeo_exchange.signing.attestation import Envelope

__all__ = ["Sink", "attestation_files"]

SUFFIXES = {Envelope.SD_JWT: ".aeo.sdjwt", Envelope.XADES: ".aeo.xml"}


class Sink(Protocol):
    """What takes attestations."""

    def add(self, signed: Signed) -> str:
        """Write an attestation; return why not, or an empty text."""


class _Stream:
    """One file: tokens one a line, or one XML document."""

    def __init__(self, stream: BinaryIO, envelope: Envelope) -> None:
        self._stream = stream
        self._envelope = envelope
        self.count = 0

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
        self._folder = folder
        self._inputs = {os.path.realpath(each.path) for each in inputs if each.path}
        self._suffix = SUFFIXES[envelope]
        self._force = force
        self._written: set[Path] = set()

    def add(self, signed: Signed) -> str:
        path = self._folder / f"{signed.record_id}{self._suffix}"
        if path in self._written:
            return f"{path} was written for another record of this id"
        if os.path.realpath(path) in self._inputs:
            return f"{path} is an input; give another folder"
        if path.exists() and not self._force:
            return f"{path} exists; --force replaces it"
        self._written.add(path)
        with output(str(path), [], force=self._force) as stream:
            stream.write(signed.content.removesuffix(b"\n") + b"\n")
        return ""


@contextmanager
def attestation_files(
    target: str | None, inputs: list[Content], envelope: Envelope, *, force: bool
) -> Iterator[Sink]:
    """Give what takes attestations; a file without any is not written."""
    if target is not None and (target.endswith(("/", os.sep)) or Path(target).is_dir()):
        folder = Path(target)
        if folder.exists() and not folder.is_dir():
            raise click.UsageError(f"{folder} is no folder")
        folder.mkdir(exist_ok=True)
        yield _Folder(folder, inputs, envelope, force=force)
        return
    with output(target, inputs, force=force) as stream:
        sink = _Stream(stream, envelope)
        yield sink
        if target and not sink.count:
            note(f"{target} was not written: nothing was signed")
            raise Withdrawn
