"""XML of a product to the tree that its JSON would have, by the shape of the standard.

Nothing is mended and nothing passed over: what the standard does not have is refused.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from lxml import etree

from aeo_exchange.model.shape import NAMESPACE, BooleanType, Group, ItemShape, Leaf
from aeo_exchange.model.texts import IntegerType
from aeo_exchange.model.tree import Tree

__all__ = ["BLANKS", "Element", "element_tree", "has_text_between", "parsed"]

Element: TypeAlias = "etree._Element"  # noqa: SLF001 lxml has no public name for it
BLANKS = " \t\r\n"
SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
BOOLEANS = {"true": True, "false": False}
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,15})\Z")


def parsed(content: bytes) -> Element:
    """Return the root of a document that asks for nothing from outside; raises ValueError."""
    content.decode()
    try:
        root = etree.fromstring(
            content,
            etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False),
        )
    except etree.XMLSyntaxError as cause:
        raise ValueError(f"not well-formed XML: {cause.msg}") from cause
    document = root.getroottree().docinfo
    if document.doctype:
        raise ValueError("it has a document type declaration")
    if document.xml_version != "1.0" or (document.encoding or "UTF-8").upper() != "UTF-8":
        raise ValueError("it is not declared as XML 1.0 in UTF-8")
    return root


def element_tree(element: Element, shape: Group) -> dict[str, Tree]:
    """Return the tree of an element that holds the items of a shape; raises ValueError."""
    is_root = element.getparent() is None
    if set(map(str, element.keys())) - ({SCHEMA_LOCATION} if is_root else set()):
        raise ValueError(f"{_name(element)} has an attribute")
    if has_text_between(element):
        raise ValueError(f"text stands between the elements of {_name(element)}")
    fields = {f"{{{NAMESPACE}}}{field.element}": field for field in shape.fields}
    tree: dict[str, Tree] = {}
    last = -1
    for child in element.iterchildren("*"):
        field = fields.get(str(child.tag))
        if field is None:
            raise ValueError(f"{_name(element)} has no {_name(child)}")
        if field.place < last:
            raise ValueError(f"{_name(child)} comes too late")
        last = field.place
        _put(tree, field, _value(child, field.kind))
    return tree


def _put(tree: dict[str, Tree], field: ItemShape, value: Tree) -> None:
    if not field.is_list:
        if field.name in tree:
            raise ValueError(f"{field.element} stands twice")
        tree[field.name] = value
        return
    values = tree.setdefault(field.name, [])
    assert isinstance(values, list)
    values.append(value)


def has_text_between(element: Element) -> bool:
    """Say whether anything but white space stands beside the elements inside an element."""
    texts = [element.text, *(child.tail for child in element)]
    return any(text and text.strip(BLANKS) for text in texts)


def _value(element: Element, kind: Group | Leaf) -> Tree:
    if isinstance(kind, Group):
        return element_tree(element, kind)
    if len(element) or element.keys():
        raise ValueError(f"{_name(element)} holds more than text")
    text = element.text or ""
    if isinstance(kind, IntegerType):
        if not _WHOLE.match(text):
            raise ValueError(f"{_name(element)} is not a whole number")
        return int(text)
    if isinstance(kind, BooleanType):
        if text not in BOOLEANS:
            raise ValueError(f"{_name(element)} is neither true nor false")
        return BOOLEANS[text]
    return text


def _name(element: Element) -> str:
    return etree.QName(element).localname
