"""The configuration of the page for officers says which hosts it may ask, or is refused."""

from __future__ import annotations

import json

import pytest

from build_page import narrowed, refusal_of
from rows import for_each_row

PAGE = b"<meta content=\"connect-src 'self' https:; manifest-src 'self'\">"
ROOTS = [{"certificate": "root.pem"}]


def files(**members: object) -> dict[str, bytes]:
    return {"config.json": json.dumps({"roots": ROOTS} | members).encode(), "root.pem": b""}


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
