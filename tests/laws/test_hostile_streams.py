"""Whatever bytes a partner sends as head, body or profile: an answer, and never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.exchange.profile_file import try_profile
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.report import Verdict
from exchange.profiles import TEXT
from exchange.streams import changed_line, check, create, firms, line_of, objection, with_body

LINE = line_of(firms(1)[0])
RECORD = json.loads(LINE)["record"]
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def stream(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    create(folder, *firms(1, 2))
    return folder


@given(st.binary(max_size=200))
def test_any_head_has_an_answer(stream: Path, content: bytes) -> None:
    held = (stream / "head.jwt").read_bytes()
    try:
        (stream / "head.jwt").write_bytes(content)
        assert check(stream).verdict is Verdict.NOT_VALID
    finally:
        (stream / "head.jwt").write_bytes(held)


@given(st.binary(min_size=1, max_size=200))
def test_any_body_has_an_answer(stream: Path, body: bytes) -> None:
    with_body(stream, body)
    assert objection(check(stream)) == ("entries", "refused", "AEO-XCH-22")


@given(st.sampled_from(sorted(RECORD)), ANY)
def test_any_record_has_an_answer(stream: Path, name: str, value: object) -> None:
    with_body(stream, changed_line(LINE, record={**RECORD, name: value}) + b"\n")
    assert check(stream).verdict in Verdict


@pytest.mark.parametrize(
    "value",
    [
        b"1" * 30,
        b"-" + b"9" * 30,
        b"9" * 5000,
        b"1E400",
        b"NaN",
        b"[" * 500 + b"]" * 500,
        b"[" * 100_000 + b"]" * 100_000,
        b'"\\ud800"',
        b'"\xff"',
        b'{"a":{"b":1,"b":2}}',
    ],
    ids=range(10),
)
def test_values_that_break_programs_are_refused(stream: Path, value: bytes) -> None:
    with_body(stream, LINE.replace(b'"revision":5', b'"revision":' + value, 1) + b"\n")
    assert objection(check(stream)) == ("entries", "refused", "AEO-XCH-22")


@given(st.integers(0, len(TEXT) - 1), st.text(max_size=3), st.integers(0, 3))
def test_any_profile_has_an_answer(place: int, text: str, length: int) -> None:
    written = TEXT[:place] + text + TEXT[place + length :]
    read = try_profile(written.encode("utf-8", "surrogatepass"), shipped())
    assert (read.profile is None) is bool(read.faults)
