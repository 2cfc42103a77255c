"""Claims are what their definition says, whatever of them was read before."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import get_args, get_type_hints

import msgspec
import pytest
from msgspec import UNSET, Meta, structs

from aeo_exchange.model.attestation import ClaimedTerm, Claims, StatusListPlace, StatusPlace
from aeo_exchange.signing.repeated_claims import (
    OpenClaims,
    _ask_uri,
    _ClaimedTerm,
    _StatusListPlace,
    _StatusPlace,
    typed_claims,
)
from signing.tokens import claims_of_sample

READ_APART = {
    OpenClaims: (
        Claims,
        {"iss", "vct", "programme", "tiers", "term", "status"}
        | {"sub", "jti", "record_id", "authorisation_number", "legal_name"},
    ),
    _ClaimedTerm: (ClaimedTerm, {"from_", "until"}),
    _StatusPlace: (StatusPlace, {"status_list"}),
    _StatusListPlace: (StatusListPlace, {"uri"}),
}
# Where each text stands whose pattern is asked apart.
PLACES = [
    ("iss",),
    ("vct",),
    ("programme",),
    ("tiers", 0),
    ("term", "from"),
    ("term", "until"),
    ("status", "status_list", "uri"),
    ("sub",),
    ("jti",),
    ("recordId",),
    ("authorisationNumber",),
    ("legalName",),
]
# Of what is another text in each attestation, the length is asked with the form of the claims.
LONG = ["sub", "jti", "record_id", "authorisation_number", "legal_name"]
# Too short, too long, of other texts, with something in front or behind, and no texts at all.
MISFITS = ["", "A" * 3000, "HK", "hk", "TIER1", "\n", 7, None, True, [], {}]


def changed(place: tuple, change: Callable[[object], object]) -> dict:
    tree = copy.deepcopy(claims_of_sample())
    at = tree
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = change(at[place[-1]])
    return tree


def by_definition(tree: dict) -> object:
    try:
        return msgspec.to_builtins(msgspec.convert(tree, Claims))
    except msgspec.ValidationError as refusal:
        return str(refusal)


def read(tree: dict) -> object:
    try:
        return msgspec.to_builtins(typed_claims(tree))
    except msgspec.ValidationError as refusal:
        return str(refusal)


@pytest.fixture(autouse=True)
def known():
    """What the sample says was read before, so that all of it is remembered."""
    typed_claims(claims_of_sample())


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
def test_a_text_is_refused_as_the_definition_refuses_it_each_time(place):
    texts = [lambda _, misfit=misfit: misfit for misfit in MISFITS]
    around = [lambda text: f"{text}\n", lambda text: f" {text}", lambda text: text.swapcase()]
    refused = 0
    for change in (*texts, *around):
        tree = changed(place, change)
        wanted = by_definition(tree)
        refused += isinstance(wanted, str)
        assert [read(tree) for _ in range(2)] == [wanted, wanted]
    assert refused > len(MISFITS) // 2


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
def test_a_text_known_of_one_item_is_not_known_of_another(place):
    sample = claims_of_sample()
    for other in PLACES:
        value: object = sample
        for step in other:
            value = value[step]
        tree = changed(place, lambda _, value=value: value)
        assert read(tree) == by_definition(tree)


def test_nothing_that_must_be_there_can_be_missing():
    for name in claims_of_sample():
        tree = claims_of_sample()
        del tree[name]
        assert read(tree) == by_definition(tree)
    for tree in (changed(("tiers",), lambda _: []), changed(("term",), lambda _: {})):
        assert isinstance(read(tree), str)
        assert read(tree) == by_definition(tree)


def test_a_term_that_is_open_has_no_end():
    tree = claims_of_sample()
    tree["term"].pop("until", None)
    assert typed_claims(tree).term.until is UNSET


def test_the_first_thing_wrong_is_told_as_the_definition_tells_it():
    """Though what is asked apart is asked last."""
    tree = {**claims_of_sample(), "iss": "hk", "revision": "one"}
    assert read(tree) == by_definition(tree)
    assert isinstance(read(tree), str)


@pytest.mark.parametrize("apart", READ_APART, ids=lambda kind: kind.__name__)
def test_all_but_what_is_asked_apart_is_as_the_definition_has_it(apart):
    definition, others = READ_APART[apart]
    hints = [get_type_hints(kind, include_extras=True) for kind in (apart, definition)]
    assert {name for name in hints[1] if hints[0][name] != hints[1][name]} == others
    fields = [
        {
            field.name: (field.encode_name, field.required, field.default)
            for field in structs.fields(kind)
        }
        for kind in (apart, definition)
    ]
    assert fields[0] == fields[1]


@pytest.mark.parametrize("name", LONG)
def test_a_text_may_be_as_long_as_its_definition_lets_it_be(name):
    lengths = [
        (bounds.min_length, bounds.max_length)
        for kind in (OpenClaims, Claims)
        for bounds in [_text_of(get_type_hints(kind, include_extras=True)[name])]
    ]
    assert lengths[0] == lengths[1]
    assert None not in lengths[0]


def _text_of(hint: object) -> Meta:
    """Return what is said of a text, which is optional or not."""
    for part in (hint, *get_args(hint)):
        for said in getattr(part, "__metadata__", ()):
            if isinstance(said, Meta) and said.max_length:
                return said
    return next(_text_of(part) for part in get_args(hint) if get_args(part))


def test_a_long_text_that_was_refused_is_not_kept():
    before = _ask_uri.cache_info().currsize
    for number in range(3):
        read(changed(("status", "status_list", "uri"), lambda _, n=number: "a" * 100_000 + str(n)))
    assert _ask_uri.cache_info().currsize == before
