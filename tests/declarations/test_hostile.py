"""Hostile declarations: a clear finding, within bounds, and the others go on."""

from __future__ import annotations

import tracemalloc

import pytest

from declarations.test_readers import SAMPLES, read, wco

ENTITIES = '<!ENTITY a "HK00000033">'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (f"<!DOCTYPE d [{ENTITIES}]>{wco('<Exporter><ID>&a;</ID></Exporter>')}", "AEO-HOS-01"),
        (f'<!DOCTYPE d [<!ENTITY l0 "x">{LAUGHS}]>{wco("&l8;")}', "AEO-HOS-01"),
        (f'<?xml version="1.0"?>\n<!-- {"x" * 9000} -->\n<!DOCTYPE d>{wco("")}', "AEO-HOS-01"),
        (f'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d">{wco("")}'.encode("utf-16"), "AEO-HOS-01"),
        ('<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE d+AD4-', "AEO-SYN-04"),
        (f"<!-- {'x' * 70_000} -->{wco('')}", "AEO-HOS-03"),
        (wco("<a>" * 300 + "</a>" * 300), "AEO-HOS-02"),
        (wco("x" * 10_000_001), "AEO-HOS-03"),
        (wco("<Agent/>" * 2_000_000), "AEO-HOS-03"),
        (wco("".join(f"<Agent><ID>{n}</ID></Agent>" for n in range(10_001))), "AEO-HOS-03"),
        (wco("&a;"), "AEO-SYN-01"),
        (wco("<!-- a -- b -->"), "AEO-SYN-01"),
        (wco("").replace("</", "<"), "AEO-SYN-01"),
        ("<w:Declaration/>", "AEO-SYN-01"),
        (wco("<Exporter><Name>\xe9</Name></Exporter>").encode("latin-1"), "AEO-SYN-04"),
        (b'<?xml version="1.0" encoding="UTF-16"?>' + wco("").encode(), "AEO-SYN-01"),
        ("<", "AEO-SYN-01"),
        ('{"number":"' + "x" * 9_000_000 + '"}', "AEO-HOS-03"),
        ('{"a":' * 300, "AEO-HOS-02"),
        (b'{"number":"\xff"}', "AEO-SYN-04"),
        (b"\0\1\2\3", "AEO-SYN-01"),
        (b"PK\3\4", "AEO-SYN-01"),
    ],
    ids=lambda one: one if isinstance(one, str) and len(one) < 12 else "content",
)
def test_a_hostile_file_is_refused_with_its_rule(content, rule) -> None:
    assert read(content) == [rule]


def test_a_longer_declaration_is_read_where_that_is_wanted() -> None:
    text = wco(f"<Exporter><ID>A</ID></Exporter>{'<a>x</a>' * 200_000}")
    assert read(text, declaration_bytes=1 << 20) == ["AEO-HOS-03"]
    (one,) = read(text)
    assert one.parties[0].numbers[0].value == "A"


def test_declarations_before_the_fault_are_answered() -> None:
    good = wco("<ID>1</ID>")
    first, second, refused = read(f"<all>{good}{good}<oops</all>")
    assert (first.number, second.number, refused) == ("1", "1", "AEO-SYN-01")


def test_declarations_in_one_another_are_read_as_deep_as_elements_may_be() -> None:
    for depth in (200, 300):
        text = "<Declaration><Exporter><ID>A</ID></Exporter>" * depth + "</Declaration>" * depth
        told = read(text)
        if depth < 256:
            assert [len(one.parties) for one in told] == [1] * depth
        else:
            assert told == ["AEO-HOS-02"]


def test_a_party_cannot_be_hidden_by_a_comment_in_its_number() -> None:
    (one,) = read(wco("<Exporter><ID>HK00<!-- 9 -->000<?x y?>033</ID></Exporter>"))
    assert one.parties[0].numbers[0].value == "HK00000033"


@pytest.mark.long
def test_a_million_rows_of_one_declaration_are_refused_once_and_the_next_is_read() -> None:
    rows = "1,exporter,A\n" * 10_050
    refused, two = read(f"declaration,role,id\n{rows}2,exporter,B\n")
    assert (refused, two.number) == ("AEO-HOS-03", "2")


def test_a_long_file_is_read_in_the_memory_of_one_declaration() -> None:
    whole = (SAMPLES / "wco-import.xml").read_bytes()
    begin, end = whole.index(b"  <Declaration"), whole.index(b"</md:MetaData>")
    many = whole[:begin] + whole[begin:end] * 300 + whole[end:]
    tracemalloc.start()
    assert len(read(many)) == 300
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 12 << 20
