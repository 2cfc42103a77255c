"""The fast way to a JSON tree gives what the careful way gives, or leaves the text to that."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.errors import ReadError
from aeo_exchange.formats.json_tree import _TOKEN, compact_tree, read_tree
from rows import for_each_row

LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)
PIECES = (b'"a":1,', b'{"a":1,"a":2}', b" ", b"\\u0061", b"\\ud800", b"\xff", b"1e3", b"-0", b"[")


def written(tree: object) -> bytes:
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()


def agree(content: bytes) -> None:
    tree = compact_tree(content)
    if tree is not None:
        assert json.dumps(tree) == json.dumps(read_tree(content))


@given(TREES)
def test_what_is_written_compactly_is_read_at_once_and_alike(tree):
    agree(written(tree))


@given(TREES, st.data())
def test_what_was_changed_is_read_alike_or_left_to_the_careful_way(tree, data):
    content = written(tree)
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(start + 3, len(content))))
    piece = data.draw(st.sampled_from(PIECES) | st.binary(max_size=3))
    agree(content[:start] + piece + content[end:])


@for_each_row(
    "content",
    [
        b'{"iss":"HK","revision":1,"tiers":["A"],"open":true}',
        '{"é":"日本"}'.encode(),
        b"[" * 64 + b"]" * 64,
        b"18446744073709551616",
        b'"\x7f"',
    ],
)
def test_a_compact_text_is_read_at_once(content):
    assert compact_tree(content) == read_tree(content)


@for_each_row(
    "content",
    [
        b'{"a":1,"a":1}',
        b'{"a":1,"\\u0061":1}',
        b'{"a":{"b":1,"b":1}}',
        b'{"a":1 }',
        b'{"a":1}\n',
        b'{"a":"\\u0061"}',
        b'{"a":"\\/"}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xff"}',
        b'{"\xed\xa0\x80":1}',
        b'{"a":-0}',
        b'{"a":1e3}',
        b'{"a":NaN}',
        b'{"a":1.5}',
        b"[" * 65 + b"]" * 65,
        b'{"a":' * 65 + b"1" + b"}" * 65,
        b"[" + b"9" * 5000 + b"]",
        b"",
        b"\xef\xbb\xbf{}",
    ],
    ids=lambda content: repr(content[:20]),
)
def test_a_text_that_is_spelt_otherwise_is_looked_at_closely(content):
    assert compact_tree(content) is None


@for_each_row(
    ("content", "rule"),
    [
        (b'{"a":03}', "AEO-SYN-03"),
        (b'{"a":3;}', "AEO-SYN-03"),
        (b'{"a":[NaN,-NaN]}', "AEO-SYN-03"),
        (b"03", "AEO-SYN-03"),  # a line, or an element, that is nothing but the word
        (b'{"a":03', "AEO-SYN-01"),
        (b'{"a":03 \t', "AEO-SYN-01"),
        (b'{"a":3;', "AEO-SYN-01"),
        (b'"a":03', "AEO-SYN-01"),
        (b'{"a":3:4}', "AEO-SYN-01"),
        (b'{"a":3"}', "AEO-SYN-01"),
        (b'{"a":3 ;}', "AEO-SYN-01"),
        (b'{"a":abc}', "AEO-SYN-01"),
        (b"{03:4}", "AEO-SYN-01"),
        (b'{"a":":03","b":c}', "AEO-SYN-01"),  # no word stands inside a text
        (b'{"a":03,"b":"' + b'\\"' * 9 + b'"}', "AEO-SYN-03"),
        (b'{"a":03,"b":' + b"[" * 300 + b"]" * 300 + b"}", "AEO-SYN-03"),
    ],
)
def test_a_number_is_misspelt_where_nothing_else_is_wrong(content, rule):
    with pytest.raises(ReadError) as caught:
        read_tree(content)
    assert caught.value.rule == rule


def test_escapes_without_an_end_are_looked_at_once():
    content = b'{"a":03,"' + b'\\"' * 50_000
    assert len(list(_TOKEN.finditer(content))) < 10


@for_each_row("digits", range(4290, 4310))
def test_a_number_is_as_long_either_way(digits):
    content = b"[" + b"7" * digits + b"]"
    try:
        wanted = read_tree(content)
    except ReadError:
        wanted = None
    assert compact_tree(content) in (wanted, None)
