from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from aeo_exchange.resources import published
from schemas import keep_to, printed_schema

AT = "--at=2026-11-01"


def test_a_valid_record_exits_with_0(aeo, sample, tmp_path):
    (tmp_path / "one.json").write_text(sample, encoding="utf-8")
    done = aeo("validate", "one.json", AT)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "checked 1 record of 1 source: 1 valid; 0 errors, 0 warnings\n"


def test_a_finding_reads_file_line_column_severity_code_message(aeo, sample, tmp_path):
    broken = sample.replace('"importer"', '"importr"')
    (tmp_path / "one.json").write_text(broken, encoding="utf-8")
    done = aeo("validate", "one.json", AT)
    where = next(n for n, text in enumerate(broken.splitlines(), 1) if "importr" in text)
    assert done.returncode == 1
    first, second, third = done.stdout.splitlines()[:3]
    assert first == f"one.json:{where}:11  error AEO-COD-01  is not in the code list"
    assert "at /authorisation/terms/0/roles/1" in second
    assert "got 'importr'" in second
    assert third.endswith("aeo explain AEO-COD-01")


@pytest.mark.parametrize("count", [255, 256, 257, 300])
def test_so_many_errors_exit_with_1(aeo, line, tmp_path, count):
    bad = line.replace('"HK"', '"hk"', 1)
    (tmp_path / "many.ndjson").write_text(f"{bad}\n" * count, encoding="utf-8")
    done = aeo("validate", "many.ndjson", AT)
    assert done.returncode == 1
    assert f"20 of {count} findings shown" in done.stdout


def test_machine_formats_carry_every_finding_whatever_max_errors_says(aeo, line, tmp_path):
    bad = line.replace('"HK"', '"hk"', 1)
    (tmp_path / "many.ndjson").write_text(f"{bad}\n" * 50, encoding="utf-8")
    done = aeo("validate", "many.ndjson", "--format=json", "--max-errors=3", AT)
    answer = json.loads(done.stdout)
    keep_to(answer, printed_schema("report"))
    assert answer["verdict"] == "NOT_VALID"
    assert sum(len(result["findings"]) for result in answer["results"]) == 50


def test_one_unreadable_file_does_not_hide_ninety_nine_others(aeo, sample, tmp_path):
    for number in range(99):
        (tmp_path / f"{number:02}.json").write_text(sample, encoding="utf-8")
    names = [f"{number:02}.json" for number in range(99)]
    done = aeo("validate", *names[:50], "missing.json", *names[50:], "--format=ndjson", AT)
    results = [json.loads(text) for text in done.stdout.splitlines()]
    assert done.returncode == 3
    assert [result["verdict"] for result in results].count("VALID") == 99
    unread = next(result for result in results if result["source"] == "missing.json")
    assert unread["verdict"] == "UNDETERMINED"
    assert unread["findings"][0]["code"] == "AEO-SYN-00"


def test_a_folder_of_junk_gets_findings_and_no_traceback(aeo, sample, tmp_path):
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "good.json").write_text(sample, encoding="utf-8")
    (folder / "deep" / "good.json").write_text(sample, encoding="utf-8")
    (folder / "empty.xml").write_bytes(b"")
    (folder / "binary.json").write_bytes(bytes(range(256)))
    (folder / "half.json").write_text(sample[: len(sample) // 2], encoding="utf-8")
    (folder / "other.xml").write_text("<html/>")
    (folder / "notes.txt").write_text("not for us")
    done = aeo("validate", "in", "--format=ndjson", AT)
    results = [json.loads(text) for text in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [Path(result["source"]).name for result in results] == [
        "binary.json",
        "empty.xml",
        "good.json",
        "half.json",
        "other.xml",
        "good.json",
    ]
    assert all(result["findings"] for result in results if result["verdict"] != "VALID")
    assert "skipped 1 file without" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_good_lines_around_a_bad_one_are_kept(aeo, line, tmp_path):
    (tmp_path / "mixed.ndjson").write_text(
        f'{line}\n{{"a":1,"a":2}}\n{line}\n{{\n{line}', encoding="utf-8"
    )
    done = aeo("validate", "mixed.ndjson", "--format=ndjson", AT)
    verdicts = [json.loads(text)["verdict"] for text in done.stdout.splitlines()]
    assert verdicts == ["VALID", "NOT_VALID", "VALID", "NOT_VALID", "VALID"]


def test_standard_input_is_read_for_a_dash(aeo, sample):
    done = aeo("validate", "-", AT, stdin=sample.replace('"HK"', '"hk"', 1))
    assert done.returncode == 1
    assert "<stdin>:" in done.stdout


def test_names_come_from_a_file_or_from_standard_input(aeo, sample, tmp_path):
    (tmp_path / "with blank.json").write_text(sample, encoding="utf-8")
    (tmp_path / "list").write_text("with blank.json\n\n", encoding="utf-8")
    assert aeo("validate", "--files-from", "list", AT).returncode == 0
    assert aeo("validate", "--files-from", "-", AT, stdin="with blank.json\n").returncode == 0
    (tmp_path / "list").write_text("\ufeffwith blank.json\n", encoding="utf-8")
    assert aeo("validate", "--files-from", "list", AT).returncode == 0


def test_a_pattern_is_expanded_by_us_too(aeo, sample, tmp_path):
    (tmp_path / "a.json").write_text(sample, encoding="utf-8")
    (tmp_path / "b.json").write_text(sample, encoding="utf-8")
    assert "2 sources" in aeo("validate", "*.json", AT).stdout


def test_an_input_named_twice_is_read_once(aeo, sample, tmp_path):
    (tmp_path / "a.json").write_text(sample, encoding="utf-8")
    assert "1 source:" in aeo("validate", "a.json", "./a.json", ".", AT).stdout


@pytest.mark.parametrize("name", ["*.json", "missing.json", "empty-folder"])
def test_nothing_matched_exits_with_3(aeo, tmp_path, name):
    (tmp_path / "empty-folder").mkdir()
    done = aeo("validate", name, AT)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate"],
        ["validate", "--at=yesterday", "-"],
        ["validate", "--format=yaml", "-"],
        ["validate", "--jobs=0", "-"],
        ["no-such-command"],
        ["--no-such-option"],
        ["validate", "--at=2026-02-30", "-"],
    ],
)
def test_wrong_usage_exits_with_2(aeo, arguments):
    assert aeo(*arguments).returncode == 2


def test_the_gravest_of_many_answers_decides(aeo, sample, tmp_path):
    (tmp_path / "good.json").write_text(sample, encoding="utf-8")
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    assert aeo("validate", "good.json", "bad.json", AT).returncode == 1
    assert aeo("validate", "good.json", "bad.json", "gone.json", AT).returncode == 3


def test_at_replaces_the_clock_and_source_date_epoch_is_honoured(aeo, sample, tmp_path):
    (tmp_path / "one.json").write_text(sample, encoding="utf-8")
    assert "AEO-DAT-06" in aeo("validate", "one.json", "--at=2001-01-01").stdout
    assert "AEO-DAT-06" in aeo("validate", "one.json", SOURCE_DATE_EPOCH="978307200").stdout
    assert aeo("validate", "one.json", SOURCE_DATE_EPOCH="soon").returncode == 2


def test_quiet_prints_the_summary_only(aeo, line, tmp_path):
    (tmp_path / "one.json").write_text(line.replace('"HK"', '"hk"', 1), encoding="utf-8")
    assert len(aeo("validate", "-q", "one.json", AT).stdout.splitlines()) == 1


def test_colour_is_for_terminals_and_for_those_who_ask(aeo, line, tmp_path):
    (tmp_path / "one.json").write_text(line.replace('"HK"', '"hk"', 1), encoding="utf-8")
    assert "\x1b[" not in aeo("validate", "one.json", AT, NO_COLOR="").stdout
    assert "\x1b[" in aeo("validate", "one.json", AT, NO_COLOR="", FORCE_COLOR="1").stdout
    assert "\x1b[" not in aeo("validate", "one.json", AT, NO_COLOR="1", FORCE_COLOR="1").stdout
    assert "\x1b[" in aeo("--color=always", "validate", "one.json", AT).stdout


def test_workers_give_the_reports_of_one_process_in_the_same_order(aeo, line, tmp_path):
    lines = [line.replace("Example", f"Example{n}", 1) for n in range(1500)]
    lines[7] = "{"
    lines[1200] = lines[1200].replace('"HK"', '"hk"', 1)
    (tmp_path / "many.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "one.json").write_text("[]", encoding="utf-8")
    names = ["many.ndjson", "gone.json", "one.json"]
    alone = aeo("validate", *names, "--format=ndjson", AT)
    together = aeo("validate", *names, "--format=ndjson", "--jobs=2", AT)
    assert together.stdout == alone.stdout
    assert together.returncode == alone.returncode == 3


def test_a_report_is_written_whole_or_not_at_all(aeo, sample, tmp_path):
    (tmp_path / "one.json").write_text(sample, encoding="utf-8")
    assert aeo("validate", "one.json", AT, "--format=json", "-o", "out.json").returncode == 0
    assert json.loads((tmp_path / "out.json").read_text())["verdict"] == "VALID"
    refused = aeo("validate", "one.json", AT, "-o", "out.json")
    assert refused.returncode == 2
    assert "--force" in refused.stderr
    assert aeo("validate", "one.json", AT, "-o", "out.json", "--force").returncode == 0
    assert aeo("validate", "one.json", AT, "-o", "one.json", "--force").returncode == 2
    assert (tmp_path / "one.json").read_text(encoding="utf-8") == sample
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.json", "out.json"]


def test_a_local_folder_of_reference_data_adds_a_programme(aeo, sample, tmp_path):
    folder = tmp_path / "local" / "programmes"
    folder.mkdir(parents=True)
    shipped = Path(sys.modules["aeo_exchange"].__file__).parent / "reference" / "programmes"
    text = (shipped / "HK-AEO.toml").read_text(encoding="utf-8")
    (folder / "HK-NEW.toml").write_text(text.replace('"HK-AEO"', '"HK-NEW"', 1), encoding="utf-8")
    (tmp_path / "one.json").write_text(sample.replace("HK-AEO", "HK-NEW"), encoding="utf-8")
    assert "AEO-COD-07" in aeo("validate", "one.json", AT).stdout
    assert "AEO-COD-07" not in aeo("validate", "one.json", AT, "--reference", "local").stdout


def test_limits_are_set_by_options(aeo, sample, tmp_path):
    (tmp_path / "one.json").write_text(sample, encoding="utf-8")
    small = aeo("validate", "one.json", AT, "--max-record-bytes=1024")
    assert (small.returncode, "AEO-HOS-03" in small.stdout) == (1, True)
    (tmp_path / "deep.json").write_text('{"a":' * 20 + "1" + "}" * 20)
    assert "AEO-HOS-02" in aeo("validate", "deep.json", AT, "--max-depth=10").stdout
    assert "AEO-HOS-02" not in aeo("validate", "deep.json", AT).stdout


def test_a_limit_of_the_caller_counts_in_a_conversion_too(aeo, sample, tmp_path):
    (tmp_path / "one.json").write_text(sample, encoding="utf-8")
    small = aeo("convert", "one.json", "--to=xml", "--max-record-bytes=1024")
    assert (small.returncode, "AEO-HOS-03" in small.stderr) == (1, True)
    whole = aeo("convert", "one.json", "--to=xml")
    assert (whole.returncode, "AEO-HOS" in whole.stderr) == (0, False)


def test_findings_of_a_batch_stand_at_their_own_records_in_xml(aeo, sample, tmp_path):
    warned = sample.replace('"HK-AEO"', '"HK-OTHER"', 1)
    (tmp_path / "in.json").write_text(f"[{sample},{warned},{sample}]", encoding="utf-8")
    assert aeo("convert", "in.json", "--to=xml", "-o", "in.xml").returncode == 0
    text = (tmp_path / "in.xml").read_text(encoding="utf-8")
    first, second, third, rest = text.split("</AeoRecord>")
    bad = third.replace("<Kind>legal-person<", "<Kind>legal<")
    end = "</AeoRecord>"
    mixed = f"{first}{end}{second}{end}{bad}{end}{rest}"
    (tmp_path / "in.xml").write_text(mixed, encoding="utf-8")
    done = aeo("validate", "in.xml", "--format=ndjson", AT)
    reports = [json.loads(text) for text in done.stdout.splitlines()]
    lines = mixed.splitlines()
    assert "HK-OTHER" in lines[reports[1]["findings"][0]["line"] - 1]
    assert "legal<" in lines[reports[2]["findings"][0]["line"] - 1]


def test_a_folder_leaves_out_what_is_hidden_or_of_programs_and_says_so(aeo, sample, tmp_path):
    kept = ("a.json", "sub/b.json")
    left = (".git/c.json", "env/lib/d.json", "node_modules/e.json", "sub/__pycache__/f.json")
    for name in (*kept, *left):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(sample, encoding="utf-8")
    (tmp_path / "in/env/pyvenv.cfg").touch()
    done = aeo("validate", "in", "--format", "ndjson")
    assert [Path(json.loads(line)["source"]) for line in done.stdout.splitlines()] == [
        Path("in") / name for name in kept
    ]
    assert "in: left out 4 folders hidden or of programs" in done.stderr
    named = aeo("validate", "in/.git", "in/env", "in/sub/b.json", "--format", "ndjson")
    assert len(named.stdout.splitlines()) == 3
    assert "left out" not in named.stderr


def test_a_folder_without_records_is_told_so_and_what_to_do(aeo, tmp_path):
    (tmp_path / "empty").mkdir()
    done = aeo("validate", "empty")
    assert done.returncode == 3
    assert "empty: has no file with a suffix of" in done.stderr
    assert "nothing matched" not in done.stderr
    assert "nobody*: nothing matched" in aeo("validate", "nobody*").stderr


def test_recognitions_are_compared_with_a_partner_profile(aeo):
    agreed = str(published("samples/profiles/HK-JP.toml"))
    sample = published("samples/records/HK-AEO/TIER2.aeo.json").read_text("utf-8")
    asked = ("validate", "-", "--at=2026-11-01", "--partner-profile", agreed)
    done = aeo(*asked, stdin=sample.replace("CN-HK-2013", "HK-JP-2026"))
    assert done.returncode == 1
    assert "error AEO-REC-04" in done.stdout
    assert "at /recognitions/0/partner" in done.stdout
    assert aeo(*asked, stdin=sample).returncode == 0
    assert aeo(*asked, "--jobs=2", stdin=sample).returncode == 2
    assert aeo(*asked[:-1], "absent.toml", stdin=sample).returncode == 3
