"""`aeo present`: less is shown, and the statement stays what it was."""

from __future__ import annotations

import pytest

from aeo_exchange.signing.sd_jwt import read_sd_jwt
from signing.tokens import HK, issued


@pytest.fixture
def attestation(tmp_path):
    """Return the name of a file with an attestation that discloses everything."""
    (tmp_path / "a.sdjwt").write_text(f"{issued()}\n")
    return "a.sdjwt"


def test_what_was_asked_for_is_disclosed_and_no_more(aeo, attestation):
    done = aeo("present", attestation, "--disclose", "address, sizeClass")
    assert (done.returncode, done.stderr) == (0, "")
    shown = read_sd_jwt(done.stdout.strip())
    assert list(shown.disclosed) == ["address", "sizeClass"]
    assert shown.prove(HK.public)


@pytest.mark.parametrize("arguments", [(), ("--disclose", "")])
def test_nothing_is_disclosed_unless_told(aeo, attestation, arguments):
    shown = aeo("present", attestation, *arguments).stdout
    assert shown.count("~") == 1
    assert read_sd_jwt(shown.strip()).prove(HK.public)


def test_it_reads_standard_input_and_writes_a_file(aeo, tmp_path):
    done = aeo("present", "-", "--disclose", "address", "-o", "b.sdjwt", stdin=issued())
    assert (done.returncode, done.stdout) == (0, "")
    shown = read_sd_jwt((tmp_path / "b.sdjwt").read_text().strip())
    assert list(shown.disclosed) == ["address"]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("colour", "not a claim that can be disclosed"),
        ("legalName", "visible"),
        ("authorisation_status", "not a claim that can be disclosed"),
        ("adress", "did you mean address?"),
    ],
)
def test_a_name_that_is_not_disclosed_is_refused(aeo, attestation, names, said):
    done = aeo("present", attestation, "--disclose", names)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_what_was_left_out_does_not_come_back(aeo, attestation):
    aeo("present", attestation, "-o", "less.sdjwt")
    done = aeo("present", "less.sdjwt", "--disclose", "address")
    assert (done.returncode, done.stdout) == (2, "")
    assert "discloses nothing" in done.stderr


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"a firm", b"{}", b"AA.AA.AA~\n" * 2, b"A" * 300_000]
)
def test_what_is_no_attestation_is_not_presented(aeo, tmp_path, content):
    (tmp_path / "a.sdjwt").write_bytes(content)
    done = aeo("present", "a.sdjwt")
    assert (done.returncode, done.stdout) == (1, "")


def test_an_input_is_never_written_over(aeo, attestation):
    assert aeo("present", attestation, "-o", attestation, "--force").returncode == 2
    assert aeo("present", "nowhere.sdjwt").returncode == 3
