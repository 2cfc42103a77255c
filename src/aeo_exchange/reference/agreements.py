"""Code of an arrangement to what was read of it: one file for one look-up, read when asked for.

As with programmes, shipped files are trusted, since tests hold them to their schema; a file of
the folder `agreements` in an overlay directory wins over the shipped one and is checked when read.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from aeo_exchange.reference.files import FactFiles, read_shipped

if TYPE_CHECKING:
    from pathlib import Path

    from aeo_exchange.reference.agreement_facts import ReadAgreement

__all__ = [
    "Agreements",
]

FOLDER = "agreements"


class Agreements:
    """The arrangements shipped with the package, under those of an overlay directory.

    A broken file raises ReferenceDataError when it is looked up.
    """

    def __init__(self, overlay: Path | None = None) -> None:
        """List the files; none is read yet."""
        self._files = FactFiles(FOLDER, overlay, shipped=_read_shipped, local=_read_local)

    def codes(self) -> tuple[str, ...]:
        """Return the codes of the known arrangements, sorted, by the names of their files."""
        return self._files.codes

    def look_up(self, code: str) -> ReadAgreement | None:
        """Return the arrangement of a code, or None when no file bears it."""
        return self._files.look_up(code)

    def agreements(self) -> tuple[ReadAgreement, ...]:
        """Return every arrangement, by code; reads all the files."""
        return self._files.every()

    def between(self, first: str, second: str) -> tuple[ReadAgreement, ...]:
        """Return the arrangements of two sides, in whichever order they are named."""
        codes = self.codes_between(first, second)
        return tuple(agreement for code in codes if (agreement := self.look_up(code)))

    def codes_between(self, first: str, second: str) -> tuple[str, ...]:
        """Return the codes of the arrangements of two sides, sorted; reads no file."""
        return self._by_sides.get(frozenset({first, second}), ())

    @cached_property
    def _by_sides(self) -> dict[frozenset[str], tuple[str, ...]]:
        """The codes by the sides with which they begin, as the names of the files do."""
        codes: defaultdict[frozenset[str], list[str]] = defaultdict(list)
        for code in self.codes():
            codes[frozenset(code.split("-")[:2])].append(code)
        return {sides: tuple(theirs) for sides, theirs in codes.items()}


# Imported where a first file is read, as in programmes.py.
def _read_shipped(file: Path) -> ReadAgreement:
    from aeo_exchange.reference.agreement_facts import ReadAgreement  # noqa: PLC0415 as said above

    return read_shipped(file, ReadAgreement)


def _read_local(file: Path, code: str) -> ReadAgreement:
    from aeo_exchange.reference.agreement_overlay import read_local_agreement  # noqa: PLC0415 as said above

    return read_local_agreement(file, code)
