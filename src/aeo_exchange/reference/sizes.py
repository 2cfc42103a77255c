"""Code of a size definition to its facts: one file for one look-up, read when it is asked for.

As with programmes, shipped files are trusted, since tests hold them to their schema; a file of
the folder `sizes` in an overlay directory wins over the shipped one and is checked when read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aeo_exchange.reference.files import FactFiles, read_shipped
from aeo_exchange.reference.suggestions import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    from aeo_exchange.reference.size_facts import SizeDefinition

__all__ = [
    "SizeDefinitions",
]

FOLDER = "sizes"


class SizeDefinitions:
    """The size definitions shipped with the package, under those of an overlay directory.

    Raises ReferenceDataError when the overlay is no directory; a broken file raises when it is
    looked up.
    """

    def __init__(self, overlay: Path | None = None) -> None:
        """List the definition files; none is read yet."""
        self._files = FactFiles(FOLDER, overlay, shipped=_read_shipped, local=_read_local)

    def codes(self) -> tuple[str, ...]:
        """Return the codes of the known definitions, sorted, by the names of their files."""
        return self._files.codes

    def look_up(self, code: str) -> SizeDefinition | None:
        """Return the definition of a code, or None when no file bears it."""
        return self._files.look_up(code)

    def definitions(self) -> tuple[SizeDefinition, ...]:
        """Return every definition, by code; reads all the files."""
        return self._files.every()

    def did_you_mean(self, code: str) -> tuple[str, ...]:
        """Return at most three known codes like the one given, the likest first."""
        return did_you_mean(code, self.codes())


# Imported where a first file is read, as in programmes.py.
def _read_shipped(file: Path) -> SizeDefinition:
    from aeo_exchange.reference.size_facts import SizeDefinition  # noqa: PLC0415 as said above

    return read_shipped(file, SizeDefinition)


def _read_local(file: Path, code: str) -> SizeDefinition:
    from aeo_exchange.reference.size_overlay import read_local_sizes  # noqa: PLC0415 as said above

    return read_local_sizes(file, code)
