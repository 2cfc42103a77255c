"""A site whose files are sealed: what can be seen from outside is graded, and the rest is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from aeo_exchange.operations.exchange.sealed import read_sealing_key, seal_file
from aeo_exchange.report import Verdict
from exchange.made_views import firm
from exchange.sites import STREAM, codes, graded, night, published
from trust.made_lists import made

HEAD, LATEST = "0000000001.head.jwt.jwe", "head.jwt.jwe"
SNAPSHOT = "0000000001.snapshot.aeo.ndjson.gz.jwe"


def seal(file: Path) -> None:
    """Put a sealed file in the place of one."""
    recipient = read_sealing_key(made("HK").pem)
    with file.open("rb") as source:
        sealed = b"".join(seal_file(source, recipient))
    file.with_name(f"{file.name}.jwe").write_bytes(sealed)
    file.unlink()


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """Return a site whose only stream is sealed whole."""
    published(tmp_path, firm())
    for file in list((tmp_path / STREAM).iterdir()):
        seal(file)
    return tmp_path


def test_a_stream_that_is_sealed_whole_has_no_fault_and_nobody_can_tell_the_rest(sealed) -> None:
    answer = graded(sealed)
    assert answer.remarks == ()
    assert answer.verdict is Verdict.UNDETERMINED
    assert (answer.streams, answer.heads) == (1, 1)
    (told,) = [line for line in answer.open if "sealed" in line]
    assert told.startswith(f"what 3 sealed files of {STREAM} hold: ")
    assert made("HK").kid in told
    assert "`aeo open`" in told


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])


FAULTS = {
    "a file that is no seal": (lambda one: (one / HEAD).write_text("x"), HEAD, "AEO-XCH-46"),
    "a file that was cut off": (lambda one: cut(one / SNAPSHOT), SNAPSHOT, "AEO-XCH-48"),
    "no latest head": (lambda one: (one / LATEST).unlink(), LATEST, "AEO-XCH-61"),
    "a latest head of another length": (
        lambda one: (one / SNAPSHOT).rename(one / LATEST),
        LATEST,
        "AEO-XCH-61",
    ),
    "no snapshot": (lambda one: (one / SNAPSHOT).unlink(), HEAD, "AEO-XCH-63"),
    "no numbered head": (lambda one: (one / HEAD).unlink(), LATEST, "AEO-XCH-61"),
    "an open body": (
        lambda one: (one / "0000000001.snapshot.aeo.ndjson").write_text(""),
        "0000000001.snapshot.aeo.ndjson",
        "AEO-XCH-60",
    ),
    "a sealed secret": (
        lambda one: (one / SNAPSHOT).rename(one / "jp.secret.jwe"),
        "jp.secret.jwe",
        "AEO-XCH-60",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_can_be_seen_from_outside_is_told_of_its_file(sealed, fault) -> None:
    spoil, file, code = FAULTS[fault]
    spoil(sealed / STREAM)
    answer = graded(sealed)
    assert (f"{STREAM}/{file}", code) in codes(answer)
    assert answer.verdict is Verdict.NOT_VALID


def test_a_stream_is_sealed_whole_or_not_at_all(tmp_path) -> None:
    published(tmp_path, firm())
    snapshot = next((tmp_path / STREAM).glob("*.snapshot.*"))
    seal(snapshot)
    answer = graded(tmp_path)
    assert answer.verdict is Verdict.NOT_VALID
    told = [one.message for one in answer.remarks if one.path.endswith(".jwe")]
    assert told == ["it is sealed, and the heads beside it are not: a stream is sealed whole"]


def test_a_second_stream_that_is_open_is_graded_beside_a_sealed_one(sealed) -> None:
    for number, file in enumerate(sorted((sealed / STREAM).iterdir())):
        (sealed / "aeo/1/HK/secretnameofthestreamabcdef").mkdir(exist_ok=True)
        file.rename(sealed / "aeo/1/HK/secretnameofthestreamabcdef" / file.name)
        assert number < 3
    published(sealed, firm(), at=night(1))
    answer = graded(sealed, at=night(1))
    assert answer.remarks == ()
    assert (answer.streams, answer.heads, answer.verdict) == (2, 2, Verdict.UNDETERMINED)


def test_the_folder_of_one_sealed_stream_is_graded_without_its_site(sealed) -> None:
    answer = graded(sealed / STREAM)
    assert answer.remarks == ()
    assert (answer.streams, answer.verdict) == (1, Verdict.UNDETERMINED)
