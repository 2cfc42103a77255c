"""Findings to their columns: what is said of an item that no cell gave, at its empty cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec import UNSET

from aeo_exchange.tabular.folding import folded
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.outcome import RowFinding

__all__ = ["Pointing"]


class Pointing:
    """The columns of a file by the items that a layout reads from them."""

    def __init__(self, layout: Layout, columns: Mapping[str, tuple[str, str]]) -> None:
        """Take the columns: letters and text of the header by its folded text."""
        self._layout = layout
        self._columns = columns
        self._known: dict[str, tuple[str, str] | None] = {}

    def pointed(self, findings: Iterable[RowFinding]) -> tuple[RowFinding, ...]:
        """Return findings with the column that each is about, as far as the file has one."""
        return tuple(map(self._pointed, findings))

    def _pointed(self, finding: RowFinding) -> RowFinding:
        if finding.column is not UNSET:
            return finding
        place = self._place(finding.item or "") or self._of_header(finding.header or "")
        if place is None:
            return finding
        return msgspec.structs.replace(finding, column=place[0], header=place[1])

    def _place(self, item: str) -> tuple[str, str] | None:
        """Return the column of an item; of a group the first, of a code that of its list."""
        if item not in self._known:
            self._known[item] = next(self._places(item), None) if item else None
        return self._known[item]

    def _places(self, item: str) -> Iterator[tuple[str, str]]:
        while item:
            for field in self._layout.fields:
                if field.item == item or field.item.startswith(f"{item}."):
                    yield from self._had(field.from_)
            item, _, last = item.rpartition(".")
            if not last.isdecimal():
                return

    def _of_header(self, header: str) -> tuple[str, str] | None:
        """Return the column of a part of the key, which is named by its first spelling."""
        for spellings in self._layout.row.key:
            if header and header == spellings[0]:
                return next(self._had(spellings), None)
        return None

    def _had(self, spellings: Iterable[str]) -> Iterator[tuple[str, str]]:
        for spelling in spellings:
            place = self._columns.get(folded(spelling))
            if place is not None:
                yield place
