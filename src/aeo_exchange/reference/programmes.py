"""Code of a programme to its facts: one file for one look-up, read when it is asked for.

Files shipped with the package are trusted, since tests hold them to their schema; a file of an
overlay directory wins over the shipped one of the same name and is checked when it is read.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

from aeo_exchange.reference.agreements import Agreements
from aeo_exchange.reference.files import FactFiles, read_shipped
from aeo_exchange.reference.schemes import Schemes
from aeo_exchange.reference.sizes import SizeDefinitions
from aeo_exchange.taking import taking_its_types

if TYPE_CHECKING:
    from pathlib import Path

    from aeo_exchange.reference.programme_facts import Programme

__all__ = [
    "ReferenceData",
    "shipped",
]

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
        self._overlay = overlay
        self._files = FactFiles(FOLDER, overlay, shipped=_read_shipped, local=_read_local)

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
        return self._files.codes

    def look_up(self, code: str) -> Programme | None:
        """Return the programme of a code, or None when no file bears it."""
        return self._files.look_up(code)

    def programmes(self) -> tuple[Programme, ...]:
        """Return every programme, by code; reads all the files."""
        return self._files.every()


# The structs, and what judges a local file, are imported where a first file is read: commands
# that only list codes do without.
def _read_shipped(file: Path) -> Programme:
    from aeo_exchange.reference.programme_facts import Programme  # noqa: PLC0415 as said above

    return read_shipped(file, Programme)


def _read_local(file: Path, code: str) -> Programme:
    from aeo_exchange.reference.programme_overlay import read_local_programme  # noqa: PLC0415

    return read_local_programme(file, code)
