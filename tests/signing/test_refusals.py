"""What a refusal quotes from content cannot steer a terminal, nor fill one (CON-10-4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.errors import (
    BadSignature,
    MessageRefused,
    SignatureError,
    StaleStatusList,
    StatusError,
    StatusIndexOutOfRange,
    UnsupportedAlgorithm,
    UntrustedKey,
)
from aeo_exchange.signing.jws import Codes, read_compact
from aeo_exchange.signing.refusals import refuse, require
from rows import for_each_row
from signing.tokens import encoded, header

HOSTILE = ["\x1b[2J", "\x1b]0;title\x07", "\u202egnp.exe", "\x9b31m", "\r\n", "a" * 1_000_000]
IDS = ["ESC", "BEL", "bidi override", "CSI", "line end", "1 MB"]


@given(st.text())
def test_every_message_is_printable_and_short(text):
    for raising in (lambda: refuse("AEO-SIG-01", text), lambda: require(False, "AEO-SIG-01", text)):
        with pytest.raises(BadSignature) as caught:
            raising()
        assert caught.value.message.isprintable()
        assert len(caught.value.message) <= 400


@for_each_row("text", HOSTILE, ids=IDS)
def test_a_message_that_is_made_on_demand_is_escaped_and_cut_too(text):
    with pytest.raises(StaleStatusList) as caught:
        require(False, "AEO-STA-05", lambda: text)
    assert caught.value.message.isprintable()
    assert len(caught.value.message) <= 400


def test_a_message_on_demand_is_made_of_what_it_is_about_and_only_when_something_is_refused():
    def never(*_about):
        raise AssertionError("nothing was refused")

    require(True, "AEO-STA-05", never, 3)
    with pytest.raises(StaleStatusList, match="3 and 4"):
        require(False, "AEO-STA-05", "{} and {}".format, 3, 4)


def test_a_message_of_ours_stays_as_it_is():
    cause = ValueError("why")
    with pytest.raises(BadSignature) as caught:
        refuse("AEO-SIG-01", "neither ~ nor é is harmful", cause)
    assert caught.value.message == "neither ~ nor é is harmful"
    assert caught.value.__cause__ is cause


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
@pytest.mark.parametrize("place", ["name", "typ", "alg"])
def test_what_a_header_says_is_quoted_in_eighty_characters(place, text):
    said = {**header(), text: ""} if place == "name" else {**header(), place: text}
    with pytest.raises(SignatureError) as caught:
        read_compact(f"{encoded(said)}.AA.AA", header()["typ"], Codes.one("AEO-SIG-04"))
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 150


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("AEO-SYN-11", MessageRefused),
        ("AEO-SIG-05", BadSignature),
        ("AEO-SIG-06", UnsupportedAlgorithm),
        ("AEO-SIG-17", UnsupportedAlgorithm),
        ("AEO-STA-03", StatusError),
        ("AEO-STA-04", StaleStatusList),
        ("AEO-STA-05", StaleStatusList),
        ("AEO-STA-07", StatusIndexOutOfRange),
        ("AEO-TRU-01", UntrustedKey),
        ("AEO-XCH-10", MessageRefused),
    ],
)
def test_a_caller_can_tell_refusals_apart_by_their_kind(code, kind):
    with pytest.raises(SignatureError) as caught:
        refuse(code, "no")
    assert type(caught.value) is kind
