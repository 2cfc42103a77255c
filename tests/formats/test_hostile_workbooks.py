"""What is made to hurt ends with one clear finding, in little memory, and good rows are kept."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import msgspec
import pytest

from aeo_exchange.errors import MalformedDocument, ReadError
from aeo_exchange.formats import Content, Limits
from aeo_exchange.formats.workbooks import package as packages
from aeo_exchange.formats.workbooks import parts as streams
from aeo_exchange.formats.workbooks import sheet as rows
from aeo_exchange.formats.workbooks.copies import copied_workbook
from aeo_exchange.formats.xlsx import read_xlsx
from aeo_exchange.operations.reading import read
from rows import for_each_row
from workbook_parts import Raw, packed, parts_of

HEADER = ["recordId", "revision", "issuingOffice"]
GOOD = ["R-1", "3", "X"]
SHEET = "xl/worksheets/sheet1.xml"
MEBIBYTE = 1 << 20


def parts(*more: list[str], **others) -> dict[str, str]:
    """Return the parts of a workbook with a few rows."""
    return parts_of({"records": [HEADER, GOOD, *more]}, **others)


def told(content: bytes) -> list[list[str]]:
    """Return the codes of what is refused as a whole, nothing for what is read as a document."""
    met = read_xlsx(Content(name="x"), io.BytesIO(content), Limits())
    return [[document.rule] if isinstance(document, ReadError) else [] for document in met]


def message(content: bytes) -> str:
    """Return what the only finding says."""
    (refusal,) = read_xlsx(Content(name="x"), io.BytesIO(content), Limits())
    assert isinstance(refusal, ReadError)
    return refusal.message


def peak(content: bytes) -> int:
    """Return the most bytes that were held while content was read."""
    tracemalloc.start()
    told(content)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = parts()
    bomb[SHEET] = bomb[SHEET] + " " * (65 * MEBIBYTE)
    content = packed(bomb)
    assert len(content) < MEBIBYTE
    assert told(content) == [["AEO-HOS-03"]]
    assert peak(content) < MEBIBYTE


def test_a_large_part_that_is_no_bomb_is_read(monkeypatch) -> None:
    monkeypatch.setattr(packages, "LARGE", 100)
    assert told(packed(parts())) == [[]]
    monkeypatch.setattr(packages, "MOST_PART", 100)
    assert told(packed(parts())) == [["AEO-HOS-03"]]


def test_a_part_that_says_it_is_small_is_not_unpacked_further() -> None:
    content = bytearray(packed(parts()))
    size = len(parts()[SHEET]).to_bytes(4, "little")
    at = content.rindex(size)  # in the directory at the end
    content[at : at + 4] = (50).to_bytes(4, "little")
    assert told(bytes(content)) == [["AEO-SYN-01"]]


def test_empty_rows_cost_nothing_and_are_counted(monkeypatch) -> None:
    many = parts()
    many[SHEET] = many[SHEET].replace("</sheetData>", "<row/>" * 50_000 + "</sheetData>")
    assert told(packed(many)) == [[]]
    assert peak(packed(many)) < 4 * MEBIBYTE
    monkeypatch.setattr(rows, "MOST_ROWS", 50_002)
    assert told(packed(many)) == [[]]
    monkeypatch.setattr(rows, "MOST_ROWS", 50_001)
    assert told(packed(many)) == [[], ["AEO-HOS-03"]]


def columns(last: str) -> bytes:
    """Return a workbook of which one row goes as far as a column."""
    cell = f'<c r="{last}3"><v>1</v></c>'
    changed = parts(["R-2"], ["R-3"])
    changed[SHEET] = changed[SHEET].replace('</row><row r="4">', f'{cell}</row><row r="4">')
    return packed(changed)


@pytest.mark.parametrize(
    ("last", "codes"),
    [
        ("XFD", [[], ["AEO-SYN-13"], []]),
        ("XFE", [[], ["AEO-HOS-03"], []]),
        ("A" * 200, [[], ["AEO-HOS-03"], []]),
    ],
)
def test_a_row_beyond_the_last_column_costs_itself_alone(last, codes) -> None:
    met = list(read_xlsx(Content(name="x"), io.BytesIO(columns(last)), Limits()))
    assert [
        [document.rule]
        if isinstance(document, ReadError)
        else [fault.rule for fault in document.faults]
        for document in met
    ] == codes


def test_a_row_of_a_million_cells_is_not_held() -> None:
    many = parts(["R-2"])
    many[SHEET] = many[SHEET].replace("</row>", "<c/>" * 100_000 + "</row>", 2)
    many[SHEET] = many[SHEET].replace("<c/>" * 100_000 + "</row>", "</row>", 1)
    assert told(packed(many)) == [["AEO-HOS-03"], []]
    assert peak(packed(many)) < 4 * MEBIBYTE


@pytest.mark.parametrize(("length", "codes"), [(32_767, [[], []]), (32_768, [["AEO-HOS-03"], []])])
@pytest.mark.parametrize("kind", ["inlineStr", "str", "s"])
def test_a_long_cell_costs_its_row_alone(kind, length, codes) -> None:
    text = "x" * length
    cell = {
        "inlineStr": f'<c r="C2" t="inlineStr"><is><t>{text}</t></is></c>',
        "str": f'<c r="C2" t="str"><v>{text}</v></c>',
        "s": '<c r="C2" t="s"><v>0</v></c>',
    }[kind]
    changed = parts_of(
        {"records": [HEADER, ["R-1", "3", Raw(cell)], ["R-2"]]}, texts=f"<si><t>{text}</t></si>"
    )
    assert told(packed(changed)) == codes


def test_a_cell_of_many_megabytes_is_not_held() -> None:
    changed = parts(["R-2"])
    changed[SHEET] = changed[SHEET].replace(">X<", ">" + "ab" * (10 * MEBIBYTE) + "<")
    content = packed(changed, zipfile.ZIP_STORED)
    assert told(content) == [["AEO-HOS-03"], []]
    assert peak(content) < 8 * MEBIBYTE


def test_a_tag_of_many_megabytes_is_refused() -> None:
    changed = parts()
    changed[SHEET] = changed[SHEET].replace("<row ", f'<row x="{"a" * (10 * MEBIBYTE)}" ', 1)
    content = packed(changed, zipfile.ZIP_STORED)
    assert told(content) == [["AEO-HOS-03"]]


def test_small_parts_and_shared_texts_have_limits(monkeypatch) -> None:
    content = packed(parts(texts="<si/>" * 1000))
    assert told(content) == [[]]
    monkeypatch.setattr(streams, "MOST_TEXTS", 4000)
    assert told(content) == [["AEO-HOS-03"]]
    monkeypatch.undo()
    monkeypatch.setattr(streams, "MOST_SMALL", 100)
    assert told(content) == [["AEO-HOS-03"]]
    monkeypatch.undo()
    monkeypatch.setattr(packages, "MOST_PARTS", 3)
    assert told(content) == [["AEO-HOS-03"]]


@pytest.mark.parametrize(
    "part",
    [
        SHEET,
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/sharedStrings.xml",
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_each_part(part, encoding) -> None:
    changed: dict[str, str | bytes] = {**parts(texts="<si/>")}
    bomb = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>'
    space = " " * 5000  # behind what a reader looks at first
    changed[part] = (space.join(("<!--", "-->")) + bomb + str(changed[part])).encode(encoding)
    assert told(packed(changed)) == [["AEO-SYN-01"]]
    assert "document type" in message(packed(changed))


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_part_that_is_missing_is_named(part) -> None:
    changed = parts()
    del changed[part]
    assert told(packed(changed)) == [["AEO-SYN-01"]]
    assert part in message(packed(changed))


@pytest.mark.parametrize("keep", [30, 200, 0.5, 0.9])
def test_an_archive_that_is_cut_off_is_refused(keep) -> None:
    content = packed(parts())
    cut = content[: keep if isinstance(keep, int) else int(len(content) * keep)]
    assert told(cut) == [["AEO-SYN-01"]]


def test_each_changed_byte_ends_with_an_answer() -> None:
    content = packed(parts())
    for at in range(0, len(content), 7):
        changed = bytearray(content)
        changed[at] ^= 0xFF
        for codes in told(bytes(changed)):
            assert codes in ([], ["AEO-SYN-01"], ["AEO-SYN-05"], ["AEO-HOS-03"], ["AEO-SYN-12"])


def test_macros_links_and_names_that_climb_are_left_alone() -> None:
    changed = parts()
    changed["xl/vbaProject.bin"] = "macros"
    changed["xl/externalLinks/externalLink1.xml"] = '<externalLink r:id="http://127.0.0.1/x"/>'
    changed["../../escaped.txt"] = "x"
    changed["/etc/passwd"] = "x"
    assert told(packed(changed)) == [[]]


@pytest.mark.parametrize("target", ["http://127.0.0.1:1/sheet.xml", "file:///etc/passwd"])
def test_a_sheet_that_lies_elsewhere_is_not_fetched(target) -> None:
    changed = parts()
    relations = "xl/_rels/workbook.xml.rels"
    changed[relations] = changed[relations].replace("worksheets/sheet1.xml", target)
    assert told(packed(changed)) == [["AEO-SYN-01"]]
    changed[relations] = changed[relations].replace("Target=", 'TargetMode="External" Target=')
    assert told(packed(changed)) == [["AEO-SYN-05"]]


@pytest.mark.parametrize("broken", [False, True], ids=["gone", "broken"])
def test_a_sheet_that_is_gone_or_broken_is_not_copied(broken) -> None:
    changed = parts()
    if not broken:
        del changed[SHEET]
    content = bytearray(packed(changed))
    if broken:
        at = content.index(SHEET.encode()) + len(SHEET)
        content[at : at + 40] = b"\xff" * 40
    for _ in ("again", "and again"):
        with pytest.raises(MalformedDocument), copied_workbook(io.BytesIO(content)) as book:
            assert book


def test_two_parts_or_sheets_of_one_name_are_refused() -> None:
    stream = io.BytesIO(packed(parts()))
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, "<worksheet/>")
    assert told(stream.getvalue()) == [["AEO-SYN-01"]]
    changed = parts_of({"records": [HEADER, GOOD], "other": [HEADER, GOOD]})
    changed["xl/workbook.xml"] = changed["xl/workbook.xml"].replace('"other"', '"records"')
    assert told(packed(changed)) == [["AEO-SYN-01"]]


def test_another_way_of_packing_and_encryption_are_refused() -> None:
    assert told(packed(parts(), zipfile.ZIP_LZMA)) == [["AEO-SYN-01"]]
    content = bytearray(packed(parts()))
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.index(mark) + at] |= 1
    assert "password" in message(bytes(content))


@for_each_row(
    ("name", "content", "said"),
    [
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "password"),
        ("page.xls", b"<html><table><tr><td>recordId</td></tr></table></html>", "HTML"),
        ("register.csv", packed(parts()), ""),
        ("empty.xlsx", b"", "empty"),
        ("text.xlsx", b"recordId,revision\nR-1,x\n", ""),
    ],
)
def test_what_a_file_is_decides_and_not_its_name(name, content, said) -> None:
    findings = [
        finding
        for reading in read(Content(name=name, held=content), Limits())
        for finding in reading.findings.told
    ]
    assert findings
    assert all(finding.message for finding in findings)
    if said:
        assert said in f"{findings[0].message} {findings[0].hint}"
        assert findings[0].hint is not msgspec.UNSET
