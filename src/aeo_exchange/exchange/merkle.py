"""The root of the entries of a stream (XCH-5): the Merkle Tree Hash of RFC 9162, in one pass."""

from __future__ import annotations

from hashlib import sha256

__all__ = ["TreeRoot", "leaf_of"]

# Digests that have begun with what stands before a leaf and before a node: to copy one is faster
# than to begin another.
_LEAF, _NODE = sha256(b"\x00"), sha256(b"\x01")
BLOCK = 1 << 10  # leaves


def leaf_of(line: bytes) -> bytes:
    """Return the leaf of an entry, which is its line without line feed."""
    leaf = _LEAF.copy()
    leaf.update(line)
    return leaf.digest()


class TreeRoot:
    """The leaves of the last block, and the roots of the full trees before it, highest first.

    So few digests are held, whatever the number of leaves. A block is put together level by level,
    which is faster than leaf by leaf.
    """

    def __init__(self) -> None:
        self._trees: list[bytes] = []
        self._blocks = 0
        self._leaves: list[bytes] = []

    @property
    def count(self) -> int:
        """How many leaves there are so far."""
        return self._blocks * BLOCK + len(self._leaves)

    def add(self, line: bytes) -> None:
        """Take the line of the next entry, without its line feed."""
        self._leaves.append(leaf_of(line))
        if len(self._leaves) == BLOCK:
            self._close_block()

    def root(self) -> str:
        """Return the root over the leaves so far, 64 hexadecimal digits."""
        trees = [*self._trees, _top(self._leaves)] if self._leaves else self._trees
        if not trees:
            return sha256().hexdigest()
        *others, node = trees
        for tree in reversed(others):
            node = _node_of(tree, node)
        return node.hex()

    def _close_block(self) -> None:
        node, left = _top(self._leaves), self._blocks
        while left & 1:
            node = _node_of(self._trees.pop(), node)
            left >>= 1
        self._trees.append(node)
        self._blocks += 1
        self._leaves = []


def _node_of(left: bytes, right: bytes) -> bytes:
    node = _NODE.copy()
    node.update(left + right)
    return node.digest()


def _top(nodes: list[bytes]) -> bytes:
    """Return the root over nodes side by side; the last of an odd number goes up as it is."""
    while len(nodes) > 1:
        pairs = iter(nodes)
        above = [_node_of(left, right) for left, right in zip(pairs, pairs, strict=False)]
        nodes = [*above, nodes[-1]] if len(nodes) % 2 else above
    return nodes[0]
