"""`aeo import --annotate`: a partner's own list with what became of its rows, mailed back."""

# ruff: noqa: RUF001 texts of many scripts
from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from aeo_exchange.formats.workbooks.looks import COLOURS
from aeo_exchange.report import Severity

TABULAR = Path(__file__).parents[1] / "tabular"
AT = "--at=2026-11-28"
RED, YELLOW, BLUE = (COLOURS[kind]["bg_color"].lstrip("#") for kind in Severity)
LAYOUT = """
name = "partner"
title = "A list"
origin = "Invented"
programme = "HK-AEO"
administration = "HK"
[file]
kind = "csv"
end = ["Total"]
[row]
key = [["Certificate", "رقم"]]
[constants]
"holder.kind" = "legal-person"
"view.audience" = "public"
[[fields]]
item = "authorisation.number"
from = ["Certificate", "رقم"]
[[fields]]
item = "holder.legalName"
from = ["Company", "الشركة"]
[[fields]]
item = "holder.tin"
from = ["B.R. No."]
scheme = "HK-BR"
[[fields]]
item = "authorisation.terms.1.tiers"
from = ["Level"]
[[fields]]
item = "authorisation.terms.1.roles"
from = ["Business"]
[[fields]]
item = "authorisation.terms.1.from"
from = ["Valid from"]
steps = [{ do = "date", texts = ["%d/%m/%Y"] }]
[words.tiers]
"Tier 1" = "TIER1"
[words.roles]
"Exporter" = "exporter"
"""
ROWS = [
    ["Authorized Economic Operators"],
    ["No.", "Company", "B.R. No.", "Certificate", "Level", "Business", "Valid from"],
    ["1", "Specimen Tea Limited", "12345678", "A1", "Tier 1", "Exporter", "17/06/2024"],
    ["2", "Sample Toys Limited", "1234567", "A2", "Tier 1", "Exporter", "17/06/2024"],
    ["3", "Model Watches Limited", "11223344", "A3", "Tier 9", "Exporter", "31/02/2025"],
    ["4", "", "11223355", "A4", "Tier 1", "Exporter", "17/06/2024"],
]
# Cell by cell, what a reader of the copy sees: the colour, and words of the comment.
SEEN = {
    "C4": (YELLOW, "CANDIDATE doubtful: is not a number of HK-BR"),
    "E5": (RED, "REFUSED unknown-word: 'Tier 9' is a word that is not known here"),
    "G5": (RED, "REFUSED not-usable: is not a day such as 30/11/2026"),
    "B6": (YELLOW, "CANDIDATE missing: nothing is given under 'Company'"),
}


def as_csv(rows: list[list[str]], mark: str = ",") -> str:
    return "".join(mark.join(row) + "\r\n" for row in rows)


@pytest.fixture
def imports(aeo, tmp_path):
    """Return what imports a file by the layout of this module, and opens the copy."""
    (tmp_path / "partner.toml").write_text(LAYOUT, "utf-8")

    def done(name: str, *more: str, code: int = 1, layout: str = "partner.toml"):
        made = aeo("import", name, "--layout", layout, AT, "-o", "r.ndjson",
                   "--annotate", "out.xlsx", "--force", *more)  # fmt: skip
        assert made.returncode == code, made.stderr
        return openpyxl.load_workbook(tmp_path / "out.xlsx")

    return done


def coloured(sheet) -> dict[str, str]:
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return {c.coordinate: c.fill.fgColor.rgb[-6:] for c in cells if c.fill.patternType}


def table(sheet, title: str) -> list[dict[str, object]]:
    """Return the rows below the header that has a title, as far as an empty row."""
    rows = list(sheet.iter_rows())
    top = next(i for i, row in enumerate(rows) if title in [cell.value for cell in row])
    names = [cell.value for cell in rows[top]]
    told = []
    for row in rows[top + 1 :]:
        if not row[0].value:
            break
        told.append({name: cell for name, cell in zip(names, row, strict=True) if name})
    return told


def test_the_copy_has_all_rows_and_says_beside_each_cell_what_is_wrong(imports, tmp_path):
    (tmp_path / "list.csv").write_text(as_csv([*ROWS, ["Total: 4"]]), "utf-8")
    book = imports("list.csv")
    assert book.sheetnames == ["findings", "list"]
    sheet = book["list"]
    given = [[value for value in row if value is not None] for row in sheet.values]
    assert given == [[text for text in row if text] for row in [*ROWS, ["Total: 4"]]]
    assert coloured(sheet) == {place: colour for place, (colour, _words) in SEEN.items()}
    for place, (_colour, words) in SEEN.items():
        assert words in sheet[place].comment.text
    said = sheet["E5"].comment.text
    assert "expected: one of Tier 1" in said
    assert "what to do: write one of the words expected" in said


def test_the_first_sheet_counts_rows_and_rules_and_links_to_each_cell(imports, tmp_path):
    (tmp_path / "list.csv").write_text(as_csv(ROWS), "utf-8")
    first = imports(str(tmp_path / "list.csv"))["findings"]
    assert first["A1"].value == ("list.csv: 4 rows: 1 record, 2 candidates, 1 refused")
    totals = {row["rule"].value: row for row in table(first, "in all")}
    assert set(totals) == {"doubtful", "unknown-word", "not-usable", "missing"}
    assert all(row["in all"].value == row["distinct"].value == "1" for row in totals.values())
    assert totals["missing"]["what the rule says"].value
    by_row = table(first, "the gravest")
    assert [(row["row"].value, row["findings"].value) for row in by_row] == [
        ("4", "1"), ("5", "2"), ("6", "1"),
    ]  # fmt: skip
    listed = table(first, "what to do")
    for row in (*by_row, *listed):
        assert row["cell"].hyperlink.location == f"'list'!{row['cell'].value}"
    assert [row["cell"].value for row in listed] == list(SEEN)
    assert [row["severity"].value for row in listed] == [
        "candidate", "refused", "refused", "candidate",
    ]  # fmt: skip


def saved(path: Path, rows: list[list[str]], column: int = 1) -> None:
    """Write a workbook whose table begins at a column, with days as days."""
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, 1):
        for index, text in enumerate(row, column):
            book.active.cell(number, index, text or None)
    book.active.column_dimensions["B"].width = 44.7109375
    book.active.sheet_view.rightToLeft = True
    book.save(path)


def test_a_workbook_keeps_widths_and_direction(imports, tmp_path):
    saved(tmp_path / "list.xlsx", ROWS)
    sheet = imports("list.xlsx")["Sheet"]
    assert set(coloured(sheet)) == set(SEEN)
    assert sheet.column_dimensions["B"].width == 44.7109375
    assert sheet.sheet_view.rightToLeft


def test_what_is_said_of_a_whole_row_stands_at_the_first_cell_of_its_table(imports, tmp_path):
    rows = [*ROWS[:3], ["5", "Specimen Tea Limited", "12345678", "A1", "Tier 1", "Exporter",
                        "18/06/2024"]]  # fmt: skip
    saved(tmp_path / "list.xlsx", rows, column=3)
    sheet = imports("list.xlsx")["Sheet"]
    # Two rows have one key, which stands in F; the sheet begins at C.
    assert coloured(sheet) == {"F3": RED, "F4": RED}


def test_a_page_of_html_is_handed_back_as_a_workbook(imports, tmp_path):
    cells = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in ROWS)
    page = f"<html><table><tr><td>menu</td></tr></table><table>{cells}</table></html>"
    (tmp_path / "list.xls").write_text(page, "utf-8")
    book = imports("list.xls")
    assert book.sheetnames == ["findings", "table 1", "table 2"]
    assert set(coloured(book["table 2"])) == set(SEEN)
    assert not coloured(book["table 1"])


@pytest.mark.parametrize("name", ["list.ods", "list.xls"])
def test_other_workbooks_are_handed_back_with_their_days(imports, name):
    book = imports(str(TABULAR / "books" / name), layout="tr-list", code=0)
    sheet = book["Sheet1"]
    assert sheet["A1"].value == "Yetkilendirilmiş Yükümlü listesi"
    assert sheet["F3"].is_date
    assert sheet["F3"].value.date().isoformat() == "2021-03-02"
    assert sheet.column_dimensions["A"].width > 8


def test_an_encoding_and_a_mark_of_the_partner_are_read_in_the_copy_too(imports, tmp_path):
    dirty = TABULAR / "files/tr-list/dirty.csv"
    (tmp_path / "list.csv").write_bytes(dirty.read_bytes())
    book = imports("list.csv", layout="tr-list", code=1)
    texts = {value for row in book["list"].values for value in row if value}
    assert {"UNVAN", "GEÇERLİLİK BAŞLANGICI"} <= texts or any("ş" in text for text in texts)
    assert coloured(book["list"])


def test_a_row_that_is_none_stands_in_the_copy_as_it_was_written(imports, tmp_path):
    text = as_csv(ROWS).replace("2,Sample Toys", '2,"Sample Toys')
    (tmp_path / "list.csv").write_text(text, "utf-8")
    sheet = imports("list.csv")["list"]
    assert sheet["A4"].value.startswith('2,"Sample Toys Limited,1234567,A2')
    assert coloured(sheet)["A4"] == RED
    assert sheet["E5"].value == "Tier 9"


def test_lines_that_the_layout_skips_are_copied_and_count(imports, tmp_path):
    (tmp_path / "list.csv").write_text('a "letter\r\n' * 3 + as_csv(ROWS), "utf-8")
    layout = LAYOUT.replace('kind = "csv"', 'kind = "csv"\nskip_rows = 3')
    (tmp_path / "skips.toml").write_text(layout, "utf-8")
    sheet = imports("list.csv", layout="skips.toml")["list"]
    assert sheet["A1"].value == 'a "letter'
    assert set(coloured(sheet)) == {"C7", "E8", "G8", "B9"}


def test_a_list_written_from_right_to_left_is_shown_so(imports, tmp_path):
    rows = [["الشركة", "رقم"], ["شركة المثال للتجارة المحدودة", "A1"]]
    (tmp_path / "list.csv").write_text(as_csv(rows), "utf-8")
    sheet = imports("list.csv")["list"]
    assert sheet.sheet_view.rightToLeft
    assert coloured(sheet) == {"A2": YELLOW}  # what has no column stands at the first cell


def test_what_was_put_right_is_told_and_does_not_crowd_out_what_is_wrong(imports, tmp_path):
    (tmp_path / "list.csv").write_bytes(
        "SERTİFİKA NO;UNVAN;VKN;STATÜ;FAALİYET;GEÇERLİLİK BAŞLANGICI\n"
        "TR1;Numune A.Ş.;123456789;YYS;Taşıyıcı;02.03.2021\n"
        "TR2;Misal A.Ş.;5550001112;YYS;Bilinmez;02.03.2021\n".encode()
    )
    listed = table(imports("list.csv", layout="tr-list")["findings"], "what to do")
    severities = [row["severity"].value for row in listed]
    assert severities == sorted(severities, key="told".__eq__)
    assert {"refused", "told"} <= set(severities)


def test_a_row_that_vanished_is_asked_about(imports, aeo, tmp_path):
    (tmp_path / "first.csv").write_text(as_csv(ROWS[:3]), "utf-8")
    assert aeo("import", "first.csv", "--layout", "partner.toml", AT, "-o", "b.ndjson"
               ).returncode == 0  # fmt: skip
    row = ["9", "Novel Lamps Limited", "22334455", "A9", "Tier 1", "Exporter", "17/06/2024"]
    (tmp_path / "list.csv").write_text(as_csv([*ROWS[:2], row]), "utf-8")
    book = imports("list.csv", "--base", "b.ndjson")
    asked = next(
        row for row in table(book["findings"], "what to do") if row["rule"].value == "vanished"
    )
    assert asked["record"].value == "A1"
    assert "Specimen Tea Limited" in asked["what is wrong"].value
    assert not asked["cell"].value


@pytest.mark.parametrize(
    ("name", "layout", "said"),
    [
        ("eu-eos/clean.xml", "eu-eos", "is XML, which has no cells"),
        ("cadena-credential/clean.json", "cadena-credential", "is JSON, which has no cells"),
    ],
)
def test_a_file_without_cells_is_refused_before_anything_is_written(
    aeo, tmp_path, name, layout, said
):
    done = aeo("import", str(TABULAR / "files" / name), "--layout", layout, AT,
               "-o", "r.ndjson", "--annotate", "out.xlsx")  # fmt: skip
    assert done.returncode == 2
    assert said in done.stderr
    assert "a table: CSV, a workbook, or a page of HTML" in done.stderr
    assert list(tmp_path.glob("*.ndjson")) == list(tmp_path.glob("*.xlsx")) == []


def test_a_file_of_the_standard_is_handed_back_by_validate(aeo, tmp_path, sample):
    (tmp_path / "a.json").write_text(sample, "utf-8")
    aeo("convert", "a.json", "--to=csv", "-o", "a.csv")
    aeo("import", "--propose", "a.csv", "-o", "own.toml")
    done = aeo("import", "a.csv", "--layout", "own.toml", "--annotate", "out.xlsx")
    assert done.returncode == 2
    assert "aeo validate" in done.stderr


def test_the_copy_obeys_the_rules_of_outputs(aeo, tmp_path):
    (tmp_path / "partner.toml").write_text(LAYOUT, "utf-8")
    (tmp_path / "list.csv").write_text(as_csv(ROWS), "utf-8")
    (tmp_path / "there.xlsx").write_text("kept")
    for target, said in (("-", "name a file"), ("there.xlsx", "exists"), ("list.csv", "input"),
                         ("r.ndjson", "another output")):  # fmt: skip
        done = aeo("import", "list.csv", "--layout", "partner.toml", AT, "-o", "r.ndjson",
                   "--annotate", target)  # fmt: skip
        assert done.returncode == 2, target
        assert said in done.stderr
        assert not (tmp_path / "r.ndjson").exists()
    assert (tmp_path / "there.xlsx").read_text() == "kept"


def test_a_file_that_cannot_be_read_leaves_no_copy(aeo, tmp_path):
    (tmp_path / "partner.toml").write_text(LAYOUT, "utf-8")
    (tmp_path / "list.xlsx").write_bytes(b"PK\x03\x04 and no more")
    done = aeo("import", "list.xlsx", "--layout", "partner.toml", AT, "--report", "r.json",
               "--annotate", "out.xlsx")  # fmt: skip
    assert done.returncode == 3
    assert "out.xlsx was not written" in done.stderr
    assert json.loads((tmp_path / "r.json").read_bytes())["unreadable"]
    assert not (tmp_path / "out.xlsx").exists()
