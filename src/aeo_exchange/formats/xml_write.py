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
from aeo_exchange.model.texts import TextType

__all__ = ["group_lines", "record_lines"]

# An attribute, its start and end tags, whether it is a list, what is in it, and how a value is
# written; None where it is written as it is.
Line: TypeAlias = tuple[str, str, str, bool, "list[Line] | None", "Callable[[object], str] | None"]


def record_lines(record: AeoRecord, attributes: str, level: int, *, escaped: bool = True) -> str:
    """Return a record as indented XML, ending with a line feed.

    `attributes` goes into the start tag as it is: a namespace declaration or nothing. Nothing is
    escaped for one who knows that no text of the record has a sign with a meaning in XML.
    """
    return group_lines(record, record_shape(), attributes, level, escaped=escaped)


def group_lines(
    group: Struct, shape: Group, attributes: str, level: int, *, escaped: bool = True
) -> str:
    """Return the struct of any shape as `record_lines` does a record."""
    pad = "  " * level
    lines = [f"{pad}<{shape.name}{attributes}>"]
    _write(group, _plan(shape, level + 1, escaped=escaped), lines)
    lines.append(f"{pad}</{shape.name}>\n")
    return "\n".join(lines)


def _write(group: Struct, plan: list[Line], lines: list[str]) -> None:
    for attribute, start, end, many, inner, spell in plan:
        value = getattr(group, attribute)
        if value is UNSET:
            continue
        if inner is None and not many:  # as most items are
            lines.append(f"{start}{value if spell is None else spell(value)}{end}")
            continue
        for item in value if many else (value,):
            if inner is None:
                lines.append(f"{start}{item if spell is None else spell(item)}{end}")
            else:
                lines.append(start)
                _write(item, inner, lines)
                lines.append(end)


@cache
def _plan(group: Group, level: int, *, escaped: bool) -> list[Line]:
    pad = "  " * level
    return [
        (
            field.attribute,
            f"{pad}<{field.element}>",
            f"{pad if isinstance(field.kind, Group) else ''}</{field.element}>",
            field.is_list,
            _plan(field.kind, level + 1, escaped=escaped)
            if isinstance(field.kind, Group)
            else None,
            _spelling(field.kind, escaped=escaped),
        )
        for field in group.fields
    ]


def _spelling(kind: Group | Leaf, *, escaped: bool) -> Callable[[object], str] | None:
    """Return how a value is written; only free text can hold a character to escape."""
    match kind:
        case BooleanType():
            return lambda value: "true" if value else "false"
        case TextType() if escaped:
            return _escaped
        case _:
            return None


def _escaped(value: object) -> str:
    """Return a text with what XML has a meaning for written otherwise; most texts have none."""
    text = str(value)
    if "&" in text or "<" in text or ">" in text:
        return escape(text, quote=False)
    return text
