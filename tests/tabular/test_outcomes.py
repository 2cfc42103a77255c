# ruff: noqa: RUF001 the texts are Turkish
from __future__ import annotations

import datetime as dt

import pytest

from aeo_exchange.operations.records.validate import validate
from aeo_exchange.report import Verdict
from aeo_exchange.tabular.loading import built_in_text
from tabular.imports import (
    AT,
    FILES,
    finding,
    findings,
    imported,
    outcomes,
    records,
    row_of,
    workbook,
)

HEADER = ["Sıra", "UNVAN", "VKN", "SERTİFİKA NO", "STATÜ", "FAALİYET", "GEÇERLİLİK BAŞLANGICI"]
GOOD = "0110022332"


def row(**changed):
    cells = {
        "Sıra": 1, "UNVAN": "Örnek A.Ş.", "VKN": "1234567890", "SERTİFİKA NO": "TR1",
        "STATÜ": "YYS", "FAALİYET": "İthalatçı", "GEÇERLİLİK BAŞLANGICI": "02.03.2021",
    }  # fmt: skip
    return list((cells | changed).values())


def test_each_row_of_a_dirty_list_has_its_end_and_the_good_ones_are_kept() -> None:
    done = imported(FILES / "tr-list/dirty.csv", "tr-list")
    assert outcomes(done) == [
        (5, "record"), (6, "record"), (7, "candidate"), (8, "refused"), (9, "refused"),
        (10, "refused"), (11, "candidate"),
    ]  # fmt: skip
    counts = done.report.counts
    assert counts.rows == counts.records + counts.candidates + counts.refused == 7
    assert (done.report.encoding, done.report.header_row, done.report.as_of) == (
        "cp1254", 4, "2026-11-01",
    )  # fmt: skip


def test_what_is_called_a_record_is_valid_by_schema_and_rules() -> None:
    done = imported(FILES / "tr-list/dirty.csv", "tr-list")
    reports = list(validate(b"\n".join(done.records), at=AT))
    assert [report.verdict for report in reports] == [Verdict.VALID] * 2


def test_candidates_are_never_among_the_records_and_keep_what_could_be_read() -> None:
    done = imported(FILES / "tr-list/dirty.csv", "tr-list")
    ids = {record["recordId"] for record in records(done)}
    assert {candidate.record_id for candidate in done.candidates}.isdisjoint(ids)
    assert [candidate.row for candidate in done.candidates] == [7, 11]
    assert done.candidates[1].record["holder"] == {
        "kind": "legal-person", "legalName": "Kimliksiz A.Ş.",
    }  # fmt: skip


def test_a_day_begins_at_midnight_of_the_programme_and_the_report_says_which_day() -> None:
    done = imported(FILES / "tr-list/dirty.csv", "tr-list")
    assert done.report.time_zone == "Europe/Istanbul"
    assert row_of(done, 5).days == {"authorisation.terms.1.from": "2021-03-02"}
    assert records(done)[0]["authorisation"]["terms"][0]["from"] == "2021-03-01T21:00:00Z"


def test_a_status_without_its_day_leaves_a_candidate_and_one_with_it_an_event() -> None:
    done = imported(FILES / "tr-list/dirty.csv", "tr-list")
    assert findings(done, 7) == [("missing", "status.from")]
    assert [event["status"] for event in records(done)[1]["history"]] == ["granted", "suspended"]


def test_an_unknown_word_refuses_its_row_and_is_told_with_its_cell() -> None:
    done = imported(FILES / "tr-list/dirty.csv", "tr-list")
    told = finding(done, 9, "unknown-word")
    assert (told.column, told.header, told.got) == ("F", "FAALİYET", "Depocu")


def test_a_day_that_no_calendar_has_refuses_its_row() -> None:
    done = imported(FILES / "tr-list/dirty.csv", "tr-list")
    assert finding(done, 8, "not-usable").got == "31.02.2022"


@pytest.mark.parametrize("title_rows", [0, 1, 5])
def test_the_header_of_a_workbook_is_found_below_titles(title_rows) -> None:
    titles = [["Yetkilendirilmiş Yükümlü listesi"]] * title_rows
    done = imported(workbook([*titles, HEADER, row()]), "tr-list")
    assert done.report.header_row == title_rows + 1
    assert outcomes(done) == [(title_rows + 2, "record")]
    assert row_of(done, title_rows + 2).sheet == "Sheet1"


def test_zeros_that_the_number_format_shows_are_restored_and_told() -> None:
    content = workbook([HEADER, row(VKN=int(GOOD))], formats={"C2": "0000000000"})
    done = imported(content, "tr-list")
    assert records(done)[0]["holder"]["tin"] == f"TR{GOOD}"
    assert "number format 0000000000" in finding(done, 2, "told").message


def test_zeros_that_a_check_digit_proves_are_restored_and_told() -> None:
    done = imported(workbook([HEADER, row(VKN=int(GOOD))]), "tr-list")
    assert records(done)[0]["holder"]["tin"] == f"TR{GOOD}"
    assert "by its check digit" in finding(done, 2, "told").message


@pytest.mark.parametrize("short", ["11002233", "076543210", "123456789"])
def test_a_number_that_is_short_without_a_proof_leaves_a_candidate(short) -> None:
    done = imported(workbook([HEADER, row(VKN=short)]), "tr-list")
    assert outcomes(done) == [(2, "candidate")]
    assert findings(done, 2) == [("doubtful", "holder.tin")]


def test_a_number_written_as_a_power_of_ten_leaves_a_candidate() -> None:
    done = imported(workbook([HEADER, row(VKN="1.23E+09")]), "tr-list")
    assert findings(done, 2) == [("doubtful", "holder.tin")]


@pytest.mark.parametrize("stand_in", ["0000000000", "999", "9999999999"])
def test_a_placeholder_leaves_a_candidate(stand_in) -> None:
    done = imported(workbook([HEADER, row(VKN=stand_in)]), "tr-list")
    assert outcomes(done) == [(2, "candidate")]


@pytest.mark.parametrize("epoch", ["1900", "1904"])
def test_a_day_of_a_workbook_is_the_same_in_both_date_systems(epoch) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

    which = {"1900": CALENDAR_WINDOWS_1900, "1904": CALENDAR_MAC_1904}[epoch]
    day = dt.date(2021, 3, 2)
    content = workbook([HEADER, row(**{"GEÇERLİLİK BAŞLANGICI": day})], epoch=which)
    done = imported(content, "tr-list")
    assert row_of(done, 2).days == {"authorisation.terms.1.from": "2021-03-02"}


def test_a_formula_is_never_computed_and_told() -> None:
    done = imported(workbook([HEADER, row(UNVAN='="Örnek" & " A.Ş."')]), "tr-list")
    # openpyxl stores no value beside it, so there is none.
    assert findings(done, 2) == [("missing", "holder.legalName")]


def test_a_second_row_of_a_key_that_says_the_same_is_refused_and_the_first_kept() -> None:
    done = imported(workbook([HEADER, row(), row()]), "tr-list")
    assert outcomes(done) == [(2, "record"), (3, "refused")]
    assert "says the same as row 2" in finding(done, 3, "repeated").message


def test_two_rows_of_a_key_that_say_different_things_are_both_refused() -> None:
    done = imported(workbook([HEADER, row(), row(UNVAN="Başka A.Ş.")]), "tr-list")
    assert outcomes(done) == [(2, "refused"), (3, "refused")]
    assert done.records == ()


def test_totals_repeated_headers_and_footers_are_no_rows() -> None:
    rows = [HEADER, row(), HEADER, row(**{"SERTİFİKA NO": "TR2"}), ["Toplam: 2"], row()]
    done = imported(workbook(rows), "tr-list")
    assert outcomes(done) == [(2, "record"), (4, "record")]
    assert done.report.passed_over == 1


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2026-10-31", "2026-10-31"),
        ("2026-10-31T20:59:59Z", "2026-10-31"),
        ("2026-10-31T21:00:00Z", "2026-11-01"),
        ("2026-10-31T21:00:00", "2026-10-31"),
        ("2026-11-01T00:30:00+03:00", "2026-11-01"),
        ("2026-11-01T00:30:00+09:00", "2026-10-31"),
    ],
)
def test_a_time_that_tells_when_a_list_is_of_is_the_day_in_the_zone_of_the_programme(
    told, day, tmp_path
) -> None:
    layout = tmp_path / "l.toml"
    text = built_in_text("tr-list").replace('formats = ["%d.%m.%Y"]', 'formats = ["iso"]', 1)
    layout.write_text(text, "utf-8")
    done = imported(workbook([[f"Tarih: {told}"], HEADER, row()]), str(layout))
    assert done.report.as_of == day
