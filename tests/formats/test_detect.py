"""The format of content is told by its first bytes and never by its name."""

from __future__ import annotations

import pytest

from aeo_exchange.errors import MalformedDocument, UnknownFormat
from aeo_exchange.formats import Content, Format
from aeo_exchange.formats.detect import detect
from rows import for_each_row


@for_each_row(
    ("content", "expected"),
    [
        (b"{}", Format.NDJSON),
        (b'{"a": 1}', Format.NDJSON),
        (b'{\n "a": 1\n}', Format.JSON),
        (b'{"a":\n1}', Format.JSON),
        (b"{}\n{}", Format.NDJSON),
        (b"{\n}\n", Format.JSON),
        (b'{"a": 1\n{}', Format.NDJSON),
        (b'{"a":\n{}}', Format.JSON),
        (b'{"a": \r\n \n {}}', Format.JSON),
        (b'{"a": [\n{}]}', Format.JSON),
        (b'{"a": [{},\n{}]}', Format.JSON),
        (b"{\n{}", Format.NDJSON),
        (b"[]", Format.JSON),
        (b" \r\n\t[{}]", Format.JSON),
        (b"<a/>", Format.XML),
        (b"\n\n  <?xml version='1.0'?><a/>", Format.XML),
        (b"<!DOCTYPE a>", Format.XML),
    ],
)
def test_the_first_bytes_tell(content: bytes, expected: Format) -> None:
    assert detect(Content(name="x.txt", held=content)) == expected


def test_the_name_does_not_tell() -> None:
    assert detect(Content(name="x.aeo.json", held=b"<a/>")) == Format.XML
    assert detect(Content(name="x.aeo.xml", held=b"[]")) == Format.JSON


@for_each_row(
    "content",
    [b"", b" \n", b"a,b\n", b"\x89PNG", b"PK\x03\x04", b"\x1f\x8b\x08\x00", b'"x"', b"1"],
)
def test_what_is_none_of_ours_is_refused(content: bytes) -> None:
    with pytest.raises(UnknownFormat) as refusal:
        detect(Content(name="x", held=content))
    assert refusal.value.rule == "AEO-SYN-05"


def test_blanks_before_a_record_are_skipped_however_many_there_are() -> None:
    assert detect(Content(name="x", held=b" " * (2 << 20) + b"{}")) == Format.NDJSON
    with pytest.raises(UnknownFormat):
        detect(Content(name="x", held=b" " * (2 << 20)))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", ["<a/>", "{}", "[]"])
def test_another_encoding_or_a_mark_is_refused(text: str, encoding: str) -> None:
    with pytest.raises(MalformedDocument) as refusal:
        detect(Content(name="x", held=text.encode(encoding)))
    assert refusal.value.rule == "AEO-SYN-04"


def test_content_that_is_not_there_raises_os_error(tmp_path: object) -> None:
    with pytest.raises(OSError, match="absent"):
        detect(Content(name="x", path=tmp_path / "absent"))
