"""`aeo key`: keys are made for their owner only, and only what is public is shown."""

from __future__ import annotations

import json
import os
import stat
import subprocess

import jsonschema
import pytest

from aeo_exchange.resources import published
from aeo_exchange.signing.keys import read_certificate, read_private_key
from running import instead

KEYS = published("conformance/keys")
GENERATE = ("key", "generate", "-o", "k.pem", "--cert", "c.pem", "--subject", "CN=Customs,C=HK")


def test_a_new_key_is_for_its_owner_only_and_never_printed(aeo, tmp_path):
    done = aeo(*GENERATE, "--at", "2026-11-01", "--days", "10")
    assert done.returncode == 0
    key = tmp_path / "k.pem"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert "PRIVATE" not in done.stdout + done.stderr
    assert key.read_text().splitlines()[1] not in done.stdout + done.stderr
    kid = read_private_key(key.read_bytes()).public.kid
    assert kid in done.stdout
    assert "2026-11-11T00:00:00Z" in done.stdout
    assert "not encrypted" in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"k.pem", "c.pem"}


def test_no_key_is_written_over_another_file(aeo, tmp_path):
    for name in ("k.pem", "c.pem"):
        (tmp_path / name).write_text("precious")
        assert aeo(*GENERATE).returncode == 2
        assert [path.name for path in tmp_path.iterdir()] == [name]
        assert (tmp_path / name).read_text() == "precious"
        (tmp_path / name).unlink()


def test_a_key_that_could_not_have_its_certificate_is_not_left_behind(aeo, tmp_path):
    done = aeo(*GENERATE[:4], "--cert", "nowhere/c.pem", *GENERATE[6:])
    assert done.returncode == 3
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("-o", "-", "--cert", "c.pem", "--subject", "CN=a"),
        ("-o", "k.pem", "--cert", "k.pem", "--subject", "CN=a"),
        ("-o", "k.pem", "--cert", "c.pem", "--subject", "Customs of Hong Kong"),
        ("-o", "k.pem", "--cert", "c.pem", "--subject", "CN=a", "--passphrase-env", "NOT_THERE"),
        ("-o", "k.pem", "--cert", "c.pem", "--subject", "CN=a", "--passphrase", "secret"),
    ],
    ids=["to the screen", "one file", "no name", "no variable", "a secret argument"],
)
def test_what_cannot_be_asked_for_is_a_usage_error(aeo, tmp_path, arguments):
    assert aeo("key", "generate", *arguments).returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_passphrase_comes_by_file_descriptor_or_environment(aeo, aeo_forked, tmp_path):
    (tmp_path / "secret").write_text("correct horse\n")
    assert aeo(*GENERATE, "--passphrase-file", "secret").returncode == 0
    assert "ENCRYPTED" in (tmp_path / "k.pem").read_text()
    for arguments, environment in (
        (("--passphrase-file", "secret"), {}),
        (("--passphrase-fd", "0"), {}),
        (("--passphrase-env", "AEO_SECRET"), {"AEO_SECRET": "correct horse"}),
    ):
        show = ("key", "show", "k.pem", *arguments)
        done = aeo_forked(*show, stdin="correct horse\n", **environment)
        assert done.returncode == 0, done.stderr
        assert "horse" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--passphrase-env", "AEO_SECRET"),
        ("--passphrase-file", "empty"),
        ("--passphrase-file", "empty", "--passphrase-env", "AEO_SECRET"),
    ],
    ids=["none", "a wrong one", "an empty one", "two places"],
)
def test_without_the_right_passphrase_a_key_stays_shut(aeo, tmp_path, arguments):
    (tmp_path / "secret").write_text("correct horse\n")
    (tmp_path / "empty").write_text("\n")
    aeo(*GENERATE, "--passphrase-file", "secret")
    done = aeo("key", "show", "k.pem", *arguments, AEO_SECRET="wrong")  # noqa: S106 wrong by design
    assert (done.returncode, done.stdout) == (2, "")


def test_a_person_at_a_terminal_is_asked(aeo, tmp_path):
    """The passphrase is asked for on the terminal itself, and not shown there."""
    import pty
    import sys

    (tmp_path / "secret").write_text("correct horse\n")
    aeo(*GENERATE, "--passphrase-file", "secret")
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "aeo_exchange", "key", "show", "k.pem"],
        stdin=follower,
        stdout=subprocess.PIPE,
        stderr=follower,
        cwd=tmp_path,
        start_new_session=True,
    ) as asked:
        os.close(follower)
        shown = b""
        while b"Passphrase of k.pem" not in shown:
            shown += os.read(leader, 1024)
        os.write(leader, b"correct horse\n")
        printed = asked.stdout.read()
    os.close(leader)
    assert b"kid" in printed
    assert b"horse" not in printed


def test_a_key_is_shown_by_its_public_half_and_the_json_keeps_to_its_schema(aeo):
    schema = json.loads(published("schemas/1.0/key.schema.json").read_bytes())
    for name in ("hk.cert.pem", "hk.public.pem", "hk.private.pem", "hk-384.cert.pem"):
        shown = aeo("key", "show", str(KEYS / name), "--format", "json")
        jsonschema.Draft202012Validator(schema).validate(json.loads(shown.stdout))
        assert json.loads(shown.stdout)["testKey"]
    private = json.loads((KEYS / "hk.private.jwk").read_bytes())["d"]
    assert private not in shown.stdout
    assert "refuse it" in aeo("key", "show", str(KEYS / "hk.cert.pem")).stdout


@pytest.mark.parametrize("name", ["rsa.cert.pem", "secp256k1.cert.pem", "keys.json"])
def test_what_is_no_key_of_ours_is_not_shown(aeo, name):
    assert aeo("key", "show", str(KEYS / name)).returncode == 2


def test_a_key_in_hardware_is_looked_for_in_its_token(aeo):
    done = aeo("key", "show", "pkcs11:token=none;object=none", AEO_PKCS11_MODULE="")
    assert done.returncode == 2
    assert "No such file" not in done.stderr


def test_a_key_that_is_not_there_cannot_be_read(aeo):
    assert aeo("key", "show", "nowhere.pem").returncode == 3


CERTIFY = ("key", "certify", "--key", "k.pem", "--cert", "again.pem", "--subject", "CN=Again,C=HK")


def test_a_key_that_is_there_gets_a_certificate_that_it_signed_itself(aeo, tmp_path):
    aeo(*GENERATE)
    done = aeo(*CERTIFY, "--at", "2026-11-01", "--days", "10")
    assert done.returncode == 0, done.stderr
    certificate = read_certificate((tmp_path / "again.pem").read_bytes())
    certificate.verify_directly_issued_by(certificate)
    key = read_private_key((tmp_path / "k.pem").read_bytes())
    assert certificate.public_key() == key.public.public_key
    assert certificate.subject.rfc4514_string() == "CN=Again,C=HK"
    assert key.public.kid in done.stdout
    assert "2026-11-11T00:00:00Z" in done.stdout
    assert aeo("key", "show", "again.pem").stdout == done.stdout


def test_a_certificate_needs_the_passphrase_of_its_key(aeo, tmp_path):
    (tmp_path / "secret").write_text("correct horse\n")
    aeo(*GENERATE, "--passphrase-file", "secret")
    assert aeo(*CERTIFY).returncode == 2
    assert not (tmp_path / "again.pem").exists()
    assert aeo(*CERTIFY, "--passphrase-file", "secret").returncode == 0


def test_a_certificate_is_never_written_over_another_file(aeo, tmp_path):
    aeo(*GENERATE)
    for target in ("c.pem", "k.pem", "-"):
        before = (tmp_path / "c.pem").read_bytes(), (tmp_path / "k.pem").read_bytes()
        assert aeo(*instead(CERTIFY, ("--cert", target))).returncode == 2
        assert before == ((tmp_path / "c.pem").read_bytes(), (tmp_path / "k.pem").read_bytes())


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--subject", "Customs of Hong Kong"), 2),
        (("--key", str(KEYS / "hk-384.private.pem")), 2),
        (("--key", str(KEYS / "rsa.private.pem")), 2),
        (("--key", "pkcs11:object=hk?pin-value=1234"), 2),
        (("--key", "nowhere.pem"), 3),
    ],
    ids=["no name", "P-384", "RSA", "a pin in the URI", "no key"],
)
def test_no_certificate_is_made_of_what_cannot_sign(aeo, tmp_path, arguments, code):
    aeo(*GENERATE)
    assert aeo(*instead(CERTIFY, arguments)).returncode == code
    assert not (tmp_path / "again.pem").exists()


@pytest.mark.skipif(os.name != "posix", reason="rights are others elsewhere")
@pytest.mark.parametrize(
    ("mode", "warned"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True)]
)
def test_a_private_key_that_others_can_read_signs_and_is_told_with_what_to_do(
    aeo, tmp_path, mode, warned
):
    aeo(*GENERATE, "--at", "2026-11-01")
    (tmp_path / "k.pem").rename(tmp_path / "my key.pem")
    (tmp_path / "my key.pem").chmod(mode)
    certify = ("key", "certify", "--key", "my key.pem", "--subject", "CN=Customs,C=HK")
    done = aeo(*certify, "--cert", "again.pem", "--at", "2026-11-01")
    assert (done.returncode, (tmp_path / "again.pem").exists()) == (0, True)
    assert done.stderr.count("warning: the private key my key.pem is open") == warned
    assert ("chmod 600 'my key.pem'" in done.stderr) == warned
