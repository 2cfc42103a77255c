"""The shape says of each item what the model says, and the rules on sets know every set."""

from __future__ import annotations

import json
import re

import msgspec

from aeo_exchange.model.codes import CODE_LISTS
from aeo_exchange.model.disclosure import Disclosure
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.shape import (
    Group,
    ItemShape,
    element_name,
    groups_under,
    leaves,
    member_name,
    record_shape,
)
from aeo_exchange.resources import published
from aeo_exchange.rules.structure import _sets
from rows import for_each_row
from strategies import Tree

GROUPS = groups_under(record_shape())
FIELDS = [(group, field) for group in GROUPS for field in group.fields]
CARDINALITIES = {
    "AeoRecord.specVersion": "1",
    "AeoRecord.issuingOffice": "0..1",
    "AeoRecord.formerAdministrations": "0..n",
    "AeoRecord.view": "0..1",
    "AeoRecord.history": "1..n",
    "AeoRecord.msme": "0..1",
    "AeoRecord.extensions": "0..n",
    "Address.lines": "1..4",
    "Address.subdivision": "0..1",
    "Holder.identifiers": "0..n",
    "Authorisation.terms": "1..n",
    "Authorisation.grantedOn": "0..1",
    "Term.tiers": "1..n",
    "StatusEvent.appliesTo": "0..n",
    "Consent.publish": "0..1",
}


def name_of(pair: tuple[Group, ItemShape]) -> str:
    """Return the name of an item with that of its group."""
    return f"{pair[0].name}.{pair[1].name}"


def everything() -> Tree:
    """Return the tree of a record with every item, two elements in every list."""
    return group_tree(record_shape())


def group_tree(group: Group) -> Tree:
    """Return a tree of a group with every item."""
    return {
        field.name: [value(field)] * 2 if field.is_list else value(field) for field in group.fields
    }


def value(item: ItemShape) -> Tree:
    """Return one value of an item."""
    if isinstance(item.kind, Group):
        return group_tree(item.kind)
    if isinstance(item.kind, type):
        return next(iter(item.kind)).value
    return getattr(item.kind, "example", getattr(item.kind, "least", True))


def sets(group: Group, path: str = "") -> set[str]:
    """Return the place of every set of the model, with `{}` for each index."""
    places = set()
    for field in group.fields:
        place = f"{path}/{field.name}"
        if field.item.is_set:
            places.add(place)
        if isinstance(field.kind, Group):
            places |= sets(field.kind, f"{place}/{{}}" if field.is_list else place)
    return places


@for_each_row("item", CARDINALITIES)
def test_a_cardinality_is_that_of_the_standard(item: str) -> None:
    cardinalities = {name_of(pair): pair[1].cardinality for pair in FIELDS}
    assert cardinalities[item] == CARDINALITIES[item]


def test_the_example_of_every_item_makes_a_record() -> None:
    record = msgspec.convert(everything(), AeoRecord)
    assert json.loads(msgspec.json.encode(record)) == everything()


def test_the_rule_on_sets_looks_at_every_set_of_the_model_and_at_nothing_else() -> None:
    record = msgspec.convert(everything(), AeoRecord)
    assert {place for place, _, _ in _sets(record)} == sets(record_shape())


def test_the_rule_on_sets_gives_the_elements_of_the_place_it_names() -> None:
    tree = everything()
    for place, indexes, elements in _sets(msgspec.convert(tree, AeoRecord)):
        inner = tree
        for step in place.format(*indexes).split("/")[1:]:
            inner = inner[int(step)] if isinstance(inner, list) else inner[step]
        assert json.loads(msgspec.json.encode(elements)) == inner


@for_each_row("pair", FIELDS, ids=name_of)
def test_an_item_is_described_in_one_sentence_and_has_a_class(
    pair: tuple[Group, ItemShape],
) -> None:
    item = pair[1].item
    assert re.fullmatch(r"[A-Z].*\.", item.definition)
    assert item.disclosure in Disclosure
    assert not item.is_set or pair[1].is_list


@for_each_row("pair", FIELDS, ids=name_of)
def test_the_names_of_an_item_follow_from_one_another(pair: tuple[Group, ItemShape]) -> None:
    item = pair[1]
    assert re.fullmatch(r"[a-z][A-Za-z0-9]*", item.name)
    assert item.element == element_name(item.name)
    assert member_name(item.element) == item.name
    assert msgspec.structs.fields(pair[0].struct)[item.place].name == item.attribute
    assert pair[0].by_name[item.name] is item


def test_what_is_mandatory_is_public_or_stands_in_an_optional_group() -> None:
    def visit(group: Group) -> None:
        for field in group.fields:
            if field.required:
                assert field.item.disclosure is Disclosure.PUBLIC, field.name
                if isinstance(field.kind, Group):
                    visit(field.kind)

    visit(record_shape())


def test_every_code_list_is_used_and_every_used_one_is_listed() -> None:
    assert {leaf for leaf in leaves(record_shape()) if isinstance(leaf, type)} == set(CODE_LISTS)


def test_the_samples_use_every_item() -> None:
    used: set[str] = set()

    def visit(group: Group, tree: Tree) -> None:
        for field in group.fields:
            if field.name in tree:
                used.add(f"{group.name}.{field.name}")
                inner = tree[field.name] if field.is_list else [tree[field.name]]
                for one in inner if isinstance(field.kind, Group) else ():
                    visit(field.kind, one)

    for sample in published("samples/records").rglob("*.aeo.json"):
        visit(record_shape(), json.loads(sample.read_bytes()))
    assert [
        f"{name}: no sample in samples/records has it"
        for name in map(name_of, FIELDS)
        if name not in used
    ] == []
