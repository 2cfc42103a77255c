"""Whatever is done to a snapshot on its way, a receiver does not take it for what was signed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from aeo_exchange.exchange.heads import HeadReset
from aeo_exchange.exchange.partner_profile import MassChange
from aeo_exchange.report import Verdict
from aeo_exchange.signing import refusals
from exchange.profiles import profile
from exchange.streams import (
    check,
    check_next,
    create,
    firms,
    head_of,
    line_of,
    lines_of,
    signed,
    with_body,
)
from trust.made_lists import authority, scope
from trust.made_world import trust


@given(st.lists(st.integers(1, 9999), min_size=1, max_size=6, unique=True), st.booleans())
def test_what_was_created_is_taken_and_holds_each_record_once(numbers, gzip) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        create(folder, *firms(*numbers), gzip=gzip)
        answer = check(folder)
        assert answer.verdict is Verdict.VALID
        assert answer.entries.accepted == len(numbers)
        keys = [line.split(b'"')[3] for line in lines_of(folder)]
        assert keys == sorted(keys)
        assert keys == [f"HK/HK-2021-{number:04}".encode() for number in sorted(numbers)]


@pytest.fixture(scope="module")
def sent(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sent")
    create(folder, *firms(1, 2, 3), gzip=False)
    return folder


@given(st.data())
def test_no_byte_of_body_or_head_can_be_changed_left_out_or_put_in(sent: Path, data) -> None:
    names = ("0000000001.snapshot.aeo.ndjson", "head.jwt")
    held = {name: (sent / name).read_bytes() for name in names}
    name = data.draw(st.sampled_from(names))
    content = held[name]
    place = data.draw(st.integers(0, len(content.rstrip()) - 1))
    byte = data.draw(st.binary(min_size=0, max_size=2))
    length = data.draw(st.integers(0, 2))
    other = content[:place] + byte + content[place + length :]
    # Blanks around a token are nothing.
    if other.strip() == content.strip() or (name == names[0] and other == content):
        return
    try:
        (sent / name).write_bytes(other)
        assert check(sent).verdict is not Verdict.VALID
    finally:
        (sent / name).write_bytes(content)


def _resigned(folder: Path) -> None:
    token = (folder / "head.jwt").read_text()
    signed(folder, replace(head_of(folder), sequence=2))
    payload = (folder / "head.jwt").read_text().split(".")[1]
    head, _, signature = token.split(".")
    (folder / "head.jwt").write_text(f"{head}.{payload}.{signature}")


def _grown(folder: Path) -> None:
    body = next(folder.glob("*.gz"))
    body.write_bytes(body.read_bytes() + b"x")


JAPAN = profile(('side = "HK"', 'side = "JP"'))
NONE = MassChange(percent=0, at_least=0)
FEW = replace(JAPAN, own=replace(JAPAN.settings, mass_change=NONE))
ONE, TWO = (line_of(record) for record in firms(1, 2))
NOT_FOR_EXCHANGE = trust(authority("HK", scope=[scope("HK", purposes=["attestation"])]))
# What is done to the folder, and what else is asked, for each check that a receiver makes.
FAULTS = {
    "AEO-XCH-11": (_resigned, {}),
    "AEO-XCH-12": (lambda _: None, {"lists": NOT_FOR_EXCHANGE}),
    "AEO-XCH-13": (lambda folder: signed(folder, replace(head_of(folder), aud="CN")), {}),
    "AEO-XCH-14": (lambda _: None, {"at": "2026-10-01T12:00:00Z"}),
    "AEO-XCH-18": (
        lambda folder: signed(folder, replace(head_of(folder), reset=HeadReset(reason="x"))),
        {},
    ),
    "AEO-XCH-19": (lambda folder: signed(folder, replace(head_of(folder), profile="0" * 64)), {}),
    "AEO-XCH-21": (_grown, {}),
    "AEO-XCH-22": (lambda folder: with_body(folder, TWO + b"\n" + ONE + b"\n"), {}),
    "AEO-XCH-24": (lambda folder: with_body(folder, ONE + b"\n" + TWO + b"\n", count=7), {}),
    "AEO-XCH-25": (
        lambda folder: with_body(folder, ONE.replace(b'0001"', b'0009"', 1) + b"\n"),
        {},
    ),
}


def _at(folder: Path, **changes) -> None:
    signed(folder, replace(head_of(folder), **changes))


def _dropping(folder: Path) -> None:
    """Put a delta in the place of the body that drops the first of the two entries held."""
    head = head_of(folder)
    with_body(folder, TWO + b"\n", sequence=2)
    root = head.root.encode()
    text = b'{"base":{"root":"%s","sequence":1}}\n{"drop":"HK/HK-2021-0001"}\n' % root
    (folder / "body").unlink()
    (folder / "0000000001-0000000002.delta.aeo.ndjson").write_bytes(text)


BEFORE = "2026-10-31T23:00:00Z"
# The same for the checks that take something held: the folder as it was before.
BESIDE = {
    "AEO-XCH-15": (lambda folder: _at(folder, next_update="2026-12-01T00:00:00Z"), {}),
    "AEO-XCH-16": (lambda _: None, {}),
    "AEO-XCH-17": (lambda folder: _at(folder, sequence=2, as_of=BEFORE, issued_at=BEFORE), {}),
    "AEO-XCH-23": (_dropping, {}),
    "AEO-XCH-26": (lambda folder: with_body(folder, TWO + b"\n", sequence=2), {"profile": FEW}),
}


@pytest.mark.parametrize("code", BESIDE)
def test_each_check_beside_what_is_held_bites(code: str, tmp_path: Path, monkeypatch) -> None:
    folder, held = tmp_path / "jp", tmp_path / "held"
    create(folder, *firms(1, 2))
    shutil.copytree(folder, held)
    if code == "AEO-XCH-16":
        _at(held, sequence=7)
    spoil, asked = BESIDE[code]
    spoil(folder)
    assert check_next(held, folder, **asked).steps[-1].code == code
    require = refusals.require

    def without(holds, rule, *message) -> None:
        require(holds or rule == code, rule, *message)

    monkeypatch.setattr(refusals, "require", without)
    assert check_next(held, folder, **asked).steps[-1].code == ""


LATER = {"AEO-XCH-12": ("AEO-XCH-25",), "AEO-XCH-13": ("AEO-XCH-25",)}


@pytest.mark.parametrize("code", FAULTS)
def test_each_check_of_a_receiver_bites(code: str, tmp_path: Path, monkeypatch) -> None:
    spoil, asked = FAULTS[code]
    create(tmp_path, *firms(1, 2))
    assert check(tmp_path).verdict is Verdict.VALID
    spoil(tmp_path)
    assert check(tmp_path, **asked).steps[-1].code == code
    require = refusals.require

    def without(holds, rule, *message) -> None:
        require(holds or rule == code, rule, *message)

    monkeypatch.setattr(refusals, "require", without)
    # Some faults are refused by a later check as well.
    assert check(tmp_path, **asked).steps[-1].code in {"", *LATER.get(code, ())}


def test_each_code_that_the_text_says_is_built_is_asked_here_or_among_forms() -> None:
    text = (Path(__file__).parents[2] / "docs/spec/6-exchange.md").read_text("utf-8")
    built = set(re.findall(r"^\| \d+ \| (AEO-XCH-\d\d) \|", text, re.MULTILINE))
    # What is no head, and a state to which no file leads, are refused where nothing could be read.
    assert built - set(FAULTS) - set(BESIDE) == {"AEO-XCH-10", "AEO-XCH-20"}
