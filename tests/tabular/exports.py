"""Records exported and imported again, for the tests of layouts read backwards."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from pathlib import Path

from msgspec import convert, structs, to_builtins

from aeo_exchange.formats import Content, Limits
from aeo_exchange.formats.row import Loss
from aeo_exchange.model.instants import instant
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.sheets.export import to_export
from aeo_exchange.operations.sheets.import_file import import_file
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.loading import layout_of
from tabular.imports import AT, FILES

LATER = instant("2030-01-01T00:00:00Z")  # another instant than any record was made at


def expected(layout: str, stem: str = "clean") -> list[AeoRecord]:
    """Return the records that the sample of a layout gives."""
    told = json.loads((FILES / layout / f"{stem}.expected.json").read_text("utf-8"))
    return [convert(record, AeoRecord) for record in told["records"]]


class Sheet:
    """What an export wrote, what it lost of each record, and which it left out and why."""

    def __init__(self, records, layout: str | Layout, *, at=AT, dialect=None, taken=True) -> None:
        self.layout = layout if isinstance(layout, Layout) else layout_of(layout)
        self.losses: dict[int, list[Loss]] = {}
        held = b"\n".join(json.dumps(to_builtins(record)).encode() for record in records)
        refused: list[object] = []

        def lost(_source, record, losses) -> bool:
            self.losses[records.index(record)] = losses
            return taken

        stream = io.BytesIO()
        with to_export(self.layout, dialect, at) as export:
            export.read([Content(name="given", held=held)], refused.append, Limits())
            assert not refused
            self.count = export.settle(lost)
            self.unfit = dict(export.unfit)
            if self.count:
                export.write(stream)
        self.content = stream.getvalue()

    def lost(self, number: int = 0) -> dict[str, object]:
        """Return what one record lost: path -> value."""
        return {loss.path: loss.value for loss in self.losses.get(number, [])}

    def back(self, at=LATER) -> list[dict]:
        """Return records and candidates as they are imported again, in the order of their rows."""
        done = import_file(Content(name="sheet", held=self.content), self.layout, at=at)
        by_id = {record["recordId"]: record for record in map(json.loads, done.records)}
        by_id |= {candidate.record["recordId"]: candidate.record for candidate in done.candidates}
        assert not done.report.counts.refused, done.report.rows
        return list(by_id.values())


def leaves(value, path: str = "") -> Counter:
    """Return the items of a tree, elements of lists without their number."""
    if isinstance(value, dict):
        inner = (leaves(held, f"{path}/{name}") for name, held in value.items())
        return sum(inner, Counter())
    if isinstance(value, list | tuple):
        return sum((leaves(held, f"{path}/*") for held in value), Counter())
    return Counter([(path, value)])


def differing(own: dict, back: dict, losses: list[Loss]) -> tuple[Counter, Counter]:
    """Return what of a record is neither back nor lost, and what is back and nobody told of."""
    lost = Counter()
    for loss in losses:
        lost += leaves(loss.value, re.sub(r"/\d+(?=/|$)", "/*", loss.path))
    told = {path for path, _ in lost}
    missing = leaves(own) - lost - leaves(back)
    extra = leaves(back) - leaves(own)
    return missing, Counter({leaf: n for leaf, n in extra.items() if leaf[0] not in told})


def shipped(name: str) -> AeoRecord:
    """Return a record of the samples."""
    file = Path(__file__).parents[2] / "samples" / "records" / f"{name}.aeo.json"
    return convert(json.loads(file.read_bytes()), AeoRecord)


def with_items(record: AeoRecord, **items) -> AeoRecord:
    """Return a record with other items of its holder."""
    return structs.replace(record, holder=structs.replace(record.holder, **items))
