"""The files the bench works on: the samples, over and over, each record with its own id."""

from __future__ import annotations

from itertools import cycle, islice
from pathlib import Path

import msgspec

from aeo_exchange.formats import FORMATS, Content
from aeo_exchange.formats.tables.rows import losses_in_csv
from aeo_exchange.formats.xml import write_xml
from aeo_exchange.formats.xml_any import any_tree_to_xml
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


def write_files(folder: Path, count: int) -> dict[str, Content]:
    """Write the good and the bad files of a size; return their contents by name."""
    made = records(count)
    lines = [msgspec.json.encode(record) for record in made]
    files = {
        "good.ndjson": b"\n".join(lines) + b"\n",
        "bad.ndjson": b"\n".join(line.replace(b'"kind":"', b'"kind":"x') for line in lines),
    }
    for name, text in files.items():
        (folder / name).write_bytes(text)
    with (folder / "good.xml").open("wb") as stream:
        write_xml(made, stream)
    fit = [record for record in made if not losses_in_csv(record)]
    for name, several in {"fit.csv": fit, "fit.ndjson": fit, "good.xlsx": made[:WORKBOOK]}.items():
        with (folder / name).open("wb") as stream:
            FORMATS[name.rpartition(".")[2]].write(several, stream)
    names = (*files, "good.xml", "fit.csv", "fit.ndjson", "good.xlsx")
    return {name: Content(name=name, path=folder / name) for name in names}


def faulty(folder: Path, form: str, faults: int) -> Content:
    """Write a record with so many members that nobody knows; return its content."""
    tree = msgspec.json.decode(msgspec.json.encode(records(1)[0]))
    tree |= {f"m{i}": "1" for i in range(faults)}
    path = folder / f"faults-{faults}.{form}"
    path.write_bytes(
        msgspec.json.encode(tree) if form == "json" else any_tree_to_xml(tree).encode()
    )
    return Content(name=path.name, path=path)
