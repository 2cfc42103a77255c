"""Rows read as one like them was say what a close look at each says, whatever stands in them."""

# ruff: noqa: RUF001 words of Turkish have a dotless i

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.styles import Font
from tests.tabular import imports
from tests.tabular.imports import AT, FILES, imported, workbook

import aeo_exchange.tabular
from aeo_exchange.formats import Content
from aeo_exchange.operations.sheets.import_file import Imported, with_constants
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.tabular.drafting import Drafter
from aeo_exchange.tabular.loading import layout_of
from aeo_exchange.tabular.outcome import FindingKind, RowFinding
from aeo_exchange.tabular.plain_drafts import PlainDraft, PlainDrafter
from aeo_exchange.tabular.readers import opened_rows
from aeo_exchange.tabular.rows import SourceRow

LAYOUTS = Path(aeo_exchange.tabular.__file__).parent / "layouts"
# Of each column a few texts that are plain, and of each kind one that has more to tell.
BLANK = ("", " ", "-", " - ", "yok", "'-")
COLUMNS = {
    "Sertifika No": ("TR-1", "TR-2", "TR 3/a", "Ｔ９", "'=TR", "#N/A", "'TR", *BLANK),
    "Unvan": ("Örnek A.Ş.", "=1+1", "'=1+1", 'a "b"', "a%sb %", "a  b", "e\u0301", "A\tB", *BLANK),
    "Vergi Kimlik No": ("5319619040", "0100000018", "100000018", "1234567890", "1,2E+09", *BLANK),
    "Statü": ("YYS", "YYS+YYS-I", "yys", "AEOC", *BLANK),
    "Faaliyet": ("İthalatçı", "İhracatçı, İthalatçı", "Depo", ",", *BLANK),
    "Geçerlilik Başlangıcı": ("01.02.2020", "31/12/2019", "30.02.2020", "01.02.2563", *BLANK),
    "Geçerlilik Sonu": ("01.02.2030", "later", *BLANK),
    "Durum": ("Geçerli", "Askıda", "İptal", "Bilinmiyor", *BLANK),
    "Durum Tarihi": ("01.02.2024", "then", *BLANK),
}
PLAIN = [texts[0] for texts in COLUMNS.values()]
ROWS = st.lists(
    st.tuples(*(st.sampled_from(texts) | st.just(texts[0]) for texts in COLUMNS.values())),
    min_size=1,
    max_size=6,
)


def closely(content: bytes, layout: str, monkeypatch: pytest.MonkeyPatch) -> Imported:
    """Return an import of which every row was looked at closely."""
    with monkeypatch.context() as patched:
        patched.setattr(PlainDrafter, "drafts", lambda _self, rows: [None] * len(rows))
        return imported(content, layout)


def as_text(rows, width: int = len(COLUMNS)) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows([list(COLUMNS), *(row[:width] for row in rows)])
    return stream.getvalue().encode()


def plain_ones(content: bytes, layout: str) -> Iterator[PlainDraft | None]:
    plan = Drafter(layout_of(layout), ReferenceData(), AT).plan
    with opened_rows(Content(name="given", held=content), plan.layout) as (_kind, opened):
        rows = [row for row in opened.rows if isinstance(row, SourceRow)]
        return iter(PlainDrafter(plan, lambda _draft: None).drafts(rows))


@given(rows=ROWS, width=st.integers(6, len(COLUMNS)))
def test_any_rows_of_text_are_told_as_if_each_was_looked_at_closely(rows, width):
    content = as_text(rows, width)
    with pytest.MonkeyPatch.context() as patched:
        assert imported(content, "tr-list") == closely(content, "tr-list", patched)


@given(rows=ROWS)
def test_any_rows_of_a_workbook_are_told_as_if_each_was_looked_at_closely(rows):
    content = workbook([list(COLUMNS), *rows])
    with pytest.MonkeyPatch.context() as patched:
        assert imported(content, "tr-list") == closely(content, "tr-list", patched)


LISTS = sorted(
    path.relative_to(FILES).as_posix()
    for path in FILES.glob("*/*")
    if path.name.startswith(("clean.", "dirty.")) and "expected" not in path.name
)


@pytest.mark.parametrize("name", LISTS)
def test_the_samples_are_told_as_if_each_row_was_looked_at_closely(name, monkeypatch):
    layout, content = name.partition("/")[0], (FILES / name).read_bytes()
    assert imported(content, layout) == closely(content, layout, monkeypatch)


def test_two_blanks_for_an_empty_cell_teach_nothing_wrong_about_the_rows_behind():
    first = [texts[0] for texts in COLUMNS.values()]
    blank = [*first[:6], "  ", *first[7:]]
    done = imported(as_text([blank, ["TR-2", *first[1:]]]), "tr-list")
    assert [b'"until"' in record for record in done.records] == [False, True]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("Unvan", 'a "quoted" name'),
        ("Unvan", "#N/A"),
        ("Unvan", " - "),
        ("Unvan", "'-"),
        ("Sertifika No", " yok "),
        ("Vergi Kimlik No", "100000018"),
        ("Durum", "Askıda"),
        ("Geçerlilik Başlangıcı", "30.02.2020"),
    ],
)
def test_a_row_with_more_to_tell_is_not_plain_and_those_beside_it_are(column, text):
    plain = [texts[0] for texts in COLUMNS.values()]
    plain[-2:] = ["", ""]
    told = list(plain)
    told[list(COLUMNS).index(column)] = text
    read = plain_ones(as_text([plain, told, plain]), "tr-list")
    assert [row is not None for row in read] == [True, False, True]


@pytest.mark.parametrize("change", [{"font": Font(strike=True)}, {"value": '="Ör" & "nek"'}])
def test_a_cell_of_a_workbook_that_tells_more_is_looked_at_closely(change, monkeypatch):
    book = load_workbook(io.BytesIO(workbook([list(COLUMNS), PLAIN, ["TR-2", *PLAIN[1:]]])))
    for name, what in change.items():
        setattr(book.active["B3"], name, what)
    stream = io.BytesIO()
    book.save(stream)
    content = stream.getvalue()
    assert [row is not None for row in plain_ones(content, "tr-list")] == [True, False]
    assert imported(content, "tr-list") == closely(content, "tr-list", monkeypatch)


def test_of_two_columns_for_the_status_the_first_counts(tmp_path, monkeypatch):
    text = (LAYOUTS / "tr-list.toml").read_text("utf-8")
    second = '[[fields]]\nitem = "status"\nfrom = ["Unvan"]\n\n[words.tiers]'
    layout = tmp_path / "two.toml"
    layout.write_text(text.replace("[words.tiers]", second, 1), "utf-8")
    content = as_text([[PLAIN[0], "Askıda", *PLAIN[2:]]])
    assert all(plain_ones(content, str(layout)))
    done = imported(content, str(layout))
    assert done == closely(content, str(layout), monkeypatch)
    assert b'"suspended"' not in done.records[0]


def test_a_sign_of_templates_in_a_constant_is_a_text(monkeypatch):
    layout = with_constants(layout_of("tr-list"), {"issuingOffice": "5 %s % ofis"})
    monkeypatch.setattr(imports, "layout_of", lambda _name: layout)
    (record,) = imported(as_text([PLAIN]), "tr-list").records
    assert b'"issuingOffice":"5 %s % ofis"' in record


def test_what_the_file_lacks_for_each_row_makes_none_of_them_plain():
    plan = Drafter(layout_of("tr-list"), ReferenceData(), AT).plan
    lack = RowFinding(kind=FindingKind.MISSING, message="the file tells no day")
    with opened_rows(Content(name="given", held=as_text([PLAIN])), plan.layout) as (_kind, opened):
        rows = [row for row in opened.rows if isinstance(row, SourceRow)]
        assert PlainDrafter(plan, lambda draft: draft.tell(lack)).drafts(rows) == [None]


@pytest.mark.parametrize(
    ("first", "ends"),
    [
        ("Toplam", True),
        ("TOPLAM 2", True),
        (" - toplam: 2", True),
        ("Ｔoplam", True),
        ("Not: yok", True),
        ("To", False),
        ("Tp-1", False),
        ("Tar-1", False),
    ],
)
def test_the_end_of_the_data_is_seen_by_its_first_letters_however_they_are_written(first, ends):
    done = imported(as_text([PLAIN, [first, *[""] * len(PLAIN[1:])]]), "tr-list")
    assert len(done.report.rows) == 1 + (not ends)


@pytest.mark.parametrize("first", ["Toplam Lojistik A.Ş.", "Notlar Kitap A.Ş.", "Kaynak Su A.Ş."])
def test_a_row_with_its_key_and_most_of_its_cells_is_no_end_of_the_data(first):
    row = [
        first if header == "Unvan" else text for header, text in zip(COLUMNS, PLAIN, strict=True)
    ]
    done = imported(as_text([row, PLAIN]), "tr-list")
    assert len(done.report.rows) == 2
    assert done.report.passed_over == 0


def test_a_suspension_with_its_day_is_plain():
    row = [texts[0] for texts in COLUMNS.values()]
    row[list(COLUMNS).index("Durum")] = "Askıda"
    (read,) = plain_ones(as_text([row]), "tr-list")
    assert read is not None
    (record,) = imported(as_text([row]), "tr-list").records
    assert read.content == record
    assert b'"suspended"' in record


def test_a_rule_that_warns_of_a_plain_row_is_told_at_its_cell():
    row = [texts[0] for texts in COLUMNS.values()]
    row[list(COLUMNS).index("Unvan")] = "a\u200bb"
    assert all(plain_ones(as_text([row]), "tr-list"))
    (told,) = imported(as_text([row]), "tr-list").report.rows
    assert [(finding.rule, finding.column) for finding in told.findings] == [("AEO-HOS-04", "B")]
