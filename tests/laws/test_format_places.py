"""In every format a finding points at where the item stands in the bytes.

A format that is added as a row of FORMATS is held to it, and named when it fails.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, BinaryIO

import msgspec
import pytest
from lxml import etree
from msgspec import UNSET

from aeo_exchange.errors import ReadError
from aeo_exchange.formats import FORMATS, Content, Limits
from aeo_exchange.formats.detect import detect
from aeo_exchange.formats.json_places import places
from aeo_exchange.formats.row import FormatRow, Likeness
from aeo_exchange.model.document import Document, Place, Position
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import walk
from aeo_exchange.operations.convert import convert
from aeo_exchange.operations.reading import read_record
from aeo_exchange.operations.validate import validate
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Finding, Verdict
from aeo_exchange.resources import published
from aeo_exchange.rules import Context

CONTEXT = Context(at="2026-11-01T00:00:00Z", reference=ReferenceData())
RECORD = read_record(published("samples/records/HK-AEO/TIER1.aeo.json"))
BROKEN = "é" + "x" * 5000  # too long for every item, and in no form that one has
FEWEST = 5
MAGIC = b"STUB"


def known_items(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the items of the record whose text stands in content once for each of three."""
    for path, value in walk(msgspec.to_builtins(RECORD)):
        if isinstance(value, str) and path != "/recordId":
            text = value.encode()
            if content.count(text) == 3:
                yield path, text


def assert_places_are_true(name: str, row: FormatRow) -> None:
    """Break each item of the second of three records; the place told is where it stands."""
    stream = io.BytesIO()
    row.write((msgspec.structs.replace(RECORD, record_id=f"R-{i}") for i in range(3)), stream)
    content = stream.getvalue()
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
        is_bare = rest.startswith(BROKEN) and not before.endswith('"')
        return is_bare or rest.startswith(json.dumps(BROKEN, ensure_ascii=False))
    name = finding.xpath.rpartition("/")[2].partition("[")[0]
    (_, record, _) = etree.fromstring(content)
    steps = re.sub(r"/(\w+)", r"/*[local-name()='\1']", finding.xpath.removeprefix("/AeoRecord"))
    found = [element.text for element in record.xpath(f".{steps}")]
    return found == [BROKEN] and rest.startswith(f"<{name}>{BROKEN}<")


@pytest.mark.parametrize("name", list(FORMATS))
def test_the_places_of_every_format_are_true(name: Any) -> None:
    assert_places_are_true(name, FORMATS[name])


def write_stub(records: Iterable[AeoRecord], stream: BinaryIO) -> None:
    """Write a line of magic, then records one a line."""
    stream.write(MAGIC + b"\n")
    stream.writelines(msgspec.json.encode(record) + b"\n" for record in records)


def stub(beside: int) -> FormatRow:
    """Return the row of a format whose places are so many columns beside the true ones."""

    def locate(line: bytes, number: int, paths: Iterable[str]) -> Mapping[str, Place]:
        return places(line.decode(), paths, Position(number, 1 + beside))

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
        media_type="application/x-stub",
    )


def test_a_format_is_added_by_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMATS, "stub", stub(beside=0))  # type: ignore[arg-type]
    assert_places_are_true("stub", FORMATS["stub"])  # type: ignore[index]
    there, back = io.BytesIO(), io.BytesIO()
    assert convert(msgspec.json.encode(RECORD), "stub", there) == 1
    assert detect(Content(name="x", held=there.getvalue())) == "stub"
    assert convert(there.getvalue(), "json", back) == 1
    assert read_record(back.getvalue()) == RECORD


@pytest.mark.parametrize("beside", [-1, 1])
def test_a_format_whose_places_are_not_true_fails_by_name(
    beside: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, "stub", stub(beside))  # type: ignore[arg-type]
    with pytest.raises(AssertionError, match=r"^stub: /.* does not stand at the place told"):
        assert_places_are_true("stub", FORMATS["stub"])  # type: ignore[index]
