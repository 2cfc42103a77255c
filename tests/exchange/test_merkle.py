from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.exchange.merkle import BLOCK, TreeRoot, leaf_of


def by_the_text(lines: list[bytes]) -> bytes:
    """Return the Merkle Tree Hash as RFC 9162, section 2.1.1, writes it."""
    if not lines:
        return sha256().digest()
    if len(lines) == 1:
        return sha256(b"\0" + lines[0]).digest()
    left = 1
    while left * 2 < len(lines):
        left *= 2
    return sha256(b"\1" + by_the_text(lines[:left]) + by_the_text(lines[left:])).digest()


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_the_root_of_one_pass_is_that_of_the_text(lines: list[bytes]) -> None:
    root = TreeRoot()
    for line in lines:
        root.add(line)
    assert root.root() == by_the_text(lines).hex()
    assert root.count == len(lines)
    assert root.root() == root.root()


@pytest.mark.parametrize("beside", [-1, 0, 1])
@pytest.mark.parametrize("blocks", [1, 2, 3])
def test_the_root_over_whole_blocks_is_that_of_the_text(blocks: int, beside: int) -> None:
    lines = [b"%d" % number for number in range(blocks * BLOCK + beside)]
    root = TreeRoot()
    for line in lines:
        root.add(line)
    assert root.root() == by_the_text(lines).hex()
    assert root.count == len(lines)


def test_an_entry_cannot_pass_for_a_node() -> None:
    one, two = TreeRoot(), TreeRoot()
    for line in (b"a", b"b"):
        one.add(line)
    two.add(leaf_of(b"a") + leaf_of(b"b"))
    assert one.root() != two.root()
