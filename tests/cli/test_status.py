"""`aeo status`: tier by tier, the event that decides, and a day only if it is decided all day."""

from __future__ import annotations

import json

import pytest

KNOWN = ("--known-at", "2026-11-01T00:00:00Z")


@pytest.fixture
def revisions(tmp_path, sample):
    """Return the name of a file with two revisions; the second is suspended from a noon on."""
    first = json.loads(sample)
    grant = first["history"][0]
    first.update(history=[grant], revision=1, issuedAt="2026-06-01T00:00:00Z")
    suspended = {
        "seq": grant["seq"] + 1,
        "status": "suspended",
        "effectiveFrom": "2026-08-03T12:00:00Z",
        "recordedAt": "2026-08-03T12:00:00Z",
    }
    second = {**first, "revision": 2, "issuedAt": "2026-08-04T00:00:00Z"}
    second["history"] = [grant, suspended]
    lines = "".join(json.dumps(token) + "\n" for token in (first, second))
    (tmp_path / "two.aeo.ndjson").write_text(lines)
    return "two.aeo.ndjson"


@pytest.mark.parametrize(
    ("at", "known", "code", "status", "revision"),
    [
        ("2026-08-02", "2026-11-01", 0, "granted", 2),
        ("2026-08-03", "2026-11-01", 4, "undetermined", 2),
        ("2026-08-05", "2026-11-01", 1, "suspended", 2),
        ("2026-08-03T11:59:59Z", "2026-11-01", 0, "granted", 2),
        ("2026-08-03T20:00:00+08:00", "2026-11-01", 1, "suspended", 2),
        ("2026-08-05", "2026-08-03T23:59:59Z", 0, "granted", 1),
        ("2026-08-05", "2026-01-01", 4, "undetermined", None),
    ],
)
def test_the_highest_revision_issued_by_then_answers(
    aeo, revisions, at, known, code, status, revision
):
    done = aeo("status", revisions, "--at", at, "--known-at", known, "--format", "json")
    assert done.returncode == code, done.stderr
    (answer,) = json.loads(done.stdout)["results"]
    assert answer["whole"]["status"] == status
    assert answer.get("revision") == revision


def test_the_text_names_the_event_and_the_revision(aeo, revisions):
    said = aeo("status", revisions, "--at", "2026-08-05", *KNOWN).stdout
    assert "suspended (event). Event " in said
    assert "from 2026-08-03T12:00:00Z on, decides." in said
    assert "by revision 2, issued at 2026-08-04T00:00:00Z" in said


def test_a_tier_that_no_term_names_is_not_held(aeo, revisions):
    done = aeo("status", revisions, "--at", "2026-08-02", "--tier", "NONE", *KNOWN)
    assert done.returncode == 1
    assert "not-held (tier-not-in-record)" in done.stdout


def test_a_record_that_is_not_valid_is_never_granted(aeo, tmp_path, sample):
    tree = json.loads(sample)
    tree["history"][0]["status"] = "suspended"
    (tmp_path / "bad.aeo.json").write_text(json.dumps(tree))
    done = aeo("status", "bad.aeo.json", "--at", "2026-08-02", *KNOWN)
    assert done.returncode == 4
    assert "undetermined (not-valid)" in done.stdout
    assert "AEO-LIF-01" in done.stderr


def _answers(aeo, *files):
    done = aeo("status", *files, "--at", "2026-08-02", *KNOWN, "--format", "json")
    told = json.loads(done.stdout)
    return (
        done.returncode,
        told["verdict"],
        [result["whole"]["reason"] for result in told["results"]],
    )


@pytest.mark.parametrize("end", [300, -1])
def test_what_breaks_off_may_be_a_revision_of_any_record(aeo, revisions, tmp_path, sample, end):
    (tmp_path / "cut.aeo.json").write_text(sample.rstrip()[:end])
    answers = _answers(aeo, revisions, "cut.aeo.json")
    assert answers == (4, "UNDETERMINED", ["not-valid", "not-valid"])


@pytest.mark.parametrize("content", ["", " \n", "[]", "Dear partner", "\0" * 40, "\x89PNG\r\n"])
def test_what_is_no_record_at_all_may_be_a_revision_of_any(aeo, revisions, tmp_path, content):
    (tmp_path / "later.aeo.json").write_text(content, "latin-1")
    answers = _answers(aeo, revisions, "later.aeo.json")
    assert answers == (4, "UNDETERMINED", ["not-valid", "not-valid"])


def test_a_file_that_cannot_be_opened_may_be_a_revision_of_any(aeo, revisions, tmp_path):
    answers = _answers(aeo, revisions, "none.aeo.json")
    assert answers == (3, "UNDETERMINED", ["not-valid", "not-valid"])
    (tmp_path / "records").mkdir()
    (tmp_path / revisions).rename(tmp_path / "records" / revisions)
    (tmp_path / "records" / "later.aeo.json").symlink_to("taken-away")
    assert _answers(aeo, "records") == answers


def test_who_rests_on_no_revision_is_told_which_file_to_mend(aeo, revisions, tmp_path):
    (tmp_path / "empty.aeo.json").write_text("")
    done = aeo("status", revisions, "empty.aeo.json", "--at", "2026-08-02", *KNOWN)
    assert "empty.aeo.json:1:1  error AEO-SYN-05" in done.stderr
    assert "no revision answers" in done.stdout


def test_what_lacks_an_item_counts_where_its_record_id_stands(aeo, revisions, tmp_path, sample):
    tree = json.loads(sample)
    del tree["holder"]["legalName"]
    (tmp_path / "same.aeo.json").write_text(json.dumps(tree))
    assert _answers(aeo, revisions, "same.aeo.json")[2] == ["not-valid"]
    (tmp_path / "other.aeo.json").write_text(json.dumps({**tree, "recordId": "OTHER-1"}))
    assert _answers(aeo, revisions, "other.aeo.json")[2] == ["event", "not-valid"]


def test_a_record_that_moved_twice_is_one(aeo, tmp_path, sample):
    first = json.loads(sample)
    number = first["revision"]
    second = {**first, "formerAdministrations": [first["administration"]], "administration": "SG"}
    third = {**second, "administration": "TH"}
    third["formerAdministrations"] = [first["administration"], "SG"]
    moved = [
        {**first, "movedTo": "SG"},
        {**second, "revision": number + 1, "movedTo": "TH"},
        {**third, "revision": number + 2},
    ]
    (tmp_path / "moved.aeo.ndjson").write_text(
        "".join(json.dumps(record) + "\n" for record in moved)
    )
    done = aeo("status", "moved.aeo.ndjson", "--at", "2026-08-02", *KNOWN, "--format", "json")
    (answer,) = json.loads(done.stdout)["results"]
    assert answer["revision"] == number + 2


def test_what_cannot_be_read_has_a_line_of_its_own(aeo, tmp_path):
    (tmp_path / "cut.aeo.json").write_text('{"specVersion": ')
    done = aeo("status", "cut.aeo.json")
    assert done.stdout.startswith("cut.aeo.json: undetermined (not-valid). ")
    assert done.stderr.startswith("cut.aeo.json:1:")
    assert "\\u" not in done.stderr


def test_a_line_of_ndjson_is_one_record(aeo, revisions):
    asked = ("status", revisions, "--at", "2026-08-02", *KNOWN)
    line = aeo(*asked, "--format", "ndjson").stdout
    assert json.loads(line) == json.loads(aeo(*asked, "--format", "json").stdout)["results"][0]


def test_what_is_no_day_and_no_instant_is_refused_with_advice(aeo, revisions):
    done = aeo("status", revisions, "--at", "2026-08-02T00:00:00")
    assert done.returncode == 2
    assert "has no time zone" in done.stderr


def test_a_file_that_is_not_there_is_unreadable(aeo):
    assert aeo("status", "none.aeo.json").returncode == 3


@pytest.mark.parametrize("day", ["1000-01-01", "9999-12-31"])
def test_a_day_at_the_edge_of_the_calendar_is_told_to_a_person(aeo, revisions, day):
    done = aeo("status", revisions, "--at", day)
    assert done.returncode == 2
    assert f"error: {day} is at the edge of the calendar" in done.stderr
    assert "the first date is 1000-01-02, the last 9999-12-30" in done.stderr
    assert "datetime" not in done.stderr
    inside = {"1000-01-01": "1000-01-02", "9999-12-31": "9999-12-30"}[day]
    assert aeo("status", revisions, "--at", inside).returncode in {0, 1, 4}
    early = aeo("status", revisions, SOURCE_DATE_EPOCH="-62135596800")  # the year 1
    assert (early.returncode, "years run from 1000 to 9999" in early.stderr) == (2, True)
