"""Code of a programme to its facts: one file for one look-up, read when it is asked for.

Files shipped with the package are trusted, since tests hold them to their schema; a file of an
overlay directory wins over the shipped one of the same name and is checked when it is read.
"""

from __future__ import annotations

from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING

from aeo_exchange.errors import ReferenceDataError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from aeo_exchange.reference.facts import Programme
from aeo_exchange.reference.schemes import Schemes
from aeo_exchange.reference.sizes import SizeDefinitions

SUFFIX = ".toml"


class ReferenceData:
    """The programmes shipped with the package, under those of an optional overlay directory.

    The overlay holds its files as the package does, in `programmes/CODE.toml`. Raises
    ReferenceDataError when it is no directory; a broken file raises when it is looked up.
    """

    def __init__(self, overlay: Path | None = None) -> None:
        """List the programme files; none is read yet."""
        if overlay is not None and not overlay.is_dir():
            fault = f"{overlay}: is not a directory"
            raise ReferenceDataError(fault)
        self._overlay = overlay
        shipped = _files(resources.files("aeo_exchange.reference") / "programmes")
        local = {} if overlay is None else _files(overlay / "programmes")
        self._files = {**shipped, **local}
        self._codes = tuple(sorted(self._files))
        self._local = frozenset(local)
        self._read: dict[str, Programme] = {}

    @cached_property
    def schemes(self) -> Schemes:
        """The identifier schemes, under those of the same overlay; read when first asked for."""
        return Schemes(self._overlay)

    @cached_property
    def sizes(self) -> SizeDefinitions:
        """The definitions of size classes, under those of the same overlay."""
        return SizeDefinitions(self._overlay)

    def codes(self) -> tuple[str, ...]:
        """Return the codes of the known programmes, sorted, by the names of their files."""
        return self._codes

    def look_up(self, code: str) -> Programme | None:
        """Return the programme of a code, or None when no file bears it."""
        # Only names that were listed are opened: a code of a record is never made a path.
        if code not in self._files:
            return None
        if code not in self._read:
            self._read[code] = self._load(code)
        return self._read[code]

    def programmes(self) -> tuple[Programme, ...]:
        """Return every programme, by code; reads all the files."""
        return tuple(programme for code in self.codes() if (programme := self.look_up(code)))

    def _load(self, code: str) -> Programme:
        """Read the file of a code; check it first when it is a local one."""
        # Imports tomllib and the structs, which most commands do without.
        from aeo_exchange.reference.files import read_local, read_shipped  # noqa: PLC0415

        file = self._files[code]
        return read_local(file, code) if code in self._local else read_shipped(file)


def _files(folder: Traversable) -> dict[str, Traversable]:
    """Return the programme files of a folder by code; none when there is no such folder."""
    if not folder.is_dir():
        return {}
    return {
        file.name.removesuffix(SUFFIX): file
        for file in folder.iterdir()
        if file.name.endswith(SUFFIX)
    }
