"""The forms a report is printed in, a partner's profile, and records compared with each other."""

from __future__ import annotations

import json
import os
import threading

import pytest
from lxml import etree

from aeo_exchange.resources import published
from schemas import keep_to

AT = "--at=2026-11-01"


@pytest.fixture
def bad(line, tmp_path):
    """Write a good record, a bad one and one that is not a record; return the name of the file."""
    text = "\n".join([line, line.replace('"HK"', '"hk"', 1), '{"a":"\\u0001<&"}'])
    (tmp_path / "odd name,:%.ndjson").write_text(text, encoding="utf-8")
    return "odd name,:%.ndjson"


def test_sarif_names_rule_level_place_and_fingerprint(aeo, bad):
    done = aeo("validate", bad, "--format=sarif", AT)
    run = json.loads(done.stdout)["runs"][0]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    first = run["results"][0]
    assert done.returncode == 1
    assert all(result["ruleId"] in rules for result in run["results"])
    assert first["level"] == "error"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "odd%20name%2C%3A%25.ndjson"
    assert (place["region"]["startLine"], place["region"]["startColumn"] > 1) == (2, True)
    prints = [result["partialFingerprints"]["aeoFinding/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)


def test_junit_has_a_suite_for_a_source_and_a_case_for_a_record(aeo, bad, tmp_path):
    (tmp_path / "gone").mkdir()
    done = aeo("validate", bad, "missing.json", "--format=junit", AT)
    suites = etree.fromstring(done.stdout.encode())
    first, second = suites
    assert (first.get("tests"), first.get("failures"), first.get("errors")) == ("3", "2", "0")
    assert (second.get("tests"), second.get("failures"), second.get("errors")) == ("1", "0", "1")
    assert [case[0].tag for case in first if len(case)] == ["failure", "failure"]
    assert "\x1b" not in done.stdout


@pytest.fixture
def many(sample, tmp_path):
    """Write a record with 1,234 members that nobody knows, and return the name of its file."""
    strangers = {f"m{i}": 1 for i in range(1234)}
    (tmp_path / "a,b.json").write_text(json.dumps({**json.loads(sample), **strangers}))
    return "a,b.json"


SAID = "and 234 more: 234 errors, 0 warnings; they show when some are mended"


@pytest.mark.parametrize("form", ["text", "sarif", "junit", "github", "csv"])
def test_every_form_says_how_many_findings_it_leaves_out(aeo, many, form):
    assert aeo("validate", many, f"--format={form}", AT).stdout.count(SAID) == 1
    if form != "junit":  # a log of tests without its tests would say nothing
        assert SAID not in aeo("validate", many, f"--format={form}", AT, "-q").stdout


def test_a_sarif_log_says_it_as_a_notification_and_no_other_log_has_one(aeo, many, bad):
    run = json.loads(aeo("validate", many, bad, "--format=sarif", AT).stdout)["runs"][0]
    (invocation,) = run["invocations"]
    (said,) = invocation["toolExecutionNotifications"]
    assert said["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "a%2Cb.json"}
    run = json.loads(aeo("validate", bad, "--format=sarif", AT).stdout)["runs"][0]
    assert "invocations" not in run


def test_totals_by_rule_count_what_is_left_out_too(aeo, many):
    for command in (["validate"], ["convert", "--to=xml"], ["digest"]):
        done = aeo(*command, many, "--max-errors=3")
        said = done.stdout + done.stderr
        assert "by rule: AEO-STR-02 1,234 (1,000 or more distinct)\n" in said
        assert said.count("aeo explain") == 3
        assert said.count(SAID) == 1
        quiet = aeo("convert", "--to=xml", many, "-q")
        assert "by rule" not in quiet.stderr


def test_the_other_record_is_a_related_place_in_a_sarif_log(aeo, line, tmp_path):
    (tmp_path / "a.ndjson").write_text(f"\n{line}\n")
    (tmp_path / "b.ndjson").write_text(line)
    names = ["a.ndjson", "b.ndjson"]
    done = aeo("validate", *names, "--together", "--format=sarif", AT)
    (result,) = json.loads(done.stdout)["runs"][0]["results"]
    (other,) = result["relatedLocations"]
    place = other["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]) == ("a.ndjson", {"startLine": 2})
    for form in ("text", "junit", "github"):
        said = aeo("validate", *names, "--together", f"--format={form}", AT).stdout
        assert "line 2 of a.ndjson" in said, form


def test_annotations_escape_what_would_end_them(aeo, bad):
    done = aeo("validate", bad, "--format=github", AT)
    assert all(
        text.startswith("::error file=odd name%2C%3A%25.ndjson,")
        for text in done.stdout.splitlines()
    )


def test_a_profile_turns_a_rule_up_and_every_report_names_it(aeo, line, tmp_path):
    (tmp_path / "one.json").write_text(line.replace("HK-AEO", "HK-OTHER", 1), encoding="utf-8")
    (tmp_path / "jp.toml").write_text(
        'name = "JP strict"\npartner = "JP"\n[severities]\n"AEO-COD-07" = "error"\n'
    )
    assert aeo("validate", "one.json", AT).returncode == 0
    done = aeo("validate", "one.json", AT, "--profile=jp.toml")
    assert done.returncode == 1
    assert "; profile JP strict" in done.stdout
    for form in ("json", "ndjson", "sarif", "junit", "github", "csv"):
        said = aeo("validate", "one.json", AT, "--profile=jp.toml", f"--format={form}")
        assert "JP strict" in said.stdout, form


def test_a_profile_turns_a_rule_down_to_a_warning_that_is_still_seen(aeo, line, tmp_path):
    (tmp_path / "one.json").write_text(
        line.replace('"country":"HK"', '"country":"EL"', 1), encoding="utf-8"
    )
    (tmp_path / "mild.toml").write_text('name = "mild"\n[severities]\n"AEO-COD-02" = "warning"\n')
    assert aeo("validate", "one.json", AT).returncode == 1
    done = aeo("validate", "one.json", AT, "--profile=mild.toml")
    assert (done.returncode, "warning AEO-COD-02" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    "text",
    [
        'name = "x"\n[severities]\n"AEO-SYN-01" = "warning"\n',
        'name = "x"\n[severities]\n"AEO-XYZ-01" = "warning"\n',
        'name = "x"\n[severities]\n"AEO-COD-02" = "off"\n',
        "[severities]\n",
        "name = ",
    ],
)
def test_a_profile_that_hides_or_guesses_is_refused(aeo, sample, tmp_path, text):
    (tmp_path / "one.json").write_text(sample, encoding="utf-8")
    (tmp_path / "bad.toml").write_text(text)
    done = aeo("validate", "one.json", AT, "--profile=bad.toml")
    assert (done.returncode, "profile" in done.stderr) == (2, True)


def test_records_are_compared_with_each_other_on_request(aeo, line, tmp_path):
    record = json.loads(line)
    other = {**record, "recordId": "HK-OTHER-1"}
    other["holder"] = {**record["holder"], "tin": "HK99999999"}
    fork = {**record, "issuedAt": "2026-10-30T00:00:00Z"}
    text = "\n".join(json.dumps(revision) for revision in (record, record, other, fork))
    (tmp_path / "set.ndjson").write_text(text)
    alone = aeo("validate", "set.ndjson", AT, "--format=ndjson")
    assert "AEO-XCH" not in alone.stdout
    done = aeo("validate", "set.ndjson", AT, "--together", "--format=ndjson")
    codes = [
        {finding["code"] for finding in json.loads(text)["findings"]}
        for text in done.stdout.splitlines()
    ]
    assert "AEO-XCH-02" in codes[1]
    assert "AEO-IDN-05" in codes[2]
    assert "AEO-XCH-01" in codes[3]
    assert done.returncode == 1
    assert aeo("validate", "set.ndjson", "--together", "--jobs=2").returncode == 2


def test_a_profile_file_and_a_reference_folder_that_are_missing_cannot_be_read(aeo, sample):
    for option in ("--profile=none.toml", "--reference=none"):
        done = aeo("validate", "-", option, stdin=sample)
        assert (done.returncode, done.stdout) == (3, "")
        assert "error: none" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "schema"),
    [
        (["identifier", "check", "LEI", "5493001KJTIIGC8Y1R12"], "identifier"),
        (["identifier", "tin", "DO-RNC", "101850043"], "identifier-tin"),
        (["identifier", "guess", "101850043"], "identifier-guess"),
        (["identifier", "list"], "identifier-list"),
        (["classify", "--list"], "classify-list"),
        (
            [
                "classify",
                "--definition=EU-2003-361",
                "--measure=headcount=9",
                AT,
                "--measure=turnover=1000000:EUR",
            ],
            "classify",
        ),
        (["classify", "--compare", "--measure=headcount=42", AT], "classify-compare"),
    ],
)
def test_json_of_identifiers_and_sizes_holds_to_its_published_schema(aeo, arguments, schema):
    done = aeo(*arguments, "--format=json")
    assert done.returncode in {0, 4}, done.stderr
    text = published(f"schemas/1.0/{schema}.schema.json").read_bytes()
    keep_to(json.loads(done.stdout), json.loads(text))


def test_a_pipe_is_kept_in_a_file_as_standard_input_is_and_nothing_stays(line, tmp_path):
    import click

    from aeo_exchange.cli.inputs import contents

    pipe, folder = tmp_path / "records", tmp_path / "temporary"
    os.mkfifo(pipe)
    folder.mkdir()
    writer = threading.Thread(target=pipe.write_bytes, args=(line.encode(),))
    writer.start()
    with pytest.MonkeyPatch.context() as patch, click.Context(click.Command("x")):
        patch.setattr("tempfile.tempdir", str(folder))
        with contents((str(pipe), str(pipe)), None) as (content,):
            assert content.held is None
            assert content.name == str(pipe)
            for _ in range(2):
                with content.open() as stream:
                    assert stream.read() == line.encode()
            assert [file.stat().st_mode & 0o777 for file in folder.iterdir()] == [0o700]
    writer.join()
    assert not list(folder.iterdir())


@pytest.mark.parametrize("end", ["", "/", "/."])
def test_a_pipe_given_by_name_is_read_once_and_its_places_are_told(aeo, tmp_path, end):
    pipe = tmp_path / "records"
    os.mkfifo(pipe)
    content = published("samples/story/01-granted-tier1.aeo.json").read_text("utf-8")
    wrong = content.replace('"HK-AEO"', '"HK-AEX"').encode()
    writer = threading.Thread(target=pipe.write_bytes, args=(wrong,))
    writer.start()
    done = aeo("validate", f"{pipe}{end}")
    writer.join(10)
    assert done.returncode == 0
    assert "AEO-COD-07" in done.stdout
    assert "AEO-SYN" not in done.stdout
