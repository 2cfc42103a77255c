"""Rows of one record to its draft, where a row is a role: their roles are joined, no more."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import UNSET

from aeo_exchange.rules.rule import several
from aeo_exchange.tabular.draft import RowDraft
from aeo_exchange.tabular.outcome import FindingKind, RowEnd, RowFinding

__all__ = ["ROLES", "joined"]

ROLES = "authorisation.terms.1.roles"


def joined(drafts: Iterable[RowDraft]) -> list[list[RowDraft]]:
    """Return the drafts by record, in the order of their first rows.

    The first of each holds the roles of all. Where one of its rows is refused, or two say
    different things, no row of the record is more than a candidate.
    """
    groups: dict[object, list[RowDraft]] = {}
    for draft in drafts:
        groups.setdefault(draft.record_id or id(draft), []).append(draft)
    for group in groups.values():
        _join(group)
    return list(groups.values())


def _join(group: list[RowDraft]) -> None:
    first, *others = group
    refused = [draft for draft in group if draft.outcome is RowEnd.REFUSED]
    items = _other_items(first)
    apart = [draft for draft in others if _other_items(draft) != items]
    rows = several(str(draft.row.number) for draft in (first, *apart))
    for draft in group:
        if refused and draft.outcome is not RowEnd.REFUSED:
            draft.findings.append(_doubt(f"row {refused[0].row.number} of this record is refused"))
        if apart:
            draft.findings.append(_doubt(f"the rows {rows} say different things of one record"))
    roles = sorted({role for draft in group for role in _roles(draft)})
    if ROLES in first.items:
        first.items[ROLES] = " ".join(roles)


def _other_items(draft: RowDraft) -> dict[str, str]:
    return {name: text for name, text in draft.items.items() if name != ROLES}


def _roles(draft: RowDraft) -> list[str]:
    return draft.items.get(ROLES, "").split()


def _doubt(message: str) -> RowFinding:
    return RowFinding(kind=FindingKind.DOUBTFUL, item=UNSET, message=message)
