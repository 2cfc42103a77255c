"""Records to rows of a layout: each row is read back at once, and what is missing is a loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct, json, structs, to_builtins

from aeo_exchange.formats.row import Loss
from aeo_exchange.model.instants import Instant, instant
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.tabular.dates import local_day
from aeo_exchange.tabular.draft import RowDraft
from aeo_exchange.tabular.drafting import Drafter
from aeo_exchange.tabular.exporting.cells import CellWriter
from aeo_exchange.tabular.exporting.comparison import NEVER, losses_between
from aeo_exchange.tabular.exporting.overclaims import Claim, overclaim
from aeo_exchange.tabular.exporting.permission import withheld
from aeo_exchange.tabular.exporting.presented import Presented, Presenter
from aeo_exchange.tabular.exporting.reading_back import RowReader
from aeo_exchange.tabular.exporting.wording import Wording
from aeo_exchange.tabular.exporting.written_layout import WrittenLayout
from aeo_exchange.tabular.joining import ROLES, joined
from aeo_exchange.tabular.layout import LayoutField
from aeo_exchange.tabular.outcome import RowEnd

__all__ = ["Exported", "Exporter", "Row"]

NO_WORD = "the layout has no word that says it and no more"
LOST = "\N{REPLACEMENT CHARACTER}"
Row = Mapping[str, str]  # column -> text


class Exported(Struct, frozen=True):
    """The rows of a record and what they lose; or why it has none, whatever may be lost."""

    rows: tuple[Row, ...]
    losses: list[Loss]
    key: str = ""
    unfit: str = ""


class Exporter:
    """Makes rows of records by one layout, as they stand at one instant."""

    def __init__(self, arrangement: WrittenLayout, reference: ReferenceData, at: Instant) -> None:
        """Take how rows are written; raises LayoutError where no time zone is known."""
        self._arrangement, self._at = arrangement, at
        self._layout = arrangement.layout
        self._drafter = Drafter(self._layout, reference, instant(NEVER))
        self._presenter = Presenter(self._layout, at)
        self._reader = RowReader(arrangement)
        self._writers = {
            name: CellWriter.of(fields, self._wordings(fields), self._drafter, reference.schemes)
            for name, fields in arrangement.columns
        }

    @property
    def day(self) -> date:
        """The day of the list: that of its instant, in the time zone of the programme."""
        return date.fromisoformat(local_day(self._at, self._drafter.zones.common))

    def export(self, record: AeoRecord) -> Exported:
        """Return the rows of a record, with what they lose."""
        if unfit := self._of_another(record) or withheld(record, self._layout):
            return _unfit(record, unfit)
        shown = self._presenter.present(record)
        reasons = dict(shown.reasons)
        rows = [self._row(part, reasons) for part in self._parts(shown)]
        self._note_wordless(shown, rows, reasons)
        return self._judged(shown, tuple(rows), reasons)

    def _wordings(self, fields: Sequence[LayoutField]) -> tuple[Wording | None, ...]:
        plans = [self._drafter.plan_of(field) for field in fields]
        return tuple(
            None if plan.words is None else Wording.of(plan.field, plan.words, self._layout)
            for plan in plans
        )

    def _of_another(self, record: AeoRecord) -> str:
        """Say that a record is none of those that the layout is for."""
        for what in ("programme", "administration"):
            meant, own = getattr(self._layout, what), getattr(record, what)
            if meant and meant != own:
                return f"it is of {own}, and the layout {self._layout.name} is for {meant}"
        return ""

    def _parts(self, shown: Presented) -> list[Presented]:
        """Return what each row shows: all of it, or one role."""
        roles = shown.items.get(ROLES, "").split()
        if self._layout.row.holds != "role" or not roles:
            return [shown]
        parts = [structs.replace(shown, items={**shown.items, ROLES: role}) for role in roles]
        writers = [
            writer
            for writer in self._writers.values()
            if any(field.item == ROLES for field in writer.fields)
        ]
        said = [part for part in parts if any(writer.text(part) for writer in writers)]
        return said or [structs.replace(shown, items={**shown.items, ROLES: ""})]

    def _row(self, shown: Presented, reasons: dict[str, str]) -> Row:
        """Return the cells of a row; one that the encoding does not have stays empty."""
        row = {}
        for name, writer in self._writers.items():
            text = writer.text(shown)
            if text and (why := self._unwritable(text)):
                for field in writer.fields:
                    reasons[shown.paths.get(field.item, "")] = why
            elif text:
                row[name] = text
        return row

    def _note_wordless(
        self, shown: Presented, rows: Sequence[Row], reasons: dict[str, str]
    ) -> None:
        """Note of codes that no row says that the layout has no word for them."""
        for name, writer in self._writers.items():
            texts = [row[name] for row in rows if name in row]
            for item in writer.wordless(shown, texts):
                reasons.setdefault(shown.paths.get(item, ""), NO_WORD)

    def _unwritable(self, text: str) -> str:
        if self._layout.file.kind not in {"csv", "html"}:
            return ""
        encoding = self._arrangement.encoding
        if LOST in text:
            return f"a text with {LOST!r} (U+FFFD) is read as one whose letters were lost"
        try:
            text.encode(encoding)
        except UnicodeEncodeError as cause:
            letter = text[cause.start]
            return f"{encoding} has no {letter!r} (U+{ord(letter):04X})"
        return ""

    def _judged(
        self, shown: Presented, rows: tuple[Row, ...], reasons: Mapping[str, str]
    ) -> Exported:
        """Read the rows back, and say what they lose, or that they must not be written."""
        record = shown.record
        drafts = [self._drafter.draft(row) for row in self._reader.read(rows)]
        refused = _refusal(drafts) if len(drafts) == len(rows) else self._no_row(rows)
        if refused:
            return _unfit(record, "; ".join((refused, *dict.fromkeys(reasons.values()))))
        first = joined(drafts)[0][0]
        plain = first.plain()
        tree: Tree = json.decode(plain[1]) if plain else first.tree
        said = next((draft.status.code for draft in drafts if draft.status.code), "")
        if more := overclaim(record, Claim.of(tree, said), self._at):
            return _unfit(record, more)
        lost = losses_between(shown.tree, tree, reasons)
        return Exported(rows, lost, key=str(first.record_id))

    def _no_row(self, rows: Sequence[Row]) -> str:
        """Return why a row is not read as one: it is empty, or begins as what is no data."""
        if not all(rows):
            return "its row would hold nothing"
        form = self._layout.file
        begins = " or ".join(map(repr, (*form.end, *form.pass_over)))
        return f"its row would begin as one that is not data, with {begins}"


def _unfit(record: AeoRecord, why: str) -> Exported:
    whole = Loss(path="", value=to_builtins(record), reason=why)
    return Exported((), [whole], unfit=why)


def _refusal(drafts: Sequence[RowDraft]) -> str:
    """Return why rows would be refused by who reads them; nothing where none is."""
    for draft in drafts:
        if draft.outcome is RowEnd.REFUSED:
            finding = next(
                finding for finding in draft.findings if finding.kind.outcome is RowEnd.REFUSED
            )
            return f"its row could not be read back: {finding.message}"
    return ""
