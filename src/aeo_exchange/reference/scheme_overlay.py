"""Local files of identifier schemes held to the schema and to what a schema cannot say."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from aeo_exchange.reference.file_faults import Faults, file_faults, read_checked
from aeo_exchange.reference.files import HERE, in_camel_case
from aeo_exchange.reference.schemes import NumberScheme, SchemeFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from aeo_exchange.model.tree import Tree

__all__ = [
    "patterns_of",
    "read_local_schemes",
    "scheme_faults",
]

SCHEMA = HERE / "scheme.schema.json"


def read_local_schemes(file: Path, others: frozenset[str]) -> SchemeFile:
    """Return the rows of a local file that was held to the schema first."""
    return read_checked(file, lambda tree: scheme_faults(tree, others), _scheme_file)


def scheme_faults(tree: Tree, others: frozenset[str] = frozenset()) -> Faults:
    """Yield the faults of a file of schemes, each with its JSON Pointer; a wrong shape ends it.

    `others` are the codes of schemes that stand in another file.
    """
    return file_faults(tree, SCHEMA, _scheme_file, partial(_further, others))


def _scheme_file(tree: Tree) -> SchemeFile:
    return msgspec.convert(in_camel_case(tree), SchemeFile)


def _further(others: frozenset[str], file: SchemeFile) -> Faults:
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


def _broken_patterns(row: NumberScheme, place: str) -> Faults:
    """Yield the patterns of a row that do not compile, and the templates that they do not fill."""
    for pattern in patterns_of(row):
        yield from _misfits(pattern, "", place)
    for rewrite in row.rewrites:
        yield from _misfits(rewrite.pattern, rewrite.written, place)
    for carried in row.carries:
        yield from _misfits(carried.pattern, carried.written, place)
        yield from _misfits(carried.read, carried.restored or "", place)


def patterns_of(row: NumberScheme) -> Iterator[str]:
    """Yield every pattern of a row but those of templates."""
    yield row.pattern or ""
    yield row.other_kinds or ""
    yield from (hint.pattern for hint in row.hints)
    yield from (form.pattern for form in row.new_forms)
    for shape in row.usual:
        yield from (shape.when, shape.pattern)
    for digit in row.check_digits:
        for rule in (digit, *digit.alternatives):
            yield from (rule.when or "", rule.unless or "")


def _misfits(pattern: str, template: str, place: str) -> Faults:
    """Yield the fault of a pattern, or of a template that its groups do not fill."""
    try:
        template.format(*[""] * re.compile(pattern).groups)
    except re.error as cause:
        yield place, f"is not a pattern: {pattern} ({cause})"
    except (AttributeError, LookupError, ValueError) as cause:
        yield place, f"cannot be filled: {template} ({cause})"
