"""Drafts to the ends of their rows: schema and rules have the last word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

import msgspec
from msgspec import UNSET

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree
from aeo_exchange.report import Finding, Severity
from aeo_exchange.rules import Context, Subject, check_many
from aeo_exchange.schema.check import MISSING, finding_of_miss, misses
from aeo_exchange.tabular.draft import RowDraft
from aeo_exchange.tabular.history import SAID
from aeo_exchange.tabular.origins import item_at
from aeo_exchange.tabular.outcome import FindingKind, RowEnd, RowFinding
from aeo_exchange.tabular.plain_drafts import PlainDraft
from aeo_exchange.tabular.rows import SourceRow

__all__ = ["LAYOUT_HINTS", "Judged", "judged_rows"]

BATCH = 64  # records that the rules are asked about at a time
# What a rule cannot know: that a layout made the record.
LAYOUT_HINTS = {
    "AEO-SHR-02": "leave the item out of the layout, or name for whom the records are, such as "
    'view.audience = "JP" of its constants',
}
NOT_WHOLE = "AEO-STR-09"  # a full record lacks what every full one has


class Judged(NamedTuple):
    """A draft with what it became: the record, where that is the outcome, and its compact JSON."""

    draft: RowDraft | PlainDraft
    record: AeoRecord | None = None
    content: bytes = b""


def judged_rows(
    drafts: Iterable[RowDraft | PlainDraft],
    context: Context,
    closely: Callable[[SourceRow], RowDraft],
) -> Iterator[Judged]:
    """Yield what each draft became, with the findings of schema and rules added to it.

    `closely` drafts a plain row again of which the rules have something to tell.
    """
    waiting = iter(drafts)
    while batch := list(islice(waiting, BATCH)):
        read = [_structured(draft) for draft in batch]
        subjects = [
            Subject(judgement.record, judgement.content)
            for judgement in read
            if judgement.record is not None
        ]
        told = iter(check_many(subjects, context))
        for judgement in read:
            findings = next(told) if judgement.record is not None else ()
            if findings:
                draft = judgement.draft
                told_of = closely(draft.row) if isinstance(draft, PlainDraft) else draft
                yield _by_rules(told_of, judgement, findings)
            else:
                yield judgement


def _structured(draft: RowDraft | PlainDraft) -> Judged:
    if isinstance(draft, PlainDraft):
        return Judged(draft, draft.record, draft.content)
    if draft.outcome is RowEnd.REFUSED or (draft.is_event and draft.next is None):
        return Judged(draft)
    made = draft.plain() or _by_tree(draft)
    if made and draft.outcome is RowEnd.RECORD:
        return Judged(draft, *made)
    if made:
        draft.leave_out_history()  # what waits for a person must not pass for a record
    return Judged(draft)


def _by_tree(draft: RowDraft) -> tuple[AeoRecord, bytes] | None:
    """Return the record and its compact JSON; None, with what the schema misses told, for none."""
    tree = draft.tree
    try:
        record = msgspec.convert(tree, AeoRecord)
    except msgspec.ValidationError:
        draft.findings += list(_misses(draft, tree))
        return None
    return record, msgspec.json.encode(record)


def _misses(draft: RowDraft, tree: Tree) -> Iterator[RowFinding]:
    """Yield what the schema misses, save what was told already or follows from it."""
    told = {str(finding.item) for finding in draft.findings if finding.item is not UNSET}
    for miss in misses(tree):
        item = item_at(draft.written_path(miss.path) or miss.path)
        if any(name.startswith(item) or item.startswith(f"{name}.") for name in told):
            continue
        if item == "recordId" and draft.doubted:
            continue  # it would be made of a number that is in doubt
        if miss.path == "/history" and _is_history_told(draft, told):
            continue
        if miss.code == MISSING:
            yield RowFinding(kind=FindingKind.MISSING, item=item, message=f"the row has no {item}")
        else:
            yield _placed(draft, finding_of_miss(miss, tree), FindingKind.NOT_USABLE)


def _is_history_told(draft: RowDraft, told: set[str]) -> bool:
    """Say whether it was told why there is no history: no first day, a status in doubt."""
    return "authorisation.terms.1.from" in told or not draft.doubted.isdisjoint(SAID)


def _by_rules(draft: RowDraft, judgement: Judged, findings: tuple[Finding, ...]) -> Judged:
    for finding in findings:
        kind = FindingKind.WARNING
        if finding.code == NOT_WHOLE:
            kind = FindingKind.MISSING
        elif finding.severity is Severity.ERROR:
            kind = FindingKind.BREAKS_RULE
        draft.findings.append(_placed(draft, finding, kind))
    is_record = draft.outcome is RowEnd.RECORD
    return Judged(draft, judgement.record, judgement.content) if is_record else Judged(draft)


def _placed(draft: RowDraft, finding: Finding, kind: FindingKind) -> RowFinding:
    place = draft.place_at(finding.path)
    return RowFinding(
        kind=kind,
        item=item_at(draft.written_path(finding.path) or "") or UNSET,
        path=finding.path,
        rule=finding.code,
        column=place.column if place else UNSET,
        header=place.header if place else UNSET,
        got=finding.got,
        expected=finding.expected,
        message=finding.message,
        hint=LAYOUT_HINTS.get(finding.code, finding.hint),
    )
