"""The root of the entries of a stream (XCH-5): the Merkle Tree Hash of RFC 9162, in one pass."""

from __future__ import annotations

from hashlib import sha256

__all__ = ["TreeRoot", "leaf_of"]

_LEAF, _NODE = b"\x00", b"\x01"


def leaf_of(line: bytes) -> bytes:
    """Return the leaf of an entry, which is its line without line feed."""
    return sha256(_LEAF + line).digest()


class TreeRoot:
    """The leaves so far, as the roots of full trees from the highest to the lowest.

    No more digests are held than a number of leaves has binary digits.
    """

    def __init__(self) -> None:
        self.count = 0
        self._trees: list[bytes] = []

    def add(self, line: bytes) -> None:
        """Take the line of the next entry, without its line feed."""
        node, left = leaf_of(line), self.count
        while left & 1:
            node = sha256(_NODE + self._trees.pop() + node).digest()
            left >>= 1
        self._trees.append(node)
        self.count += 1

    def root(self) -> str:
        """Return the root over the leaves so far, 64 hexadecimal digits."""
        if not self._trees:
            return sha256().hexdigest()
        *others, node = self._trees
        for tree in reversed(others):
            node = sha256(_NODE + tree + node).digest()
        return node.hex()
