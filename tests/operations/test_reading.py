"""Content is opened once on the way to its records, and again only for what is wrong with it."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

import msgspec
import pytest

from aeo_exchange.formats import FORMATS, Content, Format, Limits
from aeo_exchange.model.attestation import StatusListPlace
from aeo_exchange.operations.attestations.sign import Order
from aeo_exchange.operations.attestations.sign_many import Terms, sign_many
from aeo_exchange.operations.reading import read, read_contents, read_record, read_records
from aeo_exchange.operations.records.convert import convert
from aeo_exchange.operations.records.digest import RecordDigest
from aeo_exchange.operations.records.status import StatusQuestion, statuses
from aeo_exchange.operations.records.validate import (
    judged_readings,
    refusals_told,
    validate,
)
from aeo_exchange.operations.records.validate_parallel import parts_of_contents
from aeo_exchange.operations.trust.places import GivenPlace
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Report, Verdict
from aeo_exchange.resources import published
from aeo_exchange.rules import Context
from aeo_exchange.signing.keys import read_private_key

signing_module = import_module("aeo_exchange.operations.attestations.sign")
AT = "2026-11-01T00:00:00Z"
CONTEXT = Context(at=AT, reference=ReferenceData())
RECORD = read_record(published("samples/records/HK-AEO/TIER1.aeo.json"))
KEY = read_private_key(published("conformance/keys/hk.private.pem").read_bytes())


def sign_all(content: Content) -> list[object]:
    """Sign every record of content."""
    places = GivenPlace(StatusListPlace(idx=1, uri="https://customs.example/aeo/1"))
    order = Order(key=KEY, at=AT, issuer="HK", full=True)
    return list(sign_many([content], order, Terms(places=places, context=CONTEXT)))


WAYS: dict[str, Callable[[Content], object]] = {
    "validate": lambda content: list(validate(content, CONTEXT)),
    "convert": lambda content: convert(content, Format.XML, io.BytesIO()),
    "digest": lambda content: [
        RecordDigest.of(reading.record)
        for reading in read_contents([content], Limits())
        if reading.record
    ],
    "sign": sign_all,
    "read_records": lambda content: list(read_records(content)),
    "status": lambda content: list(
        statuses([content], StatusQuestion(at=AT, known_at=AT), ReferenceData(), Limits())
    ),
}


@pytest.fixture
def opens(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Count how often each content is opened."""
    counted: Counter[str] = Counter()
    opened = Content.open

    def counting(content: Content) -> BinaryIO:
        counted[content.name] += 1
        return opened(content)

    monkeypatch.setattr(Content, "open", counting)
    return counted


@cache
def written(form: Format, count: int) -> bytes:
    """Return so many records in a format, alike but for their ids."""
    several = (msgspec.structs.replace(RECORD, record_id=f"HK-{i}") for i in range(count))
    stream = io.BytesIO()
    FORMATS[form].write(several, stream)
    return stream.getvalue()


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("count", [1, 70])
@pytest.mark.parametrize("form", list(Format))
def test_good_content_is_opened_once(
    form: Format, count: int, way: str, opens: Counter[str]
) -> None:
    WAYS[way](Content(name="good", held=written(form, count)))
    assert opens == {"good": 1}


@pytest.mark.parametrize("form", list(Format))
def test_an_open_file_is_read_from_where_it_stands(form: Format, tmp_path: Path) -> None:
    path = tmp_path / "behind"
    path.write_bytes(b"]]" + written(form, 2))
    with path.open("rb") as file:
        file.seek(2)
        assert [record.record_id for record in read_records(file)] == ["HK-0", "HK-1"]
        file.seek(2)
        assert [report.verdict for report in validate(file, CONTEXT)] == [Verdict.VALID] * 2


def test_content_is_opened_once_to_be_cut_for_workers(opens: Counter[str]) -> None:
    (part,) = parts_of_contents([Content(name="lines", held=written(Format.NDJSON, 3))], Limits())
    assert not isinstance(part, Report)
    assert part.is_lines
    assert part.form == "ndjson"
    assert opens == {"lines": 1}


@pytest.mark.parametrize(("form", "times"), [(Format.JSON, 1), (Format.NDJSON, 1), (Format.XML, 2)])
def test_bad_content_is_opened_again_for_its_places_at_most(
    form: Format, times: int, opens: Counter[str]
) -> None:
    bad = written(form, 3).replace(b"holder", b"folder").replace(b"Holder", b"Folder")
    reports = list(validate(Content(name="bad", held=bad), CONTEXT))
    assert [report.verdict for report in reports] == [Verdict.NOT_VALID] * 3
    assert opens == {"bad": times}


def test_a_reading_says_what_it_is_of_and_why_there_is_no_record(tmp_path: Path) -> None:
    contents = [
        Content(name="good", held=written(Format.JSON, 1)),
        Content(name="bad", held=b'{"recordId":"HK-1"}'),
        Content(name="broken", held=b'{"recordId":"HK-1"'),
        Content(name="absent", path=tmp_path / "absent"),
    ]
    good, bad, broken, absent = read_contents(contents, Limits())
    assert (good.record_id, good.report().verdict) == ("HK-0", Verdict.VALID)
    assert (bad.record, bad.record_id, broken.record) == (None, "HK-1", None)
    assert (broken.document, absent.document) == (None, None)
    verdicts = [
        (content.report().verdict, content.report().is_unread) for content in (bad, broken, absent)
    ]
    assert verdicts == [
        (Verdict.NOT_VALID, False),
        (Verdict.NOT_VALID, False),
        (Verdict.UNDETERMINED, True),
    ]


def test_each_reading_has_the_report_on_it_whatever_stands_between_them() -> None:
    good = written(Format.NDJSON, 1)
    other = good.replace(b'"HK-0"', b'"other"')
    lines = good + b"{}\n" + other + b"{\n" + good * 70 + b"1\n" + other
    told = list(judged_readings(read(Content(name="mixed", held=lines), Limits()), CONTEXT))
    assert len(told) == 76
    for reading, report in told:
        assert (report.verdict is Verdict.VALID) is (reading.record is not None)
        assert report.record_id == reading.record_id


WARNED = msgspec.structs.replace(
    RECORD, holder=msgspec.structs.replace(RECORD.holder, tin="HK00000000")
)


@pytest.mark.parametrize("way", ["sign", "status"])
@pytest.mark.parametrize("form", list(Format))
def test_nobody_looks_for_the_places_of_warnings_that_are_not_told(
    form: Format, way: str, opens: Counter[str]
) -> None:
    stream = io.BytesIO()
    FORMATS[form].write([WARNED], stream)
    (report,) = validate([Content(name="validated", held=stream.getvalue())], CONTEXT)
    assert [str(finding.severity) for finding in report.findings] == ["warning"]
    WAYS[way](Content(name="used", held=stream.getvalue()))
    assert opens["used"] == 1


def test_of_a_record_that_is_refused_the_warnings_are_told_too() -> None:
    refused = msgspec.json.encode(WARNED).replace(b'"TIER1"', b'"TIER9"', 1)
    content = Content(name="refused.json", held=refused)
    (report,) = validate([content], CONTEXT)
    ((_, told),) = refusals_told(read(content, Limits()), CONTEXT)
    assert told == report
    assert {str(finding.severity) for finding in told.findings} == {"error", "warning"}


def test_status_points_into_the_file_at_what_makes_a_record_not_valid() -> None:
    bad = written(Format.JSON, 1).replace(b'"TIER1"', b'"TIER9"')
    question = StatusQuestion(at=AT, known_at=AT)
    refused, answer = statuses(
        [Content(name="bad.json", held=bad)], question, ReferenceData(), Limits()
    )
    assert isinstance(refused, Report)
    assert refused.source == "bad.json"
    lines = bad.decode().split("\n")
    for finding in refused.findings:
        assert isinstance(finding.line, int)
        assert isinstance(finding.column, int)
        assert finding.line > 1
        assert lines[finding.line - 1][finding.column - 1] in '"[{'
    assert answer.verdict is Verdict.UNDETERMINED


def test_a_good_record_is_not_written_to_be_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(_record: object) -> bytes:
        raise AssertionError("the record was written again")

    monkeypatch.setattr(signing_module, "canonical_bytes", forbidden)
    signing_module.require_valid(RECORD, CONTEXT)
