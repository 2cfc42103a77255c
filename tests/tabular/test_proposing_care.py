"""A proposal never makes a record of a firm that the sheet says is suspended, over or elsewhere."""

from __future__ import annotations

import re
import tomllib

import pytest

from aeo_exchange.tabular.proposing.vocabulary import bare
from tabular.imports import outcomes, records, row_of
from tabular.test_proposing import HK, HK_ROWS, by_proposal, csv, doubts, fields, proposed


def with_column(header: str, *values: str) -> bytes:
    rows = (
        [row[0][:-1] + str(i), *HK_ROWS[0][1:], value] for i, (row, value) in enumerate(
            (HK_ROWS[0], value) for value in values
        )
    )  # fmt: skip
    return csv([*HK, header], *rows)


def test_a_column_for_the_status_is_taken_where_one_of_its_words_is_known(tmp_path) -> None:
    sheet = with_column("Status", "Fine", "Fine", "Suspended", "Fine")
    text = proposed(sheet, "HK-AEO")
    assert fields(text)["status"] == "Status"
    ends = [end for _row, end in outcomes(by_proposal(sheet, text, tmp_path))]
    assert ends == ["refused", "refused", "candidate", "refused"]


def test_a_word_with_a_doubt_or_a_footnote_behind_it_is_not_known() -> None:
    text = proposed(with_column("Status", "Active", "Active?", "Active*", "(Active)"), "HK-AEO")
    assert tomllib.loads(text)["words"]["statuses"] == {"Active": "granted"}
    told = "\n".join(doubts(text))
    assert all(f'refused: "{word}" = ?' in told for word in ("Active?", "Active*", "(Active)"))


@pytest.mark.parametrize(
    "values", [("1", "0"), ("A", "S"), ("Kowloon", "Tai Po"), ("Alta", "Baja")]
)
def test_a_column_for_the_status_of_which_no_word_is_known_refuses_its_rows(
    values, tmp_path
) -> None:
    """Nobody can tell what `0` and `Baja` say, and a record in force is not for guessing."""
    sheet = with_column("State", *values, "")
    text = proposed(sheet, "HK-AEO")
    assert fields(text)["status"] == "State"
    assert tomllib.loads(text)["words"]["statuses"] == {}
    told = "\n".join(doubts(text))
    assert "none of its words is known; each row is refused" in told
    assert all(f'refused: "{value}" = ?' in told for value in values)
    ends = [end for _row, end in outcomes(by_proposal(sheet, text, tmp_path))]
    assert ends == ["refused", "refused", "candidate"]


@pytest.mark.parametrize(
    ("first", "second", "ends"),
    [
        (("Active", "Active"), ("Active", "Suspended"), ["record", "candidate"]),
        (("Active", "Revoked"), ("Active", "Active"), ["record", "candidate"]),
        (("Active", "Revoked"), ("Suspended", "Active"), ["refused", "refused"]),
        (("Active", "Active"), ("Active", "Odd"), ["record", "refused"]),
    ],
)
def test_of_two_columns_for_the_status_none_hides_what_the_other_says(
    first, second, ends, tmp_path
) -> None:
    rows = [[*row, one, two] for row, one, two in zip(HK_ROWS, first, second, strict=True)]
    sheet = csv([*HK, "Status", "Current status"], *rows)
    text = proposed(sheet, "HK-AEO")
    assert [end for _row, end in outcomes(by_proposal(sheet, text, tmp_path))] == ends


@pytest.mark.parametrize(
    "ended", ["Suspended operators", "II. REVOKED", "Приостановлено", "已撤销"]
)
def test_rows_below_a_title_by_which_firms_do_not_stand_are_candidates(ended, tmp_path) -> None:
    number, tin, name, *others = HK_ROWS[0]
    more = [[f"{number}{n}", tin, f"{name} {n}", *others] for n in (1, 2, 3)]
    sheet = csv(HK, *more[:1], [ended], *more[1:2], ["Operators in force"], *more[2:])
    text = proposed(sheet, "HK-AEO")
    assert any(f"is the title '{ended}'" in line for line in doubts(text))
    done = by_proposal(sheet, text, tmp_path)
    ends = dict(outcomes(done))
    assert (ends[2], ends[4], ends[6]) == ("record", "candidate", "record")
    assert "below the title in row 3" in row_of(done, 4).findings[-1].message


def test_a_row_below_such_a_title_that_says_its_status_is_what_it_says(tmp_path) -> None:
    since = "Suspended w.e.f. 15/09/2026"
    rows = [[*row, status] for row, status in zip(HK_ROWS, (since, "Active"), strict=True)]
    sheet = csv([*HK, "Status"], ["Suspended operators"], *rows)
    done = by_proposal(sheet, proposed(sheet, "HK-AEO"), tmp_path)
    assert [end for _row, end in outcomes(done)][1:] == ["record", "candidate"]
    assert records(done)[0]["history"][-1]["status"] == "suspended"


def test_a_remark_that_a_firm_does_not_stand_is_a_doubt_beside_the_status() -> None:
    rows = [
        [*row, "Active", remark] for row, remark in zip(HK_ROWS, ("", "suspended"), strict=True)
    ]
    text = proposed(csv([*HK, "Status", "Remarks"], *rows), "HK-AEO")
    assert fields(text)["status"] == "Status"
    assert any("column I 'Remarks' is not taken and may say" in line for line in doubts(text))


def test_a_list_without_a_status_says_so_and_one_with_it_does_not() -> None:
    told = "no column tells the status; every row is taken to be in force"
    assert any(told in line for line in doubts(proposed(csv(HK, *HK_ROWS), "HK-AEO")))
    text = proposed(with_column("Status", "Active", "Active"), "HK-AEO")
    assert not any("status" in line and "taken" in line for line in doubts(text))


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("Suspended", "Yes"),
        ("Suspended (Y/N)", "Y"),
        ("Date of revocation", "01/05/2025"),
        ("Suspension date", "02/07/2025"),
        ("Suspended since", "2025"),
        ("Active", "No"),
        ("Ask\u0131da", "Evet"),
        ("정지여부", "Y"),
        ("Suspension", "01/05/2025"),
        ("Cancellation date", "13/05/2025"),
        ("Reason for removal", "late filing"),
        ("Currently active", "No"),
        ("Validity", "No"),
        ("Status code", "9"),
        ("Standing", "Suspended"),
        ("Remarks", "Certificate revoked"),
        ("Fecha de baja", "13/05/2025"),
        ("Date de radiation", "13/05/2025"),
        ("Data de cancelamento", "13/05/2025"),
        ("Дата прекращения", "13.05.2025"),
        ("停用日期", "2025-05-13"),
        ("是否有效", "否"),
        ("วันที่ยกเลิก", "13/05/2025"),
        ("سبب الإيقاف", "تأخير"),
    ],
)
def test_a_column_of_what_ended_is_no_word_for_in_force_and_no_day_of_a_grant(
    header: str, says: str, tmp_path
) -> None:
    """`Suspended: Yes`, and a day of suspension, made records in force, since no word said more."""
    sheet = with_column(header, says, "")
    text = proposed(sheet, "HK-AEO")
    assert fields(text)["status"] == header
    assert "status.from" not in fields(text)
    assert any("may say that a firm is suspended or over" in line for line in doubts(text))
    ends = [end for _row, end in outcomes(by_proposal(sheet, text, tmp_path))]
    assert ends == ["refused", "record"]


def test_what_a_person_says_of_such_columns_is_read_in_each_of_them(tmp_path) -> None:
    number, tin, _name, *more = HK_ROWS[0]
    sheet = csv(
        [*HK, "Suspended", "Revoked"],
        [f"{number}-1", tin, "Invented Bolts Ltd", *more, "No", "No"],
        [f"{number}-2", tin, "Invented Nuts Ltd", *more, "No", "Yes"],
        [f"{number}-3", tin, "Invented Nails Ltd", *more, "Yes", "No"],
    )
    text = proposed(sheet, "HK-AEO")
    for header, status in (("Suspended", "suspended"), ("Revoked", "revoked")):
        step = f'steps = [{{ do = "map", map = {{ "Yes" = "{status}", "No" = "" }} }}]'
        text = text.replace(f'from = ["{header}"]', f'from = ["{header}"]\n{step}')
    ends = [end for _row, end in outcomes(by_proposal(sheet, text, tmp_path))]
    assert ends == ["record", "candidate", "candidate"]


@pytest.mark.parametrize("header", ["Remarks", "Valid thru", "Grantedness", "Phone"])
def test_a_column_that_says_nothing_of_what_ended_is_not_taken_for_the_status(header: str) -> None:
    sheet = with_column(header, "a word", "another")
    assert "status" not in fields(proposed(sheet, "HK-AEO"))


def test_beside_words_for_the_status_a_day_of_it_is_a_day() -> None:
    sheet = csv(
        [*HK, "Status", "Suspension date"],
        [*HK_ROWS[0], "Suspended", "25/07/2025"],
        [*HK_ROWS[1], "Active", "25/08/2025"],
    )
    named = fields(proposed(sheet, "HK-AEO"))
    assert (named["status"], named["status.from"]) == ("Status", "Suspension date")


def test_an_empty_cell_of_a_status_is_asked_about(tmp_path) -> None:
    sheet = with_column("Status", "Active", "")
    done = by_proposal(sheet, proposed(sheet, "HK-AEO"), tmp_path)
    assert [end for _row, end in outcomes(done)] == ["record", "candidate"]


def test_a_last_day_that_cannot_be_read_is_the_first_doubt() -> None:
    rows = [[*row[:6], "end of bond"] for row in HK_ROWS]
    text = proposed(csv(HK, *rows), "HK-AEO")
    assert "says authorisation.terms.1.until and is not taken" in doubts(text)[1]


def test_an_address_is_left_out_of_a_list_for_the_public_and_a_person_is_told(tmp_path) -> None:
    header = [*HK, "Address", "City", "Country"]
    sheet = csv(header, *([*row, "1 Example Road", "Kowloon", "HK"] for row in HK_ROWS))
    text = proposed(sheet, "HK-AEO")
    assert not any(item.startswith("holder.address") for item in fields(text))
    assert sum("a record for the public has no address" in line for line in doubts(text)) == 3
    done = by_proposal(sheet, text, tmp_path)
    assert [end for _row, end in outcomes(done)] == ["record"] * 2
    partner = text.replace('"view.audience" = "public"', '"view.audience" = "JP"')
    taken = re.sub(r"(?m)^# (?=\[\[fields|item|from|steps|absent)", "", partner)
    assert sum(item.startswith("holder.address") for item in fields(taken)) == 3
    done = by_proposal(sheet, taken, tmp_path)
    assert [end for _row, end in outcomes(done)] == ["record"] * 2


def test_a_list_that_only_names_tell_apart_is_proposed_with_a_row_twice() -> None:
    header = ["Name of company", "Town", "Category", "Valid from", "Status"]
    row = ["Invented Tea Ltd", "Thika", "Exporter", "14.02.2023", "Active"]
    text = proposed(csv(header, row, row, ["Else Ltd", *row[1:]]), "KE-AEO")
    assert tomllib.loads(text)["row"]["key"] == [["Name of company"]]
    assert any("value in several rows" in line for line in doubts(text))
    assert any("a weak key" in line for line in doubts(text))


def test_a_list_from_kenya_is_known_by_its_own_words() -> None:
    header = ["AEO CERT NO.", "NAME OF COMPANY", "PIN NO.", "CATEGORY", "DATE OF ACCREDITATION"]
    row = ["KE/AEO/001", "Invented Tea Ltd", "P051111111A", "Clearing Agent", "3rd May 2023"]
    text = proposed(csv(["AS AT 31ST OCTOBER 2026"], header, row, ["KE/2", *row[1:]]), "KE-AEO")
    assert fields(text) == {
        "authorisation.number": "AEO CERT NO.", "holder.legalName": "NAME OF COMPANY",
        "holder.tin": "PIN NO.", "authorisation.terms.1.roles": "CATEGORY",
        "authorisation.terms.1.from": "DATE OF ACCREDITATION",
    }  # fmt: skip
    form = tomllib.loads(text)["file"]["as_of"]
    assert form == {"texts": ["AS AT"], "formats": ["%d %B %Y"]}


def test_the_day_of_a_list_is_found_behind_turkish_capitals() -> None:
    header = ["AEO CERT NO.", "NAME OF COMPANY", "PIN NO.", "CATEGORY", "DATE OF ACCREDITATION"]
    row = ["KE/AEO/001", "Invented Tea Ltd", "P051111111A", "Clearing Agent", "3rd May 2023"]
    text = proposed(csv(["LİSTE TARİHİ: 31.10.2026"], header, row, ["KE/2", *row[1:]]), "KE-AEO")
    form = tomllib.loads(text)["file"]["as_of"]
    assert form == {"texts": ["LİSTE TARİHİ:"], "formats": ["%d.%m.%Y"]}


@pytest.mark.parametrize(
    "written", ["N° de Certificado", "Nº de certificado", "Nro. de certificado"]
)
def test_number_is_one_word_however_it_is_cut(written) -> None:
    assert bare(written) == bare("No de certificado")


@pytest.mark.parametrize("other", ["Euronro certificado", "10° certificado", "Nrok"])
def test_a_word_that_only_holds_those_letters_is_no_number(other) -> None:
    assert "no" not in bare(other).split()


def test_a_list_from_argentina_has_its_number_its_day_and_the_day_of_the_list() -> None:
    header = ["Razón Social", "C.U.I.T.", "N° de Certificado", "Nivel", "Tipo de operador",
              "Fecha de alta", "Situación"]  # fmt: skip
    row = ["Inventada S.A.", "30-70900100-7", "OEA-1", "Cumplimiento", "Depósito Fiscal",
           "12-ene-24", "Vigente"]  # fmt: skip
    title = ["Actualizado al 1º de octubre de 2026"]
    text = proposed(csv(title, header, row, [*row[:2], "OEA-2", *row[3:]]), "AR-OEA")
    assert fields(text)["authorisation.number"] == "N° de Certificado"
    assert fields(text)["authorisation.terms.1.from"] == "Fecha de alta"
    assert tomllib.loads(text)["file"]["as_of"]["formats"] == ["%d de %B de %Y"]
    assert tomllib.loads(text)["words"]["roles"] == {"Depósito Fiscal": "warehouse"}


def test_a_column_without_a_header_is_named() -> None:
    """Its values are in no record, and nothing else of the proposal would say so."""
    header = [*HK[:2], "", *HK[2:]]
    rows = [[*row[:2], f"note {row[0]}", *row[2:]] for row in HK_ROWS]
    text = proposed(csv(header, *rows), "HK-AEO")
    told = [doubt for doubt in doubts(text) if "has no header" in doubt]
    assert len(told) == 1
    assert f"column C has no header and {len(rows)} values: a layout takes what has" in told[0]
    assert "has no header" not in proposed(csv(HK, *HK_ROWS), "HK-AEO")


def test_a_column_without_a_header_in_either_of_two_rows_is_named() -> None:
    sheet = csv(
        ["AEO", "", "", "Validity", ""],
        ["Number", "Name", "", "From", "Until"],
        ["HKAEO-1", "Alpha Limited", "TIER1", "2024-01-01", "2027-01-01"],
        ["HKAEO-2", "Beta Limited", "", "2024-01-01", "2027-01-01"],
    )
    told = "\n".join(doubts(proposed(sheet, "HK-AEO")))
    assert "column C has no header and 1 value: " in told
