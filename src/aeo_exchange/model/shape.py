"""The definition as data: what the printers, readers and tests know about each item.

Derived from the structs by reflection (msgspec.inspect), so nothing here is a second definition.
"""

from __future__ import annotations

from functools import cache
from typing import TypeAlias, TypeVar

from msgspec import Struct, inspect

from aeo_exchange.model.codes import Code
from aeo_exchange.model.disclosure import Item
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.texts import IntegerType, TextType

__all__ = [
    "NAMESPACE",
    "PLURAL",
    "BooleanType",
    "Group",
    "ItemShape",
    "Leaf",
    "element_name",
    "groups_under",
    "kind_name",
    "leaves",
    "member_name",
    "record_shape",
    "shape_of",
]


class BooleanType(Struct, frozen=True):
    """The one boolean type: `true` or `false`."""

    name: str = "Boolean"
    definition: str = "True or false."


NAMESPACE = "urn:aeo-exchange:1.0"
PLURAL = "AeoRecords"
Kind = TypeVar("Kind")


Leaf: TypeAlias = TextType | IntegerType | BooleanType | type[Code]


class ItemShape(Struct, frozen=True, kw_only=True, eq=False):
    """One item of a group: place in its order, names in Python, JSON and XML, cardinality, type.

    `most` is None where the standard sets no upper bound.
    """

    place: int
    attribute: str
    name: str
    element: str
    item: Item
    required: bool
    is_list: bool
    most: int | None
    kind: Group | Leaf

    @property
    def cardinality(self) -> str:
        """The cardinality as the specification writes it: 1, 0..1, 1..n, 0..n, 1..4."""
        least = "1" if self.required else "0"
        if not self.is_list:
            return "1" if self.required else "0..1"
        return f"{least}..{self.most or 'n'}"


class Group(Struct, frozen=True, eq=False):
    """One group of items, in the order of the standard; compared by identity, made once."""

    name: str
    definition: str
    fields: tuple[ItemShape, ...]
    struct: type[Struct]

    @property
    def by_name(self) -> dict[str, ItemShape]:
        """The fields by member name."""
        return _index(self)


def element_name(name: str) -> str:
    """Return the XML element name of a JSON member: UpperCamelCase."""
    return name[:1].upper() + name[1:]


def member_name(element: str) -> str:
    """Return the JSON member of an XML element name: camelCase."""
    return element[:1].lower() + element[1:]


@cache
def record_shape() -> Group:
    """Return the shape of AeoRecord."""
    return _group(AeoRecord)


def shape_of(struct: type[Struct]) -> Group:
    """Return the shape of another root, such as Claims or TrustList."""
    return _group(struct)


def groups_under(root: Group) -> list[Group]:
    """Return every group under a root, each once, in the order first met."""
    groups: dict[str, Group] = {}

    def visit(group: Group) -> None:
        if group.name not in groups:
            groups[group.name] = group
            for field in group.fields:
                if isinstance(field.kind, Group):
                    visit(field.kind)

    visit(root)
    return list(groups.values())


def kind_name(kind: Group | Leaf) -> str:
    """Return the name of a group or a leaf type; that of a closed list is its class."""
    return kind.__name__ if isinstance(kind, type) else kind.name


def leaves(root: Group) -> list[Leaf]:
    """Return every leaf type under a root, each once, by name."""
    lists = {
        kind_name(field.kind): field.kind
        for group in groups_under(root)
        for field in group.fields
        if not isinstance(field.kind, Group)
    }
    return [lists[name] for name in sorted(lists)]


@cache
def _index(group: Group) -> dict[str, ItemShape]:
    return {field.name: field for field in group.fields}


@cache
def _group(struct: type[Struct]) -> Group:
    described = inspect.type_info(struct)
    assert isinstance(described, inspect.StructType)
    return Group(
        struct.__name__,
        (struct.__doc__ or "").split("\n\n")[0].replace("\n    ", " "),
        tuple(_field(field, place) for place, field in enumerate(described.fields)),
        struct,
    )


def _field(described: inspect.Field, place: int) -> ItemShape:
    outer, extra = _unwrap(described.type)
    is_list = isinstance(outer, inspect.VarTupleType)
    inner, inner_extra = (
        _unwrap(outer.item_type) if isinstance(outer, inspect.VarTupleType) else (outer, extra)
    )
    return ItemShape(
        place=place,
        attribute=described.name,
        name=described.encode_name,
        element=element_name(described.encode_name),
        item=_instance(extra["item"], Item),
        required=described.required,
        is_list=is_list,
        most=outer.max_length if isinstance(outer, inspect.VarTupleType) else None,
        kind=_kind(inner, inner_extra),
    )


def _unwrap(described: inspect.Type) -> tuple[inspect.Type, dict[str, object]]:
    """Return the bare type and everything its layers of Annotated and `| UnsetType` say."""
    extra: dict[str, object] = {}
    while isinstance(described, inspect.Metadata | inspect.UnionType):
        if isinstance(described, inspect.Metadata):
            extra = {**(described.extra or {}), **extra}
            described = described.type
        else:
            described = next(kind for kind in described.types if type(kind).__name__ != "UnsetType")
    return described, extra


def _instance(value: object, kind: type[Kind]) -> Kind:
    assert isinstance(value, kind)
    return value


def _kind(described: inspect.Type, extra: dict[str, object]) -> Group | Leaf:
    match described:
        case inspect.StructType(cls=cls):
            return _group(cls)
        case inspect.EnumType(cls=cls):
            assert issubclass(cls, Code)
            return cls
        case inspect.BoolType():
            return BooleanType()
        case _:
            named = extra["type"]
            assert isinstance(named, TextType | IntegerType)
            return named
