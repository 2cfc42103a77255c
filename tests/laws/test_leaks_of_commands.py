"""What another audience sees is in nothing that commands print, log or write for the partner.

The sender's own register and secret stay with it. Its report names what was left out by key and
place, and never by value.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.model.codes import ConsentState
from aeo_exchange.model.record import Consent
from aeo_exchange.resources import published
from exchange.made_views import between, order
from exchange.profiles import changed
from exchange.streams import content, create, firms
from laws.test_leaks import HIDDEN, hiding_firms, texts_of
from running import Done, run_within
from trust.made_lists import authority, made
from trust.made_world import trust

NOON = {"SOURCE_DATE_EPOCH": "1793534400"}  # 2026-11-01T12:00:00Z
PROFILE = str(published("samples/profiles/HK-JP.toml"))
RELY = ("--trust", "list.jwt", "--root", "root.pem")
STREAM = "site/aeo/1/HK/JP.HK-JP-2026"
ABOUT = ("--party-role", "exporter", "--flow", "import")
# What the sender does, what both say of the site, what the receiver does.
SENDER = (
    ("register", "init", "--db", "own.db"),
    ("register", "add", "full.ndjson", "--db", "own.db"),
    ("view", "full.ndjson", "--profile", PROFILE, "--for", "JP", "--report", "report.ndjson"),
    ("publish", "--db", "own.db", "--profile", PROFILE, "--key", "HK.pem", "-o", "site"),
    ("publish", "--check", "site", *RELY),
    ("publish", "--check", "site", *RELY, "--format", "json"),
)
RECEIVER = (
    ("snapshot", "check", STREAM, *RELY, "--profile", "japan.toml"),
    ("register", "init", "--db", "japan.db"),
    ("register", "adopt", "--db", "japan.db", "--profile", "japan.toml"),
    ("register", "apply", STREAM, "--db", "japan.db", *RELY),
    ("register", "apply", STREAM, "--db", "japan.db", *RELY, "--format", "json"),
    ("register", "query", "--db", "japan.db", "--sender", "HK", "--format", "json"),
    ("register", "history", "HK/HK-2021-0033", "--db", "japan.db", "--format", "json"),
    ("register", "check", "--db", "japan.db"),
    ("register", "export", "--db", "japan.db"),
    ("recognise", "--db", "japan.db", "--tin", "HK00000033", *ABOUT, "--keep"),
    ("recognise", "--db", "japan.db", "--tin", "HK00000033", *ABOUT, "--format", "json"),
    ("recognise", "--db", "japan.db", "--tin", "HK12300000", *ABOUT),
    ("register", "affected", "--db", "japan.db"),
    ("register", "purge", "--db", "japan.db"),
)
MISTAKEN = (
    ("register", "apply", "korea", "--db", "japan.db", *RELY),
    ("register", "apply", "korea", "--db", "japan.db", *RELY, "--format", "json"),
    ("snapshot", "check", "korea", *RELY, "--profile", "japan.toml"),
    ("register", "query", "--db", "japan.db", "--sender", "HK"),
)


def world(folder: Path, held: bytes) -> None:
    from cryptography.hazmat.primitives import serialization as forms

    pem = made("HK").private.private_bytes(
        forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption()
    )
    for name, text in {
        "full.ndjson": held,
        "HK.pem": pem,
        "list.jwt": trust(authority("HK")),
        "root.pem": made("root").pem,
        "japan.toml": changed(('side = "HK"', 'side = "JP"')),
    }.items():
        (folder / name).write_bytes(text)
    (folder / "HK.pem").chmod(0o600)


def ran(folder: Path, *commands: tuple[str, ...]) -> list[Done]:
    return [run_within(folder, *command, **NOON) for command in commands]


def told(done: list[Done]) -> list[tuple[object, str]]:
    """Return the commands of which an output holds what is hidden."""
    marks = (HIDDEN, "HK99999999")
    return [
        (one.args, text)
        for one in done
        for text in (one.stdout, one.stderr)
        if any(mark in text for mark in marks)
    ]


@settings(max_examples=2)
@given(hiding_firms())
def test_no_command_prints_or_writes_what_another_audience_sees(records_held) -> None:
    held = content(*records_held).held
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        world(folder, held)
        done = ran(folder, *SENDER, *RECEIVER)
        assert [one.returncode for one in done] == [0] * 17 + [1, 0, 0]  # one firm is not known
        assert told(done) == []
        report = (folder / "report.ndjson").read_text("utf-8")
        assert "HIDDEN-2" in report  # by its key
        assert not any(value in report for value in ("HK99999999", "HIDDEN LTD", "KR-HIDDEN"))
        left = [*texts_of(folder / STREAM), (folder / "japan.db").read_bytes()]
        assert not any(HIDDEN.encode() in text or b"HK99999999" in text for text in left)


def test_of_a_stream_for_another_audience_nothing_is_told_or_kept(tmp_path) -> None:
    (shown,) = firms(33)
    agreed = Consent(scope="HK-KR-2026", state=ConsentState.GIVEN, since="2026-02-01T00:00:00Z")
    holder = replace(shown.holder, legal_name="HIDDEN LTD", other_names=UNSET)
    hidden = replace(shown, holder=holder, consents=(*shown.consents, agreed))
    world(tmp_path, content(hidden).held)
    of_korea = between("HK", "HK-AEO", ("TIER2",), "KR")
    create(tmp_path / "korea", hidden, views=order(of_korea, audience="KR"), gzip=False)
    assert any(HIDDEN.encode() in text for text in texts_of(tmp_path / "korea"))
    done = ran(tmp_path, *RECEIVER[1:3], *MISTAKEN)
    assert [one.returncode for one in done] == [0, 0, 4, 4, 1, 1]
    assert told(done) == []
    kept = [file.read_bytes() for file in tmp_path.glob("japan.db*")]
    assert not any(HIDDEN.encode() in text for text in kept)
