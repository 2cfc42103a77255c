"""Canonical bytes are RFC 8785, and no text with a second spelling passes for a compact one."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Callable
from typing import TypeAlias

import msgspec
import pytest
import rfc8785
from hypothesis import event, given
from hypothesis import strategies as st

from aeo_exchange.formats.json_tree import compact_record, is_compact, read_tree
from aeo_exchange.model.canonical import canonical_bytes, digest, is_canonical
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.texts import BREAKS
from aeo_exchange.operations.reading import read_record
from aeo_exchange.resources import published
from rows import for_each_row
from strategies import WORDS, Tree, records, tree_of, trees
from trees import everything

SAMPLE = json.loads(published("samples/records/EU-AEO/AEOS.aeo.json").read_bytes())
HIGHEST = 0x10FFFF
NO_CHARACTERS = range(0xD800, 0xE000)


Respelling: TypeAlias = Callable[[str, st.DataObject], str]


def shuffled(tree: Tree, chance: random.Random) -> Tree:
    """Return a tree with the members of every object in another order."""
    if isinstance(tree, list):
        return [shuffled(inner, chance) for inner in tree]
    if isinstance(tree, dict):
        names = list(tree)
        chance.shuffle(names)
        return {name: shuffled(tree[name], chance) for name in names}
    return tree


def compact(tree: Tree) -> str:
    """Return a tree as JSON in the fewest bytes."""
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def is_really_compact(text: bytes) -> bool:
    """Say, by the standard library alone, whether a text is compact and without duplicates."""
    names: list[int] = []

    def pairs(members: list[tuple[str, Tree]]) -> Tree:
        names.append(len(members) - len(dict(members)))
        return dict(members)

    tree = json.loads(text, object_pairs_hook=pairs)
    return not any(names) and compact(tree).encode() == text


@given(records())
def test_canonical_bytes_are_those_of_an_independent_implementation(record: AeoRecord) -> None:
    assert canonical_bytes(record) == rfc8785.dumps(tree_of(record))
    assert digest(record) == hashlib.sha256(rfc8785.dumps(tree_of(record))).hexdigest()


@given(trees(), st.randoms(use_true_random=False), st.sampled_from((None, 1, 2, "\t")))
def test_the_digest_knows_neither_member_order_nor_white_space(
    tree: Tree, chance: random.Random, indent: int | str | None
) -> None:
    other = json.dumps(shuffled(tree, chance), indent=indent, ensure_ascii=bool(indent))
    assert digest(read_record(other.encode())) == digest(msgspec.convert(tree, AeoRecord))


@given(trees(), st.randoms(use_true_random=False))
def test_a_compact_text_is_read_at_once_in_any_member_order(
    tree: Tree, chance: random.Random
) -> None:
    text = compact(shuffled(tree, chance)).encode()
    assert compact_record(text) == msgspec.convert(tree, AeoRecord)
    assert is_compact(text, read_tree(text))


def with_blank(text: str, draw: st.DataObject) -> str:
    """Put a blank between two tokens."""
    ends = [token.end() for token in re.finditer(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]', text)]
    at = draw.draw(st.sampled_from(ends))
    return text[:at] + draw.draw(st.sampled_from(" \t\r\n")) + text[at:]


def with_escape(text: str, draw: st.DataObject) -> str:
    """Write one character of a name or text as an escape."""
    places = [
        string.start(1) + at
        for string in re.finditer(r'"([^"\\]+)"', text)
        for at in range(len(string[1]))
    ]
    at = draw.draw(st.sampled_from(places))
    escaped = json.dumps(text[at]) if not text[at].isascii() else f'"\\u{ord(text[at]):04x}"'
    return text[:at] + escaped[1:-1] + text[at + 1 :]


def with_duplicate(text: str, draw: st.DataObject) -> str:
    """Repeat a member of some object, before or behind, with its own or another value."""
    record = json.loads(text)
    objects = [value for value in everything(record) if isinstance(value, dict) and value]
    chosen = draw.draw(st.sampled_from(objects))
    name = draw.draw(st.sampled_from(list(chosen)))
    other = draw.draw(st.sampled_from((chosen[name], "x", 1, True, [], "0", None)))
    behind = draw.draw(st.booleans())
    return written_with(record, chosen, f"{json.dumps(name)}:{compact(other)}", behind=behind)


def with_other_number(text: str, draw: st.DataObject) -> str:
    """Spell a number in another way."""
    number = draw.draw(st.sampled_from(list(re.finditer(r"(?<=:)\d+(?=[,}])", text))))
    spelling = draw.draw(st.sampled_from(("{}.0", "{}e0", "0{}", "+{}", "{}E+0", "{}.")))
    return text[: number.start()] + spelling.format(number[0]) + text[number.end() :]


RESPELLINGS = (with_blank, with_escape, with_duplicate, with_other_number)


def written_with(tree: Tree, chosen: Tree, member: str, *, behind: bool) -> str:
    """Return compact JSON in which one object, found by identity, has one more member."""
    if isinstance(tree, list):
        inner = (written_with(item, chosen, member, behind=behind) for item in tree)
        return f"[{','.join(inner)}]"
    if not isinstance(tree, dict):
        return compact(tree)
    members = [
        f"{json.dumps(name)}:{written_with(value, chosen, member, behind=behind)}"
        for name, value in tree.items()
    ]
    if tree is chosen:
        members = [*members, member] if behind else [member, *members]
    return f"{{{','.join(members)}}}"


@given(trees(), st.lists(st.sampled_from(RESPELLINGS), min_size=1, max_size=2), st.data())
def test_no_other_spelling_passes_for_a_compact_text(
    tree: Tree, respellings: list[Respelling], draw: st.DataObject
) -> None:
    text = compact(tree)
    for respell in dict.fromkeys(respellings):
        try:
            text = respell(text, draw)
        except ValueError:
            return  # the first change left no JSON for the second to change
    assert compact_record(text.encode()) is None


@given(trees(), st.binary(max_size=3), st.data())
def test_changed_bytes_pass_for_compact_only_when_they_are(
    tree: Tree, inserted: bytes, draw: st.DataObject
) -> None:
    text = compact(tree).encode()
    at = draw.draw(st.integers(0, len(text)))
    changed = text[:at] + inserted + text[at + draw.draw(st.integers(0, 3)) :]
    if compact_record(changed) is not None:
        event("still a record")
        assert is_really_compact(changed)


def test_a_duplicate_cannot_hide_behind_a_text_that_the_encoder_writes_longer() -> None:
    """Try each character that a text may hold: none is written longer than it may be read."""
    refused = {point for first, last in BREAKS for point in range(first, last + 1)} - {0x20}
    shortest = str.maketrans({'"': '\\"', "\\": "\\\\"})
    row = 1 << 10  # characters that are tried in one text
    for start in range(0, HIGHEST + 1, row):
        points = range(max(start, 0x20), min(start + row, HIGHEST + 1))
        left = (point for point in points if point not in NO_CHARACTERS and point not in refused)
        text = "".join(map(chr, left))
        assert msgspec.json.encode(text) == f'"{text.translate(shortest)}"'.encode(), hex(start)


@for_each_row(
    "spelling", ["1.0", "1e0", "1E8", "01", "+1", "0x1", "1.", "1_0", '"1"', "true", "-0", "1 "]
)
def test_a_number_has_one_spelling(spelling: str) -> None:
    text = compact(SAMPLE)
    respelled = re.sub(r'"revision":\d+', f'"revision":{spelling}', text)
    assert respelled != text
    assert compact_record(respelled.encode()) is None


@pytest.mark.parametrize("member", ['"revision":1', '"revision":7', '"view":null', '"x":1'])
@pytest.mark.parametrize("shorter", ["1E8", "1e8", "9E8", "1e+8"])
def test_a_short_spelling_of_a_long_number_pays_for_no_duplicate(member: str, shorter: str) -> None:
    text = re.sub(r'"revision":\d+', f'"revision":{shorter},{member}', compact(SAMPLE))
    assert compact_record(text.encode()) is None


@for_each_row("word", WORDS)
def test_text_is_not_changed_on_its_way_through_the_encoder(word: str) -> None:
    tree = {**SAMPLE, "holder": {**SAMPLE["holder"], "legalName": word}}
    text = compact(tree).encode()
    record = compact_record(text)
    assert record is not None
    assert record.holder.legal_name == word


@for_each_row(
    "raw", [b"\xff", b"\xc0\xa2", b"\xed\xa0\x80", b"\xe0\x80\x80", b"\xf5\x80\x80\x80", b"\x7f"]
)
def test_bytes_that_are_no_utf_8_never_become_a_text(raw: bytes) -> None:
    text = compact(SAMPLE).encode().replace(b'"city":"', b'"city":"' + raw, 1)
    assert compact_record(text) is None


NAMES = st.text(st.sampled_from("ab\uff21\ue000\U00010400\U0010ffff"), max_size=3)


@given(st.dictionaries(NAMES, st.integers(0, 9) | st.dictionaries(NAMES, st.just(1), max_size=3)))
def test_names_of_any_characters_are_sorted_as_an_independent_implementation_has_them(
    tree: dict[str, Tree],
) -> None:
    right = rfc8785.dumps(tree)
    backwards = dict(sorted(tree.items(), reverse=True))
    other = json.dumps(backwards, ensure_ascii=False, separators=(",", ":")).encode()
    assert is_canonical(right, backwards)
    assert is_canonical(other, tree) is (other == right)


def test_names_in_the_order_of_their_bytes_are_not_canonical() -> None:
    tree = {"\U00010400": 1, "\uff21": 2}
    assert is_canonical('{"\U00010400":1,"\uff21":2}'.encode(), tree)
    assert not is_canonical('{"\uff21":2,"\U00010400":1}'.encode(), tree)
