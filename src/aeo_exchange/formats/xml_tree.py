"""One AeoRecord element to its tree.

The fast way trusts an element that the XML Schema accepted. The careful way takes any element,
keeps in the tree what a tree can hold, and lists as faults what only XML can get wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TypeAlias

from lxml import etree

from aeo_exchange.model.document import Fault
from aeo_exchange.model.shape import (
    NAMESPACE,
    BooleanType,
    Field,
    Group,
    Leaf,
    member_name,
    record_shape,
)
from aeo_exchange.model.texts import IntegerType
from aeo_exchange.model.tree import Tree
from aeo_exchange.report import excerpt

__all__ = ["careful_tree", "fast_tree"]

Element: TypeAlias = "etree._Element"
Plan: TypeAlias = dict[str, tuple[str, bool, int, "Plan | None"]]

TEXT, INTEGER, BOOLEAN = 0, 1, 2
SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,4000})\Z")
_BLANKS = " \t\r\n"


def fast_tree(element: Element) -> dict[str, Tree]:
    """Return the tree of an element that the XML Schema accepted and that has no comments."""
    return _fast(element, _plan(record_shape()))


def careful_tree(element: Element) -> tuple[Tree, tuple[Fault, ...]]:
    """Return the tree of any AeoRecord element, and the faults that the tree cannot show."""
    faults: list[Fault] = []
    tree = _Careful(faults).group(element, record_shape(), "")
    return tree, tuple(faults)


def _fast(element: Element, plan: Plan) -> dict[str, Tree]:
    tree: dict[str, Tree] = {}
    for child in element:
        name, many, kind, inner = plan[child.tag]
        value: Tree = child.text if inner is None else _fast(child, inner)
        if kind:
            value = int(child.text or "") if kind == INTEGER else child.text == "true"
        if not many:
            tree[name] = value
        elif name in tree:
            tree[name].append(value)  # type: ignore[union-attr]  # a list: the plan says so
        else:
            tree[name] = [value]
    return tree


@cache
def _plan(group: Group) -> Plan:
    return {
        f"{{{NAMESPACE}}}{each.element}": (
            each.name,
            each.is_list,
            _kind(each.kind),
            _plan(each.kind) if isinstance(each.kind, Group) else None,
        )
        for each in group.fields
    }


def _kind(kind: Group | Leaf) -> int:
    match kind:
        case IntegerType():
            return INTEGER
        case BooleanType():
            return BOOLEAN
        case _:
            return TEXT


class _Careful:
    """Walks an element that may be wrong everywhere; `faults` fills up on the way."""

    def __init__(self, faults: list[Fault]) -> None:
        self._faults = faults

    def group(self, element: Element, group: Group | None, path: str) -> Tree:
        """Return the tree of an element that holds items."""
        self._check_attributes(element, path)
        self._check_text(element, path)
        children = list(self._own_children(element, path))
        self._check_order([name for name, _ in children], group, path)
        tree: dict[str, Tree] = {}
        counts = {name: sum(name == other for other, _ in children) for name in dict(children)}
        for name, child in children:
            each = group.by_name.get(name) if group else None
            many = counts[name] > 1 or (each is not None and each.is_list)
            self._add(tree, (name, child), each, many=many, path=f"{path}/{name}")
        return tree

    def _add(
        self,
        tree: dict[str, Tree],
        named: tuple[str, Element],
        each: Field | None,
        *,
        many: bool,
        path: str,
    ) -> None:
        name, child = named
        if not many:
            tree[name] = self._value(child, each, path)
            return
        values = tree.setdefault(name, [])
        assert isinstance(values, list)
        values.append(self._value(child, each, f"{path}/{len(values)}"))

    def _value(self, element: Element, each: Field | None, path: str) -> Tree:
        has_elements = any(isinstance(child.tag, str) for child in element)
        kind = each.kind if each else None
        if isinstance(kind, Group) and (has_elements or not (element.text or "").strip(_BLANKS)):
            return self.group(element, kind, path)
        if has_elements:
            return self.group(element, None, path)
        self._check_attributes(element, path)
        if len(element):
            self._fault("AEO-SYN-10", path, "a comment or processing instruction inside a text")
        return _typed("".join(element.itertext(etree.Element, with_tail=True)), kind)

    def _own_children(self, element: Element, path: str) -> Iterator[tuple[str, Element]]:
        for child in element:
            if not isinstance(child.tag, str):
                continue  # comments and processing instructions between elements are not data
            qualified = etree.QName(child)
            if qualified.namespace == NAMESPACE and qualified.localname[:1].isupper():
                yield member_name(qualified.localname), child
            else:
                self._fault(
                    "AEO-SYN-08", path, "an element that is not of this standard", child.tag
                )

    def _check_order(self, names: list[str], group: Group | None, path: str) -> None:
        """Elements come in the order of the standard, those of one list side by side."""
        order = [each.name for each in group.fields] if group else []
        last = -1
        for name in names:
            if name not in order:
                continue
            if order.index(name) < last:
                self._fault("AEO-SYN-06", f"{path}/{name}", "the element comes too late")
                return
            last = order.index(name)

    def _check_attributes(self, element: Element, path: str) -> None:
        for name in element.attrib:
            if name == SCHEMA_LOCATION and element.getparent() is None:
                continue
            self._fault("AEO-SYN-07", path, "an attribute, which this standard does not have", name)

    def _check_text(self, element: Element, path: str) -> None:
        pieces = [element.text, *(child.tail for child in element)]
        for piece in pieces:
            if piece and piece.strip(_BLANKS):
                self._fault("AEO-SYN-09", path, "text between elements", piece.strip(_BLANKS))
                return

    def _fault(self, rule: str, path: str, message: str, got: str | bytes = "") -> None:
        text = got if isinstance(got, str) else got.decode(errors="replace")
        self._faults.append(Fault(rule, path, message, excerpt(text)))


def _typed(text: str, kind: Group | Leaf | None) -> Tree:
    """Return a text as the kind of value it would be in JSON, where it is written like one."""
    match kind:
        case IntegerType() if _WHOLE.match(text):
            return int(text)
        case BooleanType() if text in {"true", "false"}:
            return text == "true"
        case _:
            return text
