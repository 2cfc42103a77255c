"""Files that would harm, or cannot be read: a clear reason, the good rows, no traceback."""

from __future__ import annotations

import io
import json
import random
import zipfile

import msgspec
import pytest
from msgspec import structs
from openpyxl import Workbook

from aeo_exchange.errors import ReadError
from aeo_exchange.formats import Content
from aeo_exchange.operations.sheets.import_file import import_file
from aeo_exchange.reader_codes import DOCTYPE, MALFORMED, TOO_DEEP, TOO_LARGE
from aeo_exchange.tabular.loading import layout_of
from aeo_exchange.tabular.readers import opened_rows
from rows import for_each_row
from tabular.imports import AT, FILES, finding, imported, outcomes, records, row_of, workbook

HEADER = "UNVAN;VKN;SERTİFİKA NO;STATÜ;FAALİYET;GEÇERLİLİK BAŞLANGICI\n"
ROW = "Numune A.Ş.;1234567890;TR{};YYS;Taşıyıcı;02.03.2021\n"  # noqa: RUF001 Turkish
CELLS = [HEADER.strip().split(";"), ROW.format(1).strip().split(";")]


def unreadable(done) -> str:
    assert done.report.unreadable is not msgspec.UNSET
    return done.report.unreadable


def csv(*lines: str, encoding: str = "utf-8") -> bytes:
    return (HEADER + "".join(lines)).encode(encoding)


def repacked(content: bytes, **parts: bytes) -> bytes:
    """Return a workbook with other parts in place of its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.rpartition("/")[2].partition(".")[0], old.read(name)))
    return stream.getvalue()


@for_each_row(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"%PDF-1.7 ...", "PDF document"),
        (b"PK\x03\x04 and no more", "not a whole workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not a whole workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + bytes(600)
            + "EncryptedPackage".encode("utf-16-le"),
            "without a password",
        ),
        (b'{"records": []}', "seems to be JSON"),
        (b"<list/>", "seems to be XML"),
        (b"<html><body>no table</body></html>", "no table"),
        (b"Dear colleague,\nthe list follows.\n", "names the column 'Sertifika No'"),
        (b"\x00" * 4096, "names the column"),
        (b"\xff\xfe\x00", "names the column"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_why(content, said) -> None:
    done = imported(content, "tr-list")
    assert said in unreadable(done)
    assert (done.records, done.report.counts.rows) == ((), 0)


def test_an_archive_that_is_no_workbook_is_told() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("list.csv", HEADER)
    assert "unpack it" in unreadable(imported(stream.getvalue(), "tr-list"))


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch) -> None:
    monkeypatch.setattr("aeo_exchange.formats.workbooks.package.MOST_PART", 1000)
    assert "of the workbook unpacks" in unreadable(imported(workbook(CELLS), "tr-list"))


def test_a_bomb_in_another_workbook_is_refused_too(monkeypatch) -> None:
    monkeypatch.setattr("aeo_exchange.tabular.readers.books.MOST_UNPACKED", 10)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", b" " * 1000)
    assert "unpacks to" in unreadable(imported(stream.getvalue(), "tr-list"))


def test_rows_without_anything_are_passed_over_however_many() -> None:
    empty = b"".join(b'<row r="%d"><c r="A%d"/></row>' % (i, i) for i in range(3, 20_003))
    content = workbook(CELLS)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    done = imported(
        repacked(content, sheet1=sheet.replace(b"</sheetData>", empty + b"</sheetData>")), "tr-list"
    )
    assert outcomes(done) == [(2, "record")]


def test_a_sheet_that_breaks_off_keeps_the_rows_before() -> None:
    content = workbook(CELLS)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    done = imported(
        repacked(content, sheet1=sheet.replace(b"</sheetData>", b"<row r='3'><c")), "tr-list"
    )
    assert "is not XML" in unreadable(done)
    assert outcomes(done) == [(2, "record")]


def test_a_cell_that_cannot_be_read_costs_its_row_alone() -> None:
    content = workbook([*CELLS, ROW.format(2).strip().split(";")])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    start, end = sheet.index('<c r="A2"'), sheet.index('<c r="B2"')
    broken = sheet[:start] + '<c r="A2" t="s"><v>99999</v></c>' + sheet[end:]
    done = imported(repacked(content, sheet1=broken.encode()), "tr-list")
    assert outcomes(done) == [(2, "refused"), (3, "record")]


def test_a_page_of_html_that_calls_itself_a_workbook_is_read_as_what_it_is() -> None:
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in CELLS)
    done = imported(f"<html><meta charset=utf-8><table>{rows}</table></html>".encode(), "tr-list")
    assert (done.report.read_as, outcomes(done)) == ("html", [(2, "record")])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1254"])
def test_the_encoding_is_told_by_its_mark_or_by_the_layout(encoding) -> None:
    done = imported(csv(ROW.format(1), encoding=encoding), "tr-list")
    assert outcomes(done) == [(2, "record")]
    assert done.report.encoding == encoding


def test_of_mixed_encodings_the_row_that_does_not_fit_is_refused() -> None:
    mixed = csv(ROW.format(1)) + ROW.format(2).encode("cp1254")[:14] + b"\x81\x8d\x8f;1;TR2\n"
    done = imported(mixed + ROW.format(3).encode(), "tr-list")
    assert [end for _, end in outcomes(done)] == ["record", "refused", "record"]


def test_one_broken_byte_of_a_list_in_utf_8_costs_its_own_row_alone() -> None:
    """Another encoding has a letter for each byte: no name was that of the list, nor a header."""
    broken = csv(ROW.format(1), ROW.format(2), ROW.format(3)).replace(b"TR2", b"TR2\xff")
    layout = layout_of("tr-list")
    form = structs.replace(layout.file, encodings=("utf-8", "cp1256"))
    given = Content(name="given", held=broken)
    done = import_file(given, structs.replace(layout, file=form), at=AT)
    assert [end for _, end in outcomes(done)] == ["record", "refused", "record"]
    assert done.report.encoding == "utf-8"


@pytest.mark.parametrize("encoding", ["cp1254", "iso-8859-9"])
def test_a_row_of_utf_8_in_a_text_of_another_encoding_makes_no_letters_that_nobody_wrote(
    encoding,
) -> None:
    layout = layout_of("tr-list")
    form = structs.replace(layout.file, encodings=("utf-8", encoding))
    rows = [ROW.format(n).encode("utf-8" if n == 2 else encoding) for n in (1, 2, 3)]
    content = csv().decode().encode(encoding) + b"".join(rows)
    given = Content(name="given", held=content)
    done = import_file(given, structs.replace(layout, file=form), at=AT)
    assert [end for _, end in outcomes(done)] == ["record", "refused", "record"]
    assert "bytes that its encoding does not have" in str(done.report.rows)


def test_a_quote_that_nobody_closes_costs_its_own_row_alone() -> None:
    lines = [ROW.format(i) for i in range(1, 100)]
    lines[4] = '"' + lines[4]
    done = imported(csv(*lines), "tr-list")
    assert [row for row, end in outcomes(done) if end == "refused"] == [6]
    assert len(done.records) == 98


def test_a_quote_within_a_cell_is_a_letter() -> None:
    done = imported(csv(ROW.format(1).replace("Numune", 'Numune 5" boru')), "tr-list")
    assert records(done)[0]["holder"]["legalName"] == 'Numune 5" boru A.Ş.'


def test_a_cell_of_several_lines_is_one_cell() -> None:
    done = imported(csv(ROW.format(1).replace("Numune A.Ş.", '"Numune\nA.Ş."')), "tr-list")
    assert records(done)[0]["holder"]["legalName"] == "Numune A.Ş."


def test_a_nul_in_a_cell_refuses_its_row() -> None:
    done = imported(csv(ROW.format(1).replace("Numune", "Num\0une"), ROW.format(2)), "tr-list")
    assert outcomes(done) == [(2, "refused"), (3, "record")]


def test_a_cell_without_end_is_not_held_in_memory(monkeypatch) -> None:
    monkeypatch.setattr("aeo_exchange.tabular.readers.csv_text.MOST_LINE", 1000)
    done = imported(csv("x" * 5000 + "\n", ROW.format(2)), "tr-list")
    assert outcomes(done) == [(2, "refused"), (3, "record")]


@pytest.mark.parametrize("marks", ["", '"'])
def test_a_cell_that_is_too_long_is_told_so_and_costs_its_row_alone(marks) -> None:
    long = f"{marks}{'x' * 131_073}{marks}"
    done = imported(csv(ROW.format(1).replace("Numune A.Ş.", long), ROW.format(2)), "tr-list")
    assert outcomes(done) == [(2, "refused"), (3, "record")]
    assert "a cell is longer than 131,072 characters" in str(done.report.rows[0].findings)


def test_a_header_that_names_a_column_of_the_layout_twice_is_refused() -> None:
    done = imported((HEADER.strip() + ";VKN\n" + ROW.format(1)).encode(), "tr-list")
    assert "names 'VKN' in the columns B and G" in unreadable(done)


def test_a_column_that_nobody_asks_for_may_stand_there_twice() -> None:
    done = imported((HEADER.strip() + ";Not;Not\n" + ROW.format(1)).encode(), "tr-list")
    assert outcomes(done) == [(2, "record")]


def test_a_formula_is_read_by_its_stored_value_and_told() -> None:
    content = workbook(CELLS)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    start, end = sheet.index('<c r="A2"'), sheet.index('<c r="B2"')
    cell = '<c r="A2" t="str"><f>WEBSERVICE("http://x.example")</f><v>Numune A.Ş.</v></c>'
    done = imported(
        repacked(content, sheet1=(sheet[:start] + cell + sheet[end:]).encode()), "tr-list"
    )
    assert records(done)[0]["holder"]["legalName"] == "Numune A.Ş."
    assert "stored value" in finding(done, 2, "told").message


def test_a_text_that_a_spreadsheet_would_run_is_a_text() -> None:
    done = imported(csv(ROW.format(1).replace("Numune", "=cmd|'/c calc'!A1")), "tr-list")
    assert records(done)[0]["holder"]["legalName"].startswith("=cmd")


@pytest.mark.parametrize(
    ("inner", "why"),
    [
        ("&x;", "not well-formed XML in line 2: Entity 'x' not defined"),
        ("x" * 10_000_001, "a text is longer than 10,000,000 bytes"),
    ],
)
def test_where_xml_cannot_be_read_on_the_cause_and_the_line_are_told(inner, why) -> None:
    told = unreadable(imported(f"<list>\n<row>{inner}</row></list>".encode(), "eu-eos"))
    assert why in told
    assert "XML_PARSE" not in told


def test_a_document_type_in_xml_is_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>'
    assert "document type" in unreadable(imported(b"<?xml version='1.0'?>" + bomb, "eu-eos"))


@for_each_row(
    ("content", "rule"),
    [
        (b"<?xml version='1.0'?><!DOCTYPE a><a/>", DOCTYPE),
        (b"<a>" * 200, TOO_DEEP),
        (b"<a><return><result>%b</result></return></a>" % (b"<b>1</b>" * 10_002), TOO_LARGE),
        (b"<a><b></a>", MALFORMED),
    ],
)
def test_a_refusal_of_xml_names_the_rule_that_is_broken(content: bytes, rule: str) -> None:
    layout = layout_of("eu-eos")
    with (
        pytest.raises(ReadError) as told,
        opened_rows(Content(name="x", held=content), layout) as (_, opened),
    ):
        list(opened.rows)
    assert told.value.rule == rule


def test_xml_that_is_not_well_formed_keeps_the_rows_before() -> None:
    one = (
        "<result><authorisationHolderName>A</authorisationHolderName><issuingCountry>Germany"
        "</issuingCountry><competentCustomsAuthority>DE1</competentCustomsAuthority>"
        "<authorisation.type>AEOC</authorisation.type><effectiveDate>01/02/2020</effectiveDate>"
        "</result>"
    )
    done = imported(f"<x><return>{one}<!-- a -- b --><result/></x>".encode(), "eu-eos")
    assert "not well-formed" in unreadable(done)
    assert outcomes(done) == [(1, "candidate")]


def test_xml_without_any_row_is_unreadable_unless_it_is_an_answer_of_nothing() -> None:
    fault = b"<Envelope><Body><Fault><faultstring>down</faultstring></Fault></Body></Envelope>"
    assert "nothing under **/return/result" in unreadable(imported(fault, "eu-eos"))
    empty = b"<Envelope><return><requestDate>2026-06-30</requestDate></return></Envelope>"
    done = imported(empty, "eu-eos")
    assert (done.report.unreadable, done.report.counts.rows) == (msgspec.UNSET, 0)


@pytest.mark.parametrize("inner", ["<null/>", "", "   ", "<!-- none -->"])
def test_null_and_blank_elements_are_absent(inner) -> None:
    text = (
        "<DecisionByAEORegistryCertificate><AEOCertificateRegNumber><SerialNumber>E-1"
        "</SerialNumber></AEOCertificateRegNumber><DocKind>0</DocKind><DecisionDate>2026-03-02"
        f"</DecisionDate><Reason>{inner}</Reason></DecisionByAEORegistryCertificate>"
    )
    done = imported(text.encode(), "eaeu-decision")
    assert "reason" not in done.candidates[0].record["history"][0]


@for_each_row(
    "content",
    [b"[" * 300 + b"]" * 300, b'{"a":1', b'{"a":1,"a":2}', b"[]", b"nonsense {", b"\xff{}"],
)
def test_json_that_cannot_be_read_is_told(content) -> None:
    assert unreadable(imported(content, "cadena-credential"))


def test_a_table_that_stands_in_another_table_is_not_read_twice() -> None:
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in CELLS)
    page = f"<table><tr><td><table>{rows}</table></td></tr></table>"
    done = imported(page.encode(), "tr-list")
    assert outcomes(done) == [(2, "record")]
    assert row_of(done, 2).sheet == "table 2"


def test_macros_and_external_links_are_not_looked_at() -> None:
    book = Workbook()
    for row in CELLS:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"not a program")
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<not-xml")
    assert outcomes(imported(stream.getvalue(), "tr-list")) == [(2, "record")]


def test_a_report_of_anything_is_json() -> None:
    done = imported(csv("\x1b[31m;\ud7ff;TR\u202e9;YYS;Taşıyıcı;02.03.2021\n"), "tr-list")  # noqa: RUF001
    assert json.loads(msgspec.json.encode(done.report))["counts"]["rows"] == 1


def test_a_prefix_that_nobody_declared_is_no_part_of_a_name() -> None:
    text = (
        "<x><return><a:result><b:effectiveDate>01/02/2020</b:effectiveDate></a:result></return></x>"
    )
    assert imported(text.encode(), "eu-eos").report.counts.rows in {0, 1}


def test_a_control_character_in_a_page_refuses_its_row_alone() -> None:
    rows = [CELLS[0], [cell.replace("Numune", "Nu&#1;mu<br>ne") for cell in CELLS[1]]]
    page = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    done = imported(f"<html><meta charset=utf-8><table>{page}</table></html>".encode(), "tr-list")
    assert done.report.counts.rows == 1


def test_an_archive_whose_names_are_no_text_is_told() -> None:
    content = bytearray(workbook(CELLS))
    place = content.rindex(b"xl/workbook.xml")
    content[place] = 0xDE
    assert imported(bytes(content), "tr-list").report.unreadable


@pytest.mark.parametrize("seed", range(40))
def test_whatever_becomes_of_a_file_each_row_has_one_end(seed) -> None:
    chance = random.Random(seed)  # noqa: S311 no secret
    files = sorted(file for file in FILES.glob("*/*") if file.stem in {"clean", "dirty"})
    file = chance.choice(files)
    content = bytearray(file.read_bytes())
    for _ in range(chance.choice((1, 5, 30))):
        place = chance.randrange(len(content))
        content[place : place + chance.randrange(3)] = chance.choice(
            (b"", b'"', b"<", b"\0", b"\xff", b";", b"\n", b"{", content[:40])
        )
    counts = imported(bytes(content), file.parent.name).report.counts
    assert counts.rows == counts.records + counts.candidates + counts.refused
