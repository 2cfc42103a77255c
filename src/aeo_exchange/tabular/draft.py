"""A row to what can be read of its record, by the fields of a layout."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import UNSET, Struct, UnsetType, field

from aeo_exchange.formats.tables.columns import Column, csv_columns
from aeo_exchange.formats.tables.rows import Filled, places_of, tree_of
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.model.codes import Status
from aeo_exchange.model.instants import Instant
from aeo_exchange.model.texts import TextType
from aeo_exchange.model.tree import Tree
from aeo_exchange.model.version import VERSION
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import excerpt
from aeo_exchange.tabular.dates import end_of, start_of
from aeo_exchange.tabular.folding import cleaned, folded
from aeo_exchange.tabular.layout import Field, Layout
from aeo_exchange.tabular.numbers import identifier_in, tin_in
from aeo_exchange.tabular.outcome import FindingKind, Outcome, RowFinding
from aeo_exchange.tabular.rows import Found, SourceRow
from aeo_exchange.tabular.steps import Given, Unusable, stepped
from aeo_exchange.tabular.words import Words
from aeo_exchange.tabular.zones import Zones

__all__ = ["CONSTANT", "Draft", "Drafter", "SaidStatus"]

ISO_DAY = 10
FROM_1904 = 1904
MOST_ID = 64
# Lists of which a record that was known before has earlier elements, which no row of now gave.
OF_EARLIER = ("/authorisation/terms", "/history")
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
CONSTANT = Found("", "", Cell(0, "", CellKind.TEXT))


class SaidStatus(Struct):
    """What a row says of the status of its authorisation, and where.

    `lack` is the finding that it does not say enough for an event by itself.
    """

    code: str = ""
    from_: str = ""
    until: str = ""
    reason: str = ""
    found: Found | None = None
    lack: RowFinding | None = None


class Draft(Struct):
    """What could be read of a row: cells of its record, findings, and the days it names.

    `next` is the next revision of a record that was known before, once the row is entered in it.
    """

    row: SourceRow
    record_id: str | UnsetType
    cells: list[Filled]
    findings: list[RowFinding]
    days: dict[str, str]
    items: dict[str, str]
    doubted: set[str]
    is_event: bool = False
    status: SaidStatus = field(default_factory=SaidStatus)
    next: dict[str, Tree] | None = None

    def put(self, found: Found, column: Column, text: str) -> None:
        """Add the cell of an item."""
        self.cells.append((found, column.steps, column, text))
        self.items[column.name] = text

    def tell(self, finding: RowFinding) -> None:
        """Add a finding."""
        self.findings.append(finding)
        if finding.item and finding.kind.outcome is not Outcome.RECORD:
            self.doubted.add(finding.item)

    @property
    def outcome(self) -> Outcome:
        """The end of the row so far."""
        if not self.findings:
            return Outcome.RECORD
        ends = {finding.kind.outcome for finding in self.findings}
        for end in (Outcome.REFUSED, Outcome.CANDIDATE):
            if end in ends:
                return end
        return Outcome.RECORD

    @property
    def tree(self) -> dict[str, Tree]:
        """The tree of the record, with its sets in their order."""
        if self.next is not None:
            return self.next
        tree = tree_of(self.cells)
        assert isinstance(tree, dict)
        holder = tree.get("holder")
        if isinstance(holder, dict) and isinstance(numbers := holder.get("identifiers"), list):
            holder["identifiers"] = sorted(numbers, key=canonical_item)
        return tree

    def found_at(self, path: str) -> Found | None:
        """Return the cell of the item at a path, or of the nearest group that has one."""
        if self.next is not None and path.startswith(OF_EARLIER):
            return None
        places = places_of(self.cells)
        while path and path not in places:
            path = path.rpartition("/")[0]
        found = places.get(path) if path else None
        return found if isinstance(found, Found) and found.column else None


class Drafter:
    """Reads rows by one layout."""

    def __init__(self, layout: Layout, reference: ReferenceData, at: Instant) -> None:
        """Take the layout, and what a row does not say: the instant of the import.

        Raises LayoutError where no time zone is known.
        """
        self._layout = layout
        self._reference = reference
        self._at = at
        self.zones = Zones(layout, reference)
        self._columns = {column.name: column for column in csv_columns()}
        self._words = Words(layout, reference)
        self._since_1904 = False
        self._numbers = frozenset(each.item for each in layout.fields if each.scheme)

    def count_days_from_1904(self, since_1904: bool) -> None:  # noqa: FBT001 what the file says
        """Take from when the file counts its days, unless the layout says it."""
        told = self._layout.file.date_system
        self._since_1904 = since_1904 if told is UNSET else told == FROM_1904

    def draft(self, row: SourceRow) -> Draft:
        """Return what can be read of a row."""
        draft = Draft(row, UNSET, [], [], {}, {}, set(), self._layout.row.holds == "event")
        self._put_constants(draft)
        for each in self._layout.fields:
            self._read(each, draft, draft.status)
        self._put_key(draft)
        self._put_history(draft, draft.status)
        return draft

    def _put_key(self, draft: Draft) -> None:
        """Add the recordId that the key makes; a number of the key counts as its scheme has it."""
        key = tuple(self._key(draft))
        if all(key) and self._is_doubtful(draft):
            return  # another list would have another number, and so another recordId
        if all(key):
            draft.record_id = record_id_of(self._layout.row.prefix, key)
            self._put(draft, "recordId", draft.record_id, CONSTANT)
        else:
            draft.findings.insert(0, self._no_key(key))

    def zone_of(self, draft: Draft) -> str:
        """Return the time zone in which a draft means its days; nothing where none is known."""
        return self.zones.of(
            draft.items.get("programme", ""), draft.items.get("administration", "")
        )

    def _key(self, draft: Draft) -> Iterator[str]:
        for spellings in self._layout.row.key:
            found = draft.row.first(spellings)
            if found is None:
                yield ""
                continue
            read = (
                text
                for place, _steps, column, text in draft.cells
                if place is found and column and column.name in self._numbers
            )
            yield next(read, cleaned(unicodedata.normalize("NFKC", found.cell.text)))

    def _is_doubtful(self, draft: Draft) -> bool:
        """Say whether a number of the key could not be read for certain."""
        columns = {
            found.column for each in self._layout.row.key if (found := draft.row.first(each))
        }
        return any(
            finding.item in self._numbers
            and finding.column in columns
            and finding.kind is FindingKind.DOUBTFUL
            for finding in draft.findings
        )

    def _no_key(self, key: tuple[str, ...]) -> RowFinding:
        lacking = zip(self._layout.row.key, key, strict=True)
        named = " and ".join(spellings[0] for spellings, text in lacking if not text)
        return RowFinding(
            kind=FindingKind.NOT_USABLE,
            message=f"the row has nothing under {named}, by which records are told apart",
            hint="if it is a footer, name its text under file.end or file.pass_over of the layout",
        )

    def _put_constants(self, draft: Draft) -> None:
        own = {"specVersion": VERSION, "revision": "1"}
        if self._layout.programme:
            own["programme"] = self._layout.programme
        if self._layout.administration:
            own["administration"] = self._layout.administration
        own["issuedAt"] = self._at
        for name, text in (own | self._layout.constants).items():
            self._put(draft, name, text, CONSTANT)

    def _put(self, draft: Draft, name: str, text: str, found: Found) -> None:
        draft.put(found, self._columns[name], text)

    def _read(self, field: Field, draft: Draft, status: SaidStatus) -> None:
        """Read one field of a row into its draft."""
        if field.item in draft.items or field.item in draft.doubted:
            return  # an alternative has given it, or there is something wrong with it
        found = draft.row.first(field.from_)
        if found is None:
            self._absent(field, draft, None)
            return
        try:
            text = self._text(field, found, draft)
        except Unusable as cause:
            draft.tell(_unusable(field, found, cause))
            return
        if found.cell.formula:
            draft.tell(_told(field, found, "a formula; its stored value was read"))
        if not text:
            self._absent(field, draft, found)
        elif field.item.partition(".")[0] == "status":
            _note_status(status, field.item, text, found)
        else:
            self._put(draft, field.item, text, found)
            if field.scheme and field.item.endswith(".value"):
                scheme = f"{field.item.removesuffix('.value')}.scheme"
                self._put(draft, scheme, field.scheme, found)

    def _absent(self, field: Field, draft: Draft, found: Found | None) -> None:
        if field.absent == "leave-out":
            return
        kind = FindingKind.MISSING if field.absent == "candidate" else FindingKind.NOT_USABLE
        finding = RowFinding(
            kind=kind,
            item=field.item,
            header=found.header if found else field.from_[0],
            column=found.column if found else UNSET,
            got=excerpt(found.cell.text) if found else UNSET,
            message=f"the row has no {field.item}",
        )
        draft.tell(finding)

    def _text(self, field: Field, found: Found, draft: Draft) -> str:
        """Return the text of an item, or of several codes; raises Unusable."""
        given = Given(found.cell.kind, self._since_1904)
        texts = stepped(found.cell.text, field.steps, given)
        column = self._columns.get(field.item)
        if words := self._words.of(field.item):
            return " ".join(sorted({code for text in texts for code in words.codes(text)}))
        text = texts[0] if len(texts) == 1 else " ".join(texts)
        if field.scheme and text:
            return self._number(field, text, found, draft)
        if _is(column, "Instant") or field.item in {"status.from", "status.until"}:
            return self._instant(field, text, draft)
        if _is(column, "Date"):
            draft.days.update({field.item: text[:ISO_DAY]} if text else {})
            return text[:ISO_DAY]
        return text

    def _number(self, field: Field, text: str, found: Found, draft: Draft) -> str:
        read_as = tin_in if field.item.endswith(("tin", "Tin")) else identifier_in
        read = read_as(text, found.cell, str(field.scheme), self._reference.schemes)
        if read.told:
            draft.tell(_told(field, found, f"{read.told}: {read.value}"))
        return read.value

    def _instant(self, field: Field, text: str, draft: Draft) -> str:
        if not text:
            return ""
        zone = self.zone_of(draft)
        if not zone:
            raise Unusable(
                "is a day, and no time zone is known of the administration",
                "give time_zone in the layout",
                refuses=False,
            )
        try:
            made = (end_of if field.last_day else start_of)(text, zone)
        except (ValueError, OverflowError) as cause:
            raise Unusable("is no day", "the layout needs a step `date` with its form") from cause
        draft.days[field.item] = text
        return made

    def _put_history(self, draft: Draft, status: SaidStatus) -> None:
        """Add the grant, and what a word of the status says beside it."""
        if self._layout.row.holds == "event":
            self._put_alone(draft, status)
            return
        granted = draft.items.get("authorisation.terms.1.from", "")
        if not granted:
            return
        self._put_event(draft, 1, Status.GRANTED, granted, CONSTANT)
        if status.code in {"", Status.GRANTED}:
            return
        assert status.found is not None
        effective = status.from_
        if not effective and status.code == Status.EXPIRED:
            effective = draft.items.get("authorisation.terms.1.until", "")
        missing = _lacks(status, effective)
        if missing:
            status.lack = missing
            draft.tell(missing)
            return
        self._put_event(draft, 2, status.code, effective, status.found)
        if status.until:
            self._put(draft, "history.2.plannedUntil", status.until, status.found)
        if status.reason:
            self._put(draft, "history.2.reason", status.reason, status.found)

    def _put_alone(self, draft: Draft, status: SaidStatus) -> None:
        """Keep an event for the record that it belongs to, which is not in this file."""
        event = {
            "status": status.code,
            "effectiveFrom": status.from_,
            "recordedAt": self._at,
            "plannedUntil": status.until,
            "reason": status.reason,
        }
        found = status.found or CONSTANT
        for name, text in event.items():
            if text:
                self._put(draft, f"history.1.{name}", text, found)
        finding = RowFinding(
            kind=FindingKind.MISSING,
            message="the row is an event; the record that it belongs to is not in this file",
            hint="add it to the history of that record",
        )
        status.lack = finding
        draft.tell(finding)

    def _put_event(
        self, draft: Draft, number: int, status: str, effective: str, found: Found
    ) -> None:
        items = {
            "seq": str(number),
            "status": str(status),
            "effectiveFrom": effective,
            "recordedAt": self._at,
        }
        for name, text in items.items():
            self._put(draft, f"history.{number}.{name}", text, found)


def _lacks(status: SaidStatus, effective: str) -> RowFinding | None:
    """Return what an event lacks, or None."""
    assert status.found is not None
    what, hint = "", ""
    if status.code in {Status.REINSTATED, Status.ANNULLED}:
        what, hint = (
            "what came before it",
            "the row tells an end of something that it does not have",
        )
    elif not effective:
        what, hint = "the day on which it took effect", "ask for it; the day of the list is not it"
    if not what:
        return None
    return RowFinding(
        kind=FindingKind.MISSING,
        item="status.from" if not effective else "status",
        header=status.found.header,
        column=status.found.column,
        got=excerpt(status.found.cell.text),
        message=f"the status {status.code} lacks {what}",
        hint=hint,
    )


def _note_status(status: SaidStatus, item: str, text: str, found: Found) -> None:
    match item:
        case "status":
            status.code, status.found = text, found
        case "status.from":
            status.from_ = text
        case "status.until":
            status.until = text
        case _:
            status.reason = text


def _is(column: Column | None, name: str) -> bool:
    kind = column.field.kind if column else None
    return isinstance(kind, TextType) and kind.name == name


def _unusable(field: Field, found: Found, cause: Unusable) -> RowFinding:
    kind = FindingKind.NOT_USABLE if cause.refuses else FindingKind.DOUBTFUL
    if cause.is_word:
        kind = FindingKind.UNKNOWN_WORD
    return RowFinding(
        kind=kind,
        item=field.item,
        column=found.column,
        header=excerpt(found.header),
        got=excerpt(found.cell.text),
        message=cause.message,
        hint=cause.hint or UNSET,
    )


def _told(field: Field, found: Found, message: str) -> RowFinding:
    return RowFinding(
        kind=FindingKind.TOLD,
        item=field.item,
        column=found.column,
        header=excerpt(found.header),
        got=excerpt(found.cell.formula or found.cell.number or found.cell.text),
        message=message,
    )


def record_id_of(prefix: str, key: Sequence[str]) -> str:
    """Return the recordId that a key makes: itself where it fits, else with or as its digest."""
    text = "-".join(key)
    made = f"{prefix}{text}"
    if not _UNFIT.search(made) and len(made) <= MOST_ID:
        return made
    mark = hashlib.sha256("\0".join(map(folded, key)).encode()).hexdigest()
    readable = f"{prefix}{_UNFIT.sub('-', text).strip('-')}-{mark[:8]}"
    if text.isascii() and len(readable) <= MOST_ID:
        return readable
    return f"{prefix}{mark[:32]}"
