from __future__ import annotations

import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.errors import AeoError, SignatureError, StaleStatusList, StatusIndexOutOfRange
from aeo_exchange.signing import base64url
from aeo_exchange.signing.jws import sign_compact
from aeo_exchange.trust.status_list import LONGEST_LIST, StatusToken, entry_of, read_status_list
from rows import for_each_row
from trust.made_lists import made

URI = "https://example.org/status/1"
IAT = 1_800_000_000
SMALLEST = 1 << 15  # bytes
LARGEST = 1 << 24


def packed(content: bytes) -> str:
    return base64url.encode(zlib.compress(content, 9))


EMPTY = packed(bytes(SMALLEST))


def payload(**changes) -> dict:
    return {
        "sub": URI,
        "iat": IAT,
        "exp": IAT + 3600,
        "ttl": 60,
        "status_list": {"bits": 2, "lst": EMPTY},
        **changes,
    }


def token(value=None, *, by="HK", typ="statuslist+jwt") -> str:
    return sign_compact(json.dumps(value or payload()).encode(), made(by).key, typ)


def of(lst: str) -> StatusToken:
    return read_status_list(token(payload(status_list={"bits": 2, "lst": lst})))


def rule_of(act, *arguments) -> str:
    with pytest.raises(SignatureError) as caught:
        act(*arguments)
    return caught.value.rule


def test_a_status_list_says_what_it_is_about_before_anything_is_proved():
    read = read_status_list(token())
    assert (read.uri, read.iat, read.exp, read.ttl) == (URI, IAT, IAT + 3600, 60)
    assert read.kid == made("HK").kid
    assert read.entries == 1 << 17
    assert read.entry(0) == 0


def test_the_time_to_live_may_be_missing():
    value = payload()
    del value["ttl"]
    assert read_status_list(token(value)).ttl is None


def test_a_name_of_any_form_is_read_since_it_is_compared_only():
    assert read_status_list(token(payload(sub="nothing"))).uri == "nothing"


@pytest.mark.parametrize(("over", "is_too_long"), [(0, False), (1, True)])
def test_a_token_may_be_as_long_as_the_limit_and_no_longer(over, *, is_too_long):
    with pytest.raises(SignatureError) as caught:
        read_status_list(b"a" * (LONGEST_LIST + over))
    assert caught.value.rule == "AEO-STA-01"
    assert ("longer than" in caught.value.message) is is_too_long


def test_bytes_and_text_are_one_and_a_file_may_end_its_line():
    text = token()
    for content in (text, text.encode(), text.encode() + b"\n", text.encode() + b"\r\n"):
        assert read_status_list(content).uri == URI


def test_a_list_is_proved_by_its_key_alone():
    read = read_status_list(token())
    read.prove(made("HK").public)
    assert rule_of(read.prove, made("JP").public) == "AEO-STA-02"


def test_a_changed_list_is_not_proved():
    header, _, signature = token().split(".")
    other = token(payload(iat=IAT + 1)).split(".")[1]
    read = read_status_list(f"{header}.{other}.{signature}")
    assert rule_of(read.prove, made("HK").public) == "AEO-STA-02"


def test_entry_n_is_bits_2n_and_2n_plus_1_from_the_least_significant_bit():
    read = of(packed(bytes([0b11_10_01_00, 0b00_00_00_11]) + bytes(SMALLEST)))
    assert [read.entry(index) for index in range(6)] == [0, 1, 2, 3, 3, 0]


def test_the_example_of_the_token_status_list_specification_is_read_and_written():
    # The example with 2 bits an entry: twelve of them.
    content, lst = b"\xc9\x44\xf9", "eNo76fITAAPfAgc"
    assert packed(content) == lst
    assert [entry_of(content, index) for index in range(12)] == [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]


@given(st.dictionaries(st.integers(0, (1 << 17) - 1), st.integers(0, 3), max_size=50))
def test_what_was_set_is_read_at_the_same_place(entries):
    content = bytearray(SMALLEST)
    for index, value in entries.items():
        content[index >> 2] |= value << 2 * (index & 3)
    read = of(packed(bytes(content)))
    assert {index: read.entry(index) for index in entries} == entries


@pytest.mark.parametrize("index", [-1, 1 << 17, 1 << 31, 99_999_999])
def test_an_index_without_an_entry_is_refused(index):
    with pytest.raises(StatusIndexOutOfRange) as caught:
        of(EMPTY).entry(index)
    assert caught.value.rule == "AEO-STA-07"


# Each is made when it is asked for: some are long.
NOT_INFLATED = {
    "an entry too few": lambda: packed(bytes(SMALLEST - 1)),
    "nothing": lambda: packed(b""),
    "a byte too many": lambda: packed(bytes(LARGEST + 1)),
    "a bomb": lambda: packed(bytes(4 * LARGEST)),
    "a byte behind": lambda: base64url.encode(base64url.decode(EMPTY) + b"\0"),
    "a stream behind": lambda: base64url.encode(base64url.decode(EMPTY) * 2),
    "cut off": lambda: base64url.encode(base64url.decode(EMPTY)[:-1]),
    "raw deflate": lambda: base64url.encode(zlib.compress(bytes(SMALLEST), wbits=-15)),
    "gzip": lambda: base64url.encode(zlib.compress(bytes(SMALLEST), wbits=31)),
    "padded": lambda: EMPTY + "=",
    "a line feed": lambda: EMPTY[:10] + "\n" + EMPTY[10:],
    "empty": lambda: "",
    "no stream": lambda: "AAAA",
}


@for_each_row("name", NOT_INFLATED)
def test_a_list_that_does_not_inflate_as_it_should_is_refused(name):
    assert rule_of(of(NOT_INFLATED[name]()).entry, 0) == "AEO-STA-06"


def test_the_longest_list_is_16_mebibytes():
    read = of(packed(bytes(LARGEST - 1) + b"\xc0"))
    assert read.entries == 1 << 26
    assert read.entry((1 << 26) - 1) == 3


def test_a_bomb_is_not_inflated_beyond_the_limit():
    import tracemalloc

    read = of(packed(bytes(6 * LARGEST)))
    tracemalloc.start()
    assert rule_of(read.entry, 0) == "AEO-STA-06"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * LARGEST


def test_a_list_is_inflated_once(monkeypatch):
    read = of(EMPTY)
    read.entry(0)
    monkeypatch.setattr(zlib, "decompressobj", None)
    assert read.entry(1) == 0


@for_each_row(
    "value",
    [
        payload(nbf=IAT),
        {name: value for name, value in payload().items() if name != "sub"},
        {name: value for name, value in payload().items() if name != "exp"},
        payload(sub=7),
        payload(iat=str(IAT)),
        payload(iat=IAT + 0.5),
        payload(iat=999_999_999),
        payload(exp=True),
        payload(ttl=-1),
        payload(ttl=None),
        payload(status_list={"bits": 1, "lst": EMPTY}),
        payload(status_list={"bits": 8, "lst": EMPTY}),
        payload(status_list={"bits": "2", "lst": EMPTY}),
        payload(status_list={"bits": 2}),
        payload(status_list={"bits": 2, "lst": EMPTY, "aggregation_uri": URI}),
        payload(status_list=[2, EMPTY]),
        ["sub"],
        "text",
    ],
    ids=lambda value: json.dumps(value).replace(EMPTY, "")[:90],
)
def test_a_payload_of_another_form_is_refused(value):
    assert rule_of(read_status_list, token(value)) == "AEO-STA-01"


def test_a_token_of_another_type_is_no_status_list():
    assert rule_of(read_status_list, token(typ="aeo-status+sd-jwt")) == "AEO-STA-01"


def test_a_list_that_lasts_longer_than_72_hours_is_read_and_does_not_answer():
    read_status_list(token(payload(exp=IAT + 72 * 3600))).require_lifetime()
    longer = read_status_list(token(payload(exp=IAT + 72 * 3600 + 1)))
    with pytest.raises(StaleStatusList) as caught:
        longer.require_lifetime()
    assert caught.value.rule == "AEO-STA-04"


def test_a_token_longer_than_16_mebibytes_is_refused():
    assert rule_of(read_status_list, b"a" * (LARGEST + 1)) == "AEO-STA-01"


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_arbitrary_content_is_refused_and_nothing_else_happens(content):
    with pytest.raises(AeoError):
        read_status_list(content)


@for_each_row("text", ["\ud800", "é.é.é", "a.b", "", "\n"])
def test_odd_text_is_refused(text):
    assert rule_of(read_status_list, text) == "AEO-STA-01"


TOKEN = token().encode()


@given(st.data())
def test_a_damaged_list_is_never_proved(data):
    damaged = bytearray(TOKEN)
    place = data.draw(st.integers(0, len(TOKEN) - 1))
    damaged[place] = data.draw(st.integers(0, 255).filter(lambda byte: byte != TOKEN[place]))
    with pytest.raises(AeoError):
        read_status_list(bytes(damaged)).prove(made("HK").public)
