"""A tree to structural findings, by the published JSON Schema, in either syntax.

One engine and one schema judge the trees of all formats, so a fault has one code and one path
whether it was written in JSON or in XML.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeAlias

from msgspec import UNSET, Struct

from aeo_exchange.model.instants import zone_hint
from aeo_exchange.model.shape import Group, ItemShape, record_shape
from aeo_exchange.model.tree import Tree, pointer
from aeo_exchange.reader_codes import NUMBER_FORM
from aeo_exchange.report import MOST_FINDINGS, Finding, Severity
from aeo_exchange.resources import published
from aeo_exchange.safe_text import excerpt

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

__all__ = [
    "MISSING",
    "Miss",
    "finding_of_miss",
    "misses",
]

Steps: TypeAlias = tuple[str | int, ...]


class Miss(Struct, frozen=True, gc=False):
    """What the schema found wrong at a place; a finding is made of it when it is told.

    `more` counts what stands behind it in its group and is alike: it is never told.
    """

    code: str
    steps: Steps
    more: int = 0

    @property
    def path(self) -> str:
        """The place as a JSON Pointer."""
        return pointer(self.steps)


# Keyword of the schema -> rule. `not` stands only in Line, which refuses line feeds.
CODES = {
    "required": "AEO-STR-01",
    "additionalProperties": "AEO-STR-02",
    "type": "AEO-STR-03",
    "minItems": "AEO-STR-04",
    "maxItems": "AEO-STR-04",
    "minLength": "AEO-STR-05",
    "maxLength": "AEO-STR-05",
    "pattern": "AEO-STR-06",
    "not": "AEO-STR-06",
    "minimum": "AEO-STR-07",
    "maximum": "AEO-STR-07",
    "enum": "AEO-COD-01",
}
MISSING, UNKNOWN = CODES["required"], CODES["additionalProperties"]
ABOUT_MEMBERS = frozenset({MISSING, UNKNOWN})
NAME = 80  # of a name this much is compared with those that may be meant
# A value of the wrong kind, or of no length, also misses its pattern; one finding is enough.
COVERS = {
    "AEO-STR-03": frozenset({"AEO-STR-05", "AEO-STR-06", "AEO-COD-01"}),
    "AEO-STR-05": frozenset({"AEO-STR-06"}),
}


def misses(tree: Tree) -> tuple[Miss, ...]:
    """Return what the published schema finds wrong with a tree, each code once at each path."""
    floats = dict(_floats(tree, ())) if _has_float(tree) else {}
    misses = {
        miss: None
        for miss in _misses(_without_floats(tree) if floats else tree)
        if miss.steps not in floats or miss.code in ABOUT_MEMBERS
    }
    for miss in list(misses):
        for covered in COVERS.get(miss.code, ()):
            misses.pop(Miss(covered, miss.steps), None)
    return (*misses, *(Miss(NUMBER_FORM, steps) for steps in floats))


@cache
def _validator() -> Draft202012Validator:
    from jsonschema_rs import Draft202012Validator  # noqa: PLC0415 only a bad tree needs it

    schema = json.loads(published("schemas/1.0/aeo-record.schema.json").read_bytes())
    return Draft202012Validator(schema)


def _misses(tree: Tree) -> Iterator[Miss]:
    lacking: set[Steps] = set()
    for error in _validator().iter_errors(tree):
        keyword = str(error.schema_path[-1])
        steps = tuple(error.instance_path)
        match keyword:
            case "required" if steps in lacking:
                pass  # the engine names each item that is missing; all were told at the first
            case "required":
                lacking.add(steps)
                yield from _missing(steps, _at(tree, steps))
            case "additionalProperties":
                yield from _unknown(steps, _at(tree, steps))
            case _:
                yield Miss(CODES[keyword], steps)


def _missing(steps: Steps, group: Tree) -> Iterator[Miss]:
    shape = _shape_at(steps)
    for field in shape.fields if shape else ():
        if field.required and isinstance(group, dict) and field.name not in group:
            yield Miss(MISSING, (*steps, field.name))


def _unknown(steps: Steps, group: Tree) -> Iterator[Miss]:
    shape = _shape_at(steps)
    known = shape.by_name if shape else {}
    names = [name for name in group if name not in known] if isinstance(group, dict) else []
    told, behind = names[:MOST_FINDINGS], len(names[MOST_FINDINGS:])
    for left, name in enumerate(told, 1 - len(told)):
        yield Miss(UNKNOWN, (*steps, name), 0 if left else behind)


MESSAGES = {
    "AEO-STR-03": "is a value of another kind",
    "AEO-STR-04": "has too few or too many elements",
    "AEO-STR-05": "is empty or too long",
    "AEO-STR-06": "does not have the form of its type",
    "AEO-STR-07": "is outside the bounds of its type",
    "AEO-COD-01": "is not in the code list",
}


def finding_of_miss(miss: Miss, tree: Tree) -> Finding:
    """Return the finding, without place, about what is wrong with a tree."""
    name = str(miss.steps[-1]) if miss.steps else ""
    field = _field_at(miss.steps)
    if miss.code == MISSING:
        expected = field.item.definition if field else ""
        return _finding(miss, f"{name} is missing", expected=expected)
    if miss.code == UNKNOWN:
        message = f"{excerpt(name)} is not an item of this standard"
        return _finding(miss, message, hint=_near_name(miss.steps))
    value = _at(tree, miss.steps)
    if miss.code == NUMBER_FORM:
        hint = "write whole numbers without point or exponent, decimals as text"
        return _finding(miss, "the number is not a whole number", got=_spelled(value), hint=hint)
    expected = _expected(field, miss.steps)
    hint = _near_code(miss.code, value, expected) or _zone(value, field)
    return _finding(miss, MESSAGES[miss.code], got=_got(value), expected=expected, hint=hint)


def _finding(
    miss: Miss, message: str, *, got: str = "", expected: str = "", hint: str = ""
) -> Finding:
    return Finding(
        code=miss.code,
        severity=Severity.ERROR,
        path=miss.path,
        message=message,
        got=got or UNSET,
        expected=expected or UNSET,
        hint=hint or UNSET,
    )


def _near_name(steps: Steps) -> str:
    shape = _shape_at(steps[:-1])
    near = _nearest(str(steps[-1])[:NAME], tuple(shape.by_name) if shape else (), 0.6)
    return f"did you mean {near[0]}?" if near else "put it into extensions"


def _at(tree: Tree, steps: Steps) -> Tree:
    """Return the value at a path that the engine has followed."""
    for step in steps:
        if isinstance(tree, dict):
            tree = tree[str(step)]
        elif isinstance(tree, list):
            tree = tree[int(step)]
    return tree


def _near_code(code: str, value: Tree, expected: str) -> str:
    if code != CODES["enum"] or not isinstance(value, str):
        return ""
    near = _nearest(value[:NAME], tuple(expected.split(", ")), 0.5)
    return f"did you mean {near[0]}?" if near else ""


@lru_cache(maxsize=1 << 10)
def _nearest(given: str, known: tuple[str, ...], cutoff: float) -> list[str]:
    """Return the word most like one given, or none; one slip mostly fills a file."""
    return difflib.get_close_matches(given, known, n=1, cutoff=cutoff)


def _zone(value: Tree, field: ItemShape | None) -> str:
    """Return what to write in place of a date or an instant with a time zone."""
    name = getattr(field.kind, "name", "") if field else ""
    if not isinstance(value, str) or name not in ("Date", "Instant"):
        return ""
    return zone_hint(value, of_date=name == "Date")


def _got(value: Tree) -> str:
    match value:
        case dict():
            return "a group"
        case list():
            return "a list"
        case str():
            return excerpt(value)
        case _:
            return _spelled(value)


def _spelled(value: Tree) -> str:
    """Return a value as JSON writes it, however large a number it is."""
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 256:  # noqa: PLR2004
        return "a number of more than 77 digits"
    return excerpt(json.dumps(value))


def _has_float(tree: Tree) -> bool:
    waiting = [tree]
    for value in waiting:  # which grows meanwhile
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, float):
            return True
    return False


def _floats(tree: Tree, steps: Steps) -> Iterator[tuple[Steps, float]]:
    if isinstance(tree, float):
        yield steps, tree
    elif isinstance(tree, dict):
        for name, value in tree.items():
            yield from _floats(value, (*steps, name))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _floats(value, (*steps, index))


def _without_floats(tree: Tree) -> Tree:
    """Return a tree with 0 for each float: engines disagree about 1.0, and fail on infinity."""
    match tree:
        case dict():
            return {name: _without_floats(value) for name, value in tree.items()}
        case list():
            return [_without_floats(value) for value in tree]
        case float():
            return 0
        case _:
            return tree


def _shape_at(steps: Steps) -> Group | None:
    if not steps:
        return record_shape()
    field = _field_at(steps)
    return field.kind if field and isinstance(field.kind, Group) else None


def _field_at(steps: Steps) -> ItemShape | None:
    """Return the field that a path of names and indexes leads to."""
    group: Group | None = record_shape()
    field: ItemShape | None = None
    for step in steps:
        if isinstance(step, int):
            continue
        field = group.by_name.get(step) if group else None
        group = field.kind if field and isinstance(field.kind, Group) else None
    return field


def _expected(field: ItemShape | None, steps: Steps) -> str:
    if field is None:
        return "one record, as a group of items"
    if field.is_list and not isinstance(steps[-1], int):
        return f"a list of {field.cardinality}"
    kind = field.kind
    if isinstance(kind, type):
        return ", ".join(code.value for code in kind)
    example = getattr(kind, "example", "")
    return f"{kind.definition} Example: {example}" if example else kind.definition
