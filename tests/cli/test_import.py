# ruff: noqa: RUF001 the texts are Turkish
from __future__ import annotations

import json
from pathlib import Path

import pytest

from aeo_exchange import tabular
from schemas import keep_to, printed_schema

SHEET = Path(__file__).parents[1] / "tabular/files/tr-list/dirty.csv"
AT = "--at=2026-11-28"
GOOD = "SERTİFİKA NO;UNVAN;VKN;STATÜ;FAALİYET;GEÇERLİLİK BAŞLANGICI\n"
GOOD += "TR1;Numune A.Ş.;1234567890;YYS;Taşıyıcı;02.03.2021\n"


def test_records_report_and_candidates_are_written_and_hold_to_their_schemas(aeo, tmp_path) -> None:
    out, report, rest = (tmp_path / name for name in ("r.ndjson", "r.json", "c.ndjson"))
    done = aeo(
        "import", str(SHEET), "--layout", "tr-list", AT,
        "-o", str(out), "--report", str(report), "--candidates", str(rest),
    )  # fmt: skip
    assert done.returncode == 1
    assert "7 rows: 2 records, 2 candidates, 3 refused" in done.stderr
    assert len(out.read_text("utf-8").splitlines()) == 2
    keep_to(json.loads(report.read_bytes()), printed_schema("import-report"))
    for line in rest.read_text("utf-8").splitlines():
        keep_to(json.loads(line), printed_schema("import-candidate"))


def test_a_file_of_which_every_row_is_a_record_gives_0(aeo, tmp_path) -> None:
    (tmp_path / "good.csv").write_text(GOOD, "utf-8")
    done = aeo("import", str(tmp_path / "good.csv"), "--layout", "tr-list", AT)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["recordId"] == "TR1"


def test_a_file_that_cannot_be_read_gives_3_and_a_report(aeo, tmp_path) -> None:
    (tmp_path / "letter.csv").write_text("Dear colleague,\nthe list follows.\n", "utf-8")
    report = tmp_path / "r.json"
    done = aeo(
        "import", str(tmp_path / "letter.csv"), "--layout", "tr-list", AT, "--report", str(report)
    )
    assert done.returncode == 3
    assert "names the column" in done.stderr
    assert json.loads(report.read_bytes())["counts"]["rows"] == 0


def test_a_file_that_is_not_there_gives_3(aeo, tmp_path) -> None:
    done = aeo("import", str(tmp_path / "none.csv"), "--layout", "tr-list", AT)
    assert done.returncode == 3


def test_a_layout_that_there_is_none_of_gives_2_and_the_names_that_there_are(aeo) -> None:
    done = aeo("import", str(SHEET), "--layout", "tr-lists", AT)
    assert done.returncode == 2
    assert "did you mean tr-list" in done.stderr


def test_no_output_replaces_a_file_without_force_and_then_none_is_written(aeo, tmp_path) -> None:
    out, report = tmp_path / "r.ndjson", tmp_path / "r.json"
    report.write_text("mine")
    asked = ("import", str(SHEET), "--layout", "tr-list", AT, "-o", str(out), "--report")
    assert aeo(*asked, str(report)).returncode == 2
    assert report.read_text() == "mine"
    assert not out.exists()
    assert aeo(*asked, str(report), "--force").returncode == 1


TWO = GOOD + "TR2;Misal A.Ş.;5550001112;YYS;Taşıyıcı;02.03.2021\n"


def test_a_row_that_vanished_gives_1_until_an_answer_says_what_became_of_it(aeo, tmp_path) -> None:
    (tmp_path / "one.csv").write_text(TWO, "utf-8")
    (tmp_path / "two.csv").write_text(GOOD, "utf-8")
    base, out, report = (tmp_path / name for name in ("1.ndjson", "2.ndjson", "r.json"))
    answers = tmp_path / "a.toml"
    answers.write_text('[[answers]]\nrecord_id = "TR2"\nwhat = "revoked"\non = 2026-10-01\n')
    one = str(tmp_path / "one.csv")
    done = aeo("import", one, "--layout", "tr-list", AT, "-o", str(base))
    assert done.returncode == 0, done.stderr
    asked = (
        "import", str(tmp_path / "two.csv"), "--layout", "tr-list", "--at=2026-12-28",
        "--base", str(base), "--force", "-o", str(out), "--report", str(report),
    )  # fmt: skip
    done = aeo(*asked)
    assert done.returncode == 1
    assert "TR2 (Misal A.Ş.): No row has its key any more" in done.stderr
    assert out.read_bytes() == base.read_bytes()
    told = json.loads(report.read_bytes())
    keep_to(told, printed_schema("import-report"))
    assert [question["recordId"] for question in told["questions"]] == ["TR2"]
    done = aeo(*asked, "--answers", str(answers))
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() != base.read_bytes()


def test_a_base_that_cannot_be_read_gives_3_and_nothing_is_written(aeo, tmp_path) -> None:
    (tmp_path / "one.csv").write_text(GOOD, "utf-8")
    (tmp_path / "base.ndjson").write_text("{\n", "utf-8")
    out = tmp_path / "next.ndjson"
    done = aeo(
        "import", str(tmp_path / "one.csv"), "--layout", "tr-list", AT,
        "--base", str(tmp_path / "base.ndjson"), "-o", str(out),
    )  # fmt: skip
    assert done.returncode == 3
    assert "cannot be kept" in done.stderr
    assert not out.exists()


def test_the_base_is_never_written_over(aeo, tmp_path) -> None:
    (tmp_path / "one.csv").write_text(GOOD, "utf-8")
    base = tmp_path / "base.ndjson"
    asked = ("import", str(tmp_path / "one.csv"), "--layout", "tr-list", AT, "-o", str(base))
    assert aeo(*asked).returncode == 0
    held = base.read_bytes()
    done = aeo(*asked, "--base", str(base), "--force")
    assert done.returncode == 2
    assert base.read_bytes() == held


def test_a_base_that_another_import_enters_a_file_in_is_refused(aeo, tmp_path) -> None:
    fcntl = pytest.importorskip("fcntl")
    base, out = tmp_path / "base.ndjson", tmp_path / "next.ndjson"
    (tmp_path / "one.csv").write_text(GOOD, "utf-8")
    asked = ("import", str(tmp_path / "one.csv"), "--layout", "tr-list", AT)
    aeo(*asked, "-o", str(base))
    with base.open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        done = aeo(*asked, "--base", str(base), "-o", str(out))
    assert done.returncode == 2
    assert "another import enters a file in" in done.stderr
    assert not out.exists()
    assert aeo(*asked, "--base", str(base), "-o", str(out)).returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["base.ndjson", "next.ndjson", "one.csv"]
    )


def test_answers_without_a_base_are_refused(aeo, tmp_path) -> None:
    (tmp_path / "one.csv").write_text(GOOD, "utf-8")
    answers = tmp_path / "a.json"
    answers.write_text('{"answers": [{"record_id": "TR2", "what": "keep"}]}')
    done = aeo(
        "import", str(tmp_path / "one.csv"), "--layout", "tr-list", AT, "--answers", str(answers)
    )
    assert done.returncode == 2
    assert "--base" in done.stderr


def test_a_result_is_not_replaced_by_nothing(aeo, tmp_path) -> None:
    (tmp_path / "letter.csv").write_text("Dear colleague,\nthe list follows.\n", "utf-8")
    out, report = tmp_path / "r.ndjson", tmp_path / "r.json"
    out.write_text("last month's")
    done = aeo(
        "import", str(tmp_path / "letter.csv"), "--layout", "tr-list", AT,
        "-o", str(out), "--report", str(report), "--force",
    )  # fmt: skip
    assert done.returncode == 3
    assert f"{out} was not written" in done.stderr
    assert out.read_text() == "last month's"
    assert report.exists()


@pytest.mark.parametrize("option", ["-o", "--report", "--candidates"])
def test_no_output_is_the_layout(aeo, tmp_path, option) -> None:
    layout = tmp_path / "own.toml"
    layout.write_bytes((Path(tabular.__file__).parent / "layouts/tr-list.toml").read_bytes())
    before = layout.read_bytes()
    done = aeo("import", str(SHEET), "--layout", str(layout), AT, option, str(layout), "--force")
    assert done.returncode == 2
    assert "is an input" in done.stderr
    assert layout.read_bytes() == before
