"""The files the bench works on: the samples, over and over, each record with its own id."""

from __future__ import annotations

from functools import cached_property
from itertools import cycle, islice
from pathlib import Path
from typing import BinaryIO

import msgspec
from any_xml import any_tree_to_xml

from aeo_exchange.formats import FORMATS, Content
from aeo_exchange.formats.tables.rows import losses_in_csv
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.reading import read_record
from aeo_exchange.resources import published

WORKBOOK = 10_000  # records of the workbook; openpyxl alone takes a minute for it


def records(count: int) -> list[AeoRecord]:
    """Return so many different valid records."""
    paths = sorted(published("samples").rglob("*.aeo.json"))
    samples = [read_record(Content(name=path.name, path=path)) for path in paths]
    return [
        msgspec.structs.replace(sample, record_id=f"{sample.record_id[:50]}-{number}")
        for number, sample in enumerate(islice(cycle(samples), count))
    ]


class WorkFiles(dict[str, Content]):
    """The good and the bad files of a size by name, each written when it is first asked for."""

    def __init__(self, folder: Path, count: int) -> None:
        super().__init__()
        self.folder, self._count = folder, count

    def __missing__(self, name: str) -> Content:
        self[name] = Content(name=name, path=self.folder / name)
        with (self.folder / name).open("wb") as stream:
            self._write(name, stream)
        return self[name]

    def _write(self, name: str, stream: BinaryIO) -> None:
        if name == "bad.ndjson":
            stream.writelines(_bad(line) for line in map(msgspec.json.encode, self._records))
        elif name.startswith("fit."):
            _write(name, self._fit, stream)
        else:
            most = WORKBOOK if name.endswith(".xlsx") else self._count
            _write(name, self._records[:most], stream)

    @cached_property
    def _records(self) -> list[AeoRecord]:
        return records(self._count)

    @cached_property
    def _fit(self) -> list[AeoRecord]:
        return [record for record in self._records if not losses_in_csv(record)]


def _bad(line: bytes) -> bytes:
    return line.replace(b'"kind":"', b'"kind":"x') + b"\n"


def _write(name: str, several: list[AeoRecord], stream: BinaryIO) -> None:
    FORMATS[name.rpartition(".")[2]].write(several, stream)


def faulty(folder: Path, form: str, faults: int) -> Content:
    """Write a record with so many members that nobody knows; return its content."""
    tree = msgspec.json.decode(msgspec.json.encode(records(1)[0]))
    tree |= {f"m{i}": "1" for i in range(faults)}
    path = folder / f"faults-{faults}.{form}"
    path.write_bytes(
        msgspec.json.encode(tree) if form == "json" else any_tree_to_xml(tree).encode()
    )
    return Content(name=path.name, path=path)
