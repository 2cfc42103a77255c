"""A layout by name or from a TOML file: judged by its schema, then by what a schema cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from aeo_exchange.endless import read_file
from aeo_exchange.errors import LayoutError, ReferenceDataError, WrongChoice
from aeo_exchange.formats.tables.columns import csv_columns
from aeo_exchange.model.codes import Role, Status
from aeo_exchange.model.tree import Tree
from aeo_exchange.reference.files import camel_case, read_toml
from aeo_exchange.reference.shapes import shape_faults
from aeo_exchange.reference.suggestions import did_you_mean
from aeo_exchange.tabular.dates import NAMED_FORMS, is_form
from aeo_exchange.tabular.folding import folded_word
from aeo_exchange.tabular.layout import Layout, LayoutField, Step
from aeo_exchange.tabular.readers.encodings import is_encoding

__all__ = [
    "as_named",
    "built_in_layouts",
    "built_in_text",
    "faults_of_steps",
    "layout_faults",
    "layout_of",
    "read_layout",
    "with_constants",
]

HERE = Path(__file__).parent
FOLDER = HERE / "layouts"
SCHEMA = HERE / "layout.schema.json"
RECORDS = "records"
STATUS_ITEMS = ("status", "status.from", "status.until", "status.reason")
# What a step needs beside what it does.
NEEDS: dict[str, tuple[str, ...]] = {
    "begins": ("texts",),
    "pad-left": ("number",),
    "strip-prefix": ("texts",),
    "strip-suffix": ("texts",),
    "part": ("texts", "number"),
    "line": ("number",),
    "split": ("texts",),
    "date": ("texts",),
    "map": ("map",),
}


def built_in_layouts() -> tuple[str, ...]:
    """Return the names of the layouts that the package has."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


def built_in_text(name: str) -> str:
    """Return the TOML of a layout of the package."""
    return read_file(FOLDER / f"{name}.toml").decode()


def layout_of(name: str) -> Layout:
    """Return the layout of a name, or of a file; raises LayoutError, WrongChoice and OSError."""
    if name in built_in_layouts():
        return read_layout(FOLDER / f"{name}.toml")
    path = Path(name)
    if path.suffix == ".toml" or path.exists():
        return read_layout(path)
    near = did_you_mean(name, built_in_layouts())
    meant = f"; did you mean {' or '.join(near)}?" if near else ""
    raise WrongChoice(
        f"{name} is neither a file nor a layout of the package{meant} "
        f"(there are {', '.join(built_in_layouts())})"
    )


def read_layout(file: Path) -> Layout:
    """Return the layout of a file; raises LayoutError with file and place, OSError."""
    try:
        tree = read_toml(file)
    except ReferenceDataError as cause:
        raise LayoutError(str(cause)) from cause
    for place, message in (*shape_faults(tree, SCHEMA), *_missing(tree)):
        raise LayoutError(f"{file}: {place or '/'}: {message}")
    layout = msgspec.convert(as_named(tree), Layout)
    for place, message in layout_faults(layout):
        raise LayoutError(f"{file}: {place}: {message}")
    return layout


def _missing(tree: Tree) -> Iterator[tuple[str, str]]:
    """Yield what a layout needs unless its file is in a syntax of the standard."""
    assert isinstance(tree, dict)
    form = tree.get("file")
    if isinstance(form, dict) and form.get("kind") != RECORDS:
        for name in ("row", "fields"):
            if name not in tree:
                yield "", f"{name!r} is a required property"


# Members whose keys are texts of the file, or items, and are left as they stand.
_MAPS = frozenset({"map", "constants", "tiers", "roles", "statuses"})


def as_named(tree: Tree) -> Tree:
    """Return the tree with the names of its members as the structs have them."""
    if isinstance(tree, dict):
        return {
            camel_case(name): inner if name in _MAPS else as_named(inner)
            for name, inner in tree.items()
        }
    return [as_named(inner) for inner in tree] if isinstance(tree, list) else tree


def with_constants(layout: Layout, constants: dict[str, str]) -> Layout:
    """Return a layout with items that are the same in every record; raises LayoutError."""
    known = {column.name for column in csv_columns()}
    for name in constants:
        if name not in known:
            raise LayoutError(_no_item(name))
    own = [field for field in layout.fields if field.item not in constants]
    return msgspec.structs.replace(
        layout, constants={**layout.constants, **constants}, fields=tuple(own)
    )


def layout_faults(layout: Layout) -> Iterator[tuple[str, str]]:
    """Yield what no schema can say: unknown items, steps without what they need."""
    items = {column.name for column in csv_columns()}
    for name in layout.constants:
        if name not in items:
            yield f"/constants/{name}", _no_item(name)
    for index, field in enumerate(layout.fields):
        if field.item not in items and field.item not in STATUS_ITEMS:
            yield f"/fields/{index}/item", _no_item(field.item)
        yield from faults_of_steps(index, field)
    yield from _faults_of_owner(layout)
    yield from _faults_of_words(layout)
    yield from _faults_of_file(layout)
    yield from _faults_of_transcription(layout)


def _faults_of_owner(layout: Layout) -> Iterator[tuple[str, str]]:
    """Yield what no record would have; of a file of records, what says it a second time."""
    given = {field.item for field in layout.fields} | set(layout.constants)
    if layout.file.kind == RECORDS:
        if given:
            yield "/file/kind", "the records say all of themselves; fields and constants are no use"
        return
    for name in ("programme", "administration"):
        if not getattr(layout, name) and name not in given:
            yield f"/{name}", "is given neither here nor by a field"


def _no_item(name: str) -> str:
    known = [*(column.name for column in csv_columns()), *STATUS_ITEMS]
    near = did_you_mean(name, known)
    return f"{name} is not an item" + (f"; perhaps {' or '.join(near)} is meant" if near else "")


def faults_of_steps(index: int, field: LayoutField) -> Iterator[tuple[str, str]]:
    """Yield the steps of a field that lack what they need."""
    for number, step in enumerate(field.steps):
        for member in NEEDS.get(step.do, ()):
            if not _has(step, member):
                yield f"/fields/{index}/steps/{number}", f"{step.do} needs `{member}`"
        if step.do == "date":
            yield from _faults_of_forms(f"/fields/{index}/steps/{number}", step.texts)


def _has(step: Step, member: str) -> bool:
    value = getattr(step, member)
    return bool(value) and value is not msgspec.UNSET


def _faults_of_words(layout: Layout) -> Iterator[tuple[str, str]]:
    known = {"roles": set(map(str, Role)), "statuses": set(map(str, Status))}
    for name, codes in known.items():
        for word, code in getattr(layout.words, name).items():
            for wrong in sorted(set(code.split()) - codes):
                near = did_you_mean(wrong, codes) or sorted(codes)
                yield f"/words/{name}/{word}", f"{wrong} is not a code; there is {', '.join(near)}"
    for name in ("tiers", "roles", "statuses"):
        yield from _faults_of_meanings(f"/words/{name}", getattr(layout.words, name))


def _faults_of_meanings(place: str, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield words that a cell cannot tell apart, and that mean two things."""
    seen: dict[str, str] = {}
    for word, codes in words.items():
        first = seen.setdefault(folded_word(word), word)
        if words[first].split() != codes.split():
            yield f"{place}/{word}", f"is read as {first!r}, which means another thing"


def _faults_of_file(layout: Layout) -> Iterator[tuple[str, str]]:
    for encoding in layout.file.encodings:
        if not is_encoding(encoding):
            yield "/file/encodings", f"{encoding} is not an encoding"
    if layout.file.as_of is not msgspec.UNSET:
        yield from _faults_of_forms("/file/as_of", layout.file.as_of.formats)


def _faults_of_forms(place: str, forms: Iterable[str]) -> Iterator[tuple[str, str]]:
    for form in forms:
        if not is_form(form):
            near = did_you_mean(form, [*NAMED_FORMS, "serial"]) or ["%d/%m/%Y"]
            yield place, f"{form!r} is not a form of a day; perhaps {' or '.join(near)} is meant"


def _faults_of_transcription(layout: Layout) -> Iterator[tuple[str, str]]:
    """Yield what keeps a transcription from being marked as one."""
    if layout.transcription is msgspec.UNSET:
        return
    given = {*layout.constants, *(field.item for field in layout.fields)}
    if given & {"view.audience", "view.agreement"}:
        yield "/transcription", "its marks are restricted, so its records are full ones, no views"
    if any(re.match(r"extensions\.[2-4]\.", name) for name in given):
        yield "/transcription", "its marks take the extensions 2 to 4"
    if not layout.row.prefix:
        yield "/row/prefix", "a transcription has keys of its own: name a prefix for them"
    if layout.file.as_of is msgspec.UNSET:
        yield "/file/as_of", "a transcription says as of which day: name where the file tells it"
