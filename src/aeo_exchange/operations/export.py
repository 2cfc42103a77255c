"""Records to a file in the layout of a partner: the other way of an import."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import BinaryIO

from msgspec import Struct, to_builtins

from aeo_exchange.errors import WrongChoice
from aeo_exchange.formats import Content, Limits
from aeo_exchange.formats.row import Loss
from aeo_exchange.model.instants import Instant, date_of, instant
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.reading import Reading, read_contents
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Report
from aeo_exchange.tabular.exporting.exporter import Exported, Exporter
from aeo_exchange.tabular.exporting.files import write_rows
from aeo_exchange.tabular.exporting.written_layout import WrittenLayout, why_not, written_layout
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.loading import built_in_layouts, layout_of

__all__ = ["Export", "Layout", "layout_of", "to_export"]

Lost = Callable[[str, AeoRecord, list[Loss]], bool]


class _ExportedRecord(Struct):
    """A record that was met, and what its rows are."""

    source: str
    record: AeoRecord
    exported: Exported


class Export:
    """The rows of records by one layout, to be written when all were met."""

    def __init__(self, arrangement: WrittenLayout, reference: ReferenceData, at: Instant) -> None:
        self._arrangement = arrangement
        self._exporter = Exporter(arrangement, reference, at)
        self._at = at
        self._met: dict[
            str, list[_ExportedRecord]
        ] = {}  # key of a row -> the records that would have it
        self._unfit: list[_ExportedRecord] = []
        self._written: list[_ExportedRecord] = []
        self.superseded = 0

    @property
    def name(self) -> str:
        """The name of the layout."""
        return self._arrangement.layout.name

    @property
    def unfit(self) -> list[tuple[str, str]]:
        """The records that are never written by this layout, with why."""
        return [(kept.record.record_id, kept.exported.unfit) for kept in self._unfit]

    def read(
        self, contents: Iterable[Content], refused: Callable[[Report], None], limits: Limits
    ) -> None:
        """Take the records of contents; `refused` gets the report on each other document."""
        for reading in read_contents(contents, limits):
            if reading.record is None:
                refused(reading.report())
            else:
                self._take(reading, reading.record)

    def _take(self, reading: Reading, record: AeoRecord) -> None:
        kept = _ExportedRecord(reading.source, record, self._exporter.export(record))
        if kept.exported.unfit:
            self._unfit.append(kept)
        else:
            self._met.setdefault(kept.exported.key, []).append(kept)

    def settle(self, lost: Lost) -> int:
        """Ask about what each record loses; return how many are written, whole or without it."""
        chosen = [kept for several in self._met.values() if (kept := self._one_of(several))]
        for kept in self._unfit:
            lost(kept.source, kept.record, kept.exported.losses)
        self._written = [
            kept
            for kept in chosen
            if not kept.exported.losses or lost(kept.source, kept.record, kept.exported.losses)
        ]
        return len(self._written)

    def _one_of(self, several: list[_ExportedRecord]) -> _ExportedRecord | None:
        """Return the record whose row has a key: the highest revision; None where none may."""
        first = several[0]
        if any(not _is_same(kept.record, first.record) for kept in several):
            names = ", ".join(sorted({kept.record.record_id for kept in several}))
            self._leave_out(several, f"several records would have one key in the file: {names}")
            return None
        highest = max(kept.record.revision for kept in several)
        latest = [kept for kept in several if kept.record.revision == highest]
        if any(kept.record != latest[0].record for kept in latest):
            self._leave_out(latest, f"its revision {highest} is there with two contents")
            return None
        self.superseded += len(several) - len(latest)
        return latest[0]

    def _leave_out(self, several: list[_ExportedRecord], why: str) -> None:
        for kept in several:
            whole = [Loss(path="", value=to_builtins(kept.record), reason=why)]
            self._unfit.append(
                _ExportedRecord(kept.source, kept.record, Exported((), whole, unfit=why))
            )

    def write(self, stream: BinaryIO) -> None:
        """Write the rows."""
        rows = (row for kept in self._written for row in kept.exported.rows)
        write_rows(rows, self._arrangement, date_of(self._at), stream)


def _is_same(record: AeoRecord, other: AeoRecord) -> bool:
    return (record.administration, record.record_id, record.view) == (
        other.administration,
        other.record_id,
        other.view,
    )


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
