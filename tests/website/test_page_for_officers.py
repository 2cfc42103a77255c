"""The configuration of the page for officers is read whole at its build, or refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from build_page import narrowed
from page_configuration import refusal_of
from rows import for_each_row

PAGE = b"<meta content=\"connect-src 'self' https:; manifest-src 'self'\">"
ROOTS = [{"certificate": "root.cert.pem"}]


SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "attestations"
LISTS = {
    name: (SAMPLES / name).read_bytes()
    for name in ("root.cert.pem", "trust-list.jwt", "status-list.jwt")
}


def files(**members: object) -> dict[str, bytes]:
    return {"config.json": json.dumps({"roots": ROOTS} | members).encode()} | LISTS


@pytest.mark.parametrize(
    ("hosts", "policy"),
    [
        (None, b"connect-src 'self' https:;"),
        ([], b"connect-src 'self';"),
        (["a.example"], b"connect-src 'self' https://a.example;"),
        (["a.example:8443", "b.example"], b"'self' https://a.example:8443 https://b.example;"),
    ],
)
def test_the_policy_lets_the_page_ask_the_hosts_of_its_configuration(hosts, policy):
    own = files() if hosts is None else files(hosts=hosts)
    assert refusal_of(own) == ""
    assert policy in narrowed(PAGE, own)
    assert b"; manifest-src 'self'" in narrowed(PAGE, own)


@for_each_row(
    ("hosts", "refusal"),
    [
        ("a.example", "has hosts that are no list of names"),
        ([7], "has hosts that are no list of names"),
        (["https://a.example"], "names a host as 'https://a.example'"),
        (["a.example; script-src *"], "names a host as 'a.example; script-src *'"),
        (["*"], "names a host as '*'"),
        (["localhost"], "names a host as 'localhost'"),
        (["10.0.0.1"], "names a host as '10.0.0.1'"),
        (["A.example"], "names a host as 'A.example'"),
        (["a.example\n"], "names a host as"),
    ],
)
def test_what_is_no_host_is_refused(hosts, refusal):
    assert refusal_of(files(hosts=hosts)).startswith(refusal)


def test_a_list_of_a_host_that_is_not_named_is_refused():
    own = files(hosts=["a.example"], trust=["https://a.example/1", "https://b.example/2"])
    assert refusal_of(own) == "names lists of hosts that hosts leaves out: b.example"


def test_a_file_that_is_not_there_is_refused():
    assert refusal_of(files(trust=["no.jwt"])) == "names files that are not there: no.jwt"


def test_what_an_agency_writes_is_taken():
    own = files(
        name="Food Safety Authority of Exampleland",
        roots=[{"certificate": "root.cert.pem", "pinnedFor": ["HK", "JP"]}],
        handovers=[],
        trust=["trust-list.jwt"],
        statusLists=["status-list.jwt", "https://status.customs.example/hk/1"],
        hosts=["status.customs.example"],
    )
    assert refusal_of(own) == ""


@for_each_row(
    ("members", "refusal"),
    [
        # Unread, it would let the root speak for every administration.
        ({"roots": [ROOTS[0] | {"pinnedfor": ["HK"]}]}, "has a member 'pinnedfor' in a root"),
        ({"statuslists": ["status-list.jwt"]}, "has a member 'statuslists', which is none of"),
        ({"roots": []}, "has no list of roots"),
        ({"roots": ["root.cert.pem"]}, "has a root 'root.cert.pem'; write {"),
        ({"roots": [{"certificate": 7}]}, "has a root {'certificate': 7}"),
        ({"roots": [ROOTS[0] | {"pinnedFor": "HK"}]}, "has a root with pinnedFor that is no list"),
        ({"roots": [ROOTS[0] | {"pinnedFor": []}]}, "has a root with pinnedFor that is no list"),
        ({"roots": [ROOTS[0] | {"pinnedFor": ["Hong Kong"]}]}, "pins a root for 'Hong Kong'"),
        ({"trust": "trust-list.jwt"}, "has trust that is no list of names"),
        ({"statusLists": [7]}, "has statusLists that is no list of names"),
        ({"statusLists": ["http://a.example/1"]}, "names http://a.example/1, which is not asked"),
        ({"testKeys": "yes"}, "has testKeys that is neither true nor false"),
        ({"testKeys": True, "at": "yesterday"}, "asks at 'yesterday'"),
        ({"testKeys": True, "at": "20261101"}, "asks at '20261101'"),
        ({"testKeys": True, "at": "2026-11-31"}, "asks at '2026-11-31'"),
        ({"testKeys": True, "at": 7}, "asks at 7"),
        ({"roots": [{"certificate": "trust-list.jwt"}]}, "names trust-list.jwt as a root"),
        ({"trust": ["status-list.jwt"]}, "names status-list.jwt as a trust list, which it is not"),
        ({"statusLists": ["root.cert.pem"]}, "names root.cert.pem as a status list"),
        ({"handovers": ["trust-list.jwt"]}, "names trust-list.jwt as a handover"),
    ],
)
def test_what_the_page_would_not_read_is_refused(members, refusal):
    assert refusal_of(files(**members)).startswith(refusal)


@for_each_row(
    ("config", "refusal"),
    [(b"{", "is no JSON: "), (b"[]", "is no object with members"), (b"{}", "has no list of roots")],
)
def test_what_is_no_configuration_is_refused(config, refusal):
    assert refusal_of({"config.json": config}).startswith(refusal)


def test_a_folder_without_a_configuration_is_refused():
    assert refusal_of({}) == "is not in the folder"
