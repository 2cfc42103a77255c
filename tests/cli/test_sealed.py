from __future__ import annotations

import json
import subprocess
import sys

import pytest

from aeo_exchange.signing import base64url
from aeo_exchange.signing.jwk import public_jwk
from keys_at_hand import pem
from trust.made_lists import made

CONTENT = b"line\n" * 5000


@pytest.fixture
def run(aeo, tmp_path):
    """Run a command beside a file and the keys of two recipients."""
    (tmp_path / "1.ndjson").write_bytes(CONTENT)
    for name in ("JP", "KR"):
        (tmp_path / f"{name}.cert.pem").write_bytes(made(name).pem)
        (tmp_path / f"{name}.jwk").write_text(json.dumps(jwk(name)))
        key = tmp_path / f"{name}.pem"
        key.write_bytes(pem(name))
        key.chmod(0o600)
    return aeo


def jwk(name: str, **more: str) -> dict[str, str]:
    return {**public_jwk(made(name).private.public_key()), **more}


def seal(run, to: str = "JP.cert.pem", *more: str):
    return run("seal", "1.ndjson", "--to", to, "-o", "1.jwe", *more)


def opened(run, key: str = "JP.pem", *more: str):
    return run("open", "1.jwe", "--key", key, "-o", "again", *more)


@pytest.mark.parametrize("to", ["JP.cert.pem", "JP.jwk"])
def test_a_file_is_sealed_for_a_certificate_or_a_jwk_and_opened(run, tmp_path, to):
    assert seal(run, to).returncode == 0
    sealed = (tmp_path / "1.jwe").read_bytes()
    # Longer than what the drawn letters of a sealed file can spell by chance.
    assert CONTENT[:40] not in sealed
    assert base64url.encode(CONTENT[:30]).encode() not in sealed
    assert opened(run).returncode == 0
    assert (tmp_path / "again").read_bytes() == CONTENT


def test_the_name_of_the_file_and_of_its_sides_is_nowhere_in_it(run, tmp_path):
    seal(run)
    sealed = (tmp_path / "1.jwe").read_bytes()
    header = json.loads(base64url.decode(sealed.split(b".")[0].decode()))
    for drawn in ("epk", "kid"):  # in which any two letters may come
        del header[drawn]
    assert set(header) == {"alg", "enc", "typ"}
    for name in ("ndjson", "JP", "HK"):
        assert name not in json.dumps(header)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda sealed: sealed[:-20], "AEO-XCH-48"),
        (lambda sealed: sealed[:400] + bytes([sealed[400] ^ 1]) + sealed[401:], "AEO-XCH-4"),
        (lambda _: b"", "AEO-XCH-46"),
        (lambda _: CONTENT, "AEO-XCH-46"),
    ],
)
def test_what_does_not_open_is_refused_and_nothing_is_written(run, tmp_path, change, code):
    seal(run)
    file = tmp_path / "1.jwe"
    file.write_bytes(change(file.read_bytes()))
    done = opened(run)
    assert done.returncode == 1
    assert f"aeo explain {code}" in done.stderr
    assert not (tmp_path / "again").exists()
    done = run("open", "1.jwe", "--key", "JP.pem")
    assert (done.returncode, done.stdout) == (1, "")


def test_another_recipient_opens_nothing(run, tmp_path):
    seal(run)
    done = opened(run, "KR.pem")
    assert done.returncode == 1
    assert "aeo explain AEO-XCH-47" in done.stderr
    assert not (tmp_path / "again").exists()


def test_a_file_that_is_there_is_replaced_only_when_told(run, tmp_path):
    seal(run)
    assert seal(run).returncode == 2
    (tmp_path / "again").write_text("mine")
    assert opened(run).returncode == 2
    assert (tmp_path / "again").read_text() == "mine"
    assert opened(run, "JP.pem", "--force").returncode == 0


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ({"d": "AA"}, "private"),
        ({"use": "sig"}, "use is sig"),
        ({"alg": "ES256"}, "alg is ES256"),
        ({"kid": "other"}, "kid is not the thumbprint"),
        ({"x5u": "https://customs.example"}, "at most"),
        ({"x": "AA"}, "no key in the JWK"),
        ({"use": "enc", "alg": "ECDH-ES"}, ""),
    ],
)
def test_a_jwk_says_nothing_but_that_it_is_a_sealing_key(run, tmp_path, members, why):
    (tmp_path / "K.jwk").write_text(json.dumps(jwk("JP", **members)))
    done = seal(run, "K.jwk")
    assert done.returncode == (2 if why else 0)
    assert why in done.stderr


@pytest.mark.parametrize("to", ["JP.pem", "1.ndjson"])
def test_what_is_no_public_key_seals_nothing(run, tmp_path, to):
    assert seal(run, to).returncode == 2
    assert not (tmp_path / "1.jwe").exists()


def test_a_key_on_another_curve_seals_nothing(run, tmp_path):
    (tmp_path / "big.pem").write_bytes(made("big-384").pem)
    done = seal(run, "big.pem")
    assert (done.returncode, "on P-256" in done.stderr) == (2, True)


def test_a_file_that_is_longer_than_one_seal_holds_is_refused_before_it_is_read(run, tmp_path):
    with (tmp_path / "1.ndjson").open("wb") as file:
        file.truncate((1 << 36) - 31)  # no place on the disk is taken
    done = seal(run)
    assert done.returncode == 2
    assert "68,719,476,704 bytes at most" in done.stderr


def test_a_pipe_is_no_file_that_can_be_read_twice(run, tmp_path):
    seal(run)
    done = subprocess.run(
        [sys.executable, "-m", "aeo_exchange", "open", "/dev/stdin", "--key", "JP.pem"],
        input=(tmp_path / "1.jwe").read_bytes(),
        capture_output=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 2
    assert b"read twice" in done.stderr
