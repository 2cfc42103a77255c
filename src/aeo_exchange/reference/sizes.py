"""Code of a size definition to its facts: one file for one look-up, read when it is asked for.

As with programmes, shipped files are trusted, since tests hold them to their schema; a file of
the folder `sizes` in an overlay directory wins over the shipped one and is checked when read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aeo_exchange.errors import ReferenceDataError
from aeo_exchange.reference.files import PRINTED, files_by_code, read_shipped
from aeo_exchange.reference.suggestions import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    from aeo_exchange.reference.size_facts import SizeDefinition

FOLDER = "sizes"


class SizeDefinitions:
    """The size definitions shipped with the package, under those of an overlay directory.

    Raises ReferenceDataError when the overlay is no directory; a broken file raises when it is
    looked up.
    """

    def __init__(self, overlay: Path | None = None) -> None:
        """List the definition files; none is read yet."""
        if overlay is not None and not overlay.is_dir():
            fault = f"{overlay}: is not a directory"
            raise ReferenceDataError(fault)
        local = {} if overlay is None else files_by_code(overlay / FOLDER, ".toml")
        self._files = {**files_by_code(PRINTED / FOLDER, ".json"), **local}
        self._local = frozenset(local)
        self._read: dict[str, SizeDefinition] = {}

    def codes(self) -> tuple[str, ...]:
        """Return the codes of the known definitions, sorted, by the names of their files."""
        return tuple(sorted(self._files))

    def look_up(self, code: str) -> SizeDefinition | None:
        """Return the definition of a code, or None when no file bears it."""
        # Only names that were listed are opened: a code from outside is never made a path.
        if code not in self._files:
            return None
        if code not in self._read:
            self._read[code] = self._load(code)
        return self._read[code]

    def definitions(self) -> tuple[SizeDefinition, ...]:
        """Return every definition, by code; reads all the files."""
        return tuple(definition for code in self.codes() if (definition := self.look_up(code)))

    def did_you_mean(self, code: str) -> tuple[str, ...]:
        """Return at most three known codes like the one given, the likest first."""
        return did_you_mean(code, self.codes())

    def _load(self, code: str) -> SizeDefinition:
        """Read the file of a code; check it first when it is a local one."""
        # The structs, which commands that only list codes do without.
        from aeo_exchange.reference.size_facts import SizeDefinition  # noqa: PLC0415

        file = self._files[code]
        if code not in self._local:
            return read_shipped(file, SizeDefinition)
        # What judges a local file, which most commands do without.
        from aeo_exchange.reference.size_overlay import read_local_sizes  # noqa: PLC0415

        return read_local_sizes(file, code)
