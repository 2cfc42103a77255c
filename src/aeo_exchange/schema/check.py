"""A tree to structural findings, by the published JSON Schema, in either syntax.

One engine and one schema judge the trees of all formats, so a fault has one code and one path
whether it was written in JSON or in XML.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec import UNSET

from aeo_exchange.model.shape import Field, Group, record_shape
from aeo_exchange.model.tree import Tree, pointer
from aeo_exchange.report import Finding, Severity, excerpt
from aeo_exchange.resources import published

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

__all__ = ["structure_findings"]


Steps: TypeAlias = tuple[str | int, ...]


class Miss(NamedTuple):
    """What the schema found wrong at a place."""

    code: str
    path: str
    message: str
    expected: str = ""
    hint: str = ""


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
ABOUT_MEMBERS = frozenset({CODES["required"], CODES["additionalProperties"]})
# A value of the wrong kind, or of no length, also misses its pattern; one finding is enough.
COVERS = {
    "AEO-STR-03": frozenset({"AEO-STR-05", "AEO-STR-06", "AEO-COD-01"}),
    "AEO-STR-05": frozenset({"AEO-STR-06"}),
}


def structure_findings(tree: Tree) -> tuple[Finding, ...]:
    """Return what the published schema finds wrong with a tree."""
    floats = dict(_floats(tree, ())) if _has_float(tree) else {}
    found: dict[tuple[str, str], Finding] = {}
    for steps, miss in _misses(_without_floats(tree) if floats else tree):
        if steps not in floats or miss.code in ABOUT_MEMBERS:
            found[miss.path, miss.code] = _finding(miss, tree, steps)
    for path, code in list(found):
        for covered in COVERS.get(code, ()):
            found.pop((path, covered), None)
    return (*found.values(), *(_not_whole(steps, value) for steps, value in floats.items()))


@cache
def _validator() -> Draft202012Validator:
    from jsonschema_rs import Draft202012Validator  # noqa: PLC0415 only a bad tree needs it

    schema = json.loads(published("schemas/1.0/aeo-record.schema.json").read_bytes())
    return Draft202012Validator(schema)


def _misses(tree: Tree) -> Iterator[tuple[Steps, Miss]]:
    for error in _validator().iter_errors(tree):
        keyword = str(error.schema_path[-1])
        steps = tuple(error.instance_path)
        match keyword:
            case "required":
                yield from _missing(steps, _at(tree, steps))
            case "additionalProperties":
                yield from _unknown(steps, _at(tree, steps))
            case _:
                yield steps, _wrong(keyword, steps)


def _missing(steps: Steps, group: Tree) -> Iterator[tuple[Steps, Miss]]:
    shape = _shape_at(steps)
    for each in shape.fields if shape else ():
        if each.required and isinstance(group, dict) and each.name not in group:
            place = (*steps, each.name)
            message = f"{each.name} is missing"
            yield place, Miss(CODES["required"], pointer(place), message, each.item.definition)


def _unknown(steps: Steps, group: Tree) -> Iterator[tuple[Steps, Miss]]:
    shape = _shape_at(steps)
    known = [each.name for each in shape.fields] if shape else []
    for name in group if isinstance(group, dict) else ():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "put it into extensions"
            place = (*steps, name)
            message = f"{excerpt(name)} is not an item of this standard"
            yield place, Miss(CODES["additionalProperties"], pointer(place), message, hint=hint)


def _wrong(keyword: str, steps: Steps) -> Miss:
    code = CODES[keyword]
    return Miss(code, pointer(steps), MESSAGES[code], _expected(_field_at(steps), steps))


MESSAGES = {
    "AEO-STR-03": "is a value of another kind",
    "AEO-STR-04": "has too few or too many elements",
    "AEO-STR-05": "is empty or too long",
    "AEO-STR-06": "does not have the form of its type",
    "AEO-STR-07": "is outside the bounds of its type",
    "AEO-COD-01": "is not in the code list",
}


def _finding(miss: Miss, tree: Tree, steps: Steps) -> Finding:
    value = None if miss.code in ABOUT_MEMBERS else _at(tree, steps)
    return Finding(
        code=miss.code,
        severity=Severity.ERROR,
        path=miss.path,
        message=miss.message,
        got=UNSET if miss.code in ABOUT_MEMBERS else _got(value),
        expected=miss.expected or UNSET,
        hint=miss.hint or _near_code(miss, value) or UNSET,
    )


def _at(tree: Tree, steps: Steps) -> Tree:
    """Return the value at a path that the engine has followed."""
    for step in steps:
        if isinstance(tree, dict):
            tree = tree[str(step)]
        elif isinstance(tree, list):
            tree = tree[int(step)]
    return tree


def _near_code(miss: Miss, value: Tree) -> str:
    if miss.code != CODES["enum"] or not isinstance(value, str):
        return ""
    near = difflib.get_close_matches(value, miss.expected.split(", "), n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else ""


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


def _not_whole(steps: Steps, value: float) -> Finding:
    return Finding(
        code="AEO-SYN-03",
        severity=Severity.ERROR,
        path=pointer(steps),
        message="the number is not a whole number",
        got=_spelled(value),
        hint="write whole numbers without point or exponent, decimals as text",
    )


def _has_float(tree: Tree) -> bool:
    match tree:
        case dict():
            return any(map(_has_float, tree.values()))
        case list():
            return any(map(_has_float, tree))
        case _:
            return isinstance(tree, float)


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


def _field_at(steps: Steps) -> Field | None:
    """Return the field that a path of names and indexes leads to."""
    group: Group | None = record_shape()
    field: Field | None = None
    for step in steps:
        if isinstance(step, int):
            continue
        field = group.by_name.get(step) if group else None
        group = field.kind if field and isinstance(field.kind, Group) else None
    return field


def _expected(field: Field | None, steps: Steps) -> str:
    if field is None:
        return "one record, as a group of items"
    if field.is_list and not isinstance(steps[-1], int):
        return f"a list of {field.cardinality}"
    kind = field.kind
    if isinstance(kind, type):
        return ", ".join(code.value for code in kind)
    example = getattr(kind, "example", "")
    return f"{kind.definition} Example: {example}" if example else kind.definition
