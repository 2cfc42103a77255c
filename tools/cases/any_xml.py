"""Any tree to an XML record element, right or wrong: for conformance cases and laws.

Records are written by xml_write; this writer exists so that a broken record can be shown in
both syntaxes. Not every tree has an XML form: `read back equals written` tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from aeo_exchange.model.shape import NAMESPACE, Group, element_name, record_shape
from aeo_exchange.model.tree import Tree

__all__ = ["any_tree_to_xml"]


def any_tree_to_xml(tree: Tree) -> str:
    """Return a tree as an indented XML document; items that the standard knows come in order."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        *_element(record_shape().name, tree, record_shape(), 0, f' xmlns="{NAMESPACE}"'),
    ]
    return "\n".join(lines) + "\n"


def _element(
    name: str, value: Tree, group: Group | None, level: int, attributes: str = ""
) -> Iterator[str]:
    pad = "  " * level
    if not isinstance(value, dict):
        yield f"{pad}<{name}{attributes}>{_escaped(_spelled(value))}</{name}>"
        return
    yield f"{pad}<{name}{attributes}>"
    for member in _in_order(value, group):
        field = group.by_name.get(member) if group else None
        inner = field.kind if field and isinstance(field.kind, Group) else None
        items = value[member]
        for item in items if isinstance(items, list) else [items]:
            yield from _element(element_name(member), item, inner, level + 1)
    yield f"{pad}</{name}>"


def _in_order(value: dict[str, Tree], group: Group | None) -> list[str]:
    by_name = group.by_name if group else {}
    return sorted(value, key=lambda name: by_name[name].place if name in by_name else len(by_name))


def _escaped(text: str) -> str:
    """Return a text as XML has it; a bare carriage return would be read as a line feed."""
    return escape(text, quote=False).replace("\r", "&#13;")


def _spelled(value: Tree) -> str:
    match value:
        case True | False:
            return "true" if value else "false"
        case None:
            return "null"
        case _:
            return str(value)
