"""Every kind of dirt that real files have, and the test that says what becomes of it.

`DIRT` is the table: what the dirt is, and the test of this folder that meets it. Dirt of a single
cell that has no test elsewhere is met here, in `CELLS` and `ENCODED`.
"""

# ruff: noqa: E501, RUF001 one line for each kind; texts of many scripts
from __future__ import annotations

import re
from pathlib import Path

import pytest

from rows import for_each_row
from tabular.imports import imported, records, row_of

HERE = Path(__file__).parent
CELL = "test_dirt.test_a_cell_of_real_files_ends_as_it_must"
ENCODING = "test_dirt.test_a_text_in_an_encoding_of_a_country_is_read"
DIRT = {
    "cp949": "test_built_in.test_an_input_gives_what_is_expected",
    "cp1254": "test_hostile.test_the_encoding_is_told_by_its_mark_or_by_the_layout",
    "GB18030": "test_built_in.test_an_input_gives_what_is_expected",
    "cp1251": ENCODING,
    "ISO-8859-1": ENCODING,
    "UTF-8 with byte order mark": "test_hostile.test_the_encoding_is_told_by_its_mark_or_by_the_layout",
    "UTF-16": "test_hostile.test_the_encoding_is_told_by_its_mark_or_by_the_layout",
    "several encodings in one file": "test_hostile.test_of_mixed_encodings_the_row_that_does_not_fit_is_refused",
    "full-width text": CELL,
    "zeros lost, shown by the number format": "test_outcomes.test_zeros_that_the_number_format_shows_are_restored_and_told",
    "zeros lost, proven by a check digit": "test_outcomes.test_zeros_that_a_check_digit_proves_are_restored_and_told",
    "zeros lost, and no proof": "test_outcomes.test_a_number_that_is_short_without_a_proof_leaves_a_candidate",
    "a power of ten": "test_outcomes.test_a_number_written_as_a_power_of_ten_leaves_a_candidate",
    "blanks, dots and slashes in a number": "test_steps.test_marks_blanks_and_width_are_no_part_of_a_number",
    "suffixes MWST and MVA": CELL,
    "a missing check digit": "test_steps.test_a_number_without_its_check_digit_is_told_with_it",
    "an authorisation number as EORI": CELL,
    "digits of another script": CELL,
    "a year of another calendar": CELL,
    "a placeholder": "test_outcomes.test_a_placeholder_leaves_a_candidate",
    "an error of the spreadsheet": "test_pointing.test_a_cell_that_shows_an_error_is_no_value_in_any_file",
    "DD/MM/YYYY": CELL,
    "serial days from 1900 and 1904": "test_outcomes.test_a_day_of_a_workbook_is_the_same_in_both_date_systems",
    "2015-02-17Z": CELL,
    "a Japanese era": CELL,
    "a year of the Republic of China": CELL,
    "a Buddhist year": CELL,
    "titles": "test_outcomes.test_the_header_of_a_workbook_is_found_below_titles",
    "an as-of line": "test_ledger.test_a_transcription_says_by_whom_from_which_sheet_and_as_of_which_day",
    "footers, totals, headers again": "test_outcomes.test_totals_repeated_headers_and_footers_are_no_rows",
    "merged cells and two rows of header": "test_dirt.test_a_header_of_merged_cells_is_read",
    "cells merged over several rows": "test_merged_and_struck.test_a_row_with_the_lower_part_of_a_merged_cell_is_no_record",
    "a part of a text struck through": "test_merged_and_struck.test_a_text_of_which_a_part_is_struck_through_waits_for_a_person",
    "a mark that a footnote explains": "test_merged_and_struck.test_a_row_with_a_mark_that_a_footnote_explains_is_no_record",
    "titles among the rows": "test_proposing_care.test_rows_below_a_title_by_which_firms_do_not_stand_are_candidates",
    "marks that nobody sees": "test_steps.test_words_are_the_same_whatever_their_case_width_blanks_and_silent_marks",
    "row numbers": "test_built_in.test_an_input_gives_what_is_expected",
    "several tiers in one cell": CELL,
    "name and address in one cell": "test_layout_files.test_name_and_address_in_one_cell_are_told_apart_by_their_lines",
    "a row for each role": "test_dirt.test_rows_of_one_role_each_are_joined",
    "countries as full names, UK, EL": "test_steps.test_a_country_is_known_by_code_and_by_english_name",
    "the dotted and the dotless i": "test_steps.test_headers_are_the_same_whatever_their_case_width_blanks_and_dots",
    "<null/>, blank elements, wrappers": "test_dirt.test_null_blank_and_wrapped_elements_are_no_values",
    "XML with and without namespace": "test_dirt.test_null_blank_and_wrapped_elements_are_no_values",
    "XML that is not well-formed": "test_hostile.test_xml_that_is_not_well_formed_keeps_the_rows_before",
    "no TIN": "test_outcomes.test_candidates_are_never_among_the_records_and_keep_what_could_be_read",
    "no day of effect": "test_outcomes.test_a_status_without_its_day_leaves_a_candidate_and_one_with_it_an_event",
    "no reason": "test_outcomes.test_a_status_without_its_day_leaves_a_candidate_and_one_with_it_an_event",
    "a row that is missing": "test_layout_files.test_no_row_that_is_missing_ends_anything",
}  # fmt: skip
LAYOUT = """
name = "dirt"
title = "Dirt"
origin = "Invented"
programme = "HK-AEO"
administration = "HK"
[file]
kind = "csv"
encodings = [{encodings}]
[row]
key = [["No"]]
holds = "{holds}"
[constants]
"holder.kind" = "legal-person"
"view.audience" = "JP"
"holder.tin" = "HK00000001"
{more}
[[fields]]
item = "authorisation.number"
from = ["No"]
[[fields]]
item = "holder.legalName"
from = ["Name"]
steps = [{{ do = "nfkc" }}]
[[fields]]
item = "holder.identifiers.1.value"
from = ["{scheme}"]
scheme = "{scheme}"
absent = "leave-out"
[[fields]]
item = "authorisation.terms.1.from"
from = ["From"]
steps = [{{ do = "date", texts = ["{form}"] }}]
[[fields]]
item = "authorisation.terms.1.tiers"
from = ["Tier"]
steps = [{{ do = "split", texts = ["/", ";"] }}]
[[fields]]
item = "authorisation.terms.1.roles"
from = ["Role"]
[words.tiers]
"1" = "TIER1"
"2" = "TIER2"
[words.roles]
"Exporter" = "exporter"
"Importer" = "importer"
"""
GOOD = {"No": "A1", "Name": "Example Ltd", "From": "2024-01-01", "Tier": "1", "Role": "Exporter"}


@pytest.fixture
def done(tmp_path):
    """Return what imports rows by the layout, with another scheme, form or encoding in it."""

    def made(
        *rows: dict[str, str],
        code: str = "utf-8",
        form: str = "iso",
        holds: str = "record",
        more: str = "",
    ):
        scheme = next((name for name in rows[0] if name not in {*GOOD, "Local name"}), "EORI")
        layout = tmp_path / "dirt.toml"
        texts = {
            "more": more,
            "encodings": f'"{code}"',
            "form": form,
            "scheme": scheme,
            "holds": holds,
        }
        layout.write_text(LAYOUT.format(**texts), "utf-8")
        names = {**GOOD, **rows[0]}
        lines = [",".join(names), *(",".join({**names, **GOOD, **row}.values()) for row in rows)]
        return imported("\n".join(lines).encode(code), str(layout))

    return made


CELLS = [
    # What stands there, how days are written, the end, and what the record has, or what is told.
    ({"Name": "Ｅｘａｍｐｌｅ　Ｌｔｄ"}, "iso", "record", "Example Ltd"),
    ({"CH-UID": "CHE-123.456.788 MWST"}, "iso", "record", "CHE123456788"),
    ({"NO-ORGNR": "974 760 673 MVA"}, "iso", "record", "974760673"),
    ({"EORI": "BEAEOF0000064GDA"}, "iso", "candidate", "authorisation"),
    ({"EORI": "DE AEOF 00025/08"}, "iso", "candidate", "authorisation"),
    ({"From": "17/02/2015"}, "%d/%m/%Y", "record", "2015-02-16T16:00:00Z"),
    ({"From": "2015-02-17Z"}, "iso", "record", "2015-02-16T16:00:00Z"),
    ({"From": "平成27年2月17日"}, "era-japan", "record", "2015-02-16T16:00:00Z"),
    ({"From": "民國104年2月17日"}, "era-republic-of-china", "record", "2015-02-16T16:00:00Z"),
    ({"From": "17/02/2558"}, "era-buddhist", "record", "2015-02-16T16:00:00Z"),
    ({"From": "17/02/2015"}, "era-buddhist", "refused", "is not a day such as 30/11/2569"),
    ({"From": "17/02/2558"}, "%d/%m/%Y", "refused", "would be a day of the year 2558"),
    ({"From": "١٧/٠٢/٢٠١٥"}, "%d/%m/%Y", "record", "2015-02-16T16:00:00Z"),
    ({"From": "۲۰۱۵-۰۲-۱۷"}, "iso", "record", "2015-02-16T16:00:00Z"),
    ({"From": "๑๗/๐๒/๒๕๕๘"}, "era-buddhist", "record", "2015-02-16T16:00:00Z"),
    ({"TR-VKN": "٥٥٥٠٠٠١١١٢"}, "iso", "record", "5550001112"),
    ({"From": "1403-02-17"}, "iso", "refused", "would be a day of the year 1403"),
    ({"Tier": "1 / 2"}, "iso", "record", "TIER2"),
    ({"Tier": "3"}, "iso", "refused", "is not a word for a tier"),
]


@pytest.mark.parametrize(("row", "form", "end", "said"), CELLS, ids=lambda x: str(x)[:40])
def test_a_cell_of_real_files_ends_as_it_must(done, row, form, end, said):
    made = done(row, form=form)
    outcome = row_of(made, 2)
    assert outcome.outcome == end, outcome.findings
    told = " ".join(finding.message for finding in outcome.findings)
    assert said in (str(records(made)) if end == "record" else told)


ENCODED = {
    "cp949": ("예시 무역", "ko", "Hang"),
    "cp1254": ("Örnek Dış Ticaret Şirketi", "tr", "Latn"),
    "gb18030": ("示例贸易有限公司", "zh-Hans", "Hans"),
    "cp1251": ("ООО «Пример»", "ru", "Cyrl"),
    "iso-8859-1": ("Société Exemple à responsabilité limitée", "fr", "Latn"),
    "utf-8-sig": ("Παράδειγμα ΑΕ", "el", "Grek"),
    "utf-16": ("サンプル貿易株式会社", "ja", "Jpan"),
}


@pytest.mark.parametrize("code", ENCODED)
def test_a_text_in_an_encoding_of_a_country_is_read(done, code):
    name, language, script = ENCODED[code]
    constants = {"language": language, "script": script, "use": "local"}
    more = "".join(f'"holder.otherNames.1.{item}" = "{text}"\n' for item, text in constants.items())
    more += '[[fields]]\nitem = "holder.otherNames.1.text"\nfrom = ["Local name"]'
    made = done({"Local name": name}, code=code, more=more)
    assert made.records, row_of(made, 2).findings
    assert records(made)[0]["holder"]["otherNames"][0]["text"] == name


def test_rows_of_one_role_each_are_joined(done):
    made = done({"Role": "Exporter"}, {"Role": "Importer"}, holds="role")
    assert records(made)[0]["authorisation"]["terms"][0]["roles"] == ["exporter", "importer"]


def test_a_header_of_merged_cells_is_read(tmp_path):
    layout = tmp_path / "dirt.toml"
    text = LAYOUT.format(more="", encodings='"utf-8"', form="iso", scheme="EORI", holds="record")
    layout.write_text(text.replace('["From"]', '["Validity from"]'), "utf-8")
    lines = [
        "No,Name,Validity,,Tier,Role",
        ",,from,until,,",
        "A1,Example Ltd,2024-01-01,,1,Exporter",
    ]
    made = imported("\n".join(lines).encode(), str(layout))
    assert made.report.counts.records == 1
    assert made.report.header_row == 1


@pytest.mark.parametrize("namespace", ["", ' xmlns="urn:example:list"', ' xmlns:a="urn:example:a"'])
@pytest.mark.parametrize("blank", ["<Eori><null/></Eori>", "<Eori/>", "<Eori> </Eori>", ""])
def test_null_blank_and_wrapped_elements_are_no_values(tmp_path, namespace, blank):
    layout = tmp_path / "dirt.toml"
    text = LAYOUT.format(more="", encodings='"utf-8"', form="iso", scheme="EORI", holds="record")
    text = text.replace('from = ["EORI"]', 'from = ["Eori"]')
    layout.write_text(text.replace('kind = "csv"', 'kind = "xml"\nrows = "**/Row"'), "utf-8")
    cells = "".join(f"<{name}>{text}</{name}>" for name, text in GOOD.items())
    row = f"<Envelope><List{namespace}><Row>{cells}{blank}</Row></List></Envelope>"
    made = imported(row.encode(), str(layout))
    assert made.report.counts.records == 1, made.report.rows
    assert "identifiers" not in records(made)[0]["holder"]


@for_each_row("dirt", DIRT)
def test_each_kind_of_dirt_has_its_test(dirt):
    module, _, name = DIRT[dirt].partition(".")
    text = (HERE / f"{module}.py").read_text("utf-8")
    assert re.search(rf"^def {name}\(", text, re.MULTILINE)
