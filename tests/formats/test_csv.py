"""CSV is read row by row: a bad row hides no other, and says where it is bad."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc

import msgspec
import pytest

from aeo_exchange.errors import MalformedDocument, ReadError, UnknownFormat
from aeo_exchange.formats import Content, Limits
from aeo_exchange.formats.csv import MARK, read_csv, recognise_csv, write_csv
from aeo_exchange.formats.csv_lines import CsvRow
from aeo_exchange.formats.detect import detect
from aeo_exchange.formats.row import Likeness
from aeo_exchange.formats.tables.columns import csv_columns
from aeo_exchange.model.document import Document, Position
from aeo_exchange.operations.reading import read, read_record, structure
from aeo_exchange.resources import published
from rows import for_each_row

SAMPLE = published("samples/records/HK-AEO/TIER2.aeo.json").read_bytes()
RECORD = read_record(SAMPLE)
TREE = json.loads(SAMPLE)
# The cells of the sample that are not empty, by their names.
CELLS: dict[str, str] = {}


def written(*records) -> bytes:
    """Return CSV as this package writes it."""
    stream = io.BytesIO()
    write_csv(records, stream)
    return stream.getvalue()


def _fill() -> None:
    rows = list(csv.reader(io.StringIO(written(RECORD).removeprefix(MARK).decode())))
    CELLS.update({name: cell for name, cell in zip(*rows, strict=True) if cell})


_fill()


def table(*rows: dict[str, str], mark: str = ",", end: str = "\r\n") -> bytes:
    """Return CSV without a mark, of rows that have the names of the first."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=mark, lineterminator=end)
    writer.writerow(rows[0])
    writer.writerows(row.values() for row in rows)
    return text.getvalue().encode()


def documents(content: bytes, **more) -> list[Document | ReadError]:
    """Return what each row gives."""
    stream = io.BytesIO(content)
    return list(read_csv(Content(name="x", **more), stream, Limits()))


def readings(content: bytes):
    """Return what is read, as every command reads it."""
    return list(read(Content(name="x", held=content), Limits()))


def codes(content: bytes) -> list[list[str]]:
    """Return the codes of the findings on each row."""
    return [[finding.code for finding in reading.findings.told] for reading in readings(content)]


def tree(document: Document | ReadError):
    """Return the tree of a row, however it was read."""
    assert isinstance(document, Document)
    if document.record is None:
        return document.tree
    return json.loads(msgspec.json.encode(document.record))


@pytest.mark.parametrize("bom", [MARK, b""])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_marks_that_countries_use_are_read(bom, mark, end) -> None:
    content = bom + table(CELLS, CELLS, mark=mark, end=end)
    assert detect(Content(name="x", held=content)) == "csv"
    assert [reading.record for reading in readings(content)] == [RECORD, RECORD]


@pytest.mark.parametrize("mark", ["|", ":", " "])
def test_other_marks_make_no_header(mark) -> None:
    assert recognise_csv(table(CELLS, mark=mark)) is Likeness.NONE
    with pytest.raises(UnknownFormat):
        detect(Content(name="x", held=table(CELLS, mark=mark)))


def test_what_is_written_has_the_mark_commas_and_full_line_ends() -> None:
    content = written(RECORD)
    header = content.splitlines(keepends=True)[0]
    assert header.startswith(
        MARK + b"recordId,holder.legalName,holder.tin,programme,authorisation.number,"
    )
    assert header.endswith(b"\r\n")
    assert header.count(b",") == len(csv_columns()) - 1


def test_a_last_row_without_line_end_is_a_row() -> None:
    assert [reading.record for reading in readings(table(CELLS).rstrip())] == [RECORD]


def test_columns_stand_in_any_order() -> None:
    turned = dict(reversed(CELLS.items()))
    assert [reading.record for reading in readings(table(turned))] == [RECORD]


@pytest.mark.parametrize("before", [b"\r\n", b"\n\n", b"  \r\n"])
def test_empty_lines_before_the_header_count_as_lines_alone(before) -> None:
    bad = {**CELLS, "revision": "three"}
    (reading,) = readings(before + table(bad))
    assert reading.findings.told[0].line == 2 + before.count(b"\n")


def test_a_header_alone_holds_no_record() -> None:
    assert codes(table(CELLS).splitlines()[0] + b"\n") == [["AEO-SYN-05"]]


def headed(*names: str) -> bytes:
    """Return a table of these names, with an empty row."""
    return ",".join(names).encode() + b"\n" + b"," * (len(names) - 1) + b"\n"


@for_each_row(
    ("names", "said"),
    [
        (("recordId", "Revision"), "perhaps revision is meant"),
        (("recordId", "holder"), "'holder', is not an item"),
        (("recordId", "authorisation.terms.5.from"), "is not an item"),
        (("recordId", "authorisation.terms.0.from"), "is not an item"),
        (("recordId", "", "revision"), "''"),
        (("recordId", "revision", "recordId"), "names recordId twice"),
        (("recordId", "revision", " revision "), "names revision twice"),
    ],
)
def test_a_header_that_names_no_item_or_one_twice_is_refused_once(names, said) -> None:
    (refusal,) = documents(headed(*names) + b"a,b\n")
    assert isinstance(refusal, MalformedDocument)
    assert (refusal.rule, refusal.line) == ("AEO-SYN-12", 1)
    assert said in refusal.message


@pytest.mark.parametrize(
    "names", [("recordId", "authorisation.terms.4.from"), (" recordId", "revision\t", "", " ")]
)
def test_a_header_may_have_padding_and_empty_columns_behind_it(names) -> None:
    assert codes(headed(*names)) == [["AEO-SYN-05"]]


def test_cells_beyond_the_header_cost_their_row_alone() -> None:
    header, row = table(CELLS).splitlines()
    content = b"\n".join((header, row, row + b",,,", row + b",,stray", row))
    assert codes(content) == [[], [], ["AEO-SYN-13"], []]
    assert readings(content)[2].findings.told[0].got == "stray"


def test_rows_without_any_cell_are_no_records() -> None:
    header, row = table(CELLS).splitlines()
    empty = b"," * (len(CELLS) - 1)
    assert len(documents(b"\n".join((header, b"", empty, row, empty, b"")))) == 1


@for_each_row("absent", ["-", "n/a", "NULL", "none", " "])
def test_only_an_empty_cell_is_absent(absent) -> None:
    (document,) = documents(table({**CELLS, "issuingOffice": absent}))
    assert tree(document)["issuingOffice"] == absent
    (document,) = documents(table({**CELLS, "issuingOffice": ""}))
    assert "issuingOffice" not in tree(document)


@for_each_row(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+852", "'+852"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("'x", "''x"),
        ("''x", "'''x"),
        ("'", "''"),
        ("a=1", "a=1"),
        ("O'Brien", "O'Brien"),
        (" =1", " =1"),
    ],
)
def test_what_a_spreadsheet_would_run_is_guarded_and_comes_back(text, cell) -> None:
    record = msgspec.structs.replace(RECORD, issuing_office=text)
    content = written(record)
    rows = list(csv.reader(io.StringIO(content.removeprefix(MARK).decode(), newline="")))
    named = dict(zip(*rows, strict=True))
    assert named["issuingOffice"] == cell
    (document,) = documents(table({**CELLS, "issuingOffice": cell}))
    assert tree(document)["issuingOffice"] == text


def test_a_guard_is_taken_away_from_numbers_and_lists_too() -> None:
    guarded = {name: "'" + cell.removeprefix("'") for name, cell in CELLS.items()}
    assert [reading.record for reading in readings(table(guarded))] == [RECORD]


@for_each_row(
    ("cell", "value"),
    [
        ("3", 3),
        ("999999999", 999999999),
        ("1000000000000000000", "1000000000000000000"),
        ("0x1", "0x1"),
        ("03", "03"),
        ("3.0", "3.0"),
        ("+3", "+3"),
        ("-3", "-3"),
        ("1e2", "1e2"),
        (" 3", " 3"),
        ("\u0663", "\u0663"),
        ("true", "true"),
        ("null", "null"),
        ('3,"recordId":"X', '3,"recordId":"X'),
        ("[3]", "[3]"),
    ],
)
def test_a_number_is_its_digits_and_nothing_else(cell, value) -> None:
    (document,) = documents(table({**CELLS, "revision": cell}))
    assert tree(document)["revision"] == value
    record, findings = structure(document)
    assert (record is None) == isinstance(value, str), findings


@for_each_row(
    ("cell", "value"),
    [("true", True), ("false", False), ("TRUE", "TRUE"), ("1", "1"), ("WAHR", "WAHR")],
)
def test_truth_has_two_spellings(cell, value) -> None:
    (document,) = documents(table({**CELLS, "consents.1.publish": cell}))
    assert tree(document)["consents"][0]["publish"] == value


@for_each_row("text", ['say "x"', "a\\b", "50% of %s {0}", 'a","b":"c', "\u0001", "\x7f"])
def test_what_json_escapes_is_read_as_it_stands(text) -> None:
    (document,) = documents(table({**CELLS, "issuingOffice": text}))
    assert tree(document)["issuingOffice"] == text


@for_each_row(
    ("cell", "roles"),
    [
        ("exporter", ["exporter"]),
        ("exporter importer", ["exporter", "importer"]),
        ("exporter  importer", ["exporter", "", "importer"]),
        ("exporter, importer", ["exporter,", "importer"]),
        ("exporter\nimporter", ["exporter\nimporter"]),
    ],
)
def test_a_list_of_codes_has_one_blank_between_two(cell, roles) -> None:
    (document,) = documents(table({**CELLS, "authorisation.terms.1.roles": cell}))
    assert tree(document)["authorisation"]["terms"][0]["roles"] == roles


def test_numbers_left_out_take_no_place_and_findings_name_the_cell() -> None:
    first = {n: c for n, c in CELLS.items() if n.startswith("authorisation.terms.1.")}
    fourth = {n.replace(".1.", ".4."): c for n, c in first.items()}
    fourth["authorisation.terms.4.from"] = "yesterday"
    content = table({**CELLS, **fourth})
    (document,) = documents(content)
    assert len(tree(document)["authorisation"]["terms"]) == 3
    (reading,) = readings(content)
    (finding,) = reading.findings.told
    assert finding.path == "/authorisation/terms/2/from"
    column = list({**CELLS, **fourth}).index("authorisation.terms.4.from")
    letters = (chr(64 + column // 26) if column > 25 else "") + chr(65 + column % 26)
    assert finding.cell == f"{letters}2"
    assert content.splitlines()[1].decode()[finding.column - 1 :].startswith("yesterday")


BAD_ROWS = [
    (b'a,"b\n', "AEO-SYN-01"),
    (b'a,"b"c\n', "AEO-SYN-01"),
    (b'a,b"\n', "AEO-SYN-01"),
    (b'a,b "c" d\n', "AEO-SYN-01"),
    (b'a,"b" \n', "AEO-SYN-01"),
    (b"a,b\rc\n", "AEO-SYN-01"),
    (b"a,\xff\n", "AEO-SYN-04"),
    (b"a,caf\xe9\r\n", "AEO-SYN-04"),
    (b"a," + b"x" * 200_000 + b"\n", "AEO-HOS-03"),
    (b'a,"' + b"x" * 200_000 + b'"\n', "AEO-HOS-03"),
    (b"a," + b"x" * (2 << 20) + b"\n", "AEO-HOS-03"),
]


@for_each_row(("bad", "code"), BAD_ROWS)
def test_a_row_that_cannot_be_read_hides_no_other(bad, code) -> None:
    header, row = table(CELLS).splitlines(keepends=True)
    first, refused, last = readings(header + row + bad + row)
    assert (first.record, last.record) == (RECORD, RECORD)
    assert [(finding.code, finding.line) for finding in refused.findings.told] == [(code, 3)]


def test_rows_between_two_open_quotes_are_not_lost() -> None:
    header, row = table(CELLS).splitlines(keepends=True)
    by_row = codes(header + b'a,5"\n' + row + row + b'b,6"\n' + row)
    assert by_row == [["AEO-SYN-01"], [], [], ["AEO-SYN-01"], []]


@pytest.mark.parametrize(("lines", "is_closed"), [(63, True), (64, False)])
def test_a_quote_is_closed_by_one_of_the_next_63_lines(lines, is_closed) -> None:
    header, row = table(CELLS).splitlines(keepends=True)
    cell = b'"' + b"\n" * lines + b'"'
    by_row = codes(header + row.rstrip() + b"," + cell + b"\r\n" + row)
    # With the quote closed it is one row with a cell too many.
    assert (by_row[0] == ["AEO-SYN-13"]) is is_closed
    assert by_row[-1] == []


def test_a_line_behind_a_cell_of_several_lines_keeps_its_number() -> None:
    content = table({**CELLS, "issuingOffice": "a\nb\nc"}, {**CELLS, "revision": "x"})
    last = readings(content)[1]
    assert last.findings.told[0].line == 5


def test_a_line_break_of_unicode_ends_no_row() -> None:
    (document,) = documents(table({**CELLS, "issuingOffice": "a\u2028b\x85c\x0bd"}))
    assert tree(document)["issuingOffice"] == "a\u2028b\x85c\x0bd"


def test_content_in_two_encodings_loses_the_rows_of_the_other_one() -> None:
    header, row = table(
        {**CELLS, "holder.legalName": "Café", "holder.otherNames.1.text": "x"}
    ).splitlines(keepends=True)
    other = row.replace("Café".encode(), "Café".encode("cp1252"))
    assert codes(header + row + other + row) == [[], ["AEO-SYN-04"], []]


def test_nul_bytes_are_refused_where_they_stand() -> None:
    (reading,) = readings(table({**CELLS, "holder.legalName": "a\0b"}))
    assert reading.record is None
    assert reading.findings.told[0].path == "/holder/legalName"


@pytest.mark.long
def test_memory_does_not_grow_with_the_table() -> None:
    def peak(count: int) -> int:
        header, row = table(CELLS).splitlines(keepends=True)
        content = header + row * count
        stream = io.BytesIO(content)
        tracemalloc.start()
        for document in read_csv(Content(name="x"), stream, Limits()):
            assert isinstance(document, Document)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    peak(10)
    assert peak(400) < 2 * peak(50) + 100_000


ERRORS = ("#REF!", "#N/A", "#DIV/0!", "#NAME?", "#¿NOMBRE?", "#NV", "#YOK", "#BEZUG!")
NO_ERRORS = ("#1 Trading", "# REF!", "#", "REF!", "#N/A Limited", "#REF", "#n/a")


@for_each_row("text", ERRORS)
def test_what_an_export_leaves_of_an_error_is_refused_and_the_rest_is_read(text):
    (reading,) = readings(table({**CELLS, "holder.legalName": text}))
    assert [(finding.code, finding.path) for finding in reading.findings.told] == [
        ("AEO-SYN-03", "/holder/legalName")
    ]
    assert reading.findings.told[0].got == text


@for_each_row("text", NO_ERRORS)
def test_a_text_that_is_no_error_is_a_text(text):
    assert codes(table({**CELLS, "holder.legalName": text})) == [[]]


@for_each_row("text", [*ERRORS, *NO_ERRORS, "'#REF!"])
def test_a_name_that_looks_like_an_error_is_kept(text):
    name = {**TREE, "holder": {**TREE["holder"], "legalName": text}}
    record = read_record(json.dumps(name).encode())
    assert [tree(row) for row in documents(written(record))] == [name]


def test_an_error_under_a_name_among_others_has_its_own_place():
    row = {**CELLS, "holder.tin": "#REF!", "issuedAt": "#N/A"}
    (reading,) = readings(table(row))
    told = {(finding.path, finding.code) for finding in reading.findings.told}
    assert {("/holder/tin", "AEO-SYN-03"), ("/issuedAt", "AEO-SYN-03")} <= told


def test_a_cell_behind_one_of_several_lines_stands_in_the_last_of_them() -> None:
    row = CsvRow(["a", "x\ny", "b", "c"], 7, 'a,"x\ny",b,c')
    assert [row.position(index, ",") for index in range(4)] == [
        Position(7, 1),
        Position(7, 3),
        Position(8, 4),
        Position(8, 6),
    ]
