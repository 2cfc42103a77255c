"""A record, or another root, to the lines of its XML element, in the order of the standard.

Written as escaped text, which is three times as fast as building elements.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from html import escape
from typing import TypeAlias

from msgspec import UNSET, Struct

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.shape import BooleanType, Group, Leaf, record_shape
from aeo_exchange.model.texts import IntegerType, TextType

__all__ = ["group_lines", "record_lines"]

# An attribute, its start and end tags, whether it is a list, what is in it, how a value is written.
Line: TypeAlias = tuple[str, str, str, bool, "list[Line] | None", Callable[[object], str]]


def record_lines(record: AeoRecord, attributes: str, level: int) -> str:
    """Return a record as indented XML, ending with a line feed.

    `attributes` goes into the start tag as it is: a namespace declaration or nothing.
    """
    return group_lines(record, record_shape(), attributes, level)


def group_lines(group: Struct, shape: Group, attributes: str, level: int) -> str:
    """Return the struct of any shape as `record_lines` does a record."""
    pad = "  " * level
    lines = [f"{pad}<{shape.name}{attributes}>"]
    _write(group, _plan(shape, level + 1), lines)
    lines.append(f"{pad}</{shape.name}>\n")
    return "\n".join(lines)


def _write(group: Struct, plan: list[Line], lines: list[str]) -> None:
    for attribute, start, end, many, inner, spell in plan:
        value = getattr(group, attribute)
        if value is UNSET:
            continue
        for item in value if many else (value,):
            if inner is None:
                lines.append(f"{start}{spell(item)}{end}")
            else:
                lines.append(start)
                _write(item, inner, lines)
                lines.append(end)


@cache
def _plan(group: Group, level: int) -> list[Line]:
    pad = "  " * level
    return [
        (
            field.attribute,
            f"{pad}<{field.element}>",
            f"{pad if isinstance(field.kind, Group) else ''}</{field.element}>",
            field.is_list,
            _plan(field.kind, level + 1) if isinstance(field.kind, Group) else None,
            _spelling(field.kind),
        )
        for field in group.fields
    ]


def _spelling(kind: Group | Leaf) -> Callable[[object], str]:
    """Return how a value is written; only free text can hold a character to escape."""
    match kind:
        case BooleanType():
            return lambda value: "true" if value else "false"
        case IntegerType():
            return str
        case TextType():
            return _escaped
        case _:
            return str


def _escaped(value: object) -> str:
    """Return a text with what XML has a meaning for written otherwise; most texts have none."""
    text = str(value)
    if "&" in text or "<" in text or ">" in text:
        return escape(text, quote=False)
    return text
