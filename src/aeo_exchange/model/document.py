"""A document: the tree of one record as read, the faults of its text, and where things stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree

__all__ = ["Document", "Fault", "Position"]


class Position(NamedTuple):
    """A place in a text: line and column, 1-based, in code points."""

    line: int
    column: int


class Fault(Struct, frozen=True):
    """A fault of the text that the tree cannot show: rule, JSON Pointer, what was found."""

    rule: str
    path: str
    message: str
    got: str = ""


class Document(Struct, frozen=True, kw_only=True, gc=False):
    """One record as it stands in a document.

    `compact` is the record as compact JSON, where that is how it was written.
    `tree` is UNSET where a reader could make the `record` at once.
    `locate` gives the position of a JSON Pointer, or of its nearest parent that exists;
    it may parse again and is called only when there are findings. `xpath` gives the same
    place as an XPath, or an empty text where the syntax has none. `objection` is what the XML
    Schema said against the element, so that its no can never be lost.
    """

    tree: Tree | UnsetType = UNSET
    record: AeoRecord | None = None
    compact: bytes | None = None
    locate: Callable[[str], Position | None]
    xpath: Callable[[str], str]
    faults: tuple[Fault, ...] = ()
    objection: str = ""
