"""A statement can be made from a whole run alone, and every change of a package is seen."""

from __future__ import annotations

import json
from datetime import date

import msgspec
import pytest

from aeo_exchange.conformance.errors import NotCertifying, UnreadableFile
from aeo_exchange.conformance.lists import Depth, State
from aeo_exchange.conformance.package import read_package, written_package
from aeo_exchange.conformance.plan import Choice
from aeo_exchange.conformance.recheck import recheck
from aeo_exchange.conformance.run import run
from aeo_exchange.conformance.statement import (
    NOTICE,
    digest_of,
    make_package,
    read_product,
    year_later,
)
from aeo_exchange.conformance.stored import read_report, written_report
from aeo_exchange.conformance.suite import Suite, case_set_digest
from aeo_exchange.conformance.transports import Settings, adapter_of
from aeo_exchange.conformance.vendor_keys import read_public_key
from aeo_exchange.report import Verdict
from aeo_exchange.resources import published
from aeo_exchange.signing.jws import sign_compact
from aeo_exchange.signing.keys import read_private_key
from conformance_runner.conftest import AT, OURS

PRODUCT = read_product(
    b'vendor = "Example Ltd"\nproduct = "Suite"\nversion = "4.2"\ncontact = "a@example.org"\n'
    b'adapter = "python:aeo_exchange.conformance.own:answer"\n'
)
LATER = "2027-11-21T00:00:00Z"
TYP = "aeo-conformance-statement+jwt"


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    """The suite as if it were published as it is, so that a case being written is no release."""
    folder = tmp_path_factory.mktemp("suite")
    home = published("conformance")
    for name in ("cases", "keys"):
        (folder / name).symlink_to(home / name)
    told = json.loads((home / "suite.json").read_bytes())
    told["caseSet"]["sha256"] = case_set_digest(home)
    (folder / "suite.json").write_text(json.dumps(told))
    return Suite(folder)


@pytest.fixture(scope="module")
def key():
    return read_private_key(published("conformance/keys/vendor.private.pem").read_bytes())


@pytest.fixture(scope="module")
def files(suite, key):
    choice = Choice(at=AT, seed=1, depth=Depth.D3)
    report = run(suite, adapter_of(OURS, Settings()), choice, lambda *_: None)
    return make_package(report, PRODUCT, key)


def checked(files, suite, **more):
    return recheck(files, suite, **{"at": AT, "test_keys": True, **more})


def failed(answer) -> set[str]:
    return {each.name for each in answer.checks if each.outcome == "fail"}


def signed_again(files, key, **changes):
    """The package as its vendor would sign it after a change."""
    told = json.loads(files["statement.json"])
    for name, content in files.items():
        if name in told["files"]:
            told["files"][name] = digest_of(content)
    content = json.dumps({**told, **changes}).encode()
    return {
        **files,
        "statement.json": content,
        "statement.jws": sign_compact(content, key, TYP).encode(),
    }


def report_with(files, change):
    told = json.loads(files["report.json"])
    change(told)
    return {**files, "report.json": json.dumps(told).encode()}


def test_a_package_holds(files, suite) -> None:
    answer = checked(files, suite)
    assert failed(answer) == set()
    assert answer.verdict is Verdict.VALID


def test_a_package_says_that_it_is_no_approval_and_ends_after_a_year(files) -> None:
    told = json.loads(files["statement.json"])
    assert "no approval by any customs administration" in told["notice"]
    assert NOTICE in files["REPRODUCE.md"].decode()
    assert (told["issued"], told["expires"]) == ("2026-11-22", "2027-11-22")
    assert year_later(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize("name", ["product.json", "report.json", "REPRODUCE.md"])
def test_a_file_that_was_changed_is_seen(name: str, files, suite) -> None:
    assert "digests" in failed(checked({**files, name: files[name] + b" "}, suite))


def test_a_statement_that_was_changed_is_seen(files, suite) -> None:
    changed = files["statement.json"].replace(b'"4.2"', b'"4.3"')
    assert "signature" in failed(checked({**files, "statement.json": changed}, suite))


def test_a_statement_of_another_key_is_seen(files, suite) -> None:
    other = published("conformance/keys/hk.public.pem").read_bytes()
    answer = checked(files, suite, key=read_public_key(other))
    assert {"signature", "vendor-key"} <= failed(answer)
    ours = published("conformance/keys/vendor.cert.pem").read_bytes()
    assert checked(files, suite, key=read_public_key(ours)).verdict is Verdict.VALID


def test_a_published_test_key_signs_nothing_unless_asked_for(files, suite) -> None:
    assert failed(checked(files, suite, test_keys=False)) == {"signature"}


@pytest.mark.parametrize(
    ("at", "fails"),
    [(LATER, set()), ("2027-11-22T00:00:00Z", {"expiry"}), ("2026-01-01", {"expiry"})],
)
def test_a_statement_holds_for_twelve_months(at: str, fails: set[str], files, suite) -> None:
    assert failed(checked(files, suite, at=at)) == fails


def test_a_statement_for_longer_than_a_year_is_refused(files, suite, key) -> None:
    longer = signed_again(files, key, expires="2028-11-22")
    assert failed(checked(longer, suite)) == {"expiry"}


@pytest.mark.parametrize(
    "changes", [{"level": "full"}, {"depth": "D1"}, {"seed": 2}, {"roles": ["validator"]}]
)
def test_a_claim_that_is_not_what_was_run_is_refused(changes, files, suite, key) -> None:
    assert failed(checked(signed_again(files, key, **changes), suite)) == {"claim"}


def hide_a_failure(told) -> None:
    """As a vendor might: the answer was wrong, and the state says that it was right."""
    case = next(each for each in told["cases"] if each["id"] == "AEO-LIF-06.n01")
    case["inputs"][0]["got"]["verdict"] = "VALID"


def leave_a_case_out(told) -> None:
    told["cases"].pop()


def leave_a_syntax_out(told) -> None:
    case = next(each for each in told["cases"] if each["id"] == "AEO-LIF-06.n01")
    case["inputs"] = [each for each in case["inputs"] if "xml" not in each["path"]]


def call_it_not_applicable(told) -> None:
    case = next(each for each in told["cases"] if each["id"] == "AEO-LIF-06.n01")
    for each in case["inputs"]:
        each["state"] = "not_applicable"
        del each["got"]
    case["state"] = "not_applicable"
    del case["parity"]


def expect_less(told) -> None:
    case = next(each for each in told["cases"] if each["id"] == "AEO-LIF-06.n01")
    case["expect"]["verdict"] = "VALID"


def count_wrong(told) -> None:
    told["counts"][0]["states"]["pass"] += 1


def know_a_failure(told) -> None:
    told["cases"][0]["state"] = "xfail"


@pytest.mark.parametrize(
    "change",
    [
        hide_a_failure,
        leave_a_case_out,
        leave_a_syntax_out,
        call_it_not_applicable,
        expect_less,
        count_wrong,
        know_a_failure,
    ],
    ids=lambda each: each.__name__,
)
def test_a_report_that_was_touched_up_is_counted_again_and_refused(
    change, files, suite, key
) -> None:
    touched = signed_again(report_with(files, change), key)
    assert failed(checked(touched, suite)) == {"recount"}


def test_of_another_release_nobody_can_tell(files, suite, key) -> None:
    def change(told) -> None:
        told["suite"]["version"] = "0.9.0"

    other = json.loads(files["statement.json"])["suite"] | {"version": "0.9.0"}
    answer = checked(signed_again(report_with(files, change), key, suite=other), suite)
    assert answer.verdict is Verdict.UNDETERMINED


def test_no_statement_rests_on_a_run_that_is_not_whole(ask, key) -> None:
    with pytest.raises(NotCertifying, match="filtered"):
        make_package(ask(OURS, filters=("AEO-LIF-01*",), variants=True), PRODUCT, key)


def test_an_archive_gives_back_its_files_and_is_the_same_twice(files, tmp_path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(written_package(files))
    assert read_package(path) == files
    assert written_package(files) == path.read_bytes()


def test_a_folder_is_a_package_too(files, tmp_path) -> None:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    assert read_package(tmp_path) == files


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04"])
def test_what_is_no_package_is_refused(content: bytes, tmp_path) -> None:
    (tmp_path / "p.zip").write_bytes(content)
    with pytest.raises(UnreadableFile):
        read_package(tmp_path / "p.zip")


def test_a_stored_report_of_a_package_is_a_report(files) -> None:
    report = read_report(files["report.json"])
    assert written_report(report) == files["report.json"]
    assert all(each.state is State.PASS for each in report.cases)
    assert msgspec.json.decode(files["product.json"])["vendor"] == "Example Ltd"
