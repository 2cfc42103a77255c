"""Code of an identifier scheme to its rule: schemes.toml, under the one of an overlay directory.

Read when a first scheme is looked up. The shipped file is trusted, since tests hold it to
scheme.schema.json; the file of an overlay is checked when it is read, and wins scheme by scheme.
"""

from __future__ import annotations

from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal

from msgspec import UNSET, Struct, UnsetType, field

from aeo_exchange.errors import ReferenceDataError
from aeo_exchange.model.texts import CountryCode, IdentifierScheme
from aeo_exchange.reference.check_digit_rows import CheckDigit
from aeo_exchange.reference.facts import Fact, Source
from aeo_exchange.reference.files import PRINTED, read_shipped

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "CarriedNumber",
    "Designator",
    "Example",
    "Hint",
    "NewForm",
    "NumberScheme",
    "Rewrite",
    "Schemes",
    "TinMapping",
    "TrialNumbers",
    "UsualShape",
    "shipped_schemes",
]

FILE = "schemes.toml"
Proof = Literal["check-digit", "format", "none"]


class TinMapping(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the number becomes a TIN: `removes` is taken from its front, `prefix` put there.

    Without `prefix` the number begins with its country and is the TIN whole; with `keeps` only so
    many of its first characters count. `doubtful` makes the TIN a proposal.
    """

    prefix: CountryCode | UnsetType = UNSET
    removes: str | UnsetType = UNSET
    keeps: int | UnsetType = UNSET
    doubtful: bool | UnsetType = UNSET


class Example(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number that a source has published as an example, as written there."""

    value: str
    source: str


class Rewrite(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way of writing a number that is not its normal form, and how it is written there."""

    pattern: str
    written: str


class Hint(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A trap: what to tell of numbers of a form; `ambiguous` when they can mean two things.

    `unusual` marks a form that belongs to something else, so a record with it is warned of.
    """

    pattern: str
    text: str
    ambiguous: bool | UnsetType = UNSET
    unusual: bool | UnsetType = UNSET


class NewForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A form that numbers have since a day, and what to tell of such a number before."""

    pattern: str
    from_: date = field(name="from")
    text: str


class UsualShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The shape that numbers of a form usually have; one of another shape may still be right."""

    when: str
    pattern: str
    text: str


class CarriedNumber(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another scheme whose numbers this one rewrites.

    The groups of `pattern` fill `written`; those of `read` fill `restored`, absent when lossy.
    """

    scheme: IdentifierScheme
    pattern: str
    written: str
    read: str
    restored: str | UnsetType = UNSET
    lossy: str | UnsetType = UNSET


class TrialNumbers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Numbers by which a program tries its own check, all in normal form.

    They were computed, not taken from a firm; whether one was issued is not known.
    `other` differs from a right one in one character, `swapped` by two that changed places.
    """

    right: tuple[str, ...]
    other: tuple[str, ...]
    swapped: tuple[str, ...] = ()


class Designator(Fact, frozen=True, kw_only=True):
    """The code of ISO 6523 by which e-invoicing names a scheme, with its own source."""

    code: str


class NumberScheme(Fact, frozen=True, kw_only=True):
    """One identifier scheme as its row tells it; scheme.schema.json describes every item."""

    code: IdentifierScheme
    name: str
    original: str | UnsetType = UNSET
    issuer: CountryCode | UnsetType = UNSET
    iso6523: Designator | UnsetType = UNSET
    pattern: str | UnsetType = UNSET
    shortest: int | UnsetType = UNSET
    longest: int | UnsetType = UNSET
    drops: str = ""
    check: str
    proves: Proof
    rewrites: tuple[Rewrite, ...] = ()
    check_digits: tuple[CheckDigit, ...] = ()
    test_numbers: TrialNumbers | UnsetType = UNSET
    other_kinds: str | UnsetType = UNSET
    usual: tuple[UsualShape, ...] = ()
    new_forms: tuple[NewForm, ...] = ()
    prefixes: tuple[CountryCode, ...] = ()
    tin: TinMapping | UnsetType = UNSET
    no_tin: str | UnsetType = UNSET
    instead: IdentifierScheme | UnsetType = UNSET
    lossy: str | UnsetType = UNSET
    ambiguous: str | UnsetType = UNSET
    examples: tuple[Example, ...] = ()
    examples_note: str | UnsetType = UNSET
    hints: tuple[Hint, ...] = ()
    carries: tuple[CarriedNumber, ...] = ()


class SchemeFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of schemes with the texts they rest on."""

    sources: dict[str, Source]
    schemes: tuple[NumberScheme, ...]


class Schemes:
    """The schemes shipped with the package, under those of an optional overlay directory.

    The overlay holds them in `schemes.toml`. Raises ReferenceDataError when it is no directory;
    a broken file raises when a first scheme is looked up.
    """

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
            # Imports jsonschema, which costs more than all the rest of a command.
            from aeo_exchange.reference.scheme_overlay import read_local  # noqa: PLC0415

            rows += read_local(self._overlay / FILE, frozenset(row.code for row in rows)).schemes
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
