"""Code of an identifier scheme to its rule: schemes.toml, under the one of an overlay directory.

Read when a first scheme is looked up. The shipped file is trusted, since tests hold it to
scheme.schema.json; the file of an overlay is checked when it is read, and wins scheme by scheme.
"""

from __future__ import annotations

import json
import re
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.errors import ReferenceDataError
from aeo_exchange.model.texts import CountryCode, IdentifierScheme
from aeo_exchange.model.tree import pointer
from aeo_exchange.reference.facts import Fact, Source
from aeo_exchange.reference.files import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from aeo_exchange.model.tree import Tree

__all__ = [
    "CarriedNumber",
    "Example",
    "Hint",
    "NumberScheme",
    "Schemes",
    "TinMapping",
    "shipped_schemes",
]

FILE = "schemes.toml"
SCHEMA = "scheme.schema.json"
Proof = Literal["check-digit", "format", "none"]


class TinMapping(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the number becomes a TIN: `removes` is taken from its front, `prefix` put there.

    Without `prefix` the number begins with its country and is the TIN whole.
    """

    prefix: CountryCode | UnsetType = UNSET
    removes: str | UnsetType = UNSET


class Example(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number that a source has published as an example, as written there."""

    value: str
    source: str


class Hint(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A trap: what to tell of numbers of a form; `ambiguous` when they can mean two things."""

    pattern: str
    text: str
    ambiguous: bool | UnsetType = UNSET


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


class NumberScheme(Fact, frozen=True, kw_only=True):
    """One identifier scheme as its row tells it; scheme.schema.json describes every item."""

    code: IdentifierScheme
    name: str
    original: str | UnsetType = UNSET
    issuer: CountryCode | UnsetType = UNSET
    pattern: str | UnsetType = UNSET
    shortest: int | UnsetType = UNSET
    longest: int | UnsetType = UNSET
    drops: str = ""
    check: str
    proves: Proof
    format_only: str | UnsetType = UNSET
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
        rows = list(_read(resources.files("aeo_exchange.reference") / FILE).schemes)
        if self._overlay is not None and (self._overlay / FILE).is_file():
            rows += _read_local(self._overlay / FILE, frozenset(row.code for row in rows)).schemes
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


def faults(tree: Tree, others: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """Yield the faults of a file of schemes, each with its JSON Pointer; a wrong shape ends it.

    `others` are the codes of schemes that stand in another file.
    """
    # jsonschema costs more than all the rest of a command, and only overlays need it.
    from jsonschema import Draft202012Validator  # noqa: PLC0415

    text = (resources.files("aeo_exchange.reference") / SCHEMA).read_text(encoding="utf-8")
    errors = list(Draft202012Validator(json.loads(text)).iter_errors(tree))
    for error in sorted(errors, key=lambda error: list(map(str, error.path))):
        yield pointer(tuple(error.absolute_path)), error.message
    if errors:
        return
    try:
        file = msgspec.convert(_in_camel_case(tree), SchemeFile)
    except msgspec.ValidationError as cause:  # a day that no calendar has
        yield "", str(cause)
    else:
        yield from _inner_faults(file, others)


def _inner_faults(file: SchemeFile, others: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield what the schema cannot say: dangling names, repeated codes, broken patterns."""
    codes = [row.code for row in file.schemes]
    for i, row in enumerate(file.schemes):
        place = f"/schemes/{i}"
        if row.code in codes[:i]:
            yield f"{place}/code", f"occurs before: {row.code}"
        for key in (row.source, *(example.source for example in row.examples)):
            if key not in file.sources:
                yield f"{place}/source", f"names no source of the file: {key}"
        named = (row.instead or row.code, *(carried.scheme for carried in row.carries))
        for code in named:
            if code not in codes and code not in others:
                yield place, f"names no known scheme: {code}"
        yield from _broken_patterns(row, place)


def _broken_patterns(row: NumberScheme, place: str) -> Iterator[tuple[str, str]]:
    """Yield the patterns of a row that are none, and the templates that they do not fill."""
    patterns = [row.pattern or "", row.format_only or "", *(hint.pattern for hint in row.hints)]
    for pattern in patterns:
        yield from _misfits(pattern, "", place)
    for carried in row.carries:
        yield from _misfits(carried.pattern, carried.written, place)
        yield from _misfits(carried.read, carried.restored or "", place)


def _misfits(pattern: str, template: str, place: str) -> Iterator[tuple[str, str]]:
    """Yield the fault of a pattern, or of a template that its groups do not fill."""
    try:
        template.format(*[""] * re.compile(pattern).groups)
    except re.error as cause:
        yield place, f"is no pattern: {pattern} ({cause})"
    except (AttributeError, LookupError, ValueError) as cause:
        yield place, f"cannot be filled: {template} ({cause})"


def _read(file: Traversable) -> SchemeFile:
    """Return the rows of a file; raises ReferenceDataError with file and place."""
    try:
        return msgspec.convert(_in_camel_case(read_tree(file)), SchemeFile)
    except msgspec.ValidationError as cause:
        fault = f"{file}: {cause}"
        raise ReferenceDataError(fault) from cause


def _read_local(file: Path, others: frozenset[str]) -> SchemeFile:
    """Return the rows of a local file that was held to the schema first."""
    for place, message in faults(read_tree(file), others):
        fault = f"{file}: {place or '/'}: {message}"
        raise ReferenceDataError(fault)
    return _read(file)


def _in_camel_case(tree: Tree) -> Tree:
    """Return the tree with the names of its members in camelCase, as the structs have them."""
    if isinstance(tree, dict):
        return {_camel(name): _in_camel_case(value) for name, value in tree.items()}
    if isinstance(tree, list):
        return [_in_camel_case(value) for value in tree]
    return tree


def _camel(name: str) -> str:
    """Return a snake_case name in camelCase; keys of sources hold no underscore."""
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)
