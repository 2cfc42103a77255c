"""Tables that a converter wrote are read by the judge itself, and what part 10 forbids is told."""

from __future__ import annotations

import io
import zipfile

import pytest

from aeo_exchange.conformance.adapters.protocol import Reply, SentDocument
from aeo_exchange.conformance.judge.conversion import output_differences, read_output
from aeo_exchange.conformance.suite.media import Syntax
from aeo_exchange.formats import Content
from aeo_exchange.operations.records.convert import convert
from aeo_exchange.report import Verdict

CSV, XLSX = (
    f"application/vnd.aeo-exchange.record+{syntax};version=1.0" for syntax in ("csv", "xlsx")
)
WHOLE = "CNV-05.p02"


def written(suite, name: str, syntax: Syntax) -> bytes:
    """Return the JSON of a case as this package writes it in another syntax."""
    case = suite.by_id[name]
    part = next(part for part in case.inputs if part.path.endswith(".json"))
    stream = io.BytesIO()
    convert([Content(name="x", held=suite.content(case, part))], syntax, stream, pytest.fail)
    return stream.getvalue()


def told(content: bytes, target: str, digests: tuple[str, ...]) -> str:
    output = SentDocument.of("", content).content
    reply = Reply(seq=1, verdict=Verdict.VALID, output=output)
    return "; ".join(output_differences(reply, target, digests))


def digests_of(suite, name: str) -> tuple[str, ...]:
    return suite.by_id[name].expect.digests


def repacked(content: bytes, part: str, old: str, new: str) -> bytes:
    """Return a workbook with another text in the parts of which the name begins so."""
    stream = io.BytesIO()
    changed = 0
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(stream, "w") as made:
        for name in given.namelist():
            text = given.read(name)
            if name.startswith(part):
                changed += text.count(old.encode())
                text = text.replace(old.encode(), new.encode(), 1)
            made.writestr(name, text)
    assert changed, old
    return stream.getvalue()


@pytest.mark.parametrize("name", ["CNV-05.p02", "CNV-05.p05", "CNV-05.p06", "CNV-06.p07"])
def test_tables_as_they_must_be_written_have_the_digests_of_the_case(suite, name) -> None:
    for syntax, media in ((Syntax.CSV, CSV), (Syntax.XLSX, XLSX)):
        if (name, syntax) != ("CNV-06.p07", Syntax.CSV):
            content = written(suite, name, syntax)
            assert told(content, media, digests_of(suite, name)) == ""
            assert read_output(SentDocument.of("", content).content).syntax is syntax


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("\ufeff", "", "no byte order mark"),
        ("\r\n", "\n", "CR LF"),
        ("recordId,", "recordId;", "there is no column"),
        ("holder.tin,", "holder.legalName,", "a column stands twice"),
        ("holder.tin,", "holder.taxNumber,", "there is no column"),
        ("authorisation.terms.1.from", "authorisation.terms.5.from", "there is no column"),
        ("legal-person", "natural-person", "digests of the output"),
    ],
)
def test_csv_that_is_written_otherwise_is_told(suite, old, new, said) -> None:
    content = written(suite, WHOLE, Syntax.CSV).decode()
    if old not in content:
        pytest.fail(f"nothing to break: {old!r}")
    wrong = content.replace(old, new, -1 if old == "\r\n" else 1).encode()
    assert said in told(wrong, CSV, digests_of(suite, WHOLE))


@pytest.mark.parametrize(("name", "text"), [("CNV-05.p05", "'=1+1"), ("CNV-05.p06", "'#REF!")])
def test_a_text_that_runs_or_looks_like_an_error_needs_its_apostrophe(suite, name, text) -> None:
    content = written(suite, name, Syntax.CSV)
    assert text.encode() in content
    wrong = content.replace(text.encode(), text[1:].encode())
    assert "has no apostrophe before it" in told(wrong, CSV, digests_of(suite, name))


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("xl/worksheets/sheet1", ' t="inlineStr"><is><t>3</t></is>', "><v>3</v>", "is not a text"),
        ("xl/worksheets/sheet1", "<is><t>HK-AEO</t></is>", "<f>A1</f><is><t>HK-AEO</t></is>",
         "holds a formula"),
        ("xl/styles", 'formatCode="@"', 'formatCode="0"', "is not a text"),
        ("xl/workbook", 'name="records"', 'name="Records"', "names no record"),
        ("xl/worksheets/sheet1", "holder.tin<", "holder.taxNumber<", "there is no column"),
        ("xl/worksheets/sheet1", "holder.tin<", "holder.legalName<", "a column stands twice"),
        ("xl/worksheets/sheet", ">sites.number<", ">site<", "there is no column"),
        ("xl/worksheets/sheet3", "<t>HK-2024-0001</t>", "<t>HK-9</t>", "names no record"),
        ("xl/worksheets/sheet1", "<worksheet", "<!DOCTYPE x><worksheet", "document type"),
    ],
)  # fmt: skip
def test_a_workbook_that_is_written_otherwise_is_told(suite, part, old, new, said) -> None:
    wrong = repacked(written(suite, WHOLE, Syntax.XLSX), part, old, new)
    differences = told(wrong, XLSX, digests_of(suite, WHOLE))
    assert said in differences


def test_what_is_no_workbook_and_a_table_in_another_syntax_are_told(suite) -> None:
    digests = digests_of(suite, WHOLE)
    assert "it is not a workbook" in told(b"PK\x03\x04 and no more", XLSX, digests)
    assert "asked was xlsx" in told(written(suite, WHOLE, Syntax.CSV), XLSX, digests)
    assert "asked was csv" in told(written(suite, WHOLE, Syntax.XLSX), CSV, digests)


def test_the_judge_says_the_room_of_csv_by_itself_and_the_same() -> None:
    from aeo_exchange.conformance.judge.table_tree import ROOM
    from aeo_exchange.formats.tables.columns import COUNTS

    assert ROOM == COUNTS


def test_every_input_of_the_suite_that_is_a_table_is_read_alike(suite) -> None:
    """The cases of conversion from tables have their digests from trees, and not from a reader."""
    from definitions.tab import WHOLE as CELLS
    from definitions.tab import as_csv

    content = as_csv(row=CELLS)
    assert told(content, CSV, digests_of(suite, "CNV-01.p31")) == ""
