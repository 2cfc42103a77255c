"""A statement can be made from a whole run alone, and every change of a package is seen."""

from __future__ import annotations

import json
import random
import zipfile
from contextlib import suppress
from datetime import date

import msgspec
import pytest
from msgspec.structs import replace

from aeo_exchange import __version__
from aeo_exchange.conformance.adapters.protocol import NOT_TOLD, Implementation
from aeo_exchange.conformance.adapters.transports import Settings, adapter_of
from aeo_exchange.conformance.errors import NotCertifying, UnreadableFile
from aeo_exchange.conformance.report.stored import read_report, written_report
from aeo_exchange.conformance.run.plan import Choice
from aeo_exchange.conformance.run.runner import run_suite
from aeo_exchange.conformance.statement.package import NAMES, read_package, written_package
from aeo_exchange.conformance.statement.recheck import recheck
from aeo_exchange.conformance.statement.statement import (
    NOTICE,
    digest_of,
    make_package,
    misnamed,
    read_product,
    year_later,
)
from aeo_exchange.conformance.statement.vendor_keys import read_public_key
from aeo_exchange.conformance.suite.cases import Suite
from aeo_exchange.conformance.suite.lists import Depth, State
from aeo_exchange.errors import AeoError
from aeo_exchange.report import Verdict
from aeo_exchange.resources import published
from aeo_exchange.signing.jws import sign_compact
from aeo_exchange.signing.keys import read_private_key
from conformance_runner.conftest import AT, OURS, PATIENT

PRODUCT = read_product(
    f'vendor = "Example Ltd"\nproduct = "aeo-exchange"\nversion = "{__version__}"\n'
    f'contact = "a@example.org"\nadapter = "{OURS}"\n'.encode()
)
VENDOR = read_public_key(published("conformance/keys/vendor.cert.pem").read_bytes())
LATER = "2027-11-21T00:00:00Z"
TYP = "aeo-conformance-statement+jwt"


@pytest.fixture(scope="module")
def key():
    return read_private_key(published("conformance/keys/vendor.private.pem").read_bytes())


@pytest.fixture(scope="module")
def files(release, key):
    choice = Choice(at=AT, seed=1, depth=Depth.D3)
    report = run_suite(
        release,
        adapter_of(OURS, Settings(deadline=PATIENT, start=PATIENT)),
        choice,
        lambda *_: None,
    )
    return make_package(report, PRODUCT, key)


def checked(files, release, **more):
    return recheck(files, release, **{"at": AT, "key": VENDOR, "test_keys": True, **more})


def failed(answer) -> set[str]:
    return {check.name for check in answer.checks if check.outcome == "fail"}


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


def test_a_package_of_the_whole_suite_holds(whole, all_released, key) -> None:
    answer = checked(make_package(whole, PRODUCT, key), all_released)
    assert failed(answer) == set()
    assert answer.verdict is Verdict.VALID


def test_a_package_holds(files, release) -> None:
    answer = checked(files, release)
    assert failed(answer) == set()
    assert answer.verdict is Verdict.VALID


def test_a_package_says_that_it_is_no_approval_and_ends_after_a_year(files) -> None:
    told = json.loads(files["statement.json"])
    assert "not an approval by any customs administration" in told["notice"]
    assert NOTICE in files["REPRODUCE.md"].decode()
    assert (told["issued"], told["expires"]) == ("2026-11-22", "2027-11-22")
    assert year_later(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize("name", ["product.json", "report.json", "REPRODUCE.md"])
def test_a_file_that_was_changed_is_seen(name: str, files, release) -> None:
    assert "digests" in failed(checked({**files, name: files[name] + b" "}, release))


def test_a_statement_that_was_changed_is_seen(files, release) -> None:
    changed = files["statement.json"].replace(b'"Example Ltd"', b'"Another Ltd"')
    assert "signature" in failed(checked({**files, "statement.json": changed}, release))


def test_a_statement_of_another_key_is_seen(files, release) -> None:
    other = published("conformance/keys/hk.public.pem").read_bytes()
    answer = checked(files, release, key=read_public_key(other))
    assert {"signature", "vendor-key"} <= failed(answer)


def test_a_package_proves_nothing_while_nobody_says_whose_key_it_is(files, release) -> None:
    answer = checked(files, release, key=None)
    assert failed(answer) == set()
    assert answer.verdict is Verdict.UNDETERMINED
    assert {check.name for check in answer.checks if check.outcome == "undetermined"} == {
        "vendor-key"
    }


@pytest.mark.parametrize("name", ["product", "version"])
def test_a_statement_about_another_product_than_the_one_that_ran_is_refused(
    name: str, files, release, key
) -> None:
    other = replace(PRODUCT, **{name: "4.2.1"})
    with pytest.raises(NotCertifying, match=r"the run was of aeo-exchange .* file says .*4\.2\.1"):
        make_package(read_report(files["report.json"]), other, key)
    told = {**files, "product.json": msgspec.json.encode(other)}
    assert failed(checked(signed_again(told, key, **{name: "4.2.1"}), release)) == {"product"}


def test_a_program_that_says_nothing_of_itself_is_the_one_that_its_vendor_names(files) -> None:
    report = read_report(files["report.json"])
    silent = replace(report.product, implementation=Implementation(name="sh", version=NOT_TOLD))
    assert misnamed(replace(report, product=silent), PRODUCT) == ""


def test_a_published_test_key_signs_nothing_unless_asked_for(files, release) -> None:
    assert failed(checked(files, release, test_keys=False)) == {"signature"}


def test_without_a_word_about_keys_nothing_counts_that_only_tests_may_trust(files, release) -> None:
    answer = recheck(files, release, at=AT)
    assert failed(answer) == {"signature"}
    assert {check.name for check in answer.checks if check.outcome == "undetermined"} == {
        "vendor-key"
    }


@pytest.mark.parametrize(
    ("at", "fails"),
    [(LATER, set()), ("2027-11-22T00:00:00Z", {"expiry"}), ("2026-01-01T00:00:00Z", {"expiry"})],
)
def test_a_statement_holds_for_twelve_months(at: str, fails: set[str], files, release) -> None:
    assert failed(checked(files, release, at=at)) == fails


def test_a_statement_for_longer_than_a_year_is_refused(files, release, key) -> None:
    longer = signed_again(files, key, expires="2028-11-22")
    assert failed(checked(longer, release)) == {"expiry"}


@pytest.mark.parametrize(
    "changes", [{"level": "full"}, {"depth": "D1"}, {"seed": 2}, {"roles": ["validator"]}]
)
def test_a_claim_that_is_not_what_was_run_is_refused(changes, files, release, key) -> None:
    assert failed(checked(signed_again(files, key, **changes), release)) == {"claim"}


def hide_a_failure(told) -> None:
    """As a vendor might: the answer was wrong, and the state says that it was right."""
    case = next(case for case in told["cases"] if case["id"] == "AEO-LIF-06.n01")
    case["inputs"][0]["got"]["verdict"] = "VALID"


def leave_a_case_out(told) -> None:
    told["cases"].pop()


def leave_a_syntax_out(told) -> None:
    case = next(case for case in told["cases"] if case["id"] == "AEO-LIF-06.n01")
    case["inputs"] = [document for document in case["inputs"] if "xml" not in document["path"]]


def call_it_not_applicable(told) -> None:
    case = next(case for case in told["cases"] if case["id"] == "AEO-LIF-06.n01")
    for document in case["inputs"]:
        document["state"] = "not_applicable"
        del document["got"]
    case["state"] = "not_applicable"
    del case["parity"]


def expect_less(told) -> None:
    case = next(case for case in told["cases"] if case["id"] == "AEO-LIF-06.n01")
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
    ids=lambda change: change.__name__,
)
def test_a_report_that_was_touched_up_is_counted_again_and_refused(
    change, files, release, key
) -> None:
    touched = signed_again(report_with(files, change), key)
    assert failed(checked(touched, release)) == {"recount"}


def test_of_another_release_nobody_can_tell(files, release, key) -> None:
    def change(told) -> None:
        told["suite"]["version"] = "0.9.0"

    other = json.loads(files["statement.json"])["suite"] | {"version": "0.9.0"}
    answer = checked(signed_again(report_with(files, change), key, suite=other), release)
    assert answer.verdict is Verdict.UNDETERMINED


def test_no_statement_rests_on_a_run_that_is_not_whole(ask, key) -> None:
    with pytest.raises(NotCertifying, match="filtered"):
        make_package(ask(OURS, filters=("AEO-LIF-06*",), variants=True), PRODUCT, key)


def test_an_archive_gives_back_its_files_and_is_the_same_twice(files, tmp_path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(written_package(files))
    assert read_package(path) == files
    assert written_package(files) == path.read_bytes()


def test_a_folder_is_a_package_too(files, tmp_path) -> None:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    assert read_package(tmp_path) == files


@pytest.mark.parametrize("more", [0, 1])
def test_a_file_of_a_package_has_at_most_64_mebibytes(more: int, files, tmp_path) -> None:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with (tmp_path / "report.json").open("wb") as stream:
        stream.truncate(67_108_864 + more)
    if more:
        with pytest.raises(UnreadableFile, match=r"report\.json is longer than 67108864 bytes"):
            read_package(tmp_path)
    else:
        assert len(read_package(tmp_path)["report.json"]) == 67_108_864


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04"])
def test_what_is_no_package_is_refused(content: bytes, tmp_path) -> None:
    (tmp_path / "p.zip").write_bytes(content)
    with pytest.raises(UnreadableFile):
        read_package(tmp_path / "p.zip")


def test_a_stored_report_of_a_package_is_a_report(files) -> None:
    report = read_report(files["report.json"])
    assert written_report(report) == files["report.json"]
    assert all(case.state is State.PASS for case in report.cases)
    assert msgspec.json.decode(files["product.json"])["vendor"] == "Example Ltd"


def ask_nobody(told) -> None:
    """As a vendor might who claims nothing: no role was run, and nothing failed."""
    told.update(roles=[], cases=[], results=[], counts=[], parity={"cases": 0, "mismatches": 0})


def ask_twice(told) -> None:
    told["roles"] *= 2


def answer_for_another_role(told) -> None:
    told["cases"].append({**told["cases"][0], "role": "sender", "inputs": []})


@pytest.mark.parametrize(
    "change", [ask_nobody, ask_twice, answer_for_another_role], ids=lambda change: change.__name__
)
def test_a_claim_of_no_role_or_of_a_strange_one_is_refused(change, files, release, key) -> None:
    report = report_with(files, change)
    roles = json.loads(report["report.json"])["roles"]
    assert failed(checked(signed_again(report, key, roles=roles), release)) == {"recount"}


def retell_a_case(told) -> None:
    case = told["cases"][-1]
    case.update(dict.fromkeys(("area", "level", "title", "why", "at"), "none of it was asked"))
    case.update(requirement=["CNF-1-1"], operation="digest")


def excuse_a_case(told) -> None:
    told["cases"][0]["reason"] = "it is fine"


def test_a_case_that_is_not_told_as_it_was_published_is_refused(files, release, key) -> None:
    answer = checked(signed_again(report_with(files, retell_a_case), key), release)
    reason = next(check.reason for check in answer.checks if check.name == "recount")
    assert "area, level, title, why, requirement, operation, at of " in reason


def test_a_reason_that_excuses_a_case_is_refused(files, release, key) -> None:
    touched = signed_again(report_with(files, excuse_a_case), key)
    assert failed(checked(touched, release)) == {"recount"}


@pytest.mark.parametrize(
    ("name", "member"),
    [("statement.json", '"roles":["sender"],'), ("product.json", '"vendor":"Another",')],
)
def test_a_file_that_says_two_things_is_refused(name, member: str, files, release, key) -> None:
    """Readers differ in which of two members of one name they take."""
    content = files[name].replace(b"{", b"{" + member.encode(), 1)
    touched = {**files, name: content}
    touched["statement.jws"] = sign_compact(touched["statement.json"], key, TYP).encode()
    answer = checked(touched, release)
    assert failed(answer) == {"format"}
    assert "twice" in answer.checks[0].reason


@pytest.mark.parametrize("name", ["statement.json", "report.json"])
def test_a_format_that_is_not_known_is_refused(name: str, files, release, key) -> None:
    touched = {**files, name: msgspec.json.encode({**json.loads(files[name]), "format": "9.9"})}
    touched["statement.jws"] = sign_compact(touched["statement.json"], key, TYP).encode()
    assert failed(checked(touched, release)) == {"format"}


def test_a_statement_of_the_last_day_that_can_be_written_is_answered(files, release, key) -> None:
    last = signed_again(files, key, issued="9999-12-31", expires="9999-12-31")
    assert failed(checked(last, release)) == {"expiry", "claim"}


@pytest.mark.parametrize("name", ["statement.json", "report.json", "product.json"])
def test_nesting_without_end_is_refused(name: str, files, release) -> None:
    deep = {**files, name: b'{"x":' + b"[" * 200_000}
    assert failed(checked(deep, release)) == {"format"}


@pytest.mark.parametrize("start", [b'{"x":', b"x = "])
def test_a_product_file_nested_without_end_is_refused(start: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_product(start + b"[" * 200_000)


def test_a_report_without_a_day_gives_no_statement(files, key) -> None:
    report = read_report(files["report.json"])
    with pytest.raises(UnreadableFile, match="when it was made"):
        make_package(replace(report, at="some day"), PRODUCT, key)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_package_is_packed_in_the_ways_that_every_reader_has(
    method: int, files, tmp_path
) -> None:
    with zipfile.ZipFile(tmp_path / "p.zip", "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with pytest.raises(UnreadableFile, match="neither stored nor deflated"):
        read_package(tmp_path / "p.zip")


TIMES = 300


def flipped(content: bytes, chance: random.Random) -> bytes:
    """Return bytes of which one to eight are others, many of them near an end."""
    touched = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8))):
        near = chance.choice((200, 500, len(touched)))
        place = chance.randrange(min(near, len(touched)))
        touched[chance.choice((place, -1 - place))] = chance.randrange(256)
    return bytes(touched)


def test_an_archive_with_flipped_bytes_is_read_or_refused(files, tmp_path) -> None:
    good, path = written_package(files), tmp_path / "p.zip"
    chance = random.Random(1)  # noqa: S311 no secret
    for _ in range(TIMES):
        path.write_bytes(flipped(good, chance))
        with suppress(AeoError):
            assert read_package(path) == files


def test_files_with_flipped_bytes_get_an_answer(files) -> None:
    """Of another release the cases are not counted again, which takes its time."""
    other = Suite(published("conformance"))
    other.release = replace(other.release, version="0.9.0")
    chance = random.Random(2)  # noqa: S311 no secret
    for turn in range(TIMES // 3):  # each reads a whole report
        name = NAMES[turn % len(NAMES)]
        answer = checked({**files, name: flipped(files[name], chance)}, other)
        assert answer.verdict in {Verdict.NOT_VALID, Verdict.UNDETERMINED}
