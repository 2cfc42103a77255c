"""The record's shape printed as XML Schema 1.0.

Every leaf restricts xs:string by pattern, never xs:date or xs:integer: those collapse blanks
and accept spellings that JSON cannot.
"""

from __future__ import annotations

from collections.abc import Iterator

from aeo_exchange.model.codes import Code
from aeo_exchange.model.shape import (
    NAMESPACE,
    PLURAL,
    BooleanType,
    Group,
    ItemShape,
    Leaf,
    groups_under,
    kind_name,
    leaves,
)
from aeo_exchange.model.texts import BREAKS, IntegerType, TextType, class_of

__all__ = ["print_roots", "print_xsd"]

# XML 1.0 cannot write most controls nor U+FFFE and U+FFFF, so a pattern may not name them.
XML_BREAKS = ((0x09, 0x0A), (0x0D, 0x0D), (0x20, 0x20), *BREAKS[1:-1])


def print_xsd(root: Group) -> str:
    """Return the XML Schema of a root group and of the element that holds many of it."""
    return print_roots(_roots(root), groups_under(root), leaves(root))


def print_roots(roots: Iterator[str], inner: list[Group], types: list[Leaf]) -> str:
    """Return an XML Schema of the standard: lines of its roots, then groups and types."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"',
        f'           xmlns="{NAMESPACE}" targetNamespace="{NAMESPACE}"',
        '           elementFormDefault="qualified" version="1.0">',
        *_indented(roots),
        *(line for group in inner for line in _indented(_group(group))),
        *(line for leaf in types for line in _indented(_leaf(leaf))),
        "</xs:schema>",
    ]
    return "\n".join(lines) + "\n"


def _roots(root: Group) -> Iterator[str]:
    yield ""
    yield f'<xs:element name="{root.name}" type="{root.name}"/>'
    yield ""
    yield f'<xs:element name="{PLURAL}">'
    yield from _indented(_documentation("Several records in one document."))
    yield "  <xs:complexType>"
    yield "    <xs:sequence>"
    yield f'      <xs:element ref="{root.name}" maxOccurs="unbounded"/>'
    yield "    </xs:sequence>"
    yield "  </xs:complexType>"
    yield "</xs:element>"


def _group(group: Group) -> Iterator[str]:
    yield ""
    yield f'<xs:complexType name="{group.name}">'
    yield from _indented(_documentation(group.definition))
    yield "  <xs:sequence>"
    for field in group.fields:
        yield from _indented(_field(field), by=2)
    yield "  </xs:sequence>"
    yield "</xs:complexType>"


def _field(field: ItemShape) -> Iterator[str]:
    yield f'<xs:element name="{field.element}" type="{kind_name(field.kind)}"{_occurs(field)}>'
    yield from _indented(_documentation(field.item.definition, _notes(field)))
    yield "</xs:element>"


def _occurs(field: ItemShape) -> str:
    least = "" if field.required else ' minOccurs="0"'
    if not field.is_list:
        return least
    return f'{least} maxOccurs="{field.most or "unbounded"}"'


def _notes(field: ItemShape) -> dict[str, str]:
    notes = {"disclosure": str(field.item.disclosure)}
    if field.item.wco:
        notes["wco"] = field.item.wco
    if field.item.is_set:
        notes["list"] = "set"
    return notes


def _documentation(text: str, notes: dict[str, str] | None = None) -> Iterator[str]:
    yield "<xs:annotation>"
    yield f"  <xs:documentation>{_escaped(text)}</xs:documentation>"
    for key, value in (notes or {}).items():
        yield f'  <xs:appinfo source="{NAMESPACE}:{key}">{_escaped(value)}</xs:appinfo>'
    yield "</xs:annotation>"


def _leaf(leaf: Leaf) -> Iterator[str]:
    yield ""
    yield f'<xs:simpleType name="{kind_name(leaf)}">'
    yield from _indented(_documentation(_definition(leaf)))
    yield '  <xs:restriction base="xs:string">'
    yield from _indented(_facets(leaf), by=2)
    yield "  </xs:restriction>"
    yield "</xs:simpleType>"


def _facets(leaf: Leaf) -> Iterator[str]:
    match leaf:
        case TextType():
            yield '<xs:minLength value="1"/>'
            yield f'<xs:maxLength value="{leaf.longest}"/>'
            yield f'<xs:pattern value="{_pattern(leaf.pattern)}"/>'
        case IntegerType():
            yield f'<xs:pattern value="{_pattern(leaf.pattern)}"/>'
        case BooleanType():
            yield '<xs:pattern value="true|false"/>'
        case _:
            for code in leaf:
                yield from _code(code)


def _code(code: Code) -> Iterator[str]:
    yield f'<xs:enumeration value="{code.value}">'
    yield from _indented(_documentation(code.definition))
    yield "</xs:enumeration>"


def _definition(leaf: Leaf) -> str:
    return (leaf.__doc__ or "").strip() if isinstance(leaf, type) else leaf.definition


def _pattern(pattern: str) -> str:
    """Return a pattern as an attribute value, without the code points XML cannot write."""
    return _escaped(pattern.replace(class_of(BREAKS), class_of(XML_BREAKS)))


def _escaped(text: str) -> str:
    return "".join(f"&#x{ord(c):X};" if c in '&<>"' or c < " " or c > "~" else c for c in text)


def _indented(lines: Iterator[str], by: int = 1) -> Iterator[str]:
    for line in lines:
        yield "  " * by + line if line else line
