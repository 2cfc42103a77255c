"""The page for officers reads lists of hosts as ATT-4-11 has them, and says what others lack.

The hosts are servers on this machine under names of their own, by HTTPS, so that the browser itself
refuses what it must.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from aeo_exchange.model.attestation import StatusListPlace
from aeo_exchange.operations.attestations.sign import sign
from aeo_exchange.operations.reading import read_record
from aeo_exchange.signing.keys import read_private_key
from peers.built_page import PAGE, ROOT, SAMPLES, build, configured

pytestmark = [pytest.mark.peer, pytest.mark.long]

NODE = Path(__file__).parent / "node"
RECORDS = ROOT / "samples" / "records"
RECORD_OF_HK = RECORDS / "HK-AEO" / "TIER2.view-CN.aeo.json"
LATER = {"at": "2026-11-05T00:00:00Z"}  # when the list of the configuration is over
# Those of which the trust list names none for the administration.
HOSTS = ("shut", "moved", "gone", "long", "absent")


def attested(administration: str, host: str) -> str:
    """Return an attestation whose status a host tells."""
    keys = ROOT / "conformance" / "keys"
    record = RECORD_OF_HK if administration == "hk" else RECORDS / "JP-AEO" / "EXPORTER.aeo.json"
    return sign(
        read_record(record.read_bytes()),
        key=read_private_key((keys / f"{administration}.private.pem").read_bytes()),
        status=StatusListPlace(idx=40_713, uri=f"https://{host}.customs.example/hk/1"),
        at="2026-10-20T00:00:00Z",
        expires="2026-11-20T00:00:00Z",
        full=True,
    )


def write_certificate(folder: Path) -> None:
    """Write a key and a certificate of its own, which the browser of the test is told to take."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "customs.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


@pytest.fixture(scope="module")
def seen(
    tool: Callable[[str], str],
    npm_package: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Any]:
    """Ask each host once, and return what was seen."""
    npm_package("playwright-core")
    if not (PAGE / "node_modules" / "zxing-wasm").is_dir():
        tool("zxing-wasm (npm ci in web/verify)")
    folder = tmp_path_factory.mktemp("hosts")
    for name, change in (("wide", {}), ("narrow", {"hosts": ["status.customs.example"]})):
        own = configured(folder / f"{name}.own", LATER | change)
        build(folder / name, "--config", str(own))
    (folder / "open.sdjwt").write_text(attested("hk", "status"), "utf-8")
    (folder / "refused.sdjwt").write_text(attested("hk", "other"), "utf-8")
    for host in HOSTS:
        (folder / f"{host}.sdjwt").write_text(attested("jp", host), "utf-8")
    (folder / "list.jwt").write_bytes((SAMPLES / "status-list.later.jwt").read_bytes())
    write_certificate(folder)
    done = subprocess.run(
        [tool("node"), NODE / "page_hosts.mjs", tool("chromium"), folder],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def test_a_host_that_sends_what_is_asked_answers(seen: dict[str, Any]) -> None:
    answer = seen["answers"]["open"]
    assert (answer["before"], answer["kind"]) == ("unsure", "no")
    assert "Not fetched" not in answer["said"]
    assert seen["errors"] == []


def test_a_host_sees_the_list_and_nothing_of_who_asks(seen: dict[str, Any]) -> None:
    (question,) = seen["answers"]["open"]["asked"]
    assert question.pop("origin").startswith("http://127.0.0.1:")  # which the browser adds
    assert question == {
        "method": "GET",
        "url": "https://status.customs.example/hk/1",
        "cookie": None,
        "referer": None,
    }


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("shut", "Access-Control-Allow-Origin: * (ATT-4-11)"),
        ("absent", "Either it cannot be reached"),
        ("moved", "moved.customs.example sends its visitors to another address"),
        ("gone", "gone.customs.example has no list there: it answered 404"),
        ("long", "long.customs.example sent more than a list may hold"),
        ("offline", "This device has no network"),
    ],
)
def test_what_is_wrong_with_a_host_is_said_and_is_no_answer(
    seen: dict[str, Any], name: str, words: str
) -> None:
    answer = seen["answers"][name]
    assert answer["kind"] == "unsure"
    assert "Not fetched" in answer["said"]
    assert words in answer["said"]


def test_a_list_of_another_administration_at_hand_leaves_a_list_to_be_fetched(
    seen: dict[str, Any],
) -> None:
    # The list at hand is of Hong Kong; the attestation is of Japan (ATT-4-10).
    assert seen["answers"]["shut"]["isOffered"] is True


def test_a_list_that_the_trust_list_refuses_by_name_is_not_asked_for(seen: dict[str, Any]) -> None:
    answer = seen["answers"]["refused"]
    assert (answer["isOffered"], answer["asked"]) == (False, [])


def test_a_host_that_lets_no_page_read_was_asked_all_the_same(seen: dict[str, Any]) -> None:
    assert [one["url"] for one in seen["answers"]["shut"]["asked"]] == [
        "https://shut.customs.example/hk/1"
    ]


def test_nobody_is_followed_to_another_address(seen: dict[str, Any]) -> None:
    assert [one["url"] for one in seen["answers"]["moved"]["asked"]] == [
        "https://moved.customs.example/hk/1"
    ]


def test_a_build_that_names_its_hosts_asks_those_alone(seen: dict[str, Any]) -> None:
    named, unnamed = seen["answers"]["named"], seen["answers"]["unnamed"]
    assert "connect-src 'self' https://status.customs.example;" in named["policy"]
    assert named["kind"] == "no"
    assert unnamed["asked"] == []
    assert unnamed["kind"] == "unsure"
    assert "gone.customs.example is none of the hosts that this page may ask" in unnamed["said"]


def test_the_browser_holds_a_narrow_build_to_its_hosts(seen: dict[str, Any]) -> None:
    assert seen["behind"] == {"wide": [404, 1], "narrow": ["TypeError", 0]}
