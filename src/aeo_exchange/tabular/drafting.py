"""A row to what can be read of its record, by the fields of a layout."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from msgspec import UNSET

from aeo_exchange.formats.tables.cells import is_error
from aeo_exchange.formats.tables.columns import csv_columns_by_name
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.model.instants import Instant
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.safe_text import excerpt
from aeo_exchange.tabular.draft import CONSTANT, RowDraft
from aeo_exchange.tabular.fields import FieldPlan
from aeo_exchange.tabular.folding import cleaned
from aeo_exchange.tabular.history import note_status, put_event_alone, put_history
from aeo_exchange.tabular.keys import record_id_of
from aeo_exchange.tabular.layout import Layout, LayoutField
from aeo_exchange.tabular.outcome import FindingKind, RowFinding
from aeo_exchange.tabular.proposing.ended_words import IN_FORCE
from aeo_exchange.tabular.row_plan import RowPlan
from aeo_exchange.tabular.rows import BEYOND, UNTYPED, HeadedCell, SourceRow
from aeo_exchange.tabular.steps import Doubtful, UnknownWord, Unusable

__all__ = ["STRUCK", "Drafter"]

ISO_DAY = 10
FROM_1904 = 1904
STRUCK = "is struck through"
STANDING = IN_FORCE | {""}


class Drafter:
    """Reads rows by one layout."""

    def __init__(self, layout: Layout, reference: ReferenceData, at: Instant) -> None:
        """Take the layout, and what a row does not say: the instant of the import.

        Raises LayoutError where no time zone is known.
        """
        self.plan = RowPlan.of(layout, reference, at)
        self.zones = self.plan.zones
        self._has_number_as_key = self.plan.has_number_as_key
        self._plans = {id(plan.field): plan for plan in self.plan.fields}

    def count_days(self, *, since_1904: bool) -> None:
        """Take from when the file counts its days, unless the layout says it."""
        told = self.plan.layout.file.date_system
        self.plan.since_1904 = since_1904 if told is UNSET else told == FROM_1904

    def draft(self, row: SourceRow) -> RowDraft:
        """Return what can be read of a row."""
        is_event = self.plan.layout.row.holds == "event"
        draft = RowDraft(row, UNSET, [], {}, {**self.plan.constants}, {}, set(), is_event)
        if row.beyond is not None:
            draft.tell(_shifted(row.beyond))
        for plan in self.plan.fields:
            if plan.field.item in draft.items or plan.field.item in draft.doubted:
                continue  # an alternative has given it, or there is something wrong with it
            place = row.first(plan.spellings)
            if place is None:
                self._absent(plan.field, draft, None)
            else:
                self._read(plan, place, draft)
        if row.under is not None and draft.status.code in STANDING:
            draft.tell(_under(row.under))
        self._put_key(draft)
        (put_event_alone if draft.is_event else put_history)(draft, self.plan.at)
        return draft

    def made_of(self, field: LayoutField, text: str, owner: Mapping[str, str]) -> str:
        """Return what a field makes of a text in a row of an owner; nothing where it is unusable.

        The owner is the programme and the administration.
        """
        place = HeadedCell("", "", Cell(0, text, CellKind.TEXT, code=UNTYPED))
        draft = RowDraft(SourceRow(0, {}), UNSET, [], {}, dict(owner), {}, set())
        try:
            return self._text(self.plan_of(field), place, draft)
        except Unusable:
            return ""

    def plan_of(self, field: LayoutField) -> FieldPlan:
        """Return what is made of the texts of a field."""
        return self._plans[id(field)]

    def _put_key(self, draft: RowDraft) -> None:
        """Add the recordId that the key makes; a number of the key counts as its scheme has it."""
        key = tuple(self._key(draft))
        if not all(key):
            # Of a footer nobody wants to know what else it lacks.
            held = [finding for finding in draft.findings if finding.got is not UNSET]
            draft.findings = [self._no_key(key), *held]
        elif not self._is_doubtful(draft):  # else another list would have another recordId
            draft.record_id = record_id_of(self.plan.layout.row.prefix, key)
            draft.put(CONSTANT, csv_columns_by_name()["recordId"], draft.record_id)

    def zone_of(self, draft: RowDraft) -> str:
        """Return the time zone in which a draft means its days; nothing where none is known."""
        return self.zones.common or self.zones.of(
            draft.items.get("programme", ""), draft.items.get("administration", "")
        )

    def _key(self, draft: RowDraft) -> Iterator[str]:
        for spellings in self.plan.key_columns:
            key_place = draft.row.first(spellings)
            if key_place is None:
                yield ""
                continue
            read = (
                draft.items[name]
                for name, place in draft.places.items()
                if place is key_place and name in self.plan.numbers
            )
            number = next(read, "") if self._has_number_as_key else ""
            yield number or cleaned(unicodedata.normalize("NFKC", key_place.cell.text))

    def _is_doubtful(self, draft: RowDraft) -> bool:
        """Say whether a number of the key could not be read for certain."""
        if not draft.doubted:
            return False
        columns = {
            place.column
            for spellings in self.plan.key_columns
            if (place := draft.row.first(spellings))
        }
        return any(
            finding.item in self.plan.numbers
            and finding.column in columns
            and finding.kind is FindingKind.DOUBTFUL
            for finding in draft.findings
        )

    def _no_key(self, key: tuple[str, ...]) -> RowFinding:
        lacking = zip(self.plan.layout.row.key, key, strict=True)
        named = [spellings[0] for spellings, text in lacking if not text]
        return RowFinding(
            kind=FindingKind.NOT_USABLE,
            header=named[0],
            message=f"the row has nothing under {' and '.join(named)}, "
            "by which records are told apart",
            hint="if it is a footer, name its text under file.end or file.pass_over of the layout",
        )

    def _read(self, plan: FieldPlan, place: HeadedCell, draft: RowDraft) -> None:
        """Read what stands under one field of a row into its draft."""
        field = plan.field
        try:
            text = self._text(plan, place, draft)
        except Unusable as cause:
            draft.tell(_unusable(field, place, cause))
            return
        if place.cell.is_struck:
            _tell_struck(draft, place)
        if place.cell.formula:
            draft.tell(_row_finding(field, place, "a formula; its stored value was read"))
        if not text:
            self._absent(field, draft, place)
        elif plan.column is None:
            note_status(draft.status, field.item, text, place)
        else:
            draft.put(place, plan.column, text)
            if plan.scheme is not None:
                draft.put(place, plan.scheme, str(field.scheme))

    def _absent(self, field: LayoutField, draft: RowDraft, place: HeadedCell | None) -> None:
        if field.absent == "leave-out":
            return
        kind = FindingKind.MISSING if field.absent == "candidate" else FindingKind.NOT_USABLE
        finding = RowFinding(
            kind=kind,
            item=field.item,
            header=place.header if place else field.from_[0],
            column=place.column if place else UNSET,
            got=excerpt(place.cell.text) if place else UNSET,
            message=f"the row has no {field.item}",
        )
        draft.tell(finding)

    def _text(self, plan: FieldPlan, place: HeadedCell, draft: RowDraft) -> str:
        """Return the text of an item, or of several codes; raises Unusable."""
        if place.cell.kind is CellKind.ERROR or is_error(place.cell.text):
            raise Unusable(
                "is an error of the spreadsheet, and no value",
                "ask for the sheet with the value in it",
            )
        text = plan.text_of(place.cell, since_1904=self.plan.since_1904)
        match plan.made:
            case "number" if text:
                return self._number(plan, text, place, draft)
            case "instant" if text:
                return self._instant(plan, text, draft)
            case "day" if text:
                draft.days[plan.field.item] = text[:ISO_DAY]
                return text[:ISO_DAY]
            case _:
                return text

    def _number(self, plan: FieldPlan, text: str, place: HeadedCell, draft: RowDraft) -> str:
        read = plan.number_in(text, place.cell, self.plan.reference.schemes)
        if read.told:
            draft.tell(_row_finding(plan.field, place, f"{read.told}: {read.value}"))
        return read.value

    def _instant(self, plan: FieldPlan, text: str, draft: RowDraft) -> str:
        made = plan.instant_of(text, self.zone_of(draft))
        draft.days[plan.field.item] = text
        return made


# What is found of a cell, by why the item cannot be made of it.
KINDS = {
    Unusable: FindingKind.NOT_USABLE,
    Doubtful: FindingKind.DOUBTFUL,
    UnknownWord: FindingKind.UNKNOWN_WORD,
}


def _unusable(field: LayoutField, place: HeadedCell, cause: Unusable) -> RowFinding:
    return RowFinding(
        kind=KINDS[type(cause)],
        item=field.item,
        column=place.column,
        header=excerpt(place.header),
        got=excerpt(place.cell.text),
        message=cause.message,
        expected=cause.expected or UNSET,
        hint=cause.hint or UNSET,
    )


def _shifted(beyond: HeadedCell) -> RowFinding:
    """Return the finding that a row is longer than its header, so its cells may stand elsewhere."""
    return RowFinding(
        kind=FindingKind.NOT_USABLE,
        column=beyond.column,
        got=excerpt(beyond.cell.text),
        message=BEYOND,
        hint="put a text that contains the separator in quotes; a column of its own needs a header",
    )


def _under(title: HeadedCell) -> RowFinding:
    """Return the finding that a row is in a part of the list whose title says suspended or over."""
    return RowFinding(
        kind=FindingKind.DOUBTFUL,
        item="status",
        got=excerpt(title.cell.text),
        message=f"the row stands below the title in {title.header}, which says that it may not be "
        "in force",
        hint="ask for a column that says the status of each row, or write it into a copy",
    )


def _tell_struck(draft: RowDraft, place: HeadedCell) -> None:
    """Say once of a row that something in it is struck through."""
    if any(finding.message == STRUCK for finding in draft.findings):
        return
    draft.tell(
        RowFinding(
            kind=FindingKind.DOUBTFUL,
            item="status",
            column=place.column,
            header=excerpt(place.header),
            got=excerpt(place.cell.text),
            message=STRUCK,
            hint="ask whether it still holds, and since when not",
        )
    )


def _row_finding(field: LayoutField, place: HeadedCell, message: str) -> RowFinding:
    return RowFinding(
        kind=FindingKind.TOLD,
        item=field.item,
        column=place.column,
        header=excerpt(place.header),
        got=excerpt(place.cell.formula or place.cell.number or place.cell.text),
        message=message,
    )
