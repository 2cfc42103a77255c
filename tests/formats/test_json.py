"""JSON and NDJSON are read record by record: a bad one hides no other, and memory stays flat."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Callable

import msgspec
import pytest

from aeo_exchange.errors import LimitExceeded, MalformedDocument, ReadError
from aeo_exchange.formats import FORMATS, Content, Format, Limits
from aeo_exchange.formats.json import read_json, read_ndjson
from aeo_exchange.formats.json_places import places_in
from aeo_exchange.formats.limits import CHUNK
from aeo_exchange.model.document import Document, Position, TextPlace
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.reading import documents, read_record
from aeo_exchange.resources import published
from formats.documents import outcome
from rows import for_each_row

SAMPLE = published("samples/records/HK-AEO/TIER2.aeo.json").read_bytes()
RECORD = read_record(SAMPLE)
COMPACT = msgspec.json.encode(RECORD)
LIMITS = Limits()
MEBIBYTE = 1 << 20


def ndjson(content: bytes) -> list[Document | ReadError]:
    """Return the documents of NDJSON."""
    return list(read_ndjson(Content(name="x"), io.BytesIO(content), LIMITS))


def array(content: bytes) -> list[Document | ReadError]:
    """Return the documents of JSON."""
    return list(read_json(Content(name="x"), io.BytesIO(content), LIMITS))


@for_each_row(
    ("bad", "code"),
    [
        (b"{", "AEO-SYN-01"),
        (b"}", "AEO-SYN-01"),
        (b"nonsense", "AEO-SYN-01"),
        (b'{"a":1,"a":1}', "AEO-SYN-02"),
        (b'{"a":01}', "AEO-SYN-03"),
        (b'{"a":NaN}', "AEO-SYN-03"),
        (b'{"a":"\xff"}', "AEO-SYN-04"),
        (b'{"a":"\\ud800"}', "AEO-SYN-04"),
        (b'{"a":' + b"[" * 300 + b"]" * 300 + b"}", "AEO-HOS-02"),
    ],
)
def test_ndjson_keeps_the_good_lines_around_a_bad_one(bad: bytes, code: str) -> None:
    met = ndjson(COMPACT + b"\n" + bad + b"\n\n" + SAMPLE.replace(b"\n", b"") + b"\r\n")
    assert [outcome(document) for document in met] == [RECORD, code, RECORD]
    assert isinstance(met[1], ReadError)
    assert met[1].line == 2


def test_ndjson_keeps_the_good_lines_around_one_that_is_too_long() -> None:
    long = b'{"recordId":"' + b"x" * 3 * MEBIBYTE + b'"}'
    met = ndjson(COMPACT + b"\n" + long + b"\n" + COMPACT)
    assert [outcome(document) for document in met] == [RECORD, "AEO-HOS-03", RECORD]


def test_a_line_may_be_as_long_as_the_limit_and_no_longer() -> None:
    for more, expected in ((0, RECORD), (1, "AEO-HOS-03")):
        line = COMPACT[:-1] + b" " * (LIMITS.record_bytes - len(COMPACT) + more) + b"}"
        assert [outcome(document) for document in ndjson(line + b"\n" + COMPACT)] == [
            expected,
            RECORD,
        ]


@for_each_row(
    ("bad", "code"),
    [
        (b"nonsense", "AEO-SYN-01"),
        (b'{"a":1,"a":1}', "AEO-SYN-02"),
        (b'{"a":1.}', "AEO-SYN-03"),
        (b"1", {"AEO-STR-03"}),
        (b"null", {"AEO-STR-03"}),
        (b'"a,]b"', {"AEO-STR-03"}),
        (b"[]", {"AEO-STR-03"}),
    ],
)
def test_an_array_keeps_the_good_elements_around_a_bad_one(bad: bytes, code: object) -> None:
    met = array(b"[" + SAMPLE + b"," + bad + b" , \n" + COMPACT + b"]")
    assert [outcome(document) for document in met] == [RECORD, code, RECORD]


@pytest.mark.long
@pytest.mark.parametrize(
    ("tail", "code"),
    [
        (b"", "AEO-SYN-01"),
        (b",", "AEO-SYN-01"),
        (b",]", "AEO-SYN-01"),
        (b" {}]", "AEO-SYN-01"),
        (b"] x", "AEO-SYN-01"),
        (b"][]", "AEO-SYN-01"),
        (b', {"a": "', "AEO-SYN-01"),
        (b"," + b"[" * 9999, "AEO-HOS-02"),
        (b',{"a":"' + b"x" * 2 * MEBIBYTE + b'"}]', "AEO-HOS-03"),
        (b',"' + b"x" * 2 * MEBIBYTE + b'"]', "AEO-HOS-03"),
        (b"," + b"1" * 2 * MEBIBYTE + b"]", "AEO-HOS-03"),
    ],
)
def test_an_array_keeps_its_elements_before_a_broken_end(tail: bytes, code: str) -> None:
    met = array(b"[" + COMPACT + tail)
    assert [outcome(document) for document in met] == [RECORD, code]


def test_an_empty_array_holds_no_record() -> None:
    assert [outcome(document) for document in array(b" [ \n ] ")] == ["AEO-SYN-05"]


def test_blanks_inside_of_a_record_count_where_they_end_with_a_chunk() -> None:
    head = SAMPLE[:-1].rstrip(b"}\n ")
    text = head + b" " * (CHUNK - len(head)) + b"}}"
    (refused,) = read_json(Content(name="x"), io.BytesIO(text), Limits(record_bytes=len(SAMPLE)))
    assert outcome(refused) == "AEO-HOS-03"


def test_a_single_object_may_be_followed_by_blanks_only() -> None:
    assert [outcome(document) for document in array(SAMPLE + b" \n")] == [RECORD]
    assert [outcome(document) for document in array(SAMPLE + b" x")] == ["AEO-SYN-01"]
    assert [outcome(document) for document in array(SAMPLE + SAMPLE)] == ["AEO-SYN-01"]


@pytest.mark.parametrize("cut", range(-6, 7))
def test_an_element_across_the_edge_of_a_chunk_is_read_whole(cut: int) -> None:
    """Every kind of token is brought to stand on the edge."""
    tokens = [b'"\\\\"', b'"a\\"b"', '"𠮷é"'.encode(), b'"]},["', b"{}", b"12345"]
    for token in tokens:
        start = b"[" + b" " * (CHUNK - 1 - len(token) // 2 + cut)
        met = array(start + token + b"," + COMPACT + b"]")
        assert [outcome(document) for document in met][1:] == [RECORD]
        inside = b'[{"a":"' + b"x" * (CHUNK - 9 + cut) + b'","b":' + token + b"}," + COMPACT + b"]"
        assert [outcome(document) for document in array(inside)][1:] == [RECORD]


def test_a_place_is_that_of_the_file_and_not_of_the_element() -> None:
    text = '["𠮷😀", \n  "é",{"recordId": 1,\n"x":2}]'
    met = array(text.encode())
    assert isinstance(met[2], Document)
    assert met[2].locate(["/recordId", "/x", ""]) == {
        "/recordId": TextPlace(Position(2, 20)),
        "/x": TextPlace(Position(3, 5)),
        "": TextPlace(Position(2, 7)),
    }
    lines = ndjson('{"a":1}\n\n  {"𠮷😀é":1,"b":"c"}\n'.encode())
    assert isinstance(lines[1], Document)
    place = TextPlace(Position(3, 1 + len('  {"𠮷😀é":1,"b":')))
    assert lines[1].locate(["/b"]) == {"/b": place}


@pytest.mark.parametrize(
    "passed",
    ["[" * 20_000 + "]" * 20_000, '{"a":' * 20_000 + "1" + "}" * 20_000, f"[{'9' * 20_000}]", "[]"],
)
def test_a_place_behind_what_nobody_asked_for_is_found_however_that_looks(passed: str) -> None:
    text = f'{{"passed": {passed}, "asked": 1}}'
    (place,) = places_in(text, ["/asked"], Position(7, 1)).values()
    assert place == TextPlace(Position(7, len(text) - 1))


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('{"é𠮷": 1,\n "😀": tru}', 2, 10),
        ('{"a": 1, "a": 2}', 1, 10),
        ('[{}, {"é": 01}]', 1, 12),
    ],
)
def test_an_error_is_placed_in_code_points(text: str, line: int, column: int) -> None:
    refusals = [
        document for document in array(text.encode()) if isinstance(document, MalformedDocument)
    ]
    assert len(refusals) == 1
    assert refusals[0].line == line
    assert abs((refusals[0].column or 0) - column) <= 5  # parsers point before or behind


def test_a_limit_is_that_of_the_caller() -> None:
    small = Limits(record_bytes=100)
    for read in (read_json, read_ndjson):
        met = list(read(Content(name="x"), io.BytesIO(COMPACT), small))
        assert [type(document) for document in met] == [LimitExceeded]


def test_the_depth_is_limited_as_documented() -> None:
    nested = b'{"a":' + b"[" * 10 + b"]" * 10 + b"}"
    met = list(documents(Content(name="x", held=nested), Limits(depth=5)))
    assert [outcome(document) for document in met] == ["AEO-HOS-02"]


def test_several_records_are_written_as_an_array_and_none_as_an_empty_one() -> None:
    for count, kind in ((0, list), (1, dict), (2, list), (3, list)):
        stream = io.BytesIO()
        FORMATS[Format.JSON].write([RECORD] * count, stream)
        tree = json.loads(stream.getvalue())
        assert isinstance(tree, kind)
        assert stream.getvalue().endswith(b"\n")
        assert msgspec.convert(tree if count != 1 else [tree], list[AeoRecord]) == [RECORD] * count


class Endless(io.RawIOBase):
    """A stream of the same bytes over and over, up to a size."""

    def __init__(self, start: bytes, unit: bytes, end: bytes, size: int) -> None:
        self._left = size // len(unit)
        self._unit = unit
        self._end = end
        self._waiting = start

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:
        while len(self._waiting) < len(buffer) and (self._left or self._end):
            take = min(64, self._left)
            self._left -= take
            self._waiting += self._unit * take if take else self._end
            self._end = self._end if take else b""
        count = min(len(buffer), len(self._waiting))
        buffer[:count] = self._waiting[:count]
        self._waiting = self._waiting[count:]
        return count


STREAMS: dict[str, tuple[Callable, bytes, bytes, bytes, int]] = {
    "NDJSON": (read_ndjson, b"", COMPACT + b"\n", b"\n", 3 * MEBIBYTE),
    "JSON array": (read_json, b"[" + COMPACT, b"," + COMPACT, b"]", 3 * MEBIBYTE),
}


@pytest.mark.long
@pytest.mark.parametrize("name", STREAMS)
def test_a_long_stream_is_read_in_the_memory_of_a_few_records(name: str) -> None:
    read, start, unit, end, size = STREAMS[name]
    stream = io.BufferedReader(Endless(start, unit, end, size))
    count = 0
    for document in read(Content(name="x"), stream, LIMITS):
        count += isinstance(document, Document) and document.record is not None
        if count == size // len(unit) // 2:  # from here on nothing may pile up
            tracemalloc.start()
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count >= size // len(unit)
    assert held < 3 * MEBIBYTE // 2


def test_an_array_torn_open_holds_no_records_that_nobody_wrote() -> None:
    torn = SAMPLE.replace(b'"holder": {', b'"holder": {}}, "x": {', 1)
    outcomes = [
        outcome(document) for document in array(b"[" + SAMPLE + b"," + torn + b"," + SAMPLE + b"]")
    ]
    assert outcomes[0] == RECORD
    assert outcomes[2:] == ["AEO-SYN-01"]


def test_a_text_that_is_cut_off_has_no_misspelt_number() -> None:
    for cut in (b'{"a":"1.', b'{"a":1.', b'{"a":-', b'[{"a":1.'):
        assert outcome(array(cut)[-1]) == "AEO-SYN-01"


def test_what_stands_in_no_place_of_a_value_is_no_misspelt_number() -> None:
    for text in (b'{"a" 1}', b'{"a":[1 2]}', b'{"a":1, 2:3}'):
        assert outcome(array(text)[0]) == "AEO-SYN-01"
    for text in (b'{"a":\n\n 01}', b'{"a":[1,\n-]}', b'{"a":NaN}', b'{"a":-INF }'):
        assert outcome(array(text)[0]) == "AEO-SYN-03"


def test_blanks_around_a_record_count_for_no_limit_and_those_inside_do() -> None:
    limits, blanks = Limits(record_bytes=len(SAMPLE) + 10), b" " * 200_000
    for text, read in (
        (blanks + SAMPLE + blanks, read_json),
        (b"[" + blanks + SAMPLE + blanks + b"]", read_json),
        (blanks + COMPACT + blanks + b"\n" + COMPACT, read_ndjson),
    ):
        for document in read(Content(name="x"), io.BytesIO(text), limits):
            assert outcome(document) == RECORD
    for text in (SAMPLE[:-1].rstrip(b"}\n ") + blanks + b"}}", SAMPLE + blanks + b"x"):
        (refused,) = read_json(Content(name="x"), io.BytesIO(text), limits)
        assert outcome(refused) == "AEO-HOS-03"
