from __future__ import annotations

import json
import re

import pytest

from aeo_exchange.resources import published
from reference.test_agreements import LEAST
from schemas import keep_to, printed_schema

SAMPLE = published("samples/profiles/HK-JP.toml")
DIGEST = "1068c4b8f54f2eba6074e2add171f27932662a2dd42dc0e06b2503de3d3ce4fe"


def test_the_sample_can_be_used_and_has_its_digest(aeo):
    done = aeo("profile", "check", str(SAMPLE))
    assert (done.returncode, done.stderr) == (0, "")
    assert f"HK-JP-2026 version 1 can be used\n    digest {DIGEST}\n" in done.stdout
    assert aeo("profile", "digest", str(SAMPLE)).stdout == f"{DIGEST}  HK-JP-2026 version 1\n"


def test_a_digest_on_a_day_says_how_many_rows_hold(aeo):
    before = aeo("profile", "digest", str(SAMPLE), "--at", "2026-03-30").stdout.splitlines()
    assert before[1] == "0 of 3 rows hold at 2026-03-30"
    after = aeo("profile", "digest", str(SAMPLE), "--at", "2026-04-01").stdout.splitlines()
    assert after == [before[0], "3 of 3 rows hold at 2026-04-01"]


def test_a_fault_is_told_with_its_place_and_exits_with_1(aeo, tmp_path):
    text = SAMPLE.read_text("utf-8").replace("Asia/Tokyo", "Asia/Edo")
    (tmp_path / "wrong.toml").write_text(text, "utf-8")
    done = aeo("profile", "check", str(SAMPLE), "wrong.toml")
    assert done.returncode == 1
    assert "wrong.toml: is not a profile that can be used\n" in done.stdout
    assert "fault at /parties/1/time_zone: Asia/Edo is not a time zone" in done.stdout
    for words in (("show",), ("digest",)):
        refused = aeo("profile", *words, "wrong.toml")
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "wrong.toml: /parties/1/time_zone" in refused.stderr
        assert "(profile-error)" in refused.stderr


def test_of_many_faults_and_doubts_some_are_told_and_how_many_more(aeo, tmp_path):
    text = SAMPLE.read_text("utf-8")
    rows = text.index("[[rows]]")
    empty = "[[rows]]\n" * 5_000
    (tmp_path / "many.toml").write_text(text[:rows] + empty, "utf-8")
    unknown = re.sub(r"tiers = .*", f"tiers = {[f'T{n}' for n in range(40)]}", text)
    (tmp_path / "doubts.toml").write_text(unknown.replace("'", '"'), "utf-8")
    for name, words in (("many.toml", "fault at"), ("doubts.toml", "look at")):
        some = aeo("profile", "check", name).stdout.splitlines()
        every = aeo("profile", "check", name, "--max-errors", "0").stdout.splitlines()
        told = [line for line in every if line.startswith(f"    {words} ")]
        assert some[:-1] == every[: every.index(told[0]) + 20]
        left = f"{len(told) - 20:,}"
        assert some[-1] == f"    {words} {left} places more; --max-errors 0 shows all"
        given = json.loads(aeo("profile", "check", name, "--format", "json").stdout)
        assert len(given[0]["faults" if words == "fault at" else "doubts"]) == len(told)


def test_a_file_that_cannot_be_read_costs_no_other_its_answer(aeo):
    done = aeo("profile", "check", "absent.toml", str(SAMPLE))
    assert done.returncode == 3
    first, second, *_ = done.stdout.splitlines()
    assert first == "absent.toml: cannot be read: No such file or directory"
    assert second == f"{SAMPLE}: HK-JP-2026 version 1 can be used"
    told = json.loads(
        aeo("profile", "check", "absent.toml", str(SAMPLE), "--format", "json").stdout
    )
    keep_to(told, printed_schema("profile-check"))
    assert [answer["verdict"] for answer in told] == ["UNDETERMINED", "VALID"]


@pytest.mark.parametrize(
    ("at", "holds"),
    [
        ("2026-03-31", "none none none"),
        ("2026-04-01", "all all all"),
        ("2027-03-31", "all all all"),
        ("2027-04-01", "all none all"),
        ("2026-03-31T15:00:00Z", "all all none"),
        ("2026-03-31T14:59:59Z", "none none none"),
    ],
)
def test_rows_hold_on_days_of_the_side_that_recognises(aeo, at, holds):
    done = aeo("profile", "show", str(SAMPLE), "--at", at, "--format", "json")
    told = json.loads(done.stdout)
    keep_to(told, printed_schema("profile"))
    assert " ".join(row["holds"] for row in told["rowsOnDay"]) == holds


def test_a_row_may_hold_for_a_part_of_a_day(aeo, tmp_path):
    text = SAMPLE.read_text("utf-8").replace("2027-03-31T15:00:00Z", "2027-03-31T03:00:00Z")
    (tmp_path / "noon.toml").write_text(text, "utf-8")
    done = aeo("profile", "show", "noon.toml", "--at", "2027-03-31")
    part = "    holds for a part of the day, from 2027-03-30T15:00:00Z to 2027-03-31T15:00:00Z\n"
    assert part in done.stdout


def test_the_json_of_check_has_its_schema(aeo, tmp_path):
    (tmp_path / "wrong.toml").write_text("code = 1", "utf-8")
    done = aeo("profile", "check", str(SAMPLE), "wrong.toml", "--format", "json", "--at=2026-01-01")
    told = json.loads(done.stdout)
    keep_to(told, printed_schema("profile-check"))
    assert [profile["verdict"] for profile in told] == ["VALID", "NOT_VALID"]
    assert told[0]["doubts"] == [{"place": "/rows", "message": "none holds at 2026-01-01"}]


def test_a_profile_is_begun_between_two_sides_and_is_none_yet(aeo):
    assert aeo("profile", "new", "hk", "jp", "-o", "new.toml").returncode == 0
    assert aeo("profile", "check", "new.toml").returncode == 1
    assert aeo("profile", "new", "HK", "HK").returncode == 2
    assert aeo("profile", "new", "HK", "ZZ").returncode == 2


def test_a_profile_begins_with_a_whole_one_that_says_that_it_is_invented(aeo, tmp_path):
    done = aeo("profile", "new", "--from", "hk-jp", "-o", "mine.toml")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "mine.toml").read_bytes()
    assert text == published("samples/profiles/HK-JP.toml").read_bytes()
    assert b"The terms are invented" in text
    assert aeo("profile", "check", "mine.toml").returncode == 0


@pytest.mark.parametrize(
    "arguments", [(), ("HK",), ("HK", "JP", "KR"), ("HK", "JP", "--from", "HK-JP")]
)
def test_a_profile_begins_with_two_sides_or_with_one_of_the_package(aeo, arguments):
    done = aeo("profile", "new", *arguments)
    assert (done.returncode, done.stdout) == (2, "")


def test_a_profile_that_the_package_does_not_have_is_told_with_those_it_has(aeo):
    done = aeo("profile", "new", "--from", "EU-JP")
    assert done.returncode == 2
    assert "there is HK-JP, AU-CN-2017" in done.stderr


def test_arrangements_that_were_read_are_listed_with_day_confidence_and_who_speaks(aeo):
    listed = aeo("profile", "list")
    assert listed.returncode == 0
    line = next(line for line in listed.stdout.splitlines() if line.startswith("CN-NZ-2017"))
    told = "CN-NZ-2017 in force 2017-07-01 B told by CN and NZ 2 things not read"
    assert " ".join(line.split()) == told
    as_json = json.loads(aeo("profile", "list", "--format", "json").stdout)
    keep_to(as_json, printed_schema("profile-list"))
    assert len(as_json) == len(listed.stdout.splitlines())


def test_two_sides_whose_arrangement_was_read_begin_with_it(aeo, tmp_path):
    assert aeo("profile", "new", "cn", "nz", "-o", "new.toml").returncode == 0
    text = (tmp_path / "new.toml").read_text("utf-8")
    assert 'tiers = ["ACE"]  # clause 1 of GACC-2017-23, B\n' in text
    refused = aeo("profile", "check", "new.toml")
    assert refused.returncode == 1
    assert "'consent' is a required property" in refused.stdout
    assert aeo("profile", "new", "--from", "cn-nz-2017").stdout == text


def test_a_file_of_ones_own_about_an_arrangement_is_begun_with(aeo, tmp_path):
    (tmp_path / "mine" / "agreements").mkdir(parents=True)
    file = tmp_path / "mine" / "agreements" / "HK-JP-2026.toml"
    file.write_text(LEAST, "utf-8")
    done = aeo("profile", "new", "HK", "JP", "--reference", "mine")
    assert 'tiers = ["EXPORTER"]  # clause 1 of HK-NOTICE, A\n' in done.stdout
    file.write_text(LEAST.replace('clause = "1"\n', ""), "utf-8")
    broken = aeo("profile", "new", "HK", "JP", "--reference", "mine")
    assert (broken.returncode, broken.stdout) == (2, "")
    assert "/recognitions/0: 'clause' is a required property" in broken.stderr


@pytest.mark.parametrize(
    ("sample", "tin", "says"),
    [("ACE", "CN00009600A1", "RECOGNISED"), ("CE", "CN00009600B2", "NOT_RECOGNISED")],
)
def test_a_start_that_a_person_completed_recognises_whom_its_clause_names(
    aeo, tmp_path, sample, tin, says
):
    begun = aeo("profile", "new", "CN", "AU").stdout
    text = re.sub(r"^# (.*not read)$", r"\1", begun, flags=re.MULTILINE)
    text = text.replace('consent = "given"', 'consent = "given-or-not-required"')
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    record = published(f"samples/records/CN-AEO/{sample}.aeo.json")
    about = ("--tin", tin, "--by", "AU", "--party-role", "exporter", "--flow", "import")
    asked = ("--at", "2026-11-01", "--profile", "mine.toml", "--from", str(record))
    done = aeo("recognise", *about, *asked)
    assert f"in a stream it would be {says}\n" in done.stdout
