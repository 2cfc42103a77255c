"""In every format a finding points at where the item stands in the bytes.

A format that is added as a row of FORMATS is held to it, and named when it fails.
"""

from __future__ import annotations

import csv
import io
import pickle
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import openpyxl
import pytest
from lxml import etree
from msgspec import UNSET

import aeo_exchange
import aeo_exchange.formats
from aeo_exchange.cli.convert import command as convert_command
from aeo_exchange.cli.inputs import OF_RECORDS
from aeo_exchange.cli.render import RENDERERS, renderer
from aeo_exchange.cli.render.style import Style
from aeo_exchange.errors import MalformedDocument, ReadError
from aeo_exchange.formats import FORMATS, Content, Format, Limits
from aeo_exchange.formats.detect import detect
from aeo_exchange.formats.json_places import places_in
from aeo_exchange.formats.row import FormatRow, Likeness
from aeo_exchange.model.document import CellPlace, Document, Place, Position
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import walk
from aeo_exchange.operations.reading import read_record
from aeo_exchange.operations.records.convert import convert
from aeo_exchange.operations.records.validate import validate
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Finding, Verdict
from aeo_exchange.resources import published
from aeo_exchange.rules import Context

CONTEXT = Context(at="2026-11-01T00:00:00Z", reference=ReferenceData())
RECORD = read_record(published("samples/records/HK-AEO/TIER1.aeo.json"))
BROKEN = "é" + "x" * 5000  # too long for every item, and in no form that one has
QUOTES = ('"', "'")  # a text that stands in one begins with it
FEWEST = 5
MAGIC = b"STUB"


def known_items(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the items of the record whose text stands in content once for each of three."""
    for path, value in walk(msgspec.to_builtins(RECORD)):
        if isinstance(value, str) and path != "/recordId":
            text = value.encode()
            if content.count(text) == 3:
                yield path, text


def three_written(row: FormatRow) -> bytes:
    stream = io.BytesIO()
    row.write((msgspec.structs.replace(RECORD, record_id=f"R-{i}") for i in range(3)), stream)
    return stream.getvalue()


def assert_places_are_true(name: str, row: FormatRow) -> None:
    """Break each item of the second of three records; the place told is where it stands."""
    content = three_written(row)
    items = list(known_items(content))
    assert len(items) >= FEWEST, f"{name}: too few items can be found in what is written"
    for path, text in items:
        before, between, *behind = content.split(text)
        broken = text.join((before, between + BROKEN.encode() + behind[0], behind[1]))
        first, second, third = validate(Content(name=name, held=broken), CONTEXT)
        verdicts = [report.verdict for report in (first, second, third)]
        assert verdicts == [Verdict.VALID, Verdict.NOT_VALID, Verdict.VALID], f"{name}: {path}"
        told = [finding for finding in second.findings if finding.path == path]
        assert told, f"{name}: no finding about {path}"
        for finding in told:
            assert stands(finding, broken), f"{name}: {path} does not stand at the place told"


def stands(finding: Finding, content: bytes) -> bool:
    """Say whether the broken item begins at the place that a finding tells."""
    if finding.line is UNSET or finding.column is UNSET:
        pytest.fail("the law knows lines and columns; teach it where cells stand")
    line = content.decode().split("\n")[finding.line - 1]
    before, rest = line[: finding.column - 1], line[finding.column - 1 :]
    if finding.xpath is UNSET:
        is_bare = rest.startswith(BROKEN) and not before.endswith(QUOTES)
        return is_bare or rest.startswith(tuple(f"{mark}{BROKEN}{mark}" for mark in QUOTES))
    name = finding.xpath.rpartition("/")[2].partition("[")[0]
    (_, record, _) = etree.fromstring(content)
    steps = re.sub(r"/(\w+)", r"/*[local-name()='\1']", finding.xpath.removeprefix("/AeoRecord"))
    texts = [element.text for element in record.xpath(f".{steps}")]
    return texts == [BROKEN] and rest.startswith(f"<{name}>{BROKEN}<")


def cells_of(book: openpyxl.Workbook) -> dict[tuple[str, str], str]:
    """Return the text of each cell of a workbook, by sheet and name, as other software has it."""
    return {
        (sheet.title, cell.coordinate): str(cell.value)
        for sheet in book
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if cell.value is not None
    }


def with_cell(content: bytes, sheet: int, name: str, text: str) -> bytes:
    """Return a workbook with another text in one cell of a sheet."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(stream, "w") as changed:
        for part in whole.namelist():
            held = whole.read(part)
            if part == f"xl/worksheets/sheet{sheet}.xml":
                cell = f'<c r="{name}" t="inlineStr"><is><t>{text}</t></is></c>'
                held, times = re.subn(
                    rf'<c r="{name}"[^>]*>.*?</c>'.encode(), cell.encode(), held, count=1
                )
                assert times == 1, f"{part} has no {name}"
            changed.writestr(part, held)
    return stream.getvalue()


def assert_cells_are_true(name: str, row: FormatRow) -> None:
    """Break each cell of the second record, save the keys by which rows find it."""
    content = three_written(row)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = cells_of(book)
    keys = {place for place, text in cells.items() if text == "R-1"}
    rows = {(sheet, cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for sheet, cell in keys}
    tried = 0
    for sheet, cell in sorted(cells.keys() - keys):
        if (sheet, cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) not in rows:
            continue
        tried += 1
        broken = with_cell(content, 1 + book.sheetnames.index(sheet), cell, BROKEN)
        _, second, _ = validate(Content(name=name, held=broken), CONTEXT)
        assert second.verdict is Verdict.NOT_VALID, (sheet, cell)
        assert (sheet, cell) in {(told.sheet, told.cell) for told in second.findings}, (sheet, cell)
    assert tried >= FEWEST, f"{name}: too few cells can be found in what is written"


@pytest.mark.long
@pytest.mark.parametrize("name", list(FORMATS))
def test_the_places_of_every_format_are_true(name: Any) -> None:
    row = FORMATS[name]
    if three_written(row).startswith(b"PK"):
        assert_cells_are_true(name, row)
    else:
        assert_places_are_true(name, row)


def write_stub(records: Iterable[AeoRecord], stream: BinaryIO) -> None:
    """Write a line of magic, then records one a line."""
    stream.write(MAGIC + b"\n")
    stream.writelines(msgspec.json.encode(record) + b"\n" for record in records)


def stub(beside: int) -> FormatRow:
    """Return the row of a format whose places are so many columns beside the true ones."""

    def locate(line: bytes, number: int, paths: Iterable[str]) -> Mapping[str, Place]:
        return places_in(line.decode(), paths, Position(number, 1 + beside))

    def read(
        _content: Content, stream: BinaryIO, _limits: Limits
    ) -> Iterator[Document | ReadError]:
        assert stream.readline() == MAGIC + b"\n"
        for number, line in enumerate(stream, 2):
            yield Document(tree=msgspec.json.decode(line), locate=partial(locate, line, number))

    return FormatRow(
        recognises=lambda head: Likeness(2 * head.startswith(MAGIC)),
        read=read,
        write=write_stub,
        suffixes=(".stub",),
    )


def test_a_format_is_added_by_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMATS, "stub", stub(beside=0))
    assert_places_are_true("stub", FORMATS["stub"])
    there, back = io.BytesIO(), io.BytesIO()
    assert convert(msgspec.json.encode(RECORD), "stub", there) == 1
    assert detect(Content(name="x", held=there.getvalue())) == "stub"
    assert convert(there.getvalue(), "json", back) == 1
    assert read_record(back.getvalue()) == RECORD


@pytest.mark.parametrize("beside", [-1, 1])
def test_a_format_whose_places_are_not_true_fails_by_name(
    beside: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, "stub", stub(beside))
    with pytest.raises(AssertionError, match=r"^stub: /.* does not stand at the place told"):
        assert_places_are_true("stub", FORMATS["stub"])


WORKBOOK_MAGIC = b"\xef\xbb\xbf\0BOOK"


def workbook() -> FormatRow:
    """Return the row of a binary format whose places are cells: items stand in one row of six."""

    def locate(paths: Iterable[str]) -> Mapping[str, Place]:
        return {path: CellPlace("Records", 6, 28 + len(path.split("/"))) for path in paths}

    def read(
        _content: Content, stream: BinaryIO, _limits: Limits
    ) -> Iterator[Document | ReadError]:
        stream.read(len(WORKBOOK_MAGIC))
        for line in stream:
            if line == b"?\n":
                yield ReadError("AEO-SYN-01", "no such cell", cell=("Records", "B7"))
            else:
                yield Document(tree=msgspec.json.decode(line), locate=locate)

    return FormatRow(
        recognises=lambda head: Likeness(2 * head.startswith(WORKBOOK_MAGIC)),
        read=read,
        write=write_stub,
        suffixes=(".book",),
        is_plain_utf8=False,
    )


@pytest.mark.parametrize("render", sorted(RENDERERS))
def test_every_report_names_sheet_and_cell(render: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMATS, "book", workbook())
    broken = msgspec.json.encode(RECORD).replace(b'"TIER1"', b'"TIER9"')
    content = Content(name="register.book", held=WORKBOOK_MAGIC + broken + b"\n?\n")
    first, second = validate(content, CONTEXT)
    assert (first.findings[0].sheet, first.findings[0].cell) == ("Records", "AH6")
    assert (second.findings[0].sheet, second.findings[0].cell) == ("Records", "B7")
    told = "".join(renderer(render)(iter([first, second]), Style(max_errors=0, quiet=False)))
    if "json" in render:
        assert told.count('"sheet":"Records","cell":"AH6"') == 1
        assert told.count('"sheet":"Records","cell":"B7"') == 1
    elif render == "csv":
        rows = csv.DictReader(io.StringIO(told.removeprefix("\ufeff")))
        cells = [row["cell"] for row in rows if row["sheet"] == "Records"]
        assert cells.count("AH6") == cells.count("B7") == 1
    else:
        assert told.count("Records!AH6") == told.count("Records!B7") == 1


@pytest.mark.parametrize("kind", [ReadError, MalformedDocument])
def test_a_refusal_comes_back_from_a_worker_with_its_place(kind: type[ReadError]) -> None:
    places = {"line": 3, "column": 5, "cell": ("Records", "B7")}
    again = pickle.loads(pickle.dumps(kind("AEO-SYN-01", "no such cell", **places)))  # type: ignore[arg-type] # noqa: S301 our own
    assert type(again) is kind
    assert vars(again) == {"rule": "AEO-SYN-01", "message": "no such cell", **places}


def test_a_format_with_a_mark_of_its_own_does_not_let_the_mark_pass_in_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(FORMATS, "book", workbook())
    assert detect(Content(name="x", held=WORKBOOK_MAGIC)) == "book"
    for refused in (b"\xef\xbb\xbf{}", b"\xef\xbb\xbf\0BOO", b"[\0]\0", b"<\0a\0"):
        with pytest.raises(MalformedDocument):
            detect(Content(name="x", held=refused))


def test_nothing_but_its_row_knows_a_format() -> None:
    assert list(FORMATS) == list(Format)
    (to,) = (option for option in convert_command.params if option.name == "to")
    assert list(to.type.choices) == list(FORMATS)  # type: ignore[attr-defined]
    assert set(OF_RECORDS) == {suffix for row in FORMATS.values() for suffix in row.suffixes}
    rows = Path(aeo_exchange.formats.__file__)
    package = Path(aeo_exchange.__file__).parent
    named = [
        module.relative_to(package).as_posix()
        for module in package.rglob("*.py")
        if module != rows and re.search(r"\bFormat\.[A-Z]", module.read_text("utf-8"))
    ]
    assert named == ["cli/demo.py"], "the demonstration alone chooses a format"
