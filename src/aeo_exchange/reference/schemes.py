"""Code of an identifier scheme to its rule: schemes.toml, under the one of an overlay directory.

Read when a first scheme is looked up. The shipped file is trusted, since tests hold it to
scheme.schema.json; the file of an overlay is checked when it is read, and wins scheme by scheme.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

from aeo_exchange.errors import ReferenceDataError
from aeo_exchange.reference.files import PRINTED, read_shipped
from aeo_exchange.reference.scheme_parts import (
    CarriedNumber,
    Example,
    Hint,
    NewForm,
    Rewrite,
    TinMapping,
    TrialNumbers,
    UsualShape,
)
from aeo_exchange.reference.scheme_rows import NumberScheme, Proof, SchemeFile
from aeo_exchange.taking import taking_its_types

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "CarriedNumber",
    "Example",
    "Hint",
    "NewForm",
    "NumberScheme",
    "Proof",
    "Rewrite",
    "SchemeFile",
    "Schemes",
    "TinMapping",
    "TrialNumbers",
    "UsualShape",
    "shipped_schemes",
]

FILE = "schemes.toml"


class Schemes:
    """The schemes shipped with the package, under those of an optional overlay directory.

    The overlay holds them in `schemes.toml`. Raises ReferenceDataError when it is no directory;
    a broken file raises when a first scheme is looked up.
    """

    @taking_its_types
    def __init__(self, overlay: Path | None = None) -> None:
        """Remember where to read; nothing is read yet."""
        if overlay is not None and not overlay.is_dir():
            fault = f"{overlay}: is not a directory"
            raise ReferenceDataError(fault)
        self._overlay = overlay

    @cached_property
    def _by_code(self) -> dict[str, NumberScheme]:
        """The schemes by code, in the order of the codes."""
        rows = list(read_shipped(PRINTED / "schemes.json", SchemeFile).schemes)
        if self._overlay is not None and (self._overlay / FILE).is_file():
            # What judges a local file, which most commands do without.
            from aeo_exchange.reference.scheme_overlay import read_local_schemes  # noqa: PLC0415

            rows += read_local_schemes(
                self._overlay / FILE, frozenset(row.code for row in rows)
            ).schemes
        by_code = {row.code: row for row in rows}
        return {code: by_code[code] for code in sorted(by_code)}

    def codes(self) -> tuple[str, ...]:
        """Return the codes of the known schemes, sorted."""
        return tuple(self._by_code)

    def look_up(self, code: str) -> NumberScheme | None:
        """Return the scheme of a code, or None when no row bears it."""
        return self._by_code.get(code)

    def schemes(self) -> tuple[NumberScheme, ...]:
        """Return every scheme, by code."""
        return tuple(self._by_code.values())


@cache
def shipped_schemes() -> Schemes:
    """Return the schemes of the package alone."""
    return Schemes()
