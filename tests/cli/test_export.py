from __future__ import annotations

import json
from pathlib import Path

import pytest

from aeo_exchange.resources import published
from schemas import keep_to

FILES = Path(__file__).parents[1] / "tabular/files"
AT = "--at=2026-11-28"


@pytest.fixture
def records(tmp_path) -> Path:
    told = json.loads((FILES / "kr-list" / "clean.expected.json").read_text("utf-8"))
    path = tmp_path / "r.ndjson"
    lines = (json.dumps(record, ensure_ascii=False) for record in told["records"])
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_a_loss_is_refused_as_convert_refuses_it_and_written_when_it_is_listed(
    aeo, records, tmp_path
) -> None:
    command = ("export", str(records), "--layout", "kr-list", AT, "-o", "kr.csv")
    done = aeo(*command, "--loss-report", "none.json")
    assert done.returncode == 1
    assert "no place for /issuedAt" in done.stderr
    assert "left out; --max-loss listed writes them" in done.stderr
    assert not (tmp_path / "kr.csv").exists()
    assert not json.loads((tmp_path / "none.json").read_bytes())["taken"]
    done = aeo(*command, "--max-loss", "listed", "--loss-report", "loss.json")
    assert done.returncode == 0
    assert "exported 2 records by the layout kr-list" in done.stderr
    report = json.loads((tmp_path / "loss.json").read_bytes())
    schema = json.loads(published("schemas/1.0/loss-report.schema.json").read_bytes())
    keep_to(report, schema)
    assert (report["to"], report["taken"], report["records"]) == ("kr-list", True, 2)
    assert {item["path"] for item in report["items"]} == {"/issuedAt", "/history/0/recordedAt"}
    done = aeo("import", "kr.csv", "--layout", "kr-list", AT, "-o", "back.ndjson")
    assert done.returncode == 0
    assert (tmp_path / "back.ndjson").read_text("utf-8") == records.read_text("utf-8").replace(
        '": ', '":'
    ).replace(', "', ',"')


def test_many_losses_end_with_how_often_each_item_has_no_place(aeo, records) -> None:
    command = ("export", str(records), "--layout=kr-list", AT, "--max-loss=listed", "-o", "k.csv")
    done = aeo(*command, "--max-errors=1")
    assert done.stderr.count("no place for /") == 2
    assert "no place for /issuedAt (2)" in done.stderr
    quiet = aeo(*command, "-q", "--force")
    assert "no place for /" not in quiet.stderr


@pytest.mark.parametrize(("faulty", "written"), [("", 0), ("{", 0), ('{"recordId": "%s"}', 1)])
def test_a_record_beside_what_may_be_a_later_revision_of_it_has_no_row(
    aeo, records, tmp_path, faulty, written
) -> None:
    """The partner would read the status of before, as if it still stood."""
    first = json.loads(records.read_text("utf-8").splitlines()[0])["recordId"]
    (tmp_path / "later.json").write_text(faulty.replace("%s", first), "utf-8")
    command = ("export", str(records), "later.json", "--layout=kr-list", AT, "--max-loss=listed")
    done = aeo(*command, "-o", "kr.csv")
    assert done.returncode == 1
    assert f"{first}: left out: what could not be read may be a later revision" in done.stderr
    assert (tmp_path / "kr.csv").exists() is bool(written)
    told = f"exported {written} record by" if written else "nothing was written"
    assert told in done.stderr


def test_a_record_that_is_left_out_whatever_may_be_lost_is_told_and_gives_1(
    aeo, records, tmp_path
) -> None:
    first, second = map(json.loads, records.read_text("utf-8").splitlines())
    first["history"].append(
        {
            "seq": 2,
            "status": "revoked",
            "effectiveFrom": "2026-01-01T00:00:00Z",
            "recordedAt": "2026-01-01T00:00:00Z",
        }
    )
    records.write_text("\n".join(map(json.dumps, (first, second))), "utf-8")
    done = aeo(
        "export", str(records), "--layout=kr-list", AT, "--max-loss=listed",
        "--loss-report=l.json", "-o", "kr.csv",
    )  # fmt: skip
    assert done.returncode == 1
    assert "KR-EX-0001: left out: on 2026-11-28 the tier AA is revoked" in done.stderr
    text = (tmp_path / "kr.csv").read_text("cp949")
    assert ("KR-EX-0001" in text, "KR-FF-0002" in text) == (False, True)
    whole = next(
        i for i in json.loads((tmp_path / "l.json").read_bytes())["items"] if not i["path"]
    )
    assert whole["value"]["recordId"] == whole["recordId"] == "KR-EX-0001"
    assert "is revoked" in whole["reason"]


def test_what_is_no_record_is_told_and_the_others_are_written(aeo, records) -> None:
    records.write_text(records.read_text("utf-8") + '{"recordId": "KR-3"}\n', "utf-8")
    done = aeo("export", str(records), "--layout=kr-list", AT, "--max-loss=listed", "-o", "k.csv")
    assert done.returncode == 1
    assert "AEO-STR-01" in done.stderr
    assert "exported 2 records" in done.stderr


def test_nothing_is_written_without_a_record(aeo, tmp_path) -> None:
    (tmp_path / "none.json").write_text("{}")
    (tmp_path / "old.csv").write_text("old")
    done = aeo("export", "none.json", "--layout=kr-list", "-o", "old.csv", "--force")
    assert done.returncode == 1
    assert (tmp_path / "old.csv").read_text() == "old"


def test_an_output_is_no_input_and_no_layout(aeo, records, tmp_path) -> None:
    layout = tmp_path / "l.toml"
    built_in = Path(__file__).parents[2] / "src/aeo_exchange/tabular/layouts/kr-list.toml"
    layout.write_text(built_in.read_text("utf-8"), "utf-8")
    for target in (records, layout):
        before = target.read_bytes()
        done = aeo("export", str(records), "--layout", str(layout), "--force", "-o", str(target))
        assert done.returncode == 2
        assert "is an input" in done.stderr
        assert target.read_bytes() == before


@pytest.mark.parametrize(
    "command",
    [
        ("export", "none.ndjson", "--layout", "kr-list"),
        ("convert", "none.ndjson", "--to", "csv"),
        ("import", "none.csv", "--layout", "kr-list"),
    ],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize("to", [(), ("-o", "-")], ids=["no-option", "dash"])
def test_nothing_goes_to_standard_output_without_a_record(aeo, tmp_path, command, to) -> None:
    (tmp_path / command[1]).write_bytes(b"[]")
    done = aeo(*command, *to)
    assert "internal error" not in done.stderr
    assert done.returncode in {1, 3}


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        ("eu-eos", "eu-eos-list"),
        ("in-portal", "not a list to hand over"),
        ("eaeu-decision", "its rows are events"),
        ("kr-lst", "did you mean kr-list"),
    ],
)
def test_a_layout_that_cannot_be_exported_says_why_and_which_can(
    aeo, records, layout, said
) -> None:
    done = aeo("export", str(records), "--layout", layout)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "kr-list" in done.stderr


def test_a_dialect_is_chosen_by_name(aeo) -> None:
    record = Path(__file__).parents[2] / "samples/records/US-CTPAT/TIER1.aeo.json"
    command = ("export", str(record), "--layout=ctpat-certificate", AT, "--max-loss=listed")
    assert '"member"' in aeo(*command).stdout
    assert '"ctpatMember"' in aeo(*command, "--dialect=older-draft").stdout
    assert "it has version-2, older-draft" in aeo(*command, "--dialect=x").stderr
