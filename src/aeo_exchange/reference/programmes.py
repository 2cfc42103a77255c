"""Code of a programme to its facts: one file for one look-up, read when it is asked for.

Files shipped with the package are trusted, since tests hold them to their schema; a file of an
overlay directory wins over the shipped one of the same name and is checked when it is read.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

from aeo_exchange.errors import ReferenceDataError
from aeo_exchange.reference.agreements import Agreements
from aeo_exchange.reference.files import PRINTED, files_by_code, read_shipped
from aeo_exchange.reference.schemes import Schemes
from aeo_exchange.reference.sizes import SizeDefinitions
from aeo_exchange.taking import taking_its_types

if TYPE_CHECKING:
    from pathlib import Path

    from aeo_exchange.reference.facts import Programme

FOLDER = "programmes"


@cache
def shipped() -> ReferenceData:
    """Return the reference data of the package alone, made once."""
    return ReferenceData()


class ReferenceData:
    """The programmes shipped with the package, under those of an optional overlay directory.

    The overlay holds its files as the package does, in `programmes/CODE.toml`. Raises
    ReferenceDataError when it is no directory; a broken file raises when it is looked up.
    """

    @taking_its_types
    def __init__(self, overlay: Path | None = None) -> None:
        """List the programme files; none is read yet."""
        if overlay is not None and not overlay.is_dir():
            fault = f"{overlay}: is not a directory"
            raise ReferenceDataError(fault)
        self._overlay = overlay
        shipped = files_by_code(PRINTED / FOLDER, ".json")
        local = {} if overlay is None else files_by_code(overlay / FOLDER, ".toml")
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

    @cached_property
    def agreements(self) -> Agreements:
        """The arrangements that were read, under those of the same overlay; no rule asks them."""
        return Agreements(self._overlay)

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
        # The structs, which commands that only list codes do without.
        from aeo_exchange.reference.facts import Programme  # noqa: PLC0415

        file = self._files[code]
        if code not in self._local:
            return read_shipped(file, Programme)
        # What judges a local file, which most commands do without.
        from aeo_exchange.reference.programme_overlay import read_local_programme  # noqa: PLC0415

        return read_local_programme(file, code)
