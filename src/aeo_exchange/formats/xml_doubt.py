"""Which records of an XML text are looked at closely, told by the pieces that they came in."""

from __future__ import annotations

from aeo_exchange.formats.xml_pieces import is_usual_record, may_be_unusual
from aeo_exchange.formats.xml_tree import Element

__all__ = ["Doubt"]


class Doubt:
    """What the pieces of a text tell of the records that end in them: which to look at closely.

    `take` is told of each piece before its records are asked about, `settle` that one has ended: a
    record may hold what stood in any piece since the last in which one ended.
    """

    def __init__(self) -> None:
        self._is_settled = self._here = self._since = False
        self._tags = self._tags_here = 0
        self._last = b""

    def take(self, piece: bytes) -> None:
        """Take the next piece; an empty one is nothing that a mark could be cut in two by."""
        if not piece:
            return
        before, tags = self._since, self._tags
        if self._is_settled:
            before, tags = self._here, self._tags_here
        self._here, self._tags_here = may_be_unusual(self._last, piece), piece.count(b"<")
        self._since, self._tags = before or self._here, tags + self._tags_here
        self._is_settled, self._last = False, piece[-1:]

    def settle(self) -> None:
        """Say that a record has ended in the piece."""
        self._is_settled = True

    def is_usual(self, element: Element) -> bool:
        """Say whether the XML Schema accepts a record and nothing in it is unusual."""
        return is_usual_record(element, ask=self._since, tags=self._tags)
