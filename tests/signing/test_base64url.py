"""Base64url has one spelling for any bytes."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.signing import base64url
from rows import for_each_row

LETTERS = "ABQgw019-_+/= \n\0é\ud800"


@given(st.binary(min_size=1, max_size=200))
def test_what_was_encoded_is_decoded_and_is_what_others_write(content):
    text = base64url.encode(content)
    assert base64url.decode(text) == content
    assert text == base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@given(st.text(LETTERS, max_size=12) | st.text(max_size=12))
def test_any_text_is_the_one_spelling_of_its_bytes_or_is_refused(text):
    try:
        content = base64url.decode(text)
    except ValueError:
        return
    assert base64url.encode(content) == text


@for_each_row(
    "text", ["", "A", "AA==", "AA=", "AB", "AAB", "A A", "AA\n", "AA+/", "AAAAA", "AÀ", "A\ud800"]
)
def test_another_spelling_is_refused(text):
    with pytest.raises(ValueError, match=r"base64|a blank"):
        base64url.decode(text)


@for_each_row("text", ["A A", "AA A", "AAA A", "AA\nAA", "AAAA\r\n AA", " AAA", "AAAA ", "A=\nA"])
def test_a_text_that_was_broken_by_blanks_is_told_as_that(text):
    with pytest.raises(ValueError, match="a blank or an end of line stands inside"):
        base64url.decode(text)


@for_each_row(
    ("text", "why"),
    [
        ("", "not base64url without padding"),
        ("AAAAA", "not base64url without padding"),
        ("AA%A", "not base64url without padding"),
        ("AA==", "base64, which base64url is not"),
        ("AAB", "bits set that belong to no byte"),
    ],
)
def test_what_else_is_wrong_with_a_text_is_told(text, why):
    with pytest.raises(ValueError, match=why):
        base64url.decode(text)
