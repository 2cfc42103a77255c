"""Code of an arrangement to what was read of it: one file for one look-up, read when asked for.

As with programmes, shipped files are trusted, since tests hold them to their schema; a file of
the folder `agreements` in an overlay directory wins over the shipped one and is checked when read.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from aeo_exchange.reference.files import PRINTED, files_by_code, read_shipped

if TYPE_CHECKING:
    from pathlib import Path

    from aeo_exchange.reference.agreement_facts import ReadAgreement

FOLDER = "agreements"


class Agreements:
    """The arrangements shipped with the package, under those of an overlay directory.

    A broken file raises ReferenceDataError when it is looked up.
    """

    def __init__(self, overlay: Path | None = None) -> None:
        """List the files; none is read yet."""
        local = {} if overlay is None else files_by_code(overlay / FOLDER, ".toml")
        self._files = {**files_by_code(PRINTED / FOLDER, ".json"), **local}
        self._local = frozenset(local)
        self._read: dict[str, ReadAgreement] = {}

    def codes(self) -> tuple[str, ...]:
        """Return the codes of the known arrangements, sorted, by the names of their files."""
        return tuple(sorted(self._files))

    def look_up(self, code: str) -> ReadAgreement | None:
        """Return the arrangement of a code, or None when no file bears it."""
        # Only names that were listed are opened: a code from outside is never made a path.
        if code not in self._files:
            return None
        if code not in self._read:
            self._read[code] = self._load(code)
        return self._read[code]

    def agreements(self) -> tuple[ReadAgreement, ...]:
        """Return every arrangement, by code; reads all the files."""
        return tuple(agreement for code in self.codes() if (agreement := self.look_up(code)))

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

    def _load(self, code: str) -> ReadAgreement:
        """Read the file of a code; check it first when it is a local one."""
        # The structs, which commands that only list codes do without.
        from aeo_exchange.reference.agreement_facts import ReadAgreement  # noqa: PLC0415

        file = self._files[code]
        if code not in self._local:
            return read_shipped(file, ReadAgreement)
        # What judges a local file, which most commands do without.
        from aeo_exchange.reference.agreement_overlay import read_local_agreement  # noqa: PLC0415

        return read_local_agreement(file, code)
