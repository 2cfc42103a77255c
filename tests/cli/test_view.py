from __future__ import annotations

import json

import pytest

from aeo_exchange.resources import published
from schemas import keep_to

PROFILE = str(published("samples/profiles/HK-JP.toml"))
FIRM = json.loads(published("samples/records/HK-AEO/TIER2.aeo.json").read_bytes())
GIVEN = {"scope": "HK-JP-2026", "state": "given", "since": "2026-02-01T00:00:00Z"}
AT = "--at=2026-11-01"


def firm(**changes) -> dict:
    return {**FIRM, "consents": [*FIRM["consents"], GIVEN], **changes}


def written(folder, *records, name="full.ndjson") -> str:
    lines = "".join(
        f"{record if isinstance(record, str) else json.dumps(record)}\n" for record in records
    )
    (folder / name).write_text(lines, "utf-8")
    return name


@pytest.fixture
def view(aeo):
    def run(source, *more):
        return aeo("view", source, "--profile", PROFILE, "--for", "JP", AT, *more)

    return run


def test_a_view_is_written_and_validates(aeo, view, tmp_path):
    source = written(tmp_path, firm(), firm(recordId="HK-2021-0034", consents=[]))
    done = view(source, "-o", "jp.ndjson", "--report", "report.ndjson")
    assert done.returncode == 1  # a full record without a consent is none
    source = written(tmp_path, firm(), {**FIRM, "recordId": "HK-2021-0034"})
    done = view(source, "-o", "jp.ndjson", "--report", "report.ndjson", "--force")
    assert done.returncode == 0
    assert "1 record for JP; left out: 1, 1 no-consent\n" in done.stderr
    told = json.loads((tmp_path / "jp.ndjson").read_bytes())
    assert told["view"] == {"audience": "JP", "agreement": "HK-JP-2026"}
    assert "msme" not in told
    assert aeo("validate", "jp.ndjson", AT).returncode == 0


def test_the_report_says_what_was_left_out_and_why(view, tmp_path):
    source = written(tmp_path, firm(), {**FIRM, "recordId": "HK-2021-0034"})
    view(source, "-o", "jp.ndjson", "--report", "report.ndjson")
    lines = (tmp_path / "report.ndjson").read_text("utf-8").splitlines()
    schema = json.loads(published("schemas/1.0/view-report.schema.json").read_bytes())
    told = [json.loads(line) for line in lines]
    for line in told:
        keep_to(line, schema)
    assert (told[0]["key"], told[0]["shared"]) == ("HK/HK-2021-0033", True)
    assert {"path": "/msme", "why": "withheld"} in told[0]["left"]
    assert told[1] == {"key": "HK/HK-2021-0034", "shared": False, "why": "no-consent"}


def test_a_report_without_a_file_is_printed_beside_a_file_of_views(view, tmp_path):
    source = written(tmp_path, firm())
    done = view(source, "-o", "jp.ndjson", "--report")
    assert done.returncode == 0
    assert json.loads(done.stdout)["key"] == "HK/HK-2021-0033"
    both = view(source, "--report")
    assert (both.returncode, both.stdout, "name a file" in both.stderr) == (2, "", True)


def test_records_stand_in_the_order_of_their_keys_in_any_order_given(view, tmp_path):
    ids = ["HK-2", "HK-10", "HK-1", "HK_1", "HK.1"]
    one = written(tmp_path, *(firm(recordId=record_id) for record_id in ids))
    two = written(
        tmp_path, *(firm(recordId=record_id) for record_id in reversed(ids)), name="two.ndjson"
    )
    views = [view(source).stdout for source in (one, two)]
    assert views[0] == views[1]
    assert [json.loads(line)["recordId"] for line in views[0].splitlines()] == sorted(ids)


def test_a_change_that_japan_cannot_see_gives_the_same_bytes(view, tmp_path):
    later = firm(revision=6, issuedAt="2026-05-01T00:00:00Z")
    del later["extensions"]
    before = view(written(tmp_path, firm())).stdout
    after = view(written(tmp_path, later, firm(), name="later.ndjson")).stdout
    assert before == after
    alone = view(written(tmp_path, later, name="alone.ndjson")).stdout
    assert json.loads(alone)["revision"] == 6


def test_a_line_that_may_be_a_revision_of_any_record_stops_all(view, tmp_path):
    done = view(written(tmp_path, firm(), '{"recordId": "HK-2021-'), "-o", "jp.ndjson")
    assert done.returncode == 1
    assert "left out: 1, 1 unread" in done.stderr
    assert not (tmp_path / "jp.ndjson").exists()


def test_a_broken_revision_stops_its_own_record_alone(view, tmp_path):
    broken = {**firm(revision=6), "holder": "?"}
    done = view(written(tmp_path, firm(), broken, firm(recordId="HK-1")))
    assert done.returncode == 1
    assert [json.loads(line)["recordId"] for line in done.stdout.splitlines()] == ["HK-1"]
    assert "1 not-valid" in done.stderr


def test_an_input_that_is_not_there_stops_all(aeo, tmp_path):
    written(tmp_path, firm())
    arguments = ("--profile", PROFILE, "--for", "JP", AT)
    done = aeo("view", "full.ndjson", "absent.ndjson", *arguments)
    assert (done.returncode, done.stdout) == (3, "")


def test_an_audience_that_the_profile_is_not_about_is_refused(aeo, tmp_path):
    written(tmp_path, firm())
    for audience in ("CN", "HK"):
        done = aeo("view", "full.ndjson", "--profile", PROFILE, "--for", audience, AT)
        assert (done.returncode, done.stdout) == (2, "")
        assert "profile-error" in done.stderr


@pytest.mark.parametrize("form", ["json", "xml", "xlsx", "csv"])
def test_a_view_is_written_in_every_format(aeo, view, tmp_path, form):
    source = written(tmp_path, firm())
    assert view(source, "--to", form, "-o", f"jp.aeo.{form}").returncode == 0
    assert view(source, "-o", "jp.ndjson").returncode == 0
    digests = [aeo("digest", name).stdout for name in (f"jp.aeo.{form}", "jp.ndjson")]
    assert digests[0] == digests[1]


def test_the_profile_and_the_records_are_never_written_over(view, tmp_path):
    source = written(tmp_path, firm())
    assert view(source, "-o", PROFILE, "--force").returncode == 2
    assert view(source, "-o", source, "--force").returncode == 2
    assert view(source, "-o", "a", "--report", "a", "--force").returncode == 2


@pytest.fixture
def public(aeo):
    def run(source, *more):
        return aeo("view", source, "--for", "public", AT, *more)

    return run


def open_to_all(**changes) -> dict:
    """A firm whose consent for all lets its record be published, with other members of it."""
    consent = {"scope": "all", "state": "given", "since": "2026-02-01T00:00:00Z", "publish": True}
    return firm(consents=[{**consent, **changes}])


def test_a_public_view_holds_items_of_class_public_alone(aeo, public, tmp_path):
    done = public(written(tmp_path, open_to_all()), "-o", "all.ndjson", "--report", "r.ndjson")
    assert done.returncode == 0, done.stderr
    told = json.loads((tmp_path / "all.ndjson").read_bytes())
    assert told["view"] == {"audience": "public"}
    assert told["holder"]["legalName"] == FIRM["holder"]["legalName"]
    assert not {"msme", "consents", "recognitions"} & told.keys()
    assert "address" not in told["holder"]
    assert aeo("validate", "all.ndjson", AT).returncode == 0
    left = json.loads((tmp_path / "r.ndjson").read_bytes())["left"]
    assert {"path": "/msme", "why": "not-public"} in left
    assert {"path": "/holder/contacts", "why": "restricted"} in left


@pytest.mark.parametrize(
    "changes",
    [
        {"publish": False},
        {"scope": "HK-JP-2026"},
        {"state": "withdrawn"},
    ],
)
def test_nothing_is_public_without_a_consent_for_it(public, tmp_path, changes):
    done = public(written(tmp_path, open_to_all(**changes)), "-o", "all.ndjson")
    assert done.returncode == 1
    assert not (tmp_path / "all.ndjson").exists()
    assert "1 no-consent" in done.stderr


def test_a_natural_person_is_never_public(public, tmp_path):
    person = open_to_all()
    person["holder"] = {**person["holder"], "kind": "natural-person"}
    done = public(written(tmp_path, person), "-o", "all.ndjson")
    assert done.returncode == 1
    assert "1 natural-person" in done.stderr


def test_a_profile_is_for_a_partner_and_a_partner_needs_one(aeo, public, tmp_path):
    source = written(tmp_path, open_to_all())
    refused = public(source, "--profile", PROFILE)
    assert refused.returncode == 2
    assert "a view for the public is under no profile" in refused.stderr
    refused = aeo("view", source, "--for", "JP", AT)
    assert refused.returncode == 2
    assert "give --profile FILE" in refused.stderr


@pytest.mark.parametrize("audience", ["KR", "JPX", "JP-metI", "JP/METI"])
def test_an_audience_that_is_not_in_the_profile_is_named_whole(aeo, tmp_path, audience):
    done = aeo("view", written(tmp_path, firm()), "--profile", PROFILE, "--for", audience, AT)
    assert done.returncode == 2
    assert f"not with {audience}" in done.stderr
