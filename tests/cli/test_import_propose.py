from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "samples/records"
SHEET = Path(__file__).parents[1] / "tabular/files/proposed/kr.csv"
AT = "--at=2026-11-28"


@pytest.mark.parametrize("form", ["csv", "xlsx", "xml", "ndjson"])
def test_an_own_export_comes_back_by_its_proposal_without_a_touch(aeo, tmp_path, form) -> None:
    given, layout, back = (tmp_path / name for name in (f"r.aeo.{form}", "l.toml", "b.ndjson"))
    aeo("convert", str(SAMPLES / "HK-AEO"), str(SAMPLES / "KR-AEO"), "--to", form, "-o", str(given))
    assert aeo("import", "--propose", str(given), "-o", str(layout)).returncode == 0
    done = aeo("import", str(given), "--layout", str(layout), AT, "-o", str(back))
    assert done.returncode == 0, done.stderr
    told = [
        [line.split()[0] for line in aeo("digest", str(file)).stdout.splitlines()]
        for file in (given, back)
    ]
    assert told[0] == told[1]
    assert told[0]


def test_of_an_own_export_a_row_that_is_no_record_is_refused_and_the_rest_is_kept(
    aeo, tmp_path
) -> None:
    given, layout = tmp_path / "r.aeo.csv", tmp_path / "l.toml"
    aeo("convert", str(SAMPLES / "HK-AEO"), "--to", "csv", "-o", str(given))
    first, second, *rest = given.read_text("utf-8-sig").splitlines(keepends=True)
    given.write_text("".join([first, second.replace("HK-AEO", "nothing"), *rest]), "utf-8")
    aeo("import", "--propose", str(given), "-o", str(layout))
    done = aeo("import", str(given), "--layout", str(layout), AT, "--report", str(tmp_path / "r"))
    assert done.returncode == 1
    assert "1 refused" in done.stderr
    assert len(done.stdout.splitlines()) == len(rest)


def test_a_layout_is_written_to_be_corrected_and_its_doubts_are_counted(aeo, tmp_path) -> None:
    done = aeo("import", "--propose", str(SHEET), "-o", str(tmp_path / "l.toml"))
    assert done.returncode == 0
    assert "10 of 12 columns taken" in done.stderr
    text = (tmp_path / "l.toml").read_text("utf-8")
    assert f"DOUBT: {text.count('# DOUBT')}" in done.stderr
    assert tomllib.loads(text)["programme"] == "KR-AEO"


def test_a_proposal_is_never_written_over_what_it_reads(aeo, tmp_path) -> None:
    sheet = tmp_path / "kr.csv"
    sheet.write_bytes(SHEET.read_bytes())
    done = aeo("import", "--propose", str(sheet), "-o", str(sheet), "--force")
    assert done.returncode == 2
    assert sheet.read_bytes() == SHEET.read_bytes()


def test_a_file_that_gives_no_proposal_leaves_no_file(aeo, tmp_path) -> None:
    (tmp_path / "letter.csv").write_text("Dear colleague,\nthe list follows.\n", "utf-8")
    done = aeo("import", "--propose", str(tmp_path / "letter.csv"), "-o", str(tmp_path / "l.toml"))
    assert done.returncode == 3
    assert "by hand" in done.stderr
    assert not (tmp_path / "l.toml").exists()


@pytest.mark.parametrize(
    "options",
    [
        (), ("--programme=KR-AEO", "--layout=kr-list"), ("--propose", "--layout=kr-list"),
        ("--propose", "--report=r.json"), ("--propose", "--set=view.audience=HK"),
        ("--propose", "--programme=KR-OEA"),
    ],
)  # fmt: skip
def test_options_that_do_not_go_together_are_refused(aeo, options) -> None:
    assert aeo("import", str(SHEET), *options).returncode == 2
