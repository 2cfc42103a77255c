"""A command that is given content of another kind says what it is and which command takes it."""

from __future__ import annotations

import gzip

import pytest

from aeo_exchange.resources import published

OTHERS = {
    "a.sdjwt": (
        published("samples/attestations/lamp-works.aeo.sdjwt").read_bytes(),
        "seems to be an attestation; `aeo verify` takes it",
    ),
    "t.csv": (
        b"name,tin,tier\nA,1,2\n",
        "seems to be a table of text, such as CSV; `aeo import` makes records of it",
    ),
    "excel.csv": (
        b"\xef\xbb\xbfname,tin,tier\r\nA,1,2\r\n",
        "seems to be a table of text, such as CSV; `aeo import` makes records of it",
    ),
    "r.gz": (gzip.compress(b"{}"), "seems to be compressed by gzip; unpack it first"),
    "draft.json": (
        b'{"listId": "x", "authorities": []}',
        "seems to be a trust list that nobody has signed; `aeo trust sign` signs it",
    ),
}
COMMANDS = (
    ["validate"],
    ["convert", "--to=xml"],
    ["digest"],
    ["status"],
    ["sign", "--issuer=HK", "--key=K.pem", "--status-list=none"],
    ["present"],
    ["qr"],
    ["trust", "check"],
    ["trust", "show"],
    ["trust", "sign", "--key=K.pem"],
    ["status-list", "show"],
    ["key", "show"],
)
OWN = {("present", "a.sdjwt"), ("qr", "a.sdjwt"), ("trust", "draft.json")}


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_another_kind_is_named_with_what_takes_it(aeo, tmp_path, command, name):
    content, said = OTHERS[name]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "K.pem").write_bytes(published("conformance/keys/hk.private.pem").read_bytes())
    done = aeo(*command, name)
    assert (said in done.stdout + done.stderr) == ((command[0], name) not in OWN), done.stderr
    assert "internal" not in done.stderr


def test_an_xml_attestation_is_named_to_whom_asks_for_records(aeo, tmp_path):
    text = '<AeoAttestation xmlns="urn:aeo-exchange:1.0"/>'
    (tmp_path / "a.xml").write_text(text)
    for command in ("validate", "digest"):
        done = aeo(command, "a.xml")
        assert "seems to be an attestation in XML; `aeo verify` takes it" in (
            done.stdout + done.stderr
        )


def test_the_working_file_is_no_record(aeo):
    aeo("status-list", "create", "--uri=https://status.example/1", "-o", "w.json")
    done = aeo("validate", "w.json")
    assert "hint: the document seems to be the working file of a status list" in done.stdout
