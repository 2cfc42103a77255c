"""A record that was known before, on its way to its next revision, and the row that says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import UNSET, Struct

from aeo_exchange.model.tree import Tree
from aeo_exchange.tabular.draft import RowDraft
from aeo_exchange.tabular.outcome import FindingKind, RowFinding

__all__ = ["LedgerEntry", "TreeGroup", "groups_at"]

TreeGroup: TypeAlias = dict[str, Tree]


class LedgerEntry(Struct):
    """The record as it was, to be changed in place; the row, as a tree and as a draft."""

    record: TreeGroup
    row: TreeGroup
    draft: RowDraft
    at: str

    def doubt(self, item: str, message: str, hint: str = "") -> None:
        """Leave the row to a person: the record stays as it was."""
        self._note(FindingKind.DOUBTFUL, item, message, hint)

    def tell(self, item: str, message: str, hint: str = "") -> None:
        """Say what was taken for what."""
        self._note(FindingKind.TOLD, item, message, hint)

    def _note(self, kind: FindingKind, item: str, message: str, hint: str) -> None:
        self.draft.findings.append(
            RowFinding(kind=kind, item=item, message=message, hint=hint or UNSET)
        )


def groups_at(tree: Tree, *path: str) -> list[TreeGroup]:
    """Return the elements of the list of groups that lies at a path; none where there is none."""
    for name in path:
        tree = tree.get(name) if isinstance(tree, dict) else None
    return list(_groups_in(tree)) if isinstance(tree, list) else []


def _groups_in(elements: list[Tree]) -> Iterator[TreeGroup]:
    for element in elements:
        if isinstance(element, dict):
            yield element
