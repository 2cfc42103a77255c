"""`aeo template`: an empty workbook with what a programme has, and nothing of another day."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest


@pytest.fixture
def book(aeo, tmp_path: Path):
    target = tmp_path / "register.xlsx"
    done = aeo("template", "--programme", "IN-AEO", "--at", "2026-11-01", "-o", str(target))
    assert done.returncode == 0
    return openpyxl.load_workbook(target)


def choices(sheet) -> dict[str, str]:
    return {
        sheet.cell(1, cells.min_col).value: rule.formula1
        for rule in sheet.data_validations.dataValidation
        for cells in rule.sqref.ranges
    }


def test_tiers_and_roles_of_the_programme_are_there_to_choose(book):
    assert choices(book["terms"])["tiers"] == '"T1,T2,T3,LO"'
    assert choices(book["records"])["programme"] == '"IN-AEO"'
    assert "PAN" in choices(book["identifiers"])["scheme"]


def test_each_column_says_what_it_means_and_holds_text(book):
    for sheet in book:
        for cell in sheet[1]:
            assert cell.comment.text, (sheet.title, cell.value)
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref
    assert book["records"].column_dimensions["B"].width >= 12


@pytest.mark.usefixtures("book")
def test_a_template_has_no_record(aeo, tmp_path):
    done = aeo("validate", str(tmp_path / "register.xlsx"))
    assert done.returncode == 1
    assert "AEO-SYN-05" in done.stdout


def test_a_programme_that_is_not_known_is_said(aeo, tmp_path):
    done = aeo("template", "--programme", "IN-AE0", "-o", str(tmp_path / "x.xlsx"))
    assert done.returncode == 2
    assert "IN-AEO" in done.stderr
    assert not (tmp_path / "x.xlsx").exists()
