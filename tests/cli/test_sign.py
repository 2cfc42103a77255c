"""`aeo sign`: an attestation for each valid record, whatever becomes of the others."""

from __future__ import annotations

import json

import pytest

from aeo_exchange.resources import published
from aeo_exchange.signing.dates import numeric_date_instant
from aeo_exchange.signing.keys import read_private_key
from aeo_exchange.signing.sd_jwt import read_sd_jwt
from running import instead

KEYS = published("conformance/keys")
KEY, CERTIFICATE = str(KEYS / "hk.private.pem"), str(KEYS / "hk.cert.pem")
HK = read_private_key((KEYS / "hk.private.pem").read_bytes()).public
PLACE = ("--status-uri", "https://status.example.hk/1", "--status-index", "7")
AT = ("--at", "2026-11-01")
WITHOUT_FULL = ("--key", KEY, "--issuer", "HK", *AT)
SIGN = (*WITHOUT_FULL, "--full")


@pytest.fixture
def record(tmp_path, sample):
    """Return the name of a file with a valid record."""
    (tmp_path / "record.json").write_text(sample)
    return "record.json"


@pytest.fixture
def lines(tmp_path, line):
    """Return the name of a file with three records, one of them broken and one not valid."""
    tree = json.loads(line)
    trees = [{**tree, "recordId": f"HK-{number}"} for number in range(5)]
    trees[1]["revision"] = 0
    trees[3]["history"] = []
    text = "".join(json.dumps(changed) + "\n" for changed in trees)
    (tmp_path / "many.ndjson").write_text(text + '{"cut\n')
    return "many.ndjson"


@pytest.fixture
def work(aeo):
    """Return the name of the working file of a status list."""
    made = aeo("status-list", "create", "--uri", "https://status.example.hk/1", "-o", "L.json")
    assert made.returncode == 0, made.stderr
    return "L.json"


def _proved(text: str):
    return read_sd_jwt(text.strip()).prove(HK).claims


def test_a_record_becomes_an_attestation(aeo, record):
    done = aeo("sign", record, *SIGN, *PLACE)
    assert done.returncode == 0, done.stderr
    claims = _proved(done.stdout)
    assert (claims.iss, claims.record_id) == ("HK", "HK-2024-0107")
    assert numeric_date_instant(claims.iat) == "2026-11-01T00:00:00Z"
    assert numeric_date_instant(claims.exp) == "2027-01-30T00:00:00Z"
    assert (claims.status.status_list.idx, claims.status.status_list.uri) == (7, PLACE[1])
    assert "signed 1, refused 0" in done.stderr
    assert "without a view" in done.stderr
    assert "verifiers refuse it" in done.stderr


def test_what_is_signed_twice_has_two_names(aeo, record):
    first, second = (_proved(aeo("sign", record, *SIGN, *PLACE).stdout) for _ in "12")
    assert first.jti != second.jti


def test_a_view_is_signed_without_a_note(aeo):
    view = published("samples/records/HK-AEO/TIER2.view-CN.aeo.xml")
    done = aeo("sign", str(view), *WITHOUT_FULL, *PLACE)
    assert _proved(done.stdout).view.audience == "CN"
    assert "without a view" not in done.stderr


def test_a_full_record_is_signed_only_when_it_is_meant(aeo, record):
    done = aeo("sign", record, *WITHOUT_FULL, *PLACE)
    assert (done.returncode, done.stdout) == (1, "")
    assert "sign a view of it" in done.stderr
    assert "--full" in done.stderr


def test_an_attestation_ends_when_it_was_asked_to(aeo, record):
    done = aeo("sign", record, *SIGN, *PLACE, "--expires", "2026-12-01")
    assert numeric_date_instant(_proved(done.stdout).exp) == "2026-12-01T00:00:00Z"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--expires", "2027-01-30T00:00:01Z"), "90 days after signing"),
        (("--expires", "2026-11-01"), "not after it is signed"),
        (("--issuer", "JP"), "JP cannot sign for the administration HK"),
        (("--at", "2001-01-01"), "says nothing of the status"),
    ],
    ids=["too long", "at once", "another administration", "before its history"],
)
def test_what_may_not_be_signed_is_refused_and_says_why(aeo, record, arguments, said):
    done = aeo("sign", record, *instead((*SIGN, *PLACE), arguments))
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr


def test_the_end_of_a_term_is_named_where_it_bounds(aeo, record):
    done = aeo(
        "sign", record, *instead((*SIGN, *PLACE), ("--at=2027-06-01", "--expires=2027-07-01"))
    )
    assert "2027-06-16T16:00:00Z, the end of the term" in done.stderr


def test_one_bad_record_does_not_stop_the_rest(aeo, tmp_path, lines, work):
    done = aeo("sign", lines, *SIGN, "--status-list", work, "-o", "out.ndjson")
    assert done.returncode == 1
    assert "signed 3, refused 3" in done.stderr
    assert f"{lines}:6:" in done.stderr
    claims = [_proved(line) for line in (tmp_path / "out.ndjson").read_text().splitlines()]
    assert [attested.record_id for attested in claims] == ["HK-0", "HK-2", "HK-4"]
    assert len({attested.status.status_list.idx for attested in claims}) == 3


@pytest.mark.long
def test_workers_sign_what_one_process_signs(aeo, tmp_path, lines, work):
    for name, jobs in (("one", "1"), ("two", "2")):
        arguments = ("--status-list", work, "-o", f"{name}.ndjson", "--jobs", jobs)
        assert aeo("sign", lines, *instead(SIGN, arguments)).returncode == 1
    one, two = (
        [_proved(line) for line in (tmp_path / f"{name}.ndjson").read_text().splitlines()]
        for name in ("one", "two")
    )
    assert [claims.record_id for claims in one] == [claims.record_id for claims in two]
    assert len({claims.status.status_list.idx for claims in (*one, *two)}) == 6
    assert len({claims.jti for claims in (*one, *two)}) == 6


def test_places_are_spent_on_what_is_signed_only(aeo, lines, work):
    aeo("sign", lines, *SIGN, "--status-list", work)
    aeo("sign", lines, *instead(SIGN, ("--issuer", "JP", "--status-list", work)))
    assert "3 of 131,072 places taken" in aeo("status-list", "show", work).stdout


def test_a_folder_gets_a_file_for_each_record(aeo, tmp_path, lines, work):
    done = aeo("sign", lines, *SIGN, "--status-list", work, "-o", "out/")
    assert done.returncode == 1
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["HK-0.aeo.sdjwt", "HK-2.aeo.sdjwt", "HK-4.aeo.sdjwt"]
    before = (tmp_path / "out" / names[0]).read_text()
    assert _proved(before).record_id == "HK-0"
    again = aeo("sign", lines, *SIGN, "--status-list", work, "-o", "out")
    assert "--force replaces it" in again.stderr
    assert (tmp_path / "out" / names[0]).read_text() == before
    aeo("sign", lines, *SIGN, "--status-list", work, "-o", "out", "--force")
    assert (tmp_path / "out" / names[0]).read_text() != before


def test_a_folder_is_not_made_for_nothing(aeo, tmp_path, record, work):
    refused = (record, *instead(SIGN, ("--issuer=JP", "--status-list", work)))
    assert aeo("sign", *refused, "-o", "out/").returncode == 1
    assert not (tmp_path / "out").exists()
    assert aeo("sign", record, *SIGN, "--status-list", work, "-o", "no/out/").returncode == 3
    assert not (tmp_path / "no").exists()


@pytest.mark.long
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_no_place_is_spent_on_a_file_that_exists(aeo, lines, work, jobs):
    arguments = (lines, *SIGN, "--status-list", work, "-o", "out/", "--jobs", jobs)
    assert aeo("sign", *arguments).returncode == 1
    assert "signed 0, refused 6" in aeo("sign", *arguments).stderr
    assert "3 of 131,072 places taken" in aeo("status-list", "show", work).stdout


def test_a_status_list_that_no_verifier_fetches_is_noted(aeo, record):
    place = ("--status-uri", "http://status.example.hk/1", "--status-index", "7")
    done = aeo("sign", record, *SIGN, *place)
    assert done.returncode == 0
    assert "verifiers fetch https only" in done.stderr
    assert "https only" not in aeo("sign", record, *SIGN, *PLACE).stderr


def test_one_place_is_for_one_attestation(aeo, lines):
    done = aeo("sign", lines, *SIGN, *PLACE)
    assert len(done.stdout.splitlines()) == 1
    assert "an earlier record took the one place given" in done.stderr


def test_an_output_is_whole_or_not_there(aeo, tmp_path, record):
    assert aeo("sign", record, *instead(SIGN, ("--issuer=JP", *PLACE, "-oa.sdjwt"))).returncode == 1
    assert not (tmp_path / "a.sdjwt").exists()
    assert aeo("sign", record, *SIGN, *PLACE, "-o", record, "--force").returncode == 2


def test_the_xml_envelope_holds_claims_record_and_signature(aeo, tmp_path, record):
    arguments = ("--envelope", "xades", "--cert", CERTIFICATE, "-o", "a.aeo.xml")
    done = aeo("sign", record, *instead((*SIGN, *PLACE), arguments))
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "a.aeo.xml").read_text()
    assert text.index("<Claims>") < text.index("<AeoRecord") < text.index("Signature")


def test_several_xml_attestations_need_a_folder(aeo, tmp_path, lines, work):
    arguments = ("--envelope", "xades", "--cert", CERTIFICATE, "--status-list", work)
    done = aeo("sign", lines, *instead(SIGN, arguments), "-o", "a.xml")
    assert "signed 1, refused 5" in done.stderr
    done = aeo("sign", lines, *instead(SIGN, arguments), "-o", "out/")
    assert "signed 3, refused 3" in done.stderr
    assert (tmp_path / "out" / "HK-0.aeo.xml").exists()


def test_a_record_is_never_written_over_by_its_own_attestation(aeo, tmp_path):
    record = published("samples/records/HK-AEO/TIER1.aeo.xml").read_bytes()
    (tmp_path / "HK-2024-0107.aeo.xml").write_bytes(record)
    arguments = ("--envelope", "xades", "--cert", CERTIFICATE, "-o", ".", "--force")
    done = aeo("sign", "HK-2024-0107.aeo.xml", *instead((*SIGN, *PLACE), arguments))
    assert (done.returncode, "is an input" in done.stderr) == (1, True)
    assert (tmp_path / "HK-2024-0107.aeo.xml").read_bytes() == record


def test_the_certificate_of_another_key_is_refused(aeo, record):
    other = str(KEYS / "jp.cert.pem")
    done = aeo("sign", record, *SIGN, *PLACE, "--envelope", "xades", "--cert", other)
    assert done.returncode == 2
    assert done.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--status-uri", "https://status.example.hk/1"),
        ("--status-index", "7"),
        (*PLACE, "--status-list", "L.json"),
        ("--status-uri", "no address", "--status-index", "7"),
        (*PLACE, "--envelope", "xades"),
        (*PLACE, "--jobs", "2"),
        (*PLACE, "--issuer", "Hong Kong"),
        (*PLACE, "--key", "pkcs11:token=aeo;object=hk?pin-value=1234"),
        (*PLACE, "--key", str(KEYS / "rsa.private.pem")),
        (*PLACE, "--key", str(KEYS / "hk-384.private.pem")),
        (*PLACE, "--key", CERTIFICATE),
    ],
)
def test_what_contradicts_itself_is_a_usage_error(aeo, record, arguments):
    done = aeo("sign", record, *instead(SIGN, arguments))
    assert (done.returncode, done.stdout) == (2, "")
    assert "1234" not in done.stderr


def test_what_is_not_there_cannot_be_read(aeo, record):
    assert aeo("sign", "nowhere.json", *SIGN, *PLACE).returncode == 3
    assert aeo("sign", record, *instead(SIGN, (*PLACE, "--key=nowhere.pem"))).returncode == 3
    assert aeo("sign", record, *SIGN, "--status-list", "nowhere.json").returncode == 3
