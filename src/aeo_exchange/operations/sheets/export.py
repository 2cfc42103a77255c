"""Records to a file in the layout of a partner: the other way of an import."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import BinaryIO, Self

from msgspec import to_builtins

from aeo_exchange.errors import WrongChoice
from aeo_exchange.formats import Content, Limits
from aeo_exchange.formats.row import Loss
from aeo_exchange.model.instants import Instant, instant
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.reading import Reading, read_contents
from aeo_exchange.operations.records.unread import UnreadRecords
from aeo_exchange.operations.sheets.export_store import ExportedRecord, RowStore, StoredRecord
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Report
from aeo_exchange.tabular.exporting.exporter import Exported, Exporter
from aeo_exchange.tabular.exporting.files import write_rows
from aeo_exchange.tabular.exporting.written_layout import WrittenLayout, why_not, written_layout
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.loading import built_in_layouts, layout_of

__all__ = ["Export", "layout_of", "to_export"]

Lost = Callable[[str, AeoRecord, list[Loss]], bool]


class Export:
    """The rows of records by one layout, to be written when all were met.

    Which record has the row of a key is known at the end alone, so rows wait in a file. It is left
    with a `with` block, and the file is gone.
    """

    def __init__(self, arrangement: WrittenLayout, reference: ReferenceData, at: Instant) -> None:
        self._arrangement = arrangement
        self._exporter = Exporter(arrangement, reference, at)
        self._store = RowStore()
        self._met: dict[str, StoredRecord | list[StoredRecord]] = {}  # by the key of the row
        self._unfit: list[StoredRecord] = []
        self._written: list[StoredRecord] = []
        self._unread = UnreadRecords()
        self.unfit: list[tuple[str, str]] = []
        self.superseded = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._store.close()

    @property
    def name(self) -> str:
        """The name of the layout."""
        return self._arrangement.layout.name

    def read(
        self, contents: Iterable[Content], refused: Callable[[Report], None], limits: Limits
    ) -> None:
        """Take the records of contents; `refused` gets the report on each other document."""
        for reading in read_contents(contents, limits):
            if reading.record is None:
                self._unread.take(reading.record_id)
                refused(reading.report())
            else:
                self._take(reading, reading.record)

    def _take(self, reading: Reading, record: AeoRecord) -> None:
        exported = self._exporter.export(record)
        stored = self._store.keep(ExportedRecord(reading.source, record, exported))
        if exported.unfit:
            self._unfit.append(stored)
            self.unfit.append((record.record_id, exported.unfit))
            return
        before = self._met.setdefault(exported.key, stored)
        if isinstance(before, list):
            before.append(stored)
        elif before is not stored:
            self._met[exported.key] = [before, stored]

    def settle(self, lost: Lost) -> int:
        """Ask about what each record loses; return how many are written, whole or without it."""
        several = (met if isinstance(met, list) else [met] for met in self._met.values())
        chosen = [stored for records in several if (stored := self._one_of(records))]
        for stored in self._unfit:
            self._is_let_go(stored, lost)
        self._written = [stored for stored in chosen if self._is_let_go(stored, lost)]
        return len(self._written)

    def _is_let_go(self, stored: StoredRecord, lost: Lost) -> bool:
        written = self._store.whole(stored)
        losses = written.exported.losses
        return not losses or lost(written.source, written.record, losses)

    def _one_of(self, several: list[StoredRecord]) -> StoredRecord | None:
        """Return the record whose row has a key: the highest revision; None where none may."""
        if self._unread.count and self._unread.may_have(self._record_id(several[0])):
            self._leave_out(several, "what could not be read may be a later revision of it")
            return None
        if len({stored.identity for stored in several}) > 1:
            names = sorted({self._record_id(stored) for stored in several})
            why = f"several records would have one key in the file: {', '.join(names)}"
            self._leave_out(several, why)
            return None
        highest = max(stored.revision for stored in several)
        latest = [stored for stored in several if stored.revision == highest]
        if len({stored.content for stored in latest}) > 1:
            self._leave_out(latest, f"its revision {highest} is there with two contents")
            return None
        self.superseded += len(several) - len(latest)
        return latest[0]

    def _record_id(self, stored: StoredRecord) -> str:
        return self._store.whole(stored).record.record_id

    def _leave_out(self, several: list[StoredRecord], why: str) -> None:
        for stored in several:
            written = self._store.whole(stored)
            whole = [Loss(path="", value=to_builtins(written.record), reason=why)]
            left_out = ExportedRecord(
                written.source, written.record, Exported((), whole, unfit=why)
            )
            self._unfit.append(self._store.keep(left_out))
            self.unfit.append((written.record.record_id, why))

    def write(self, stream: BinaryIO) -> None:
        """Write the rows."""
        rows = (row for stored in self._written for row in self._store.rows(stored))
        write_rows(rows, self._arrangement, self._exporter.day, stream)


def to_export(
    layout: Layout, dialect: str | None, at: Instant, reference: ReferenceData | None = None
) -> Export:
    """Return an export by a layout; raises WrongChoice for one that nothing is written by."""
    if reason := why_not(layout):
        able = [name for name in built_in_layouts() if not why_not(layout_of(name))]
        raise WrongChoice(
            f"nothing is exported by the layout {layout.name}: {reason}. Of the layouts of the "
            f"package these can be: {', '.join(able)}"
        )
    arrangement = written_layout(layout, dialect)
    return Export(arrangement, reference or ReferenceData(), instant(at))
