"""One element to its record, or to its tree: AeoRecord, or another root of the standard.

The fast way makes the record of an element that the XML Schema accepted; that both judge alike
is a law with a test of its own. The careful way takes any element, keeps in the tree what a
tree can hold, and lists as faults what only XML can get wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from functools import cache
from typing import TypeAlias

from lxml import etree
from msgspec import Struct

from aeo_exchange.counting import how_many
from aeo_exchange.errors import LimitExceeded
from aeo_exchange.formats.limits import Limits
from aeo_exchange.model.document import Fault
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.shape import (
    NAMESPACE,
    BooleanType,
    Group,
    ItemShape,
    Leaf,
    member_name,
    record_shape,
)
from aeo_exchange.model.texts import IntegerType
from aeo_exchange.model.tree import Tree
from aeo_exchange.reader_codes import (
    ATTRIBUTE,
    COMMENT_IN_TEXT,
    ELEMENT_ORDER,
    FOREIGN_ELEMENT,
    NUMBER_FORM,
    STRAY_TEXT,
    TOO_DEEP,
    TOO_LARGE,
)
from aeo_exchange.safe_text import excerpt

__all__ = [
    "SCHEMA_LOCATION",
    "Element",
    "careful_tree",
    "fast_record",
]

Element: TypeAlias = "etree._Element"  # noqa: SLF001 lxml has no public name for it
SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?|NaN|INF|Infinity)\Z")
MOST_DIGITS = 4300  # what Python, and the JSON parser, turn into a number
_OURS = f"{{{NAMESPACE}}}"
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,4299})\Z")
_LONG = re.compile(rf"-?[0-9]{{{MOST_DIGITS + 1},}}\Z")
_ITEM = re.compile(r"[A-Z][A-Za-z0-9_]*\Z")
BLANKS = " \t\r\n"


class _ElementPlan(Struct, frozen=True, eq=False):
    """How to make a group from its element, by tag: name, list or not, how, of what."""

    struct: type[Struct]
    by_tag: dict[str, tuple[str, bool, Callable[[str], object] | None, _ElementPlan | None]]


def fast_record(element: Element) -> AeoRecord:
    """Return the record of an element that the XML Schema accepted and that has no comments."""
    record = _fast(element, _plan(record_shape()))
    assert isinstance(record, AeoRecord)
    return record


def careful_tree(
    element: Element,
    limits: Limits,
    shape: Group | None = None,
    unwritable: Container[str] = (),
) -> tuple[Tree, tuple[Fault, ...]]:
    """Return the tree of any element of a shape, and the faults that the tree cannot show.

    The shape is that of the record unless told. `unwritable` are spellings of numbers that the line
    which the element stands for cannot have, so they are faults too. Raises LimitExceeded for an
    element that is nested too deeply to be followed.
    """
    faults: list[Fault] = []
    tree = _Careful(faults, limits.depth, unwritable).group(element, shape or record_shape(), "")
    return tree, tuple(faults)


def _fast(element: Element, plan: _ElementPlan) -> Struct:
    by_tag = plan.by_tag
    values: dict[str, object] = {}
    lists: dict[str, list[object]] = {}
    for child in element[:]:  # a slice is made at once, an iterator step by step
        # The tag is a text: comments have been looked for.
        name, many, make, inner = by_tag[child.tag]  # type: ignore[index]
        value: object
        if inner is not None:
            value = _fast(child, inner)
        else:
            value = child.text if make is None else make(child.text or "")
        if not many:
            values[name] = value
        elif name in lists:
            lists[name].append(value)
        else:
            lists[name] = [value]
    for name, items in lists.items():
        values[name] = tuple(items)
    return plan.struct(**values)


@cache
def _plan(group: Group) -> _ElementPlan:
    return _ElementPlan(
        group.struct,
        {
            f"{{{NAMESPACE}}}{field.element}": (
                field.attribute,
                field.is_list,
                _maker(field.kind),
                _plan(field.kind) if isinstance(field.kind, Group) else None,
            )
            for field in group.fields
        },
    )


def _maker(kind: Group | Leaf) -> Callable[[str], object] | None:
    """Return what makes a value of a kind from accepted text, or None for the text itself."""
    match kind:
        case IntegerType():
            return int
        case BooleanType():
            return "true".__eq__
        case type():
            return {code.value: code for code in kind}.__getitem__
        case _:
            return None


class _Careful:
    """Walks an element that may be wrong everywhere; `faults` fills up on the way."""

    def __init__(self, faults: list[Fault], deepest: int, unwritable: Container[str]) -> None:
        self._faults = faults
        self._unwritable = unwritable
        self._deepest = deepest
        self._depth = 0

    def group(self, element: Element, group: Group | None, path: str) -> Tree:
        """Return the tree of an element that holds items."""
        self._depth += 1
        self._check_attributes(element, path)
        self._check_text(element, path)
        by_name = group.by_name if group else {}
        children: dict[str, list[Element]] = {}
        last = -1
        for name, child in self._own_children(element, path, by_name):
            children.setdefault(name, []).append(child)
            place = by_name[name].place if name in by_name else last
            if place < last:
                self._fault(ELEMENT_ORDER, f"{path}/{name}", "the element comes too late")
            last = place  # compared with its neighbour: one that moved is one fault
        tree: Tree = {
            name: self._item(elements, by_name.get(name), f"{path}/{name}")
            for name, elements in children.items()
        }
        self._depth -= 1
        return tree

    def _item(self, elements: list[Element], field: ItemShape | None, path: str) -> Tree:
        """Return the value of an item: a list where the standard or the document has several."""
        if len(elements) == 1 and not (field and field.is_list):
            return self._value(elements[0], field, path)
        return [self._value(child, field, f"{path}/{i}") for i, child in enumerate(elements)]

    def _value(self, element: Element, field: ItemShape | None, path: str) -> Tree:
        kind = field.kind if field else None
        if self._depth == self._deepest:
            message = f"the elements are nested deeper than {how_many(self._deepest, 'level')}"
            raise LimitExceeded(TOO_DEEP, message, line=element.sourceline)
        if len(element) and any(isinstance(child.tag, str) for child in element):
            return self.group(element, kind if isinstance(kind, Group) else None, path)
        text = "".join((element.text or "", *(child.tail or "" for child in element)))
        if isinstance(kind, Group) and not text.strip(BLANKS):
            return self.group(element, kind, path)
        self._check_attributes(element, path)
        if len(element):
            self._fault(COMMENT_IN_TEXT, path, "a comment or processing instruction inside a text")
        return self._typed(text, kind, path)

    def _typed(self, text: str, kind: Group | Leaf | None, path: str) -> Tree:
        """Return a text as the kind of value it would be in JSON, where it is written like one."""
        match kind:
            case IntegerType() if text in self._unwritable:
                self._fault(NUMBER_FORM, path, "the number has another spelling", text)
                return text
            case IntegerType() if _WHOLE.match(text):
                return int(text) if text != "-0" else -1  # it lies below all bounds (CON-3-1)
            case IntegerType() if len(text) > MOST_DIGITS and _LONG.match(text):
                raise LimitExceeded(TOO_LARGE, "the number is too long")
            case IntegerType() if _NUMBER.match(text):
                self._fault(NUMBER_FORM, path, "the number is not a whole number", text)
                return text
            case BooleanType() if text in {"true", "false"}:
                return text == "true"
            case _:
                return text

    def _own_children(
        self, element: Element, path: str, defined: Container[str]
    ) -> Iterator[tuple[str, Element]]:
        """Yield the elements that name items, defined or not; an underscore only claims have."""
        for child in element:
            if not isinstance(child.tag, str):
                continue  # comments and processing instructions between elements are not data
            local = child.tag.removeprefix(_OURS)
            is_ours, name = len(local) < len(child.tag), member_name(local)
            if is_ours and _ITEM.match(local) and ("_" not in local or name in defined):
                yield name, child
            else:
                self._fault(
                    FOREIGN_ELEMENT, path, "an element that is not of this standard", child.tag
                )

    def _check_attributes(self, element: Element, path: str) -> None:
        for name in element.keys():  # noqa: SIM118 an element is no mapping; attrib is slower
            if name == SCHEMA_LOCATION and element.getparent() is None:
                continue
            self._fault(ATTRIBUTE, path, "an attribute, which this standard does not have", name)

    def _check_text(self, element: Element, path: str) -> None:
        pieces = [element.text, *(child.tail for child in element)]
        for piece in pieces:
            if piece and piece.strip(BLANKS):
                self._fault(STRAY_TEXT, path, "text between elements", piece.strip(BLANKS))
                return

    def _fault(self, rule: str, path: str, message: str, got: str | bytes = "") -> None:
        text = got if isinstance(got, str) else got.decode(errors="replace")
        self._faults.append(Fault(rule, path, message, excerpt(text)))
