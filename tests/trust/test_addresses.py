"""Hosts that a verifier asks, and addresses that their names may lead to."""

from __future__ import annotations

import pytest

from aeo_exchange.errors import StatusError
from aeo_exchange.trust.addresses import is_this_machine, may_be_asked, may_lead_to
from aeo_exchange.trust.online import fetch_status_list
from rows import for_each_row

PUBLIC = ("status.customs.example", "8.8.8.8", "2001:4860:4860::8888", "127.0.0.1", "::1")
CLOSED = (
    "169.254.169.254", "fe80::1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "fd00::1", "::",
    "224.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2852039166", "0xa9fea9fe",
    "169.254.43518", "127.1", "10.1.", "100.64.0.1",
)  # fmt: skip


@for_each_row("host", PUBLIC)
def test_a_public_host_may_be_asked(host: str) -> None:
    assert may_be_asked(host)


@for_each_row("host", CLOSED)
def test_a_closed_address_is_not_asked_in_any_spelling(host: str) -> None:
    assert not may_be_asked(host)


@for_each_row(
    ("host", "address", "answer"),
    [
        ("status.example", "8.8.8.8", True),
        ("status.example", "10.0.0.1", True),
        ("status.example", "169.254.169.254", False),
        ("status.example", "fe80::1%eth0", False),
        ("status.example", "127.0.0.1", False),
        ("status.example", "::ffff:127.0.0.1", False),
        ("status.example", "::", False),
        ("status.example", "224.0.0.1", False),
        ("localhost", "127.0.0.1", True),
        ("localhost", "10.0.0.1", False),
    ],
)
def test_where_a_name_may_lead(host: str, address: str, answer: bool) -> None:  # noqa: FBT001
    assert may_lead_to(host, address) is answer


def test_this_machine_is_known_by_name_and_address() -> None:
    assert is_this_machine("localhost")
    assert is_this_machine("127.0.0.2")
    assert not is_this_machine("localhost.example")


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("https://169.254.169.254/list", "no status list is kept there"),
        ("https://2852039166/list", "no status list is kept there"),
        ("http://user@127.0.0.1:9/list", "a name is given"),
        ("https://user:secret@status.example/list", "a name is given"),
    ],
)
def test_what_is_not_fetched_is_refused_before_anything_is_opened(uri: str, said: str) -> None:
    with pytest.raises(StatusError, match=said):
        fetch_status_list(uri)
