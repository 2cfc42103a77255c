"""`aeo qr`: one code of what everybody may see, or a reason why not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from aeo_exchange.model.attestation import StatusListPlace
from aeo_exchange.operations.attestations.sign import sign
from aeo_exchange.operations.reading import read_record
from aeo_exchange.resources import published
from aeo_exchange.signing.keys import read_private_key
from aeo_exchange.signing.sd_jwt import with_disclosures

AT = "2026-11-01T00:00:00Z"
PNG = b"\x89PNG\r\n\x1a\n"
PLACE = StatusListPlace(idx=4711, uri="https://status.customs.example/aeo/1.jwt")


def attest(text: str, place: StatusListPlace = PLACE) -> str:
    key = read_private_key(published("conformance/keys/hk.private.pem").read_bytes())
    return sign(read_record(text.encode()), key=key, status=place, at=AT, full=True)


@pytest.fixture
def attestation(sample, tmp_path) -> str:
    """Return an attestation with its disclosures, which stands in the file a.sdjwt too."""
    text = attest(sample)
    (tmp_path / "a.sdjwt").write_text(f"{text}\n")
    return text


@pytest.mark.usefixtures("attestation")
def test_the_suffix_says_the_form(aeo, tmp_path):
    for name in ("a.png", "a.PNG", "a.svg"):
        assert aeo("qr", "a.sdjwt", "-o", name).returncode == 0
    assert (tmp_path / "a.png").read_bytes().startswith(PNG)
    assert (tmp_path / "a.PNG").read_bytes().startswith(PNG)
    assert ET.parse(tmp_path / "a.svg").getroot().tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 our own


def test_standard_output_has_an_svg_unless_told(aeo, attestation, forked_aeo):
    done = aeo("qr", "-", stdin=attestation)
    assert done.returncode == 0
    assert done.stdout.startswith("<?xml")
    command = (*forked_aeo, "qr", "-", "--format", "png")
    done = subprocess.run(command, input=attestation.encode(), capture_output=True, check=True)
    assert done.stdout.startswith(PNG)


def test_size_and_version_are_said_beside_the_result(aeo, attestation):
    shown = len(with_disclosures(attestation, ()))
    done = aeo("qr", "a.sdjwt", "-o", "a.svg", "--scale", "2")
    version, modules, pixels = 32, 17 + 4 * 32 + 8, 2 * (17 + 4 * 32 + 8)
    assert done.stdout == ""
    assert done.stderr == (
        "wrote a.svg\n"
        f"version {version}-L, {shown:,} bytes; "
        f"{modules} modules wide with its margin, {pixels} pixels\n"
    )


@pytest.mark.usefixtures("attestation")
def test_a_scale_changes_the_picture_and_not_the_code(aeo, tmp_path):
    for scale in ("1", "4"):
        aeo("qr", "a.sdjwt", "-o", f"{scale}.svg", "--scale", scale)
    one, four = (ET.parse(tmp_path / f"{number}.svg").getroot() for number in (1, 4))  # noqa: S314
    assert 4 * int(one.attrib["width"]) == int(four.attrib["width"])


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["a.sdjwt", "-o", "a.jpeg"], "neither .svg nor .png"),
        (["a.sdjwt", "-o", "a"], "neither .svg nor .png"),
        (["a.sdjwt", "-o", "a.svg", "--format", "png"], "does not end in .png"),
        (["a.sdjwt", "-o", "a.svg", "--scale", "0"], "--scale"),
        (["a.sdjwt", "-o", "missing/a.svg"], "does not exist"),
        (["a.sdjwt", "-o", "there.svg"], "--force"),
        (["a.sdjwt", "-o", "a.sdjwt", "--format", "svg", "--force"], "is an input"),
    ],
)
@pytest.mark.usefixtures("attestation")
def test_what_cannot_be_drawn_so_is_a_usage_error(aeo, tmp_path, arguments, reason):
    (tmp_path / "there.svg").write_text("mine")
    done = aeo("qr", *arguments)
    assert done.returncode == 2
    assert reason in done.stderr
    assert (tmp_path / "there.svg").read_text() == "mine"


@pytest.mark.usefixtures("attestation")
def test_a_terminal_is_shown_no_png(tmp_path, forked_aeo):
    ours, its = os.openpty()
    command = (*forked_aeo, "qr", "a.sdjwt", "--format", "png")
    done = subprocess.run(command, stdout=its, stderr=subprocess.PIPE, cwd=tmp_path, check=False)
    os.close(its)
    os.close(ours)
    assert done.returncode == 2
    assert b"a terminal shows no PNG" in done.stderr


@pytest.mark.parametrize("content", ["", "{}", "<a/>", "é", "a.b.c", "two lines"])
def test_what_is_no_single_attestation_is_refused(aeo, attestation, content, tmp_path):
    content = f"{attestation}\n{attestation}\n" if content == "two lines" else content
    (tmp_path / "b.sdjwt").write_text(content)
    done = aeo("qr", "b.sdjwt", "-o", "b.svg")
    assert done.returncode == 1
    assert "bad-signature" in done.stderr
    assert not (tmp_path / "b.svg").exists()


def test_what_does_not_fit_is_refused_with_its_length(aeo, sample, tmp_path):
    tree = json.loads(sample)
    tree["holder"]["legalName"] = "Ế" * 256
    long = StatusListPlace(idx=1, uri="https://status.customs.example/".ljust(256, "a"))
    text = attest(json.dumps(tree), long)
    (tmp_path / "long.sdjwt").write_text(text)
    done = aeo("qr", "long.sdjwt", "-o", "long.svg")
    assert done.returncode == 2
    shown = len(with_disclosures(text, ()))
    assert f"{shown:,} bytes long, a QR code holds 2,953 (does-not-fit)" in done.stderr
    assert not (tmp_path / "long.svg").exists()


@pytest.mark.usefixtures("attestation")
def test_without_the_extra_the_help_is_there_and_the_extra_is_named(tmp_path):
    program = "import sys; sys.modules['segno'] = None; import aeo_exchange.cli as c; c.main()"
    for arguments, code, said in (
        (["--help"], 0, b"Usage"),
        (["a.sdjwt"], 2, b"'aeo-exchange[qr]'"),
    ):
        command = [sys.executable, "-c", program, "qr", *arguments]
        done = subprocess.run(command, capture_output=True, cwd=tmp_path, check=False)
        assert done.returncode == code
        assert said in done.stdout + done.stderr


def test_what_is_no_attestation_is_drawn_with_the_advice_for_attestations(aeo, tmp_path):
    (tmp_path / "words.txt").write_text("abc\n")
    for command in ("qr", "present"):
        done = aeo(command, "words.txt")
        assert (done.returncode, done.stdout) == (1, "")
        assert "Give the file or text that the administration, or the holder, calls" in done.stderr
        assert "new attestation" not in done.stderr


def test_an_attestation_that_is_broken_is_asked_for_anew(aeo, attestation, tmp_path):
    (tmp_path / "cut.sdjwt").write_text(attestation.replace("~", "!~", 1))
    done = aeo("qr", "cut.sdjwt")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Ask the administration for a new attestation" in done.stderr
