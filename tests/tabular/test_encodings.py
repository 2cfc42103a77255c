"""By which encoding a text is read: what is UTF-8 but for some bytes, and what never was."""

from __future__ import annotations

import csv
from functools import cache

import pytest
from msgspec.structs import replace

from aeo_exchange.formats import Content
from aeo_exchange.resources import published
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.loading import layout_of
from aeo_exchange.tabular.readers.encodings import encoding_of

HEADER = b"id,name\n"
IN_UTF_8 = "1,S\u00f6hne \u0130pek \u682a\u5f0f\u4f1a\u793e\n".encode()
BROKEN = b"2,bad \xff byte\n"
# Of one byte to a letter, and of two; by no name of a country alone.
LEGACY = (
    *("latin-1", "cp1252", "cp1250", "cp1254", "cp1257", "iso8859-2", "iso8859-9", "mac_roman"),
    *("cp1251", "koi8-r", "iso8859-5", "cp866", "cp1253", "iso8859-7", "cp1256", "iso8859-6"),
    *("cp874", "gb18030", "gbk", "big5", "shift_jis", "euc-jp", "euc-kr"),
)


def layout(*encodings: str) -> Layout:
    known = layout_of("tr-list")
    return replace(known, file=replace(known.file, encodings=encodings))


def read_as(held: bytes, *encodings: str) -> str:
    return encoding_of(Content(name="given", held=held), layout(*encodings))


@cache
def names() -> tuple[str, ...]:
    """Return the names of the published pairs that are not of ASCII alone, and forms of them."""
    with published("samples/names/pairs.csv").open(encoding="utf-8", newline="") as file:
        published_names = {cell for row in csv.reader(file) for cell in row if not cell.isascii()}
    return tuple(sorted(published_names | {name.upper() for name in published_names}))


def written_in(encoding: str) -> list[bytes]:
    """Return the names that an encoding can write."""
    held = []
    for name in names():
        try:
            held.append(name.encode(encoding))
        except UnicodeError:
            continue
    return held


@pytest.mark.parametrize("encodings", [(), ("utf-8", "cp1256"), ("utf-8-sig", "gb18030")])
@pytest.mark.parametrize(
    "rows", [IN_UTF_8, IN_UTF_8 * 5000, "1,S\u00f6hne\n".encode(), "1,\ufffd\n".encode()]
)
def test_a_broken_byte_does_not_make_another_encoding_of_utf_8(rows, encodings) -> None:
    for text in (rows + BROKEN, BROKEN + rows, rows + BROKEN.replace(b"\xff", b"\xc3")):
        assert read_as(HEADER + text, *encodings) == (encodings or ("utf-8",))[0]


def test_a_sequence_that_two_pieces_part_is_no_broken_one(monkeypatch) -> None:
    monkeypatch.setattr("aeo_exchange.tabular.readers.encodings.PIECE", 1)
    assert read_as(HEADER + IN_UTF_8 + BROKEN) == "utf-8"


def test_more_broken_bytes_than_right_ones_are_another_encoding() -> None:
    text = HEADER + "1,G\u00fcne\u015f \u0130plik \u00d6rg\u00fc\n".encode("cp1254") * 3
    assert read_as(text + "2,S\u00f6hne\n".encode(), "utf-8", "cp1254") == "cp1254"
    assert read_as(HEADER + BROKEN, "utf-8", "cp1252") == "cp1252"


def test_a_layout_that_names_other_encodings_alone_has_its_way() -> None:
    assert read_as(HEADER + IN_UTF_8 + BROKEN, "cp1252") == "cp1252"
    assert read_as(HEADER + IN_UTF_8 + BROKEN, "iso8859-1", "utf-8") == "iso8859-1"


@pytest.mark.parametrize("encoding", LEGACY)
def test_no_list_of_names_in_an_encoding_of_a_country_is_taken_for_utf_8(encoding) -> None:
    """By three names and more; of one alone in EUC-JP, a few signs may be right by chance."""
    held = written_in(encoding)
    assert len(held) >= 3
    for begin in range(len(held)):
        some = [held[(begin + more * 7) % len(held)] for more in range(3)]
        text = HEADER + b"\n".join(some)
        assert read_as(text, "utf-8", encoding) == encoding, some
    assert read_as(HEADER + b"\n".join(held), "utf-8", encoding) == encoding
